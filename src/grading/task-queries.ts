import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { conflict, score, task } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'

export type ScoreRow = typeof score.$inferSelect

/**
 * A task as its action needs it, with whose answer it is; never for a page of an assessor.
 *
 * @throws Refusal `notFound` unless it is this assessor's and still counts
 */
export async function getOwnTask(db: Db, taskId: string, assessorId: string) {
  const [found] = await db
    .select({
      task,
      formId: attempt.formId,
      personId: attempt.personId,
      released: sql<boolean>`exists (select 1 from "result" r where r."attempt_id" = "attempt"."id")`.mapWith(Boolean),
    })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .where(and(eq(task.id, taskId), eq(task.assessorId, assessorId), isNull(task.withdrawnAt), isNull(attempt.voidedAt)))
  return found ?? refuse('notFound')
}

/** The last mark given, drafts included. */
export async function lastScoreOf(db: Db, taskId: string): Promise<ScoreRow | undefined> {
  const [last] = await db.select().from(score).where(eq(score.taskId, taskId)).orderBy(desc(score.sequence)).limit(1)
  return last
}

export async function addScore(tx: Db, row: ScoreRow): Promise<void> {
  await tx.insert(score).values(row)
}

export async function putFinished(tx: Db, taskId: string, finishedAt: Instant | null): Promise<void> {
  await tx.update(task).set({ finishedAt }).where(eq(task.id, taskId))
}

/** Adds work; an answer that somebody else was given in the meantime is passed over. @returns who got how much */
export async function addTasks(tx: Db, rows: readonly (typeof task.$inferInsert)[]): Promise<{ assessorId: string }[]> {
  const added: { assessorId: string }[] = []
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT)
    added.push(...(await tx.insert(task).values(some).onConflictDoNothing().returning({ assessorId: task.assessorId })))
  }
  return added
}

// SQLite takes 32,766 values in one statement.
const ROWS_PER_INSERT = 1_000

/** Takes work back. */
export async function withdrawTasks(
  tx: Db,
  taskIds: readonly string[],
  reason: 'conflict' | 'staff' | 'voided' | 'emptied',
  now: Instant,
): Promise<void> {
  if (taskIds.length === 0) return
  await tx
    .update(task)
    .set({ withdrawnAt: now, withdrawReason: reason })
    .where(and(inArray(task.id, [...taskIds]), isNull(task.withdrawnAt)))
}

/** Puts a task under the seal that counts now; a changed text has to be assessed again. */
export async function moveTask(tx: Db, taskId: string, to: { sealId: string; changed: boolean }): Promise<void> {
  const { sealId, changed } = to
  await tx.update(task).set(changed ? { sealId, finishedAt: null } : { sealId }).where(eq(task.id, taskId))
}

/** The unfinished work that somebody has of one person, over all rounds. */
export const listUnfinishedOf = (db: Db, assessorId: string, personId: string) =>
  db
    .select({ id: task.id, roundId: task.roundId })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .where(
      and(eq(task.assessorId, assessorId), eq(attempt.personId, personId), isNull(task.finishedAt), isNull(task.withdrawnAt)),
    )

/** Adds a conflict. @returns whether it is new */
export async function addConflict(tx: Db, row: typeof conflict.$inferInsert): Promise<boolean> {
  const added = await tx.insert(conflict).values(row).onConflictDoNothing().returning({ id: conflict.id })
  return added.length === 1
}

/** The conflicts of these assessors. */
export const listConflictsOf = (db: Db, assessorIds: readonly string[]) =>
  assessorIds.length === 0 ? Promise.resolve([]) : db.select().from(conflict).where(inArray(conflict.assessorId, [...assessorIds]))

/** Who may not assess this person, with names, for staff. */
export const listConflicts = (db: Db, personId: string) =>
  db
    .select({ assessorId: conflict.assessorId, name: person.name, declaredAt: conflict.declaredAt, declaredBy: conflict.declaredBy })
    .from(conflict)
    .innerJoin(person, eq(person.id, conflict.assessorId))
    .where(eq(conflict.personId, personId))
    .orderBy(asc(person.name))

/**
 * The conflicts between assessors and people who sat a test in this round, with names, for staff. In two questions: in
 * one, SQLite goes through the whole round for every conflict there ever was.
 */
export async function listRoundConflicts(db: Db, roundId: string) {
  const declared = await db
    .select({ assessorId: conflict.assessorId, name: person.name, personId: conflict.personId, declaredAt: conflict.declaredAt })
    .from(conflict)
    .innerJoin(person, eq(person.id, conflict.assessorId))
    .orderBy(asc(person.name))
  if (declared.length === 0) return []
  const personIds = [...new Set(declared.map(({ personId }) => personId))]
  const sat = await db
    .select({ personId: attempt.personId, attemptId: attempt.id, candidateNumber: attempt.candidateNumber })
    .from(attempt)
    .where(and(eq(attempt.roundId, roundId), isNull(attempt.voidedAt), inArray(attempt.personId, personIds)))
    .orderBy(asc(attempt.candidateNumber))
  return declared.flatMap((one) => sat.filter(({ personId }) => personId === one.personId).map((attempted) => ({ ...one, ...attempted })))
}
