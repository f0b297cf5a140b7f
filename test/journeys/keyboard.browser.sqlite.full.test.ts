import { expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { steps } from './journey.ts'
import { walk } from './walk.ts'

const browser = await startBrowser()
if (typeof browser === 'string') console.warn(`browser tests skipped: ${browser}`)
else await browser.close()

test.runIf(typeof browser !== 'string')(
  'candidate, assessors and staff make the whole journey by keyboard alone, and always see where they are',
  { timeout: 400_000 },
  async () => {
    const lines: string[] = []
    const { passed } = await walk('keyboard', (line) => lines.push(line))
    expect(passed, lines.join('\n')).toBe(steps.length)
  },
)
