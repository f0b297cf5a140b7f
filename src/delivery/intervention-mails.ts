import type { Db } from '../../db/database.ts'
import { longMoment } from '../../views/format.ts'
import type { Instant } from '../clock.ts'
import { testName } from '../enrolment/enrolment.ts'
import { calendarFor } from '../enrolment/mails.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { translator } from '../language/translate.ts'
import type { Translate } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import type { AttemptRow } from './queries.ts'

interface Moved {
  readonly attempt: AttemptRow
  /** The deadline as it was, and as it is now. */
  readonly before: Instant
  readonly after: Instant
}

const to = async (tx: Db, personId: string) => {
  const recipient = recipientOf(await getPerson(tx, personId))
  return { recipient, t: translator(recipient.language) }
}

/** A paragraph of its own about tests that are open again; nothing when none is. */
const openAgain = (t: Translate, reopens: boolean): string => (reopens ? `\n\n${t('supervision.mail.openAgain')}` : '')

/** The deadline of one test is another one. */
export async function mailDeadlineMoved(tx: Db, moved: Moved & { readonly reopens: boolean; readonly reason: string }, now: Instant): Promise<void> {
  const { attempt, reopens, reason } = moved
  const { recipient, t } = await to(tx, attempt.personId)
  const params = {
    test: testName(t, attempt.kind), before: longMoment(t, moved.before), after: longMoment(t, moved.after), reason,
    open: openAgain(t, reopens), enrolmentId: attempt.enrolmentId,
  }
  await sendMail(tx, { to: recipient, kind: 'deadlineMoved', params, ...(await calendarFor(tx, attempt.enrolmentId, t, now)) }, now)
}

/** Somebody's extra time moved the deadlines of what is being written; nothing when it moved none. */
export async function mailAccommodation(tx: Db, { personId, moved }: { personId: string; moved: readonly Moved[] }, now: Instant): Promise<void> {
  const [first] = moved
  if (first === undefined) return
  const { recipient, t } = await to(tx, personId)
  const line = ({ attempt, before, after }: Moved) =>
    t('supervision.mail.movedLine', { test: testName(t, attempt.kind), before: longMoment(t, before), after: longMoment(t, after) })
  const params = { tests: moved.map(line).join('\n'), enrolmentId: first.attempt.enrolmentId }
  await sendMail(tx, { to: recipient, kind: 'extraTimeSet', params, ...(await calendarFor(tx, first.attempt.enrolmentId, t, now)) }, now)
}

interface IncidentMail {
  readonly incidentId: string
  readonly enrolmentId: string
  readonly personId: string
  readonly fromAt: Instant
  readonly untilAt: Instant
  readonly reason: string
  readonly moved: readonly (Moved & { readonly minutes: number; readonly reopens: boolean })[]
}

/** What an outage gives somebody, all tests in one mail. */
export async function mailIncident(tx: Db, incident: IncidentMail, now: Instant): Promise<void> {
  const { enrolmentId, moved } = incident
  const { recipient, t } = await to(tx, incident.personId)
  const line = ({ attempt, before, after, minutes }: IncidentMail['moved'][number]) =>
    t('supervision.mail.line', { test: testName(t, attempt.kind), count: minutes, before: longMoment(t, before), after: longMoment(t, after) })
  const params = {
    from: longMoment(t, incident.fromAt), until: longMoment(t, incident.untilAt), reason: incident.reason, enrolmentId,
    tests: moved.map(line).join('\n'), open: openAgain(t, moved.some(({ reopens }) => reopens)),
  }
  const [first] = moved
  const onceKey = `incident:${incident.incidentId}:${first?.attempt.id ?? enrolmentId}`
  await sendMail(tx, { to: recipient, kind: 'incidentTime', params, onceKey, ...(await calendarFor(tx, enrolmentId, t, now)) }, now)
}

/** A test that was handed in is open again. */
export async function mailReopened(tx: Db, given: { attempt: AttemptRow; dueAt: Instant; reason: string }, now: Instant): Promise<void> {
  const { attempt, dueAt, reason } = given
  const { recipient, t } = await to(tx, attempt.personId)
  const params = { test: testName(t, attempt.kind), deadline: longMoment(t, dueAt), reason, enrolmentId: attempt.enrolmentId }
  await sendMail(tx, { to: recipient, kind: 'attemptReopened', params }, now)
}

/** A test does not count. The office's reason stays with the office. */
export async function mailVoided(tx: Db, attempt: AttemptRow, now: Instant): Promise<void> {
  const { recipient, t } = await to(tx, attempt.personId)
  await sendMail(tx, { to: recipient, kind: 'attemptVoided', params: { test: testName(t, attempt.kind), enrolmentId: attempt.enrolmentId } }, now)
}

/** Staff closed a test: with its receipt. */
export async function mailClosed(tx: Db, given: { attempt: AttemptRow; receiptCode: string; at: Instant; reason: string }, now: Instant): Promise<void> {
  const { attempt, receiptCode, at, reason } = given
  const { recipient, t } = await to(tx, attempt.personId)
  const params = { test: testName(t, attempt.kind), moment: longMoment(t, at), reason, receiptCode, attemptId: attempt.id }
  await sendMail(tx, { to: recipient, kind: 'closedByStaff', params, onceKey: `receipt:${receiptCode}` }, now)
}

/** A text that came too late counts: with the new receipt. */
export async function mailAccepted(
  tx: Db, given: { attempt: AttemptRow; receiptCode: string; number: number; arrivedAt: Instant; reason: string }, now: Instant,
): Promise<void> {
  const { attempt, receiptCode, number, arrivedAt, reason } = given
  const { recipient, t } = await to(tx, attempt.personId)
  const params = { test: testName(t, attempt.kind), number, moment: longMoment(t, arrivedAt), reason, receiptCode, attemptId: attempt.id }
  await sendMail(tx, { to: recipient, kind: 'lateAccepted', params, onceKey: `receipt:${receiptCode}` }, now)
}

interface StartMail {
  readonly enrolmentId: string
  readonly personId: string
  readonly roundName: string
  readonly startsAt: Instant
  readonly moved: readonly Moved[]
  readonly reason: string
}

/** A start that had begun was moved: with the new deadlines. */
export async function mailStartMoved(tx: Db, { moved, ...given }: StartMail, now: Instant): Promise<void> {
  const { recipient, t } = await to(tx, given.personId)
  const tests = moved.map(({ attempt, after }) => `- ${testName(t, attempt.kind)}: ${longMoment(t, after)}`).join('\n')
  const params = { round: given.roundName, start: longMoment(t, given.startsAt), tests, reason: given.reason, enrolmentId: given.enrolmentId }
  await sendMail(tx, { to: recipient, kind: 'startMoved', params, ...(await calendarFor(tx, given.enrolmentId, t, now)) }, now)
}
