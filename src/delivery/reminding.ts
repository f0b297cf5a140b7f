import { HOUR } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { REMINDERS } from '../enrolment/calendar.ts'
import { instantsAt, plusDays } from '../local-time.ts'
import { windowOf } from '../rounds/rounds.ts'
import type { WindowDays } from '../rounds/rounds.ts'

export type ReminderHours = (typeof REMINDERS)[number]

/**
 * The reminder of a deadline whose moment has come: the last of those that have, so that a late job does not send two.
 * A reminder from before the start is none. It is due until the deadline; whoever sends it sees to it that each is sent
 * once for a deadline, and again for another one.
 *
 * @returns hours before the deadline; `null` when none is due
 */
export function reminderOf({ startsAt, dueAt }: { readonly startsAt: Instant; readonly dueAt: Instant }, now: Instant): ReminderHours | null {
  if (now >= dueAt) return null
  const due = REMINDERS.filter((hours) => now >= dueAt - hours * HOUR)
  const last = due.at(-1)
  return last !== undefined && dueAt - last * HOUR > startsAt ? last : null
}

/** When people are reminded, on the day before the window's last day. */
const MORNING = '09:00'

/**
 * Whether somebody who has not chosen a start moment is reminded: from nine in the morning of the day before the last
 * day, until the window ends.
 */
export function isStartReminderDue(round: WindowDays, now: Instant): boolean {
  const [fromAt = windowOf(round).endAt] = instantsAt(plusDays(round.windowLastOn, -1), MORNING)
  return now >= fromAt && now < windowOf(round).endAt
}
