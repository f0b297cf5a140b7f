import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { isStartReminderDue, reminderOf } from '../../src/delivery/reminding.ts'

const startsAt = 1_000 * HOUR
const dueAt = startsAt + 72 * HOUR

test('a reminder 24 hours before the deadline, another one 4 hours before it, and none after it', () => {
  const reminderAt = (before: number) => reminderOf({ startsAt, dueAt }, dueAt - before)
  expect(reminderAt(24 * HOUR + 1)).toBeNull()
  expect(reminderAt(24 * HOUR)).toBe(24)
  expect(reminderAt(4 * HOUR + 1)).toBe(24)
  expect(reminderAt(4 * HOUR)).toBe(4)
  expect(reminderAt(1)).toBe(4)
  expect(reminderAt(0)).toBeNull()
})

test('a test that lasts a day or less has no reminder from before its start', () => {
  const short = { startsAt, dueAt: startsAt + 10 * HOUR }
  expect(reminderOf(short, startsAt + MINUTE)).toBeNull()
  expect(reminderOf(short, startsAt + 6 * HOUR)).toBe(4)
  expect(reminderOf({ startsAt, dueAt: startsAt + 24 * HOUR }, startsAt)).toBeNull()
})

test('for any deadline: what is due lies between its moment and the deadline, and after the start', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 200 * HOUR }), fc.integer({ min: -10 * HOUR, max: 210 * HOUR }), (length, after) => {
    const run = { startsAt, dueAt: startsAt + length }
    const now = startsAt + after
    const hours = reminderOf(run, now)
    if (hours === null) return
    expect(now).toBeGreaterThanOrEqual(run.dueAt - hours * HOUR)
    expect(now).toBeLessThan(run.dueAt)
    expect(run.dueAt - hours * HOUR).toBeGreaterThan(startsAt)
  }))
})

test('who has not chosen is reminded from nine in the morning of the day before the last day, until the window ends', () => {
  const round = { windowFirstOn: '2026-11-04', windowLastOn: '2026-11-16' }
  expect(isStartReminderDue(round, Date.parse('2026-11-15T08:59:59+01:00'))).toBe(false)
  expect(isStartReminderDue(round, Date.parse('2026-11-15T09:00:00+01:00'))).toBe(true)
  expect(isStartReminderDue(round, Date.parse('2026-11-16T23:59:59+01:00'))).toBe(true)
  expect(isStartReminderDue(round, Date.parse('2026-11-17T00:00:00+01:00'))).toBe(false)
})
