import { expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { steps } from './journey.ts'
import { walk } from './walk.ts'

const browser = await startBrowser()
if (typeof browser === 'string') console.warn(`browser tests skipped: ${browser}`)
else await browser.close()

test.runIf(typeof browser !== 'string')(
  'enrol, pay, choose, write, hand in, be assessed, fail, retake, pass: in a real browser',
  { timeout: 240_000 },
  async () => {
    const lines: string[] = []
    const { passed } = await walk('mouse', (line) => lines.push(line))
    expect(passed, lines.join('\n')).toBe(steps.length)
  },
)
