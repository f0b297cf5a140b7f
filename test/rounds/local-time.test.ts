import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/clock.ts'
import { dateAt, daysOf, instantsAt, midnightOf, plusDays, timeAt } from '../../src/local-time.ts'

/** Any instant of 2020 to 2040. */
const anyInstant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })
const anyDay = fc.integer({ min: 0, max: 7_000 }).map((days) => plusDays('2020-01-01', days))

test('an ordinary time is one instant, winter and summer', () => {
  expect(instantsAt('2026-01-15', '09:15')).toEqual([Date.UTC(2026, 0, 15, 8, 15)])
  expect(instantsAt('2026-07-15', '09:15')).toEqual([Date.UTC(2026, 6, 15, 7, 15)])
})

test('in spring 02:00 to 02:59 does not exist, 01:59 and 03:00 follow each other', () => {
  for (const time of ['02:00', '02:30', '02:59']) expect(instantsAt('2027-03-28', time)).toEqual([])
  expect(instantsAt('2027-03-28', '01:59')).toEqual([Date.UTC(2027, 2, 28, 0, 59)])
  expect(instantsAt('2027-03-28', '03:00')).toEqual([Date.UTC(2027, 2, 28, 1, 0)])
})

test('in autumn 02:00 to 02:59 exists twice, an hour apart, and 03:00 once', () => {
  for (const time of ['02:00', '02:30', '02:59']) {
    const [first, second] = instantsAt('2026-10-25', time)
    expect((second ?? 0) - (first ?? 0)).toBe(HOUR)
  }
  expect(instantsAt('2026-10-25', '02:00')[0]).toBe(Date.UTC(2026, 9, 25, 0, 0))
  expect(instantsAt('2026-10-25', '03:00')).toHaveLength(1)
  expect(instantsAt('2026-10-25', '01:59')).toHaveLength(1)
})

test('what clocks show at an instant leads back to that instant', () => {
  fc.assert(
    fc.property(anyInstant, (instant) => {
      const minute = Math.floor(instant / 60_000) * 60_000
      expect(instantsAt(dateAt(minute), timeAt(minute))).toContain(minute)
    }),
  )
})

test('a day has 23, 24 or 25 hours, and begins at its midnight', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const length = midnightOf(plusDays(day, 1)) - midnightOf(day)
      expect([23 * HOUR, DAY, 25 * HOUR]).toContain(length)
      expect([dateAt(midnightOf(day)), timeAt(midnightOf(day))]).toEqual([day, '00:00'])
      expect(dateAt(midnightOf(day) - 1)).toBe(plusDays(day, -1))
    }),
  )
})

test('days are counted with both ends', () => {
  expect(daysOf('2026-11-07', '2026-11-07')).toBe(1)
  expect(daysOf('2024-06-20', '2024-07-04')).toBe(15)
  fc.assert(fc.property(anyDay, fc.integer({ min: 0, max: 400 }), (day, more) => void expect(daysOf(day, plusDays(day, more))).toBe(more + 1)))
})

test('nonsense is no date and no time', () => {
  for (const [date, time] of [['2026-02-30', '10:00'], ['2026-13-01', '10:00'], ['2026-01-01', '25:00']] as const) {
    expect(() => instantsAt(date, time)).toThrow(RangeError)
  }
})
