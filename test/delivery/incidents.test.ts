import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { LONGEST_INCIDENT_DAYS, lossOf, minutesOf, parsePeriod, standstillsOf } from '../../src/delivery/incidents.ts'
import type { Period } from '../../src/delivery/incidents.ts'

const at = (hour: number, minute = 0): number => (hour * 60 + minute) * MINUTE
const period = (from: number, until: number): Period => ({ fromAt: from, untilAt: until })
const lengthOf = (periods: readonly Period[]) => periods.reduce((sum, { fromAt, untilAt }) => sum + untilAt - fromAt, 0)

describe('how long the clock of an attempt stood still', () => {
  const run = { startsAt: at(9), dueAt: at(18) }

  test('for as long as the outage and the running attempt have in common', () => {
    expect(standstillsOf(run, period(at(10), at(11)))).toEqual([period(at(10), at(11))])
    expect(standstillsOf(run, period(at(8), at(10)))).toEqual([period(at(9), at(10))])
    expect(standstillsOf(run, period(at(7), at(9)))).toEqual([])
    expect(standstillsOf(run, period(at(18), at(19)))).toEqual([])
  })

  test('a clock that stands still does not reach its deadline: half an hour left is half an hour left', () => {
    expect(standstillsOf(run, period(at(17, 30), at(20)))).toEqual([period(at(17, 30), at(20))])
  })

  test('nobody is paid twice for the same minute, however an outage is noted', () => {
    const given = [period(at(10), at(11))]
    expect(standstillsOf(run, period(at(10), at(11)), given)).toEqual([])
    expect(standstillsOf(run, period(at(9, 30), at(12)), given)).toEqual([period(at(9, 30), at(10)), period(at(11), at(12))])
    expect(standstillsOf(run, period(at(10, 30), at(10, 45)), given)).toEqual([])
  })

  test('a begun minute is a minute', () => {
    expect(minutesOf([period(0, 1)])).toBe(1)
    expect(minutesOf([period(0, 2 * MINUTE)])).toBe(2)
    expect(minutesOf([])).toBe(0)
  })

  const instant = fc.integer({ min: 0, max: 400 * HOUR })
  const anyPeriod = fc.tuple(instant, fc.integer({ min: 1, max: 40 * HOUR })).map(([fromAt, length]) => ({ fromAt, untilAt: fromAt + length }))
  const anyRun = fc.tuple(instant, fc.integer({ min: HOUR, max: 100 * HOUR })).map(([startsAt, length]) => ({ startsAt, dueAt: startsAt + length }))

  test('after an outage exactly the time is left that was left when it began', () => {
    fc.assert(fc.property(anyRun, anyPeriod, (one, outage) => {
      const lost = lengthOf(standstillsOf(one, outage))
      const wasRunning = outage.fromAt < one.dueAt && outage.untilAt > one.startsAt
      const begin = Math.max(outage.fromAt, one.startsAt)
      expect(lost).toBe(wasRunning ? outage.untilAt - begin : 0)
      if (wasRunning) expect(one.dueAt + lost - outage.untilAt).toBe(one.dueAt - begin)
    }))
  })

  test('an outage noted in two parts, in two scopes or twice gives what it gives noted once', () => {
    fc.assert(fc.property(anyRun, anyPeriod, fc.double({ min: 0, max: 1, noNaN: true }), (one, outage, share) => {
      const cut = outage.fromAt + Math.max(1, Math.floor((outage.untilAt - outage.fromAt) * share))
      const whole = lengthOf(standstillsOf(one, outage))
      const first = standstillsOf(one, { fromAt: outage.fromAt, untilAt: cut })
      const moved = { ...one, dueAt: one.dueAt + lengthOf(first) }
      const second = cut >= outage.untilAt ? [] : standstillsOf(moved, { fromAt: cut, untilAt: outage.untilAt }, first)
      expect(lengthOf(first) + lengthOf(second)).toBe(whole)
      expect(standstillsOf({ ...one, dueAt: one.dueAt + whole }, outage, [...first, ...second])).toEqual([])
    }))
  })

  test('whatever was given before, no minute is in two standstills, and none lies outside outage and attempt', () => {
    fc.assert(fc.property(anyRun, anyPeriod, fc.array(anyPeriod, { maxLength: 4 }), (one, outage, given) => {
      const found = standstillsOf(one, outage, given)
      for (const { fromAt, untilAt } of found) {
        expect(fromAt).toBeLessThan(untilAt)
        expect(fromAt).toBeGreaterThanOrEqual(Math.max(outage.fromAt, one.startsAt))
        expect(untilAt).toBeLessThanOrEqual(outage.untilAt)
        expect(given.every((other) => other.untilAt <= fromAt || other.fromAt >= untilAt)).toBe(true)
      }
    }))
  })
})

describe('what an outage means for an attempt', () => {
  const run = { startsAt: at(9), dueAt: at(18), openDueAt: at(18) }
  const outage = period(at(17), at(19))

  test('open, it gets the minutes', () => {
    expect(lossOf(run, null, outage, [], at(19, 30))).toMatchObject({ minutes: 120, effect: 'extends' })
  })

  test('closed by its deadline during the outage, it opens again with the hour that was left when it began, however late it is noted', () => {
    const loss = lossOf(run, { by: 'deadline', at: at(18) }, outage, [], at(23, 10))
    expect(loss).toMatchObject({ effect: 'reopens' })
    expect(run.dueAt + (loss?.minutes ?? 0) * MINUTE).toBe(at(24, 10))
  })

  test('closed by its deadline after the outage, it opens again only where that leaves time to write', () => {
    const earlier = period(at(10), at(12))
    expect(lossOf(run, { by: 'deadline', at: at(18) }, earlier, [], at(19))).toMatchObject({ minutes: 120, effect: 'reopens' })
    expect(lossOf(run, { by: 'deadline', at: at(18) }, earlier, [], at(20))).toMatchObject({ minutes: 120, effect: 'tooLate' })
  })

  test('handed in, or closed by staff, it was not waiting for anything', () => {
    expect(lossOf(run, { by: 'candidate', at: at(18) }, outage, [], at(20))).toBeNull()
    expect(lossOf(run, { by: 'staff', at: at(18) }, outage, [], at(20))).toBeNull()
  })

  test('not begun or over by then, it loses nothing', () => {
    expect(lossOf(run, null, period(at(7), at(9)), [], at(20))).toBeNull()
    expect(lossOf(run, { by: 'deadline', at: at(18) }, period(at(18), at(19)), [], at(20))).toBeNull()
  })
})

describe('a period as it is typed', () => {
  const now = Date.parse('2026-11-20T12:00:00+01:00')
  const typed = (fromOn: string, fromTime: string, untilOn: string, untilTime: string) => parsePeriod({ fromOn, fromTime, untilOn, untilTime }, now)

  test('is read as Dutch local time', () => {
    expect(typed('2026-11-19', '22:30', '2026-11-20', '01:00')).toEqual(period(Date.parse('2026-11-19T22:30:00+01:00'), Date.parse('2026-11-20T01:00:00+01:00')))
  })

  test('in the hour that comes twice, the longest reading counts', () => {
    const { fromAt, untilAt } = typed('2026-10-25', '02:15', '2026-10-25', '02:45')
    expect(untilAt - fromAt).toBe(90 * MINUTE)
  })

  test.each([
    ['a time that clocks skip', ['2026-03-29', '02:30', '2026-03-29', '04:00'], 'timeSkipped', 'fromTime'],
    ['an end before the beginning', ['2026-11-19', '10:00', '2026-11-19', '09:59'], 'incidentInverted', 'untilTime'],
    ['an end that is still to come', ['2026-11-20', '11:00', '2026-11-20', '12:01'], 'incidentAhead', 'untilTime'],
    ['more than two weeks', ['2026-11-01', '11:00', '2026-11-19', '12:00'], 'incidentTooLong', 'fromOn'],
  ] as const)('%s is refused', (_, [fromOn, fromTime, untilOn, untilTime], reason, field) => {
    expect(LONGEST_INCIDENT_DAYS).toBe(14)
    expect(() => typed(fromOn, fromTime, untilOn, untilTime)).toThrow(expect.objectContaining({ reason, field }))
  })
})
