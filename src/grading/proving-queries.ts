/** What assessing keeps, read back to be compared with what it was counted from. */
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { pile, score, task, waitingAnswer } from '../../db/schema/grading.ts'

const isCounted = and(isNotNull(attempt.sealedAt), isNull(attempt.voidedAt), or(isNotNull(attempt.openLeft), isNotNull(attempt.points)))

/** The attempts of which a count is kept that says something: of one that was opened again or voided, nobody reads it. */
export async function listCounted(db: Db): Promise<string[]> {
  const rows = await db.select({ id: attempt.id }).from(attempt).where(isCounted).orderBy(asc(attempt.id))
  return rows.map(({ id }) => id)
}

/** What is kept of those of these attempts that are counted. */
export const listKeptCounts = (db: Db, ids: readonly string[]) =>
  db
    .select({ attemptId: attempt.id, openLeft: attempt.openLeft, points: attempt.points })
    .from(attempt)
    .where(and(inArray(attempt.id, [...ids]), isCounted))

/** What is kept as waiting of these attempts. */
export const listKeptWaiting = (db: Db, attemptIds: readonly string[]) =>
  db.select().from(waitingAnswer).where(inArray(waitingAnswer.attemptId, [...attemptIds]))

/** Every pile as it is kept. */
export const listKeptPiles = async (db: Db) => db.select().from(pile)

/** Work whose points are not those of its last mark. */
export const listMarksAmiss = (db: Db) =>
  db
    .select({ taskId: task.id, kept: task.points, given: score.points })
    .from(task)
    .leftJoin(score, and(eq(score.taskId, task.id), sql`${score.sequence} = (select max(s."sequence") from "score" s where s."task_id" = "task"."id")`))
    .where(sql`${task.points} is distinct from ${score.points}`)
    .orderBy(asc(task.id))
