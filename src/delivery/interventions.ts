import type { Db } from '../../db/database.ts'
import type { intervention } from '../../db/schema/delivery.ts'
import { record } from '../audit/actions.ts'
import type { Fact } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { getEnrolment, putEnrolment } from '../enrolment/queries.ts'
import { newId } from '../ids.ts'
import { getPublishedForm } from '../papers/queries.ts'
import { refuse } from '../refusal.ts'
import { mustBeStart } from '../rounds/start.ts'
import { addNextSeal, sealAttempt } from './actions.ts'
import { findEnding } from './incident-queries.ts'
import { extraTimeOf, mustBeAcceptable, mustBeClosable, mustBeLive, mustBeReopenable } from './intervening.ts'
import { mailAccepted, mailClosed, mailDeadlineMoved, mailReopened, mailStartMoved } from './intervention-mails.ts'
import { addIntervention, findRevisionNumber, getRevision, openAgain, putAccepted, putTimes } from './intervention-queries.ts'
import { getAttempt, hasResult, listEnrolmentAttempts, putAnswer } from './queries.ts'
import type { AttemptRow } from './queries.ts'
import { limitsOf, openDueAtOf } from './sitting.ts'
import { startDueEnrolments } from './starting.ts'

type Kind = (typeof intervention.$inferInsert)['kind']

/** What is done to one attempt, and why. */
export interface Intervention {
  readonly attemptId: string
  readonly reason: string
}

/** The attempt with its deadline, if staff can still do something about it. @throws Refusal `notFound`, `attemptVoided`, `resultReleased` */
async function getLive(tx: Db, attemptId: string) {
  const found = await getAttempt(tx, attemptId)
  mustBeLive(found.attempt, await hasResult(tx, attemptId))
  return { attempt: found.attempt, dueAt: limitsOf(found, 0).dueAt, openDueAt: openDueAtOf(found) }
}

/** Keeps the reason beside the audit event, which holds no text. */
async function note(
  tx: Db, done: { attempt: AttemptRow; kind: Kind; what: string; reason: string; before: Fact; after: Fact }, by: string, now: Instant,
): Promise<void> {
  const { attempt, kind, what, reason, before, after } = done
  const { id: attemptId, personId, roundId } = attempt
  const id = newId()
  await addIntervention(tx, { id, attemptId, kind, reason, at: now, by })
  await record(tx, { at: now, by, what, on: attemptId, personId, roundId, before, after: { intervention: id, ...asFacts(after) } })
}

const asFacts = (fact: Fact) => (typeof fact === 'object' && fact !== null && !Array.isArray(fact) ? fact : { value: fact })

/**
 * Gives one attempt minutes of its own, or takes back what was given too much. An attempt that its deadline had closed
 * opens again.
 *
 * @throws Refusal `notFound`, `attemptVoided`, `resultReleased`, what `extraTimeOf` refuses
 */
export async function giveExtraTime(tx: Db, given: Intervention & { readonly minutes: number }, by: string, now: Instant): Promise<void> {
  const { attempt, dueAt, openDueAt } = await getLive(tx, given.attemptId)
  const moved = extraTimeOf(attempt, given.minutes, { openDueAt, ending: await findEnding(tx, attempt.id) }, now)
  const extraMinutes = attempt.extraMinutes + given.minutes
  await putTimes(tx, attempt.id, { extraMinutes })
  if (moved.reopens) await openAgain(tx, attempt.id)
  const before = { extraMinutes: attempt.extraMinutes, dueAt, sealedAt: attempt.sealedAt }
  const after = { extraMinutes, dueAt: moved.dueAt, sealedAt: null }
  await note(tx, { attempt, kind: 'extraTime', what: 'attempt.extraTimeGiven', reason: given.reason, before, after }, by, now)
  await mailDeadlineMoved(tx, { attempt, before: dueAt, after: moved.dueAt, reopens: moved.reopens, reason: given.reason }, now)
}

/**
 * Opens a test again that was handed in by mistake, until its deadline. What was handed in stays sealed; handing in
 * again makes a new seal.
 *
 * @throws Refusal `notFound`, `attemptVoided`, `resultReleased`, `reopenOpen`, `reopenTooLate`
 */
export async function reopenAttempt(tx: Db, given: Intervention, by: string, now: Instant): Promise<void> {
  const { attempt, dueAt: closedDueAt, openDueAt: dueAt } = await getLive(tx, given.attemptId)
  // Neither a test that its deadline has closed, nor one whose accommodation was taken back since.
  mustBeReopenable(attempt, Math.min(closedDueAt, dueAt), now)
  if (!(await openAgain(tx, attempt.id))) refuse('reopenOpen')
  const [before, after] = [{ sealedAt: attempt.sealedAt }, { sealedAt: null, dueAt }]
  await note(tx, { attempt, kind: 'reopened', what: 'attempt.reopened', reason: given.reason, before, after }, by, now)
  await mailReopened(tx, { attempt, dueAt, reason: given.reason }, now)
}

/**
 * Closes an attempt before its deadline: what was saved is handed in as of now.
 *
 * @throws Refusal `notFound`, `attemptVoided`, `resultReleased`, what `mustBeClosable` refuses
 */
export async function closeByStaff(tx: Db, given: Intervention, by: string, now: Instant): Promise<void> {
  const { attempt, dueAt } = await getLive(tx, given.attemptId)
  mustBeClosable(attempt, dueAt, now)
  const { receiptCode } = await sealAttempt(tx, { attempt, by: 'staff', actor: by, at: now }, now)
  const [before, after] = [{ sealedAt: null, dueAt }, { sealedAt: now }]
  await note(tx, { attempt, kind: 'closed', what: 'attempt.closed', reason: given.reason, before, after }, by, now)
  await mailClosed(tx, { attempt, receiptCode, at: now, reason: given.reason }, now)
}

/**
 * Lets a text count that came too late: it becomes the answer, and a new seal supersedes. The end of writing stays what
 * it was, and every earlier receipt still verifies its own.
 *
 * @throws Refusal `notFound`, `attemptVoided`, `resultReleased`, `lateAccepted`, `lateOpen`
 */
export async function acceptLate(tx: Db, given: Intervention & { readonly revisionId: string }, by: string, now: Instant): Promise<void> {
  const { attempt } = await getLive(tx, given.attemptId)
  const late = await getRevision(tx, attempt.id, given.revisionId)
  mustBeAcceptable(late, attempt)
  if (!(await putAccepted(tx, late.id, now))) refuse('lateAccepted')
  const { questionId, text, choice, windowId } = late
  const revision = (await findRevisionNumber(tx, attempt.id, questionId)) + 1
  const counted = { attemptId: attempt.id, questionId, text, choice, revision, windowId, windowCount: 0, historyId: late.id, savedAt: late.at, inGrace: false }
  await putAnswer(tx, counted)
  const { receiptCode } = await addNextSeal(tx, { attempt, by: 'staff', actor: by, at: attempt.sealedAt ?? now }, now)
  const [before, after] = [{ acceptedAt: null }, { revisionId: late.id, questionId, acceptedAt: now }]
  await note(tx, { attempt, kind: 'lateAccepted', what: 'attempt.lateAccepted', reason: given.reason, before, after }, by, now)
  const form = await getPublishedForm(tx, attempt.formId)
  const number = form.questions.find((question) => question.id === questionId)?.number ?? 0
  await mailAccepted(tx, { attempt, receiptCode, number, arrivedAt: late.at, reason: given.reason }, now)
}

/** A start moment that is moved after its clock began. */
export interface MovedStart {
  readonly enrolmentId: string
  readonly startsAt: Instant
  readonly reason: string
}

/**
 * Gives the tests of an enrolment whose clock has begun another start moment, still to come, and the whole time from
 * there: working hours, accommodation and the minutes that staff gave, without what outages cost the run before. What
 * was written stays; tests that were handed in stay handed in.
 *
 * @throws Refusal `notFound`, `enrolmentEnded`, `startNotBegun` while the candidate can choose, `startNothingOpen` when
 *   every test is closed, what `mustBeStart` refuses
 */
export async function moveStart(tx: Db, given: MovedStart, by: string, now: Instant): Promise<void> {
  const { enrolmentId, startsAt, reason } = given
  await startDueEnrolments(tx, now, 1, enrolmentId)
  const { enrolment, round } = await getEnrolment(tx, enrolmentId)
  if (enrolment.endedAt !== null) refuse('enrolmentEnded')
  const all = await listEnrolmentAttempts(tx, enrolmentId)
  if (all.length === 0) refuse('startNotBegun')
  mustBeStart(startsAt, round, now)
  const open = all.filter((timed) => timed.attempt.sealedAt === null && limitsOf(timed, 0).dueAt > now)
  if (open.length === 0) refuse('startNothingOpen')
  // What an outage took was taken from the run that no longer counts.
  const anew = { startsAt, incidentMinutes: 0 }
  const moved = open.map((timed) => ({ attempt: timed.attempt, before: limitsOf(timed, 0).dueAt, after: limitsOf({ ...timed, attempt: { ...timed.attempt, ...anew } }, 0).dueAt }))
  for (const { attempt, ...dueAt } of moved) {
    await putTimes(tx, attempt.id, anew)
    const { startsAt: startedAt, incidentMinutes } = attempt
    const [before, after] = [{ startsAt: startedAt, incidentMinutes, dueAt: dueAt.before }, { ...anew, dueAt: dueAt.after }]
    await note(tx, { attempt, kind: 'startMoved', what: 'attempt.startMoved', reason, before, after }, by, now)
  }
  await putEnrolment(tx, enrolmentId, { startsAt })
  const { personId, roundId } = enrolment
  const [before, after] = [{ startsAt: enrolment.startsAt }, { startsAt }]
  await record(tx, { at: now, by, what: 'enrolment.startMoved', on: enrolmentId, personId, roundId, before, after })
  await mailStartMoved(tx, { enrolmentId, personId, roundName: round.name, startsAt, moved, reason }, now)
}
