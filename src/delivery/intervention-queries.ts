/** What the office does about one attempt reads and writes; apart from `queries.ts`, which is about sitting. */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { answer, answerRevision, attempt, intervention } from '../../db/schema/delivery.ts'
import { person } from '../../db/schema/identity.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { nothingSealed } from '../rounds/deadline.ts'
import type { RevisionRow } from './queries.ts'

type Changes = Partial<Pick<typeof attempt.$inferSelect, 'startsAt' | 'extraMinutes' | 'incidentMinutes'>>

/** Changes the times of an attempt. */
export async function putTimes(tx: Db, attemptId: string, changes: Changes): Promise<void> {
  await tx.update(attempt).set(changes).where(eq(attempt.id, attemptId))
}

/** Opens a closed attempt again, once, from then on with the accommodation of its person; its seals stay. @returns whether it was this call that opened it */
export async function openAgain(tx: Db, attemptId: string): Promise<boolean> {
  const opened = await tx
    .update(attempt)
    .set({ sealedAt: null, ...nothingSealed })
    .where(and(eq(attempt.id, attemptId), isNotNull(attempt.sealedAt), isNull(attempt.voidedAt)))
    .returning({ id: attempt.id })
  return opened.length === 1
}

export async function addIntervention(tx: Db, row: typeof intervention.$inferInsert): Promise<void> {
  await tx.insert(intervention).values(row)
}

/** What the office did about an attempt, with who and why, the newest first. */
export const listInterventions = (db: Db, attemptId: string) =>
  db
    .select({ intervention, byName: person.name })
    .from(intervention)
    .leftJoin(person, eq(person.id, intervention.by))
    .where(eq(intervention.attemptId, attemptId))
    .orderBy(desc(intervention.id))

/** A text out of the history of an attempt. @throws Refusal `notFound` */
export async function getRevision(db: Db, attemptId: string, revisionId: string): Promise<RevisionRow> {
  const [found] = await db.select().from(answerRevision).where(and(eq(answerRevision.id, revisionId), eq(answerRevision.attemptId, attemptId)))
  return found ?? refuse('notFound')
}

/** Notes that a late text counts, once. @returns whether it was this call that noted it */
export async function putAccepted(tx: Db, revisionId: string, now: Instant): Promise<boolean> {
  const accepted = await tx
    .update(answerRevision)
    .set({ acceptedAt: now })
    .where(and(eq(answerRevision.id, revisionId), isNull(answerRevision.acceptedAt)))
    .returning({ id: answerRevision.id })
  return accepted.length === 1
}

/** The revision of an answer as it stands; 0 when there is none. */
export async function findRevisionNumber(db: Db, attemptId: string, questionId: string): Promise<number> {
  const [found] = await db
    .select({ revision: answer.revision })
    .from(answer)
    .where(and(eq(answer.attemptId, attemptId), eq(answer.questionId, questionId)))
  return found?.revision ?? 0
}
