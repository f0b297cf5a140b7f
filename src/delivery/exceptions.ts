import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import { theClock } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { endEnrolment } from '../enrolment/actions.ts'
import { isExpired, mustHavePapers, mustTakeMovers, testsOf } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import { mailMoved } from '../enrolment/mails.ts'
import { addEnrolment, findLiveEnrolment, getEnrolment, listDecided } from '../enrolment/queries.ts'
import { newId } from '../ids.ts'
import { Refusal, refuse } from '../refusal.ts'
import { dueAtOf } from '../rounds/deadline.ts'
import { getRound, listRoundForms } from '../rounds/queries.ts'
import { mailAccommodation, mailVoided } from './intervention-mails.ts'
import { listUnplaced, moveRetakes, placeRow } from './place-queries.ts'
import { findAccommodation, getAttempt, hasResult, listAttempts, listEnrolmentAttempts, putAccommodation, voidRow } from './queries.ts'
import type { AttemptRow } from './queries.ts'
import { limitsOf } from './sitting.ts'

/**
 * Takes an attempt out of the count (illness, calamity), which gives the chance back (`placeAgain`). When nothing of
 * the enrolment is left to sit or to decide, it ends too, so that the person can be placed in another round. The
 * candidate is told, without the reason.
 *
 * @throws Refusal `notFound`, `attemptVoided` when it was void already, `resultReleased` once a result is out
 */
export async function voidAttempt(tx: Db, given: { attemptId: string; reason: string }, by: string, now: Instant): Promise<void> {
  const { attempt } = await getAttempt(tx, given.attemptId)
  if (await hasResult(tx, attempt.id)) throw new Refusal('resultReleased')
  if (!(await voidRow(tx, { attemptId: attempt.id, by, reason: given.reason }, now))) throw new Refusal('attemptVoided')
  const { id: on, personId, roundId } = attempt
  await record(tx, { at: now, by, what: 'attempt.voided', on, personId, roundId, before: { sealedAt: attempt.sealedAt }, after: { voidedAt: now } })
  await mailVoided(tx, attempt, now)
  const left = await listEnrolmentAttempts(tx, attempt.enrolmentId)
  if (left.length === 0) return endEnrolment(tx, attempt.enrolmentId, 'cancelled', by, now)
  for (const one of left) if (!(await hasResult(tx, one.attempt.id))) return
  // The other test was decided while this one was held out: nobody else would end the enrolment now.
  await endEnrolment(tx, attempt.enrolmentId, 'released', by, now)
}

/**
 * Gives a voided chance back: a confirmed place without payment in a round, for this test and for the other one of the
 * same enrolment where that was voided too (there is one live enrolment at a time). What the enrolment was, a first
 * attempt or a retake, it is again.
 *
 * @returns the new enrolment's id
 * @throws Refusal `notFound`, `placeNotVoided`, `placedAlready`, `placeEnrolled` while another enrolment is live,
 *   `placeSufficient`, `placeRetakeTaken`; of the round `roundIsCalledOff`, `windowOver`, `roundPapersMissing`
 */
export async function placeAgain(tx: Db, given: { attemptId: string; roundId: string }, by: string, now: Instant): Promise<string> {
  const { attempt } = await getAttempt(tx, given.attemptId)
  if (attempt.voidedAt === null) throw new Refusal('placeNotVoided')
  if (attempt.placedEnrolmentId !== null) throw new Refusal('placedAlready')
  const target = await getRound(tx, given.roundId)
  mustTakeMovers(target, now)
  const { enrolment: earlier, round: from } = await getEnrolment(tx, attempt.enrolmentId)
  const voided = await listUnplaced(tx, earlier.id)
  const tests = { caseTest: voided.some(({ kind }) => kind === 'case'), reflectionTest: voided.some(({ kind }) => kind === 'reflection') }
  mustHavePapers(testsOf(tests), await listRoundForms(tx, target.id))
  const passed = (await listDecided(tx, attempt.personId)).filter(({ sufficient }) => sufficient)
  if (passed.some(({ kind }) => testsOf(tests).includes(kind))) throw new Refusal('placeSufficient')
  const made = await addPlace(tx, { ...tests, earlier, roundId: target.id }, by, now)
  for (const one of voided) await notePlaced(tx, one, made, by, now)
  await mailMoved(tx, made, { from, to: target }, 'enrolmentMoved', now)
  return made.id
}

/** The new place; a hold of the person's own that ran out makes way for it. */
async function addPlace(
  tx: Db,
  given: { caseTest: boolean; reflectionTest: boolean; earlier: Enrolment; roundId: string },
  by: string,
  now: Instant,
): Promise<Enrolment> {
  const { caseTest, reflectionTest, roundId, earlier } = given
  const { personId, kind, termsVersion, agreedAt } = earlier
  const live = await findLiveEnrolment(tx, personId)
  if (live !== undefined && !isExpired(live, now)) throw new Refusal('placeEnrolled')
  if (live !== undefined) await endEnrolment(tx, live.id, 'expired', theClock, now)
  const covered = { caseTest, reflectionTest }
  const row = { id: newId(), personId, roundId, kind, ...covered, termsVersion, agreedAt, createdAt: now, heldUntil: now, confirmedAt: now }
  try {
    const made = await addEnrolment(tx, row)
    await moveRetakes(tx, earlier.id, made.id, testsOf(covered))
    const after = { kind, tests: testsOf(covered), confirmedAt: now, insteadOf: earlier.id }
    await record(tx, { at: now, by, what: 'enrolment.made', on: made.id, personId, roundId, after })
    return made
  } catch (error) {
    if (isUniqueViolation(error, 'enrolment_one_live')) refuse('placeEnrolled')
    if (isUniqueViolation(error, 'retake_one')) refuse('placeRetakeTaken')
    throw error
  }
}

async function notePlaced(tx: Db, attempt: AttemptRow, made: Enrolment, by: string, now: Instant): Promise<void> {
  if (!(await placeRow(tx, attempt.id, made.id))) throw new Refusal('placedAlready')
  const { id: on, personId, roundId } = attempt
  const after = { placedEnrolmentId: made.id, roundId: made.roundId }
  await record(tx, { at: now, by, what: 'attempt.placed', on, personId, roundId, before: { placedEnrolmentId: null }, after })
}

/**
 * Sets somebody's extra time; it holds for every attempt not yet sealed and for all that come. Whoever is sitting a
 * test now gets a mail with the deadline as it was and as it is.
 *
 * @param given `extraPercent` of each test's own hours, 0–200; `extraMinutes` on top, 0–1440
 * @throws Refusal `accommodationTooShort` when less of it would end the time of a test that is being written
 */
export async function setAccommodation(
  tx: Db,
  given: { personId: string; extraPercent: number; extraMinutes: number },
  by: string,
  now: Instant,
): Promise<void> {
  const { personId, extraPercent, extraMinutes } = given
  const earlier = await findAccommodation(tx, personId)
  const open = (await listAttempts(tx, personId)).filter(({ attempt }) => attempt.sealedAt === null && attempt.voidedAt === null)
  const moved = open
    .map((timed) => ({ attempt: timed.attempt, before: limitsOf(timed, 0).dueAt, after: dueAtOf(timed.attempt, { extraPercent, extraMinutes }) }))
    .filter(({ before, after }) => before !== after)
  if (moved.some(({ before, after }) => after <= now && after < before)) refuse('accommodationTooShort', {}, 'extraPercent')
  await putAccommodation(tx, { personId, extraPercent, extraMinutes, setAt: now, setBy: by })
  const before = earlier ? { extraPercent: earlier.extraPercent, extraMinutes: earlier.extraMinutes } : null
  await record(tx, { at: now, by, what: 'accommodation.set', on: personId, personId, before, after: { extraPercent, extraMinutes } })
  await mailAccommodation(tx, { personId, moved }, now)
}
