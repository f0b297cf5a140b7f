import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { endEnrolment } from '../enrolment/actions.ts'
import { newId } from '../ids.ts'
import type { TestKind } from '../papers/content.ts'
import { Refusal, refuse } from '../refusal.ts'
import { isOvertaken, previewOf } from './preview.ts'
import type { Candidate, Preview } from './preview.ts'
import {
  addHoldout, addRelease, addResults, closeHoldout, closeRelease, findPendingRelease, getDecidable, getRelease, listDecidedEnrolments, noteRoundReleased,
} from './queries.ts'
import { detailOf, isMissing } from './results.ts'

/**
 * Proposes to release the results of a round: everything in it that is not out yet and not held out. The proposal
 * is bound to exactly these scores and pass marks; an earlier one that they have overtaken lapses.
 *
 * @returns the release's id
 * @throws Refusal `notFound`, `nothingToRelease`, `notReleasable`, `releasePending`
 */
export async function proposeRelease(tx: Db, roundId: string, by: string, now: Instant): Promise<string> {
  const { candidates, missing, digest } = await previewOf(tx, roundId, now)
  if (isMissing(missing)) throw new Refusal('notReleasable')
  if (candidates.length === 0) throw new Refusal('nothingToRelease')
  const pending = await findPendingRelease(tx, roundId)
  if (pending?.digest === digest) throw new Refusal('releasePending')
  if (pending) await lapse(tx, { releaseId: pending.id, roundId, what: 'release.lapsed', by }, now)
  const release = { id: newId(), roundId, digest, proposedAt: now, proposedBy: by }
  try {
    await addRelease(tx, release)
  } catch (error) {
    if (isUniqueViolation(error, 'release_one_pending')) throw new Refusal('releasePending')
    throw error
  }
  const after = { digest, attempts: candidates.length }
  await record(tx, { at: now, by, what: 'release.proposed', on: release.id, roundId, after })
  return release.id
}

/** One decision that was released. */
export interface Released {
  readonly resultId: string
  readonly attemptId: string
  readonly personId: string
  readonly enrolmentId: string
  readonly roundId: string
  readonly kind: TestKind
  readonly sufficient: boolean
}

/**
 * A second staff member agrees: the results are out, their scores are locked, and enrolments with nothing left to
 * decide end. Looks at every score and pass mark anew.
 *
 * @throws Refusal `notFound`, `releaseNotPending`, `secondPersonNeeded`, and `releaseChanged` when what was proposed is
 *   not what would be released now; call `lapseRelease` then, in a transaction of its own
 */
export async function agreeRelease(
  tx: Db, releaseId: string, by: string, now: Instant,
): Promise<{ readonly roundId: string; readonly results: readonly Released[] }> {
  const release = await getRelease(tx, releaseId)
  const { roundId } = release
  if (release.agreedAt !== null || release.lapsedAt !== null) throw new Refusal('releaseNotPending')
  if (release.proposedBy === by) throw new Refusal('secondPersonNeeded')
  const preview = await previewOf(tx, roundId, now)
  if (isMissing(preview.missing) || preview.digest !== release.digest) throw new Refusal('releaseChanged')
  if (!(await closeRelease(tx, releaseId, { agreedAt: now, agreedBy: by }))) throw new Refusal('releaseNotPending')
  await record(tx, { at: now, by, what: 'release.agreed', on: releaseId, roundId, after: { digest: release.digest, results: preview.candidates.length } })
  const results = await putOut(tx, { preview, releaseId, by }, now)
  await noteRoundReleased(tx, roundId, now)
  for (const enrolmentId of await listDecidedEnrolments(tx, roundId)) await endEnrolment(tx, enrolmentId, 'released', by, now)
  return { roundId, results }
}

async function putOut(tx: Db, given: { preview: Preview; releaseId: string; by: Actor }, now: Instant): Promise<Released[]> {
  const { preview, releaseId, by } = given
  const rows = preview.candidates.map((candidate) => ({ candidate, row: resultRow(preview, candidate, releaseId, now) }))
  try {
    await addResults(tx, rows.map(({ row }) => row))
  } catch (error) {
    if (isUniqueViolation(error, 'result_sequence')) throw new Refusal('releaseNotPending')
    throw error
  }
  for (const { candidate: { personId }, row } of rows) {
    const { id: resultId, attemptId, points, passMark, mark, sufficient } = row
    const after = { resultId, releaseId, points, passMark, mark, sufficient }
    await record(tx, { at: now, by, what: 'result.released', on: attemptId, personId, roundId: preview.round.id, after })
  }
  return rows.map(({ candidate: { attemptId, personId, enrolmentId, kind }, row }) => {
    return { resultId: row.id, attemptId, personId, enrolmentId, roundId: preview.round.id, kind, sufficient: row.sufficient }
  })
}

function resultRow({ forms }: Preview, candidate: Candidate, releaseId: string, now: Instant) {
  const { attemptId, formId, points, maximumPoints, passMark, decision, detail } = candidate
  // `previewOf` leaves these out only where something is missing, and then nothing is released.
  if (passMark === null || decision === null) return refuse('releaseChanged')
  const feedback = detailOf(forms.get(formId) ?? refuse('notFound'), detail)
  return { id: newId(), attemptId, releaseId, sequence: 1, points, maximumPoints, passMark, ...decision, detail: feedback, releasedAt: now }
}

/**
 * Takes a proposal back. @throws Refusal `notFound` for a release of another round, `releaseNotPending`
 */
export async function withdrawRelease(tx: Db, given: { roundId: string; releaseId: string }, by: string, now: Instant): Promise<void> {
  const { roundId, releaseId } = given
  if ((await getRelease(tx, releaseId)).roundId !== roundId) refuse('notFound')
  await lapse(tx, { roundId, releaseId, what: 'release.withdrawn', by }, now)
}

/**
 * Lets a proposal lapse whose scores or pass marks have changed since. Its agreement is refused anyway; this notes
 * why it is over.
 *
 * @returns whether it had to lapse
 */
export async function lapseRelease(tx: Db, releaseId: string, by: Actor, now: Instant): Promise<boolean> {
  const release = await getRelease(tx, releaseId)
  if (release.agreedAt !== null || release.lapsedAt !== null || !(await isOvertaken(tx, release, now))) return false
  await lapse(tx, { roundId: release.roundId, releaseId, what: 'release.lapsed', by }, now)
  return true
}

async function lapse(
  tx: Db, given: { releaseId: string; roundId: string; what: 'release.lapsed' | 'release.withdrawn'; by: Actor }, now: Instant,
): Promise<void> {
  const { releaseId, roundId, what, by } = given
  if (!(await closeRelease(tx, releaseId, { lapsedAt: now }))) throw new Refusal('releaseNotPending')
  await record(tx, { at: now, by, what, on: releaseId, roundId, after: { lapsedAt: now } })
}

/**
 * Keeps one attempt out of its round's release; it can be released later. A proposal it was part of lapses by that.
 *
 * @throws Refusal `notFound`, `resultReleased`, `alreadyHeldOut`
 */
export async function holdOut(
  tx: Db, given: { roundId: string; attemptId: string; reason: string }, by: string, now: Instant,
): Promise<void> {
  const { attemptId, roundId, reason } = given
  const { personId, released, heldOut } = await getDecidable(tx, roundId, attemptId)
  if (released) throw new Refusal('resultReleased')
  if (heldOut) throw new Refusal('alreadyHeldOut')
  try {
    await addHoldout(tx, { id: newId(), attemptId, reason, heldAt: now, heldBy: by })
  } catch (error) {
    if (isUniqueViolation(error, 'holdout_one')) throw new Refusal('alreadyHeldOut')
    throw error
  }
  await record(tx, { at: now, by, what: 'attempt.heldOut', on: attemptId, personId, roundId, after: { heldAt: now } })
}

/** Takes an attempt back into its round's next release. @throws Refusal `notFound`, `notHeldOut` */
export async function endHoldOut(tx: Db, given: { roundId: string; attemptId: string }, by: string, now: Instant): Promise<void> {
  const { attemptId, roundId } = given
  const { personId } = await getDecidable(tx, roundId, attemptId)
  if (!(await closeHoldout(tx, attemptId, now))) throw new Refusal('notHeldOut')
  await record(tx, { at: now, by, what: 'attempt.takenBack', on: attemptId, personId, roundId, after: { endedAt: now } })
}
