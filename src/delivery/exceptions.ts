import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Instant } from '../clock.ts'
import { endEnrolment } from '../enrolment/actions.ts'
import { Refusal } from '../refusal.ts'
import { findAccommodation, getAttempt, hasResult, listEnrolmentAttempts, putAccommodation, voidRow } from './queries.ts'

/**
 * Takes an attempt out of the count (illness, calamity), which gives the chance back. When no other test of the
 * enrolment is left, the enrolment ends too, so that the person can be placed in another round.
 *
 * @throws Refusal `notFound`, `attemptVoided` when it was void already, `resultReleased` once a result is out
 */
export async function voidAttempt(tx: Db, given: { attemptId: string; reason: string }, by: string, now: Instant): Promise<void> {
  const { attempt } = await getAttempt(tx, given.attemptId)
  if (await hasResult(tx, attempt.id)) throw new Refusal('resultReleased')
  if (!(await voidRow(tx, { attemptId: attempt.id, by, reason: given.reason }, now))) throw new Refusal('attemptVoided')
  const { id: on, personId, roundId } = attempt
  await record(tx, { at: now, by, what: 'attempt.voided', on, personId, roundId, before: { sealedAt: attempt.sealedAt }, after: { voidedAt: now } })
  const left = await listEnrolmentAttempts(tx, attempt.enrolmentId)
  if (left.length === 0) await endEnrolment(tx, attempt.enrolmentId, 'cancelled', by, now)
}

/**
 * Sets somebody's extra time; it holds for every attempt not yet sealed and for all that come.
 *
 * @param given `extraPercent` of each test's own hours, 0–200; `extraMinutes` on top, 0–1440
 */
export async function setAccommodation(
  tx: Db,
  given: { personId: string; extraPercent: number; extraMinutes: number },
  by: string,
  now: Instant,
): Promise<void> {
  const { personId, extraPercent, extraMinutes } = given
  const earlier = await findAccommodation(tx, personId)
  await putAccommodation(tx, { personId, extraPercent, extraMinutes, setAt: now, setBy: by })
  const before = earlier ? { extraPercent: earlier.extraPercent, extraMinutes: earlier.extraMinutes } : null
  await record(tx, { at: now, by, what: 'accommodation.set', on: personId, personId, before, after: { extraPercent, extraMinutes } })
}
