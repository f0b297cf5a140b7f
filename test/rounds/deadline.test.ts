import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { clockChanges, dueAtOf, nothingSealed } from '../../src/rounds/deadline.ts'

const ZONE = 'Europe/Amsterdam'
const at = (local: string): number => DateTime.fromISO(local, { zone: ZONE }).toMillis()
const shown = (instant: number): string => DateTime.fromMillis(instant, { zone: ZONE }).toFormat('ccc yyyy-MM-dd HH:mm')

const counted = (startsAt: number, workingHours = 72) => ({ startsAt, workingHours, extraMinutes: 0, incidentMinutes: 0, ...nothingSealed })

describe('the one deadline', () => {
  test('is 72 hours after the start', () => {
    expect(shown(dueAtOf(counted(at('2026-11-07T09:00')), null))).toBe('Tue 2026-11-10 09:00')
  })

  test('72 hours is elapsed time: over the autumn change the wall-clock deadline is an hour earlier', () => {
    expect(shown(dueAtOf(counted(at('2026-10-23T12:00')), null))).toBe('Mon 2026-10-26 11:00')
  })

  test('72 hours is elapsed time: over the spring change the wall-clock deadline is an hour later', () => {
    expect(shown(dueAtOf(counted(at('2027-03-27T12:00')), null))).toBe('Tue 2027-03-30 13:00')
  })

  test('extra time is a percentage of the working hours, and minutes on top', () => {
    const startsAt = at('2026-11-07T09:00')
    expect(dueAtOf(counted(startsAt, 72), { extraPercent: 25, extraMinutes: 30 }) - startsAt).toBe(90 * HOUR + 30 * MINUTE)
    expect(dueAtOf(counted(startsAt, 48), { extraPercent: 25, extraMinutes: 0 }) - startsAt).toBe(60 * HOUR)
  })

  test('minutes for this attempt and for incidents are added, not multiplied by the percentage', () => {
    const startsAt = at('2026-11-07T09:00')
    const attempt = { ...counted(startsAt, 10), extraMinutes: 20, incidentMinutes: 7 }
    expect(dueAtOf(attempt, { extraPercent: 50, extraMinutes: 3 }) - startsAt).toBe(15 * HOUR + 30 * MINUTE)
  })

  const anyAttempt = fc.record({
    startsAt: fc.integer({ min: at('2024-01-01T00:00'), max: at('2036-12-31T00:00') }),
    workingHours: fc.integer({ min: 1, max: 720 }),
    extraMinutes: fc.integer({ min: 0, max: 5_000 }),
    incidentMinutes: fc.integer({ min: 0, max: 5_000 }),
    sealedPercent: fc.constant(null),
    sealedMinutes: fc.constant(null),
  })
  const anyExtra = fc.option(fc.record({ extraPercent: fc.integer({ min: 0, max: 200 }), extraMinutes: fc.integer({ min: 0, max: 1_440 }) }))

  test('is a whole number of ms, and depends on the start by addition alone, whatever the clocks do', () => {
    fc.assert(
      fc.property(anyAttempt, anyExtra, fc.integer({ min: 0, max: 400 * 24 * HOUR }), (attempt, extra, later) => {
        const dueAt = dueAtOf(attempt, extra)
        expect(Number.isInteger(dueAt)).toBe(true)
        expect(dueAtOf({ ...attempt, startsAt: attempt.startsAt + later }, extra)).toBe(dueAt + later)
      }),
    )
  })

  test('extra time of any kind never makes it earlier, and none of it leaves the working hours as they are', () => {
    fc.assert(
      fc.property(anyAttempt, anyExtra, (attempt, extra) => {
        const bare = { ...attempt, extraMinutes: 0, incidentMinutes: 0 }
        expect(dueAtOf(bare, null)).toBe(attempt.startsAt + attempt.workingHours * HOUR)
        expect(dueAtOf(attempt, extra)).toBeGreaterThanOrEqual(dueAtOf(bare, null))
      }),
    )
  })

  test('clocks change between two moments when their offsets differ, and only then', () => {
    expect(clockChanges(at('2026-10-23T12:00'), at('2026-10-26T11:00'))).toBe(true)
    expect(clockChanges(at('2026-11-07T09:00'), at('2026-11-10T09:00'))).toBe(false)
  })
})
