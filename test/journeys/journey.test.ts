import { expect, test } from 'vitest'
import { steps } from './journey.ts'
import { walk } from './walk.ts'

test('enrol, pay, choose, write, hand in, be assessed, fail, retake, pass: by plain form posts', { timeout: 120_000 }, async () => {
  const lines: string[] = []
  const { passed } = await walk('plain', (line) => lines.push(line))
  expect(passed, lines.join('\n')).toBe(steps.length)
})
