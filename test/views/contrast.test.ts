import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const css = await readFile(new URL('../../public/style.css', import.meta.url), 'utf8')

/** The colours of a `:root` block, by name. */
function coloursIn(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]))
}

const roots = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block = '']) => coloursIn(block))
const light = roots[0] ?? {}
const themes = { light, dark: { ...light, ...roots[1] } } as Record<string, Record<string, string>>

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}

/** Foreground, ground, and the least contrast: 4.5 for text, 3 for the edges of what can be used. */
const pairs: readonly (readonly [string, string, number])[] = [
  ...['paper', 'sheet', 'sunk'].flatMap((ground) => [['ink', ground, 7] as const, ['ink-soft', ground, 4.5] as const]),
  ...['paper', 'sheet', 'accent-soft'].map((ground) => ['accent', ground, 4.5] as const),
  ...['accent-soft', 'good-soft', 'warn-soft', 'bad-soft'].map((ground) => ['ink', ground, 7] as const),
  ...['good', 'warn', 'bad'].flatMap((tone) => ['paper', 'sheet', `${tone}-soft`].map((ground) => [tone, ground, 4.5] as const)),
  ['ink-soft', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-deep', 4.5],
  ['on-block', 'block', 7],
  ['on-block-soft', 'block', 4.5],
  ['line-firm', 'paper', 3],
  ['line-firm', 'sheet', 3],
  ['bar-neutral', 'sheet', 3],
]

test.each(Object.entries(themes))('in the %s theme every text can be read and every edge seen', (_, colours) => {
  const low = pairs
    .map(([front, back, least]) => ({ front, back, least, ratio: contrast(colours[front] ?? '', colours[back] ?? '') }))
    .filter(({ ratio, least }) => !(ratio >= least))
  expect(low).toEqual([])
})

test('the dark theme gives every colour that it needs to change', () => {
  expect(Object.keys(light).length).toBeGreaterThan(20)
  expect(themes['dark']?.['paper']).not.toBe(light['paper'])
})

test('the stylesheet asks nothing of other sites and stays one readable file', () => {
  expect(css).not.toMatch(/https?:|@import|data:/)
  expect(css.split('\n').length).toBeLessThan(800)
})
