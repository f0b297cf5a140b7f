/** What giving a chance back reads and writes; apart from `queries.ts`, which is about sitting. */
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { retake } from '../../db/schema/retakes.ts'
import type { TestKind } from '../papers/content.ts'
import type { AttemptRow } from './queries.ts'

/** The attempts of an enrolment that were voided and whose chance was not given back yet. */
export const listUnplaced = async (db: Db, enrolmentId: string): Promise<AttemptRow[]> =>
  db
    .select()
    .from(attempt)
    .where(and(eq(attempt.enrolmentId, enrolmentId), isNotNull(attempt.voidedAt), isNull(attempt.placedEnrolmentId)))
    .orderBy(asc(attempt.kind))

/** Notes the enrolment in which a voided chance was given back, once. @returns whether it was this call that noted it */
export async function placeRow(tx: Db, attemptId: string, enrolmentId: string): Promise<boolean> {
  const placed = await tx
    .update(attempt)
    .set({ placedEnrolmentId: enrolmentId })
    .where(and(eq(attempt.id, attemptId), isNotNull(attempt.voidedAt), isNull(attempt.placedEnrolmentId)))
    .returning({ id: attempt.id })
  return placed.length === 1
}

// Retakes come later and may not be asked; their own row keeps in step with the enrolment that uses the right.

/** The right to a retake that an enrolment used for these tests is used by another enrolment from now on. */
export async function moveRetakes(tx: Db, from: string, to: string, kinds: readonly TestKind[]): Promise<void> {
  const firstAttempts = tx.select({ id: attempt.id }).from(attempt).where(inArray(attempt.kind, [...kinds]))
  await tx
    .update(retake)
    .set({ enrolmentId: to, endedAt: null })
    .where(and(eq(retake.enrolmentId, from), inArray(retake.firstAttemptId, firstAttempts)))
}
