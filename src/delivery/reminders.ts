import type { Db } from '../../db/database.ts'
import { longDate, longMoment } from '../../views/format.ts'
import type { Instant } from '../clock.ts'
import { testName } from '../enrolment/enrolment.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { translator } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import type { TestKind } from '../papers/content.ts'
import { reminderOf } from './reminding.ts'
import type { ReminderHours } from './reminding.ts'
import { limitsOf } from './sitting.ts'
import type { Timed } from './sitting.ts'

/** A mail that reminds somebody of a deadline, of every test that shares it. */
export interface DeadlineReminder {
  readonly onceKey: string
  readonly hours: ReminderHours
  readonly enrolmentId: string
  readonly personId: string
  readonly dueAt: Instant
  readonly kinds: readonly TestKind[]
}

/**
 * The reminders that are due for these open attempts. Their keys name the deadline: when it moves, its reminders come
 * anew.
 */
export function deadlineReminders(open: readonly Timed[], now: Instant): DeadlineReminder[] {
  const reminders = new Map<string, DeadlineReminder>()
  for (const timed of open) {
    const { enrolmentId, personId, kind, startsAt } = timed.attempt
    const { dueAt } = limitsOf(timed, 0)
    const hours = reminderOf({ startsAt, dueAt }, now)
    if (hours === null) continue
    const onceKey = `deadline:${hours}:${enrolmentId}:${dueAt}`
    const kinds = [...(reminders.get(onceKey)?.kinds ?? []), kind].toSorted()
    reminders.set(onceKey, { onceKey, hours, enrolmentId, personId, dueAt, kinds })
  }
  return [...reminders.values()]
}

/** Reminds somebody of a deadline; a second time does nothing. */
export async function mailDeadlineReminder(tx: Db, reminder: DeadlineReminder, now: Instant): Promise<void> {
  const { onceKey, hours, enrolmentId, kinds, dueAt } = reminder
  const to = recipientOf(await getPerson(tx, reminder.personId))
  const t = translator(to.language)
  const tests = kinds.map((kind) => `- ${testName(t, kind)}`).join('\n')
  await sendMail(tx, { to, kind: 'deadlineReminder', params: { hours, tests, deadline: longMoment(t, dueAt), enrolmentId }, onceKey }, now)
}

/** A place without a start moment. */
export interface NotChosen {
  readonly enrolment: { readonly id: string; readonly personId: string }
  readonly round: { readonly id: string; readonly name: string; readonly windowLastOn: string }
}

/** The key names round and last day: with another one it comes anew. */
export const startReminderKey = ({ enrolment, round }: NotChosen): string => `choose:${enrolment.id}:${round.id}:${round.windowLastOn}`

/** Reminds somebody that a start moment is to be chosen; a second time does nothing. */
export async function mailStartReminder(tx: Db, place: NotChosen, now: Instant): Promise<void> {
  const to = recipientOf(await getPerson(tx, place.enrolment.personId))
  const t = translator(to.language)
  const params = { round: place.round.name, last: longDate(t, place.round.windowLastOn), enrolmentId: place.enrolment.id }
  await sendMail(tx, { to, kind: 'startReminder', params, onceKey: startReminderKey(place) }, now)
}
