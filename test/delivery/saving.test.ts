import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/clock.ts'
import { countOf, isEmpty, keepsStanding, outcomeOf, overtakenBy } from '../../src/delivery/saving.ts'
import type { Draft, Standing } from '../../src/delivery/saving.ts'
import { play, stories } from '../support/stories.ts'

const standing = (values: Partial<Standing> = {}): Standing => ({
  text: 'Ik luister eerst.',
  choice: [],
  revision: 4,
  windowId: 'window-a',
  windowCount: 7,
  historyId: 'h1',
  savedAt: 0,
  ...values,
})
const draft = (values: Partial<Draft> = {}): Draft => ({
  text: 'Ik luister eerst en vraag dan door.',
  choice: [],
  windowId: 'window-a',
  windowCount: 8,
  baseRevision: 0,
  ...values,
})
const open = { sealed: false, writableUntil: 1_000 }

test('the window that saved last goes on saving', () => {
  expect(outcomeOf(draft(), standing(), open, 10)).toBe('saved')
})

test('an older text of the same window that arrives afterwards is kept apart', () => {
  expect(outcomeOf(draft({ windowCount: 6 }), standing(), open, 10)).toBe('stale')
})

test('a window that has not seen the newest text does not overwrite it', () => {
  expect(outcomeOf(draft({ windowId: 'window-b', baseRevision: 3 }), standing(), open, 10)).toBe('stale')
})

test('a window that has seen the newest text may go on from it', () => {
  expect(outcomeOf(draft({ windowId: 'window-b', baseRevision: 4 }), standing(), open, 10)).toBe('saved')
})

test('text that waited on the device is sent on by the window after a reload', () => {
  const heir = (windowId: string, windowCount: number) => draft({ windowId: 'window-b', baseRevision: 3, heirOf: [{ windowId, windowCount }] })
  expect(outcomeOf(heir('window-a', 7), standing(), open, 10)).toBe('saved')
  expect(outcomeOf(heir('window-c', 7), standing(), open, 10)).toBe('stale')
})

test('what a window sent after its text was kept on the device is newer: an heir of that text does not overwrite it', () => {
  const heirOf = [{ windowId: 'window-a', windowCount: 6 }]
  expect(outcomeOf(draft({ windowId: 'window-b', baseRevision: 3, heirOf }), standing(), open, 10)).toBe('stale')
})

test('an heir of an heir goes on from the first of them too', () => {
  const heirOf = [{ windowId: 'window-a', windowCount: 7 }, { windowId: 'window-c', windowCount: 2 }]
  expect(outcomeOf(draft({ windowId: 'window-b', baseRevision: 3, heirOf }), standing(), open, 10)).toBe('saved')
})

test('of a plain form only what its page showed counts: a tab that was duplicated has the same window', () => {
  expect(outcomeOf(draft({ windowCount: null, baseRevision: 3 }), standing(), open, 10)).toBe('stale')
  expect(outcomeOf(draft({ windowCount: null, baseRevision: 4 }), standing(), open, 10)).toBe('saved')
})

test('after a plain form, what its window sent before counts as older', () => {
  expect(countOf(draft({ windowCount: null }), standing())).toBe(8)
  expect(countOf(draft({ windowCount: null }), standing({ windowId: 'window-b' }))).toBe(0)
})

test('a stale text that its own window, or the one it was taken over from, went on from leaves nothing to choose', () => {
  const heirOf = [{ windowId: 'window-a', windowCount: 1 }]
  expect(overtakenBy(draft(), standing())).toBe('own')
  expect(overtakenBy(draft({ windowId: 'window-b', heirOf }), standing())).toBe('before')
  expect(overtakenBy(draft({ windowId: 'window-b' }), standing())).toBe(null)
})

test('the last moment of the grace still counts, the next does not, and a sealed attempt takes nothing', () => {
  expect(outcomeOf(draft(), standing(), open, 1_000)).toBe('saved')
  expect(outcomeOf(draft(), standing(), open, 1_001)).toBe('late')
  expect(outcomeOf(draft(), standing(), { ...open, sealed: true }, 10)).toBe('late')
})

test('within a minute of typing one revision is kept; an emptying, a large cut and another window keep the old text', () => {
  const old = standing({ savedAt: 10 * MINUTE + 1_000 })
  const now = 10 * MINUTE + 9_000
  expect(keepsStanding(old, draft(), now)).toBe(false)
  expect(keepsStanding(old, draft(), 11 * MINUTE)).toBe(true)
  expect(keepsStanding(old, draft({ text: '' }), now)).toBe(true)
  expect(keepsStanding(old, draft({ text: 'Ik' }), now)).toBe(true)
  expect(keepsStanding(old, draft({ windowId: 'window-b' }), now)).toBe(true)
})

test('white space alone is an empty answer', () => {
  expect(isEmpty({ text: ' \n\t', choice: [] })).toBe(true)
  expect(isEmpty({ text: '', choice: ['a'] })).toBe(false)
})

test('whatever arrives in whatever order, from windows, heirs and plain forms: a text is never saved over one that its window had not seen', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      let current: Standing | undefined
      let sealed = false
      await play(story, {
        handIn: async () => (sealed = true),
        save: async ({ text, windowId, count: windowCount, base: baseRevision, heirOf }, now) => {
          const sent: Draft = { text, choice: [], windowId, windowCount, baseRevision, heirOf }
          const outcome = outcomeOf(sent, current, { sealed, writableUntil: Infinity }, now)
          const revision = (current?.revision ?? 0) + 1
          if (outcome === 'saved') current = standing({ text, revision, windowId, windowCount: countOf(sent, current), savedAt: now })
          return { outcome, revision, text: current?.text }
        },
      })
    }),
    { numRuns: 2_000 },
  )
})
