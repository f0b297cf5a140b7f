import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { Refusal } from '../../src/refusal.ts'
import { plusDays } from '../../src/local-time.ts'
import { windowOf } from '../../src/rounds/rounds.ts'
import { canStartNow, listStartDays, listStartMoments, mustBeStart, mustBeStartNow, parseStart } from '../../src/rounds/start.ts'

const autumn = { windowFirstOn: '2026-10-20', windowLastOn: '2026-10-31', calledOffAt: null }
const spring = { windowFirstOn: '2027-03-20', windowLastOn: '2027-03-31', calledOffAt: null }
const BEFORE = Date.UTC(2026, 8, 1)

const refusalOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return [error.reason, error.field]
    throw error
  }
  return 'nothing was refused'
}
const tried = (date: string, time: string, round = autumn, now = BEFORE) => refusalOf(() => parseStart(date, time, round, now))

test('a start moment is a quarter of an hour, from the first midnight to the last quarter of the last day', () => {
  expect(parseStart('2026-10-20', '00:00', autumn, BEFORE)).toEqual({ startsAt: Date.UTC(2026, 9, 19, 22), ambiguous: false })
  expect(parseStart('2026-10-31', '23:45', autumn, BEFORE).startsAt).toBe(Date.UTC(2026, 9, 31, 22, 45))
  expect(tried('2026-10-21', '09:10')).toEqual(['startNoQuarter', 'startsTime'])
})

test('a start moment outside the window is refused', () => {
  expect(tried('2026-10-19', '23:45')).toEqual(['startOutsideWindow', 'startsOn'])
  expect(tried('2026-11-01', '00:00')).toEqual(['startOutsideWindow', 'startsOn'])
})

test('a start moment lies in the future: this very instant is too late', () => {
  const at = Date.UTC(2026, 9, 21, 7)
  expect(tried('2026-10-21', '09:00', autumn, at)).toEqual(['startPast', 'startsTime'])
  expect(parseStart('2026-10-21', '09:00', autumn, at - 1).startsAt).toBe(at)
})

test('a time that clocks skip in spring is refused with that reason', () => {
  for (const time of ['02:00', '02:15', '02:45']) expect(tried('2027-03-28', time, spring)).toEqual(['startSkipped', 'startsTime'])
  expect(parseStart('2027-03-28', '03:00', spring, BEFORE)).toEqual({ startsAt: Date.UTC(2027, 2, 28, 1), ambiguous: false })
})

test('a time that clocks show twice in autumn is the first of the two, and says so', () => {
  expect(parseStart('2026-10-25', '02:30', autumn, BEFORE)).toEqual({ startsAt: Date.UTC(2026, 9, 25, 0, 30), ambiguous: true })
  expect(parseStart('2026-10-25', '03:00', autumn, BEFORE)).toEqual({ startsAt: Date.UTC(2026, 9, 25, 2), ambiguous: false })
})

test('between the two halves of the doubled hour, its first has passed', () => {
  expect(tried('2026-10-25', '02:30', autumn, Date.UTC(2026, 9, 25, 1, 15))).toEqual(['startPast', 'startsTime'])
})

test.each([
  ['2026-02-30', '09:00'], ['20-10-2026', '09:00'], ['', '09:00'], ['2026-10-21', '9 uur'], ['2026-10-21', '24:00'], ['2026-10-21', ''],
])('"%s" at "%s" is unreadable', (date, time) => {
  expect(tried(date, time)).toEqual(['startUnreadable', expect.stringMatching(/^starts(On|Time)$/)])
})

test('nobody starts in a round that was called off', () => {
  const off = { ...autumn, calledOffAt: BEFORE }
  expect(refusalOf(() => parseStart('2026-10-21', '09:00', off, BEFORE))).toEqual(['roundIsCalledOff', undefined])
  expect(refusalOf(() => mustBeStartNow(off, Date.UTC(2026, 9, 22)))).toEqual(['roundIsCalledOff', undefined])
  expect(canStartNow(off, Date.UTC(2026, 9, 22))).toBe(false)
  expect([listStartMoments(off, '2026-10-22', BEFORE), listStartDays(off, BEFORE)]).toEqual([[], []])
})

test('"start now" is offered from the window’s first midnight until midnight at the end of its last day', () => {
  const { firstAt, endAt } = windowOf(autumn)
  expect([firstAt - 1, firstAt, endAt - 1, endAt].map((now) => canStartNow(autumn, now))).toEqual([false, true, true, false])
  mustBeStartNow(autumn, endAt - 1)
  for (const now of [firstAt - 1, endAt]) expect(refusalOf(() => mustBeStartNow(autumn, now))).toEqual(['startOutsideWindow', 'startsOn'])
})

test('a day has 96 quarters to choose, 92 in spring, and 96 in autumn: the doubled hour stands there once, with its sign', () => {
  expect(listStartMoments(autumn, '2026-10-21', BEFORE)).toHaveLength(96)
  expect(listStartMoments(spring, '2027-03-28', BEFORE)).toHaveLength(92)
  const doubled = listStartMoments(autumn, '2026-10-25', BEFORE)
  expect(doubled).toHaveLength(96)
  expect(doubled.filter(({ ambiguous }) => ambiguous).map(({ time }) => time)).toEqual(['02:00', '02:15', '02:30', '02:45'])
})

test('only quarters to come can be chosen, and only days that have one', () => {
  const now = Date.UTC(2026, 9, 30, 22, 30) // 23:30 in winter time
  expect(listStartMoments(autumn, '2026-10-30', now).map(({ time }) => time)).toEqual(['23:45'])
  expect(listStartDays(autumn, now)).toEqual(['2026-10-30', '2026-10-31'])
  expect(listStartDays(autumn, now + 15 * MINUTE)).toEqual(['2026-10-31'])
  expect(listStartMoments(autumn, '2026-11-01', BEFORE)).toEqual([])
  expect(listStartDays(autumn, BEFORE)).toHaveLength(12)
})

const anyRound = fc.record({ from: fc.integer({ min: 0, max: 5_000 }), days: fc.integer({ min: 1, max: 20 }) }).map(({ from, days }) => {
  const windowFirstOn = plusDays('2024-01-01', from)
  return { windowFirstOn, windowLastOn: plusDays(windowFirstOn, days - 1), calledOffAt: null }
})

test('the quarters of a day are instants of that day’s window that rise, each its own, and each can be typed', () => {
  fc.assert(
    fc.property(anyRound, fc.integer({ min: 0, max: 19 }), fc.integer({ min: -2, max: 21 }), (round, day, ahead) => {
      const dateOn = plusDays(round.windowFirstOn, day)
      const { firstAt, endAt } = windowOf(round)
      const now = firstAt + ahead * DAY + 7 * MINUTE
      const moments = listStartMoments(round, dateOn, now)
      for (const [index, { startsAt, time, ambiguous }] of moments.entries()) {
        expect(startsAt).toBeGreaterThan(moments[index - 1]?.startsAt ?? Math.max(now, firstAt - 1))
        expect(startsAt).toBeLessThan(endAt)
        mustBeStart(startsAt, round, now)
        expect(parseStart(dateOn, time, round, now)).toEqual({ startsAt, ambiguous })
      }
    }),
    { numRuns: 60 },
  )
})

test('every quarter of a window can be chosen but the second of a doubled hour', () => {
  const count = ({ windowFirstOn, windowLastOn }: typeof autumn) => {
    const { firstAt, endAt } = windowOf({ windowFirstOn, windowLastOn })
    const chosen = listStartDays({ windowFirstOn, windowLastOn, calledOffAt: null }, BEFORE).flatMap((day) =>
      listStartMoments({ windowFirstOn, windowLastOn, calledOffAt: null }, day, BEFORE),
    )
    return [(endAt - firstAt) / (15 * MINUTE), new Set(chosen.map(({ startsAt }) => startsAt)).size]
  }
  expect(count(autumn)).toEqual([12 * 96 + 4, 12 * 96])
  expect(count(spring)).toEqual([12 * 96 - 4, 12 * 96 - 4])
})

test('72 hours from the last quarter of a window lie three days behind it', () => {
  const { startsAt } = parseStart('2026-10-31', '23:45', autumn, BEFORE)
  expect(startsAt + 72 * HOUR - windowOf(autumn).endAt).toBe(3 * DAY - 15 * MINUTE)
})
