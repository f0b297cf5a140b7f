import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/clock.ts'
import { isEmpty, keepsStanding, outcomeOf } from '../../src/delivery/saving.ts'
import type { Draft, Standing } from '../../src/delivery/saving.ts'

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
  expect(outcomeOf(draft({ windowId: 'window-b', baseRevision: 3, heirOf: 'window-a' }), standing(), open, 10)).toBe('saved')
  expect(outcomeOf(draft({ windowId: 'window-b', baseRevision: 3, heirOf: 'window-c' }), standing(), open, 10)).toBe('stale')
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

test('whatever arrives in whatever order, a text is never saved over one that its window had not seen', () => {
  const anyDraft = fc.record({ window: fc.integer({ min: 0, max: 2 }), sees: fc.boolean(), now: fc.integer({ min: 0, max: 1_200 }) })
  fc.assert(
    fc.property(fc.array(anyDraft, { maxLength: 40 }), (sent) => {
      let current: Standing | undefined
      const seen = new Map<number, number>()
      const counts = new Map<number, number>()
      for (const { window, sees, now } of sent) {
        if (sees) seen.set(window, current?.revision ?? 0)
        const windowCount = (counts.get(window) ?? 0) + 1
        counts.set(window, windowCount)
        const one = draft({ windowId: `window-${window}`, windowCount, baseRevision: seen.get(window) ?? 0 })
        const before = current
        const outcome = outcomeOf(one, current, open, now)
        if (outcome !== 'saved') continue
        if (before) expect(before.windowId === one.windowId || one.baseRevision === before.revision).toBe(true)
        current = standing({ revision: (before?.revision ?? 0) + 1, windowId: one.windowId, windowCount, savedAt: now })
        seen.set(window, current.revision)
      }
    }),
  )
})
