/** Every page of the program in every state of the journey, as a laptop and a phone show it, light and dark. */
import { beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { startDemonstration } from './demonstration.ts'
import { lookAt } from './look.ts'
import type { Findings } from './look.ts'
import { sights } from './sights.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)

const inBrowser = test.runIf(typeof started !== 'string')

let found: Findings
beforeAll(async () => {
  if (typeof started === 'string') return
  const demonstration = await startDemonstration()
  try {
    found = await lookAt(sights, { browser: started, base: demonstration.base })
  } finally {
    await demonstration.stop()
    await started.close()
  }
}, 600_000)

inBrowser('every page is seen', () => {
  expect(found.unseen).toEqual([])
  expect(found.seen.toSorted()).toEqual(sights.map(({ name }) => name).toSorted())
})
inBrowser('axe finds nothing on any page: laptop and phone, light and dark', () => expect(found.axe).toEqual([]))
inBrowser('every page has one first heading, skips no level, and has its landmarks and a title', () => expect(found.build).toEqual([]))
inBrowser('every target is 24 points or more, but for links in a sentence', () => expect(found.small).toEqual([]))
inBrowser('no page is wider than a window of 390 or of 320 points', () => expect(found.wide).toEqual([]))
inBrowser('the browser complains about nothing: no error, nothing that the policy forbids', () => expect(found.complaints).toEqual([]))
inBrowser('the language of a page is the one it is written in', () => expect(found.language).toEqual([]))
inBrowser('nobody sees two pages under one title', () => {
  expect([...found.titles].flatMap(([title, routes]) => (routes.size > 1 ? [`${title}: ${[...routes].join(', ')}`] : []))).toEqual([])
})
