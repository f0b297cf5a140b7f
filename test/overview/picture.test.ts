import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/clock.ts'
import { translator } from '../../src/language/translate.ts'
import { changesOf, textNameOf } from '../../src/overview/facts.ts'
import { frameOf, runningOver, stretchesOf, within } from '../../src/overview/picture.ts'
import { rowOf } from '../../views/overview/picture.tsx'
import { roundFacts } from '../support/rounds.ts'

/** 7 November 2026, 00:00 in Amsterdam, and the first instant after the 18th. */
const first = Date.UTC(2026, 10, 6, 23)
const end = Date.UTC(2026, 10, 18, 23)

const picture = (facts: Parameters<typeof roundFacts>[0] = {}, assessingDueOn: string | null = null) =>
  stretchesOf({ ...roundFacts(facts), assessingDueOn })

describe('the stretches of a round', () => {
  test('window and the working time of whoever starts last are always there', () => {
    expect(picture()).toEqual([{ what: 'window', from: first, until: end }, { what: 'lastTests', from: end, until: end + 72 * HOUR }])
  })

  test('assessing lasts until the end of the day it is due', () => {
    expect(picture({}, '2026-12-11').at(-1)).toEqual({ what: 'assessing', from: end + 72 * HOUR, until: Date.UTC(2026, 11, 11, 23) })
  })

  test('enrolment runs by its dates, and no longer than the window', () => {
    const [enrolment] = picture({ enrolmentOpensAt: first - 30 * DAY, enrolmentClosesAt: first - DAY })
    expect(enrolment).toEqual({ what: 'enrolment', from: first - 30 * DAY, until: first - DAY })
    expect(picture({ enrolmentOpensAt: first - DAY })[0]).toMatchObject({ until: end })
  })

  test('what a hand did counts: it opens earlier, closes earlier, and overtakes a closing date', () => {
    const byHand = { handState: 'open', handAt: first - 5 * DAY } as const
    expect(picture({ ...byHand, enrolmentOpensAt: first - DAY })[0]).toMatchObject({ what: 'enrolment', from: first - 5 * DAY })
    expect(picture({ ...byHand, enrolmentClosesAt: first - 9 * DAY })[0]).toMatchObject({ until: end })
    expect(picture({ handState: 'closed', handAt: first - 2 * DAY, enrolmentOpensAt: first - 9 * DAY })[0]).toMatchObject({ until: first - 2 * DAY })
  })

  test('the release of the results is a moment of its own, and none before it was done', () => {
    const releasedAt = Date.UTC(2026, 11, 9, 10, 30)
    const stretches = picture({ releasedAt }, '2026-12-11')
    expect(stretches.at(-1)).toEqual({ what: 'release', from: releasedAt, until: releasedAt })
    expect(within(stretches, { from: releasedAt - DAY, until: releasedAt + DAY }).map(({ what }) => what)).toContain('release')
    expect(picture({}, '2026-12-11').map(({ what }) => what)).not.toContain('release')
  })

  test('in the picture of its round it is a row with its moment, also in the table beside it', () => {
    const moment = Date.UTC(2026, 11, 9, 10, 30)
    const row = rowOf(translator('nl'), { what: 'release', from: moment, until: moment })
    expect(row).toMatchObject({ label: 'Uitslag vrijgegeven', bars: [{ from: moment, until: moment, label: '9 dec 2026, 11:30' }] })
  })

  test('never opened: no enrolment to draw', () => {
    expect(picture({ handState: 'closed', handAt: first }).map(({ what }) => what)).not.toContain('enrolment')
  })
})

test('what falls outside a frame is left out, what crosses its edge is cut off', () => {
  const frame = { from: 10, until: 20 }
  expect(within([{ from: 0, until: 10 }, { from: 5, until: 15 }, { from: 19, until: 30 }, { from: 20, until: 30 }], frame)).toEqual([
    { from: 10, until: 15 },
    { from: 19, until: 20 },
  ])
})

test('a frame holds everything, with a day at both sides', () => {
  expect(frameOf([{ from: 10 * DAY, until: 12 * DAY }, { from: 9 * DAY, until: 11 * DAY }])).toEqual({ from: 8 * DAY, until: 13 * DAY })
})

describe('how many clocks run at the same time', () => {
  test('a clock counts from its hour until its hours are over', () => {
    expect(runningOver([{ hour: 100, count: 2 }, { hour: 103, count: 1 }], 6, 3)).toEqual([
      { at: 100 * HOUR, count: 2 },
      { at: 103 * HOUR, count: 3 },
      { at: 106 * HOUR, count: 1 },
      { at: 109 * HOUR, count: 0 },
    ])
    expect(runningOver([], 72, 6)).toEqual([])
  })

  test('never more than there are, and nobody runs at the last moment', () => {
    const starts = fc.array(fc.record({ hour: fc.integer({ min: 0, max: 400 }), count: fc.integer({ min: 1, max: 50 }) }), { minLength: 1 })
    fc.assert(fc.property(starts, fc.integer({ min: 1, max: 100 }), (some, hours) => {
      const all = some.reduce((sum, { count }) => sum + count, 0)
      const running = runningOver(some, hours, 6)
      expect(Math.max(...running.map(({ count }) => count))).toBeLessThanOrEqual(all)
      expect(running.at(-1)?.count).toBe(0)
    }))
  })
})

describe('what an audit event changed', () => {
  test('before and after stand side by side, by name', () => {
    expect(changesOf({ state: 'closed' }, { state: 'open', byHand: true })).toEqual([
      { name: 'state', before: 'closed', after: 'open' },
      { name: 'byHand', before: undefined, after: true },
    ])
    expect(changesOf({ startsAt: 1 }, null)).toEqual([{ name: 'startsAt', before: 1, after: undefined }])
  })

  test('lists and single values are one line, nothing is none', () => {
    expect(changesOf(['candidate'], ['candidate', 'staff'])).toEqual([{ name: '', before: ['candidate'], after: ['candidate', 'staff'] }])
    expect(changesOf(null, null)).toEqual([])
  })

  test('the text of an event goes by its name without the dot', () => {
    expect(textNameOf('round.calledOff')).toBe('roundCalledOff')
  })
})
