/** The page that the proxy shows while the program is away is no page of the program, and is looked at as all of those are. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { readyForAxe, violationsOf } from '../support/axe.ts'
import { startBrowser } from '../support/browser.ts'
import { overflowOf } from './inspect.ts'
import { NARROW, WHOLE } from './look.ts'
import { LAPTOP, PHONE } from './walk.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)
afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})

const address = pathToFileURL(join(import.meta.dirname, '../../public/maintenance.html')).href

test.runIf(typeof started !== 'string')('axe finds nothing on the page of a restart, and it fits: laptop and phone, light and dark', async () => {
  if (typeof started === 'string') return
  const page = await started.newPage({ reducedMotion: 'reduce' })
  await page.goto(address)
  await readyForAxe(page)
  for (const window of [LAPTOP, PHONE, NARROW]) {
    await page.setViewportSize(window)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const found = { axe: await violationsOf(page, WHOLE), tooWide: await overflowOf(page) }
      expect(found, `${window.width} points, ${colorScheme}`).toEqual({ axe: [], tooWide: 0 })
    }
  }
})
