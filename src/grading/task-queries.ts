import { and, asc, count, desc, eq, inArray, isNotNull, isNull, notInArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { conflict, roundAssessor, score, task } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { isReleased, isWorkOf } from './queries.ts'
import type { Attempts } from './queries.ts'

export type ScoreRow = typeof score.$inferSelect

/** Whether who has the task is still an assessor. */
const stillAssesses = sql<boolean>`${person.assessorSince} is not null`.mapWith(Boolean)

const liveTasks = (db: Db, which: SQL | undefined) =>
  db
    .select({ task, personId: attempt.personId, voidedAt: attempt.voidedAt, assesses: stillAssesses, released: isReleased })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .innerJoin(person, eq(person.id, task.assessorId))
    .where(and(which, isNull(task.withdrawnAt)))
export type LiveTask = Awaited<ReturnType<typeof liveTasks>>[number]

/** The work that was given out of these attempts and not withdrawn, with whose answers it is and how far it is. */
export const listTasks = (db: Db, attempts: Attempts): Promise<LiveTask[]> =>
  liveTasks(db, isWorkOf(attempts))

/** Unfinished work of a round whose attempts do not count any more. */
export const listVoidedTasks = (db: Db, roundId: string): Promise<LiveTask[]> => liveTasks(db, and(inArray(task.attemptId, voidedOf(db, roundId)), isNull(task.finishedAt)))

/** Unfinished work of a round that lies with somebody who is no assessor any more. */
export const listStrandedTasks = (db: Db, roundId: string): Promise<LiveTask[]> => {
  // Whoever was given work was with the round then.
  const gone = db
    .select({ id: roundAssessor.assessorId })
    .from(roundAssessor)
    .innerJoin(person, eq(person.id, roundAssessor.assessorId))
    .where(and(eq(roundAssessor.roundId, roundId), isNull(person.assessorSince)))
  return liveTasks(db, and(eq(task.roundId, roundId), inArray(task.assessorId, gone), isNull(task.finishedAt)))
}

/** The attempts of a round that do not count any more. */
const voidedOf = (db: Db, roundId: string) => db.select({ id: attempt.id }).from(attempt).where(and(eq(attempt.roundId, roundId), isNotNull(attempt.voidedAt)))

const countOf = (condition: SQL) => sql`sum(case when ${condition} then 1 else 0 end)`.mapWith(Number)

/** How much work of a round lies with whom, by question and state, without that of attempts that do not count any more. */
export const tallyOf = (db: Db, roundId: string) =>
  db
    .select({
      assessorId: task.assessorId,
      questionId: task.questionId,
      todo: countOf(sql`${task.finishedAt} is null and ${task.points} is null`),
      draft: countOf(sql`${task.finishedAt} is null and ${task.points} is not null`),
      done: countOf(sql`${task.finishedAt} is not null`),
    })
    .from(task)
    .where(and(eq(task.roundId, roundId), isNull(task.withdrawnAt), notInArray(task.attemptId, voidedOf(db, roundId))))
    .groupBy(task.assessorId, task.questionId)
export type TallyLine = Awaited<ReturnType<typeof tallyOf>>[number]

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
      released: isReleased,
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

/** Notes the last mark of a task. @param mark `finishedAt`: null for a draft */
export async function putMarked(tx: Db, taskId: string, mark: { readonly finishedAt: Instant | null; readonly points: number }): Promise<void> {
  await tx.update(task).set(mark).where(eq(task.id, taskId))
}

/** Adds work; an answer that somebody else was given in the meantime is passed over. @returns who was given what */
export async function addTasks(tx: Db, rows: readonly (typeof task.$inferInsert)[]): Promise<{ assessorId: string; attemptId: string }[]> {
  const added: { assessorId: string; attemptId: string }[] = []
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT)
    added.push(...(await tx.insert(task).values(some).onConflictDoNothing().returning({ assessorId: task.assessorId, attemptId: task.attemptId })))
  }
  return added
}

// SQLite takes 32,766 values in one statement.
const ROWS_PER_INSERT = 1_000

/** Takes work back. @returns of which attempts */
export async function withdrawTasks(
  tx: Db,
  taskIds: readonly string[],
  reason: 'conflict' | 'staff' | 'voided' | 'emptied',
  now: Instant,
): Promise<string[]> {
  if (taskIds.length === 0) return []
  const withdrawn = await tx
    .update(task)
    .set({ withdrawnAt: now, withdrawReason: reason })
    .where(and(inArray(task.id, [...taskIds]), isNull(task.withdrawnAt)))
    .returning({ attemptId: task.attemptId })
  return [...new Set(withdrawn.map(({ attemptId }) => attemptId))]
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

/** How much each assessor finished of each of these attempts, by "assessor attempt". */
export async function countFinishedOf(db: Db, attemptIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ assessorId: task.assessorId, attemptId: task.attemptId, answers: count() })
    .from(task)
    .where(and(inArray(task.attemptId, [...attemptIds]), isNull(task.withdrawnAt), isNotNull(task.finishedAt)))
    .groupBy(task.assessorId, task.attemptId)
  return new Map(rows.map(({ assessorId, attemptId, answers }) => [`${assessorId} ${attemptId}`, answers]))
}

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
