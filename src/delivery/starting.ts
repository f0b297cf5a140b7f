import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import { theClock } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import type { TestKind } from '../papers/content.ts'
import { chooseForm } from '../rounds/choosing.ts'
import { findSat, listFormsWithKeys } from '../rounds/queries.ts'
import { workingHoursOf } from '../rounds/rounds.ts'
import { candidateNumber } from './sealing.ts'
import { addAttempt, findDueStart, listDueStarts, noteTestsMade } from './starting-queries.ts'

type Started = NonNullable<Awaited<ReturnType<typeof findDueStart>>>
type Listed = Awaited<ReturnType<typeof listFormsWithKeys>>

/**
 * Makes the attempts of enrolments whose clock has started, each bound to a form from then on. The job calls it, and
 * so does the door to the tests, so that a late job is late, never wrong.
 *
 * @param limit the most enrolments in this transaction
 * @param enrolmentId this enrolment alone
 * @returns how many enrolments were started
 */
export async function startDueEnrolments(tx: Db, now: Instant, limit: number, enrolmentId?: string): Promise<number> {
  return startEnrolments(tx, enrolmentId === undefined ? await listDueStarts(tx, now, limit) : [enrolmentId], now)
}

/** The same for these enrolments; those whose clock has not started, or was started meanwhile, are left alone. */
export async function startEnrolments(tx: Db, enrolmentIds: readonly string[], now: Instant): Promise<number> {
  const rounds = new Map<string, Listed>()
  let count = 0
  for (const enrolmentId of enrolmentIds) {
    const started = await findDueStart(tx, enrolmentId, now)
    if (started === undefined) continue
    const listed = rounds.get(started.round.id) ?? (await listFormsWithKeys(tx, started.round.id))
    rounds.set(started.round.id, listed)
    await startTests(tx, started, listed, now)
    count += 1
  }
  return count
}

async function startTests(tx: Db, { enrolment, round }: Started, listed: Listed, now: Instant): Promise<void> {
  const sat = await findSat(tx, enrolment.personId)
  const kinds: TestKind[] = [...(enrolment.caseTest ? ['case' as const] : []), ...(enrolment.reflectionTest ? ['reflection' as const] : [])]
  for (const kind of kinds) {
    const chosen = chooseForm(listed, kind, sat)
    // A round cannot be opened without a form of each kind, and a form in use cannot be taken off it.
    if (!chosen) throw new Error(`round ${round.id} lists no ${kind} form`)
    const attempt = {
      id: newId(),
      enrolmentId: enrolment.id,
      personId: enrolment.personId,
      roundId: round.id,
      formId: chosen.formId,
      kind,
      candidateNumber: candidateNumber(),
      startsAt: enrolment.startsAt ?? now,
      workingHours: workingHoursOf(round, kind),
      extraMinutes: 0,
      incidentMinutes: 0,
      satBefore: !chosen.fresh,
    }
    await addAttempt(tx, attempt)
    const { id: on, personId, roundId, formId, startsAt, workingHours } = attempt
    const after = { kind, formId, fresh: chosen.fresh, startsAt, workingHours }
    await record(tx, { at: now, by: theClock, what: 'attempt.started', on, personId, roundId, after })
  }
  await noteTestsMade(tx, enrolment.id, now)
}
