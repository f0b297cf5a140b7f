/** What the stylesheet promises, and what a change would break without anybody seeing it on a screen. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../public/style.css'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

/** The text between the braces that open at the first match of `head`. */
function blockOf(head: RegExp, text = css): string {
  const from = head.exec(text)
  if (from === null) return ''
  const start = text.indexOf('{', from.index)
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return text.slice(start + 1, at)
  }
  return ''
}

test('colours stand among the tokens, where both themes can be seen beside each other, and on paper', () => {
  const rest = css.replace(blockOf(/@layer tokens \{/), '').replace(blockOf(/@layer print \{/), '')
  expect(rest.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(/gi) ?? []).toEqual([])
})

test('nothing moves for whoever asked for less motion', () => {
  const moving = /(?:transition|animation)(?:-\w+)?:|scroll-behavior:\s*smooth|@keyframes/g
  const calm = blockOf(/@media \(prefers-reduced-motion: no-preference\)/)
  expect(calm.match(moving)?.length, 'what moves does so behind the question').toBeGreaterThan(0)
  expect(css.replace(calm, '').match(moving) ?? []).toEqual([])
})

test('on paper there is no menu and no button, and the colours are ink', () => {
  const print = blockOf(/@media print/, blockOf(/@layer print \{/))
  for (const hidden of ['.menu', '.masthead-tools', '.footer', '.button', '.pager']) expect(print).toMatch(new RegExp(`\\${hidden}[^{}]*\\{ display: none; \\}`))
  expect(print).toMatch(/--paper: #fff;.*--ink: #000;/)
})

test('it stays one stylesheet that can be read: under 800 lines', () => {
  expect(css.split('\n').length).toBeLessThan(800)
})
