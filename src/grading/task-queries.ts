import { and, asc, count, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
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

const liveTasks = (db: Db, which: SQL | undefined) =>
  db
    .select({ task, personId: attempt.personId, voidedAt: attempt.voidedAt, released: isReleased })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .where(and(which, isNull(task.withdrawnAt)))
export type LiveTask = Awaited<ReturnType<typeof liveTasks>>[number]

/** The work that was given out of these attempts and not withdrawn, with whose answers it is and how far it is. */
export const listTasks = (db: Db, attempts: Attempts): Promise<LiveTask[]> => liveTasks(db, isWorkOf(attempts))

/** The work of a round whose attempts do not count any more. */
export function listVoidedTasks(db: Db, roundId: string): Promise<LiveTask[]> {
  const voided = db.select({ id: attempt.id }).from(attempt).where(and(eq(attempt.roundId, roundId), isNotNull(attempt.voidedAt)))
  return liveTasks(db, inArray(task.attemptId, voided))
}

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

/** Work that changed, as it is counted: of which attempt, and in whose pile. */
export type TouchedTask = Pick<typeof task.$inferSelect, 'attemptId' | 'assessorId' | 'roundId' | 'questionId'>

const { attemptId, assessorId, roundId, questionId } = task
const touched = { attemptId, assessorId, roundId, questionId }

/** Adds work; an answer that somebody else was given in the meantime is passed over. @returns who was given what */
export async function addTasks(tx: Db, rows: readonly (typeof task.$inferInsert)[]): Promise<TouchedTask[]> {
  const added: TouchedTask[] = []
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT)
    added.push(...(await tx.insert(task).values(some).onConflictDoNothing().returning(touched)))
  }
  return added
}

// SQLite takes 32,766 values in one statement.
const ROWS_PER_INSERT = 1_000

/** Takes work back. @returns what was still out */
export async function withdrawTasks(
  tx: Db,
  taskIds: readonly string[],
  reason: 'conflict' | 'staff' | 'voided' | 'emptied',
  now: Instant,
): Promise<TouchedTask[]> {
  if (taskIds.length === 0) return []
  return tx
    .update(task)
    .set({ withdrawnAt: now, withdrawReason: reason })
    .where(and(inArray(task.id, [...taskIds]), isNull(task.withdrawnAt)))
    .returning(touched)
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
  const rows = await db
    .select({ assessorId: conflict.assessorId, name: person.name, personId: conflict.personId, declaredAt: conflict.declaredAt })
    .from(conflict)
    .leftJoin(person, eq(person.id, conflict.assessorId))
  const personIds = [...new Set(rows.map(({ personId }) => personId))]
  const attempts = await db
    .select({ personId: attempt.personId, attemptId: attempt.id, candidateNumber: attempt.candidateNumber, roundId: attempt.roundId })
    .from(attempt)
    .where(and(isNull(attempt.voidedAt), inArray(attempt.personId, personIds)))
  // Asked for here, either condition or order would have SQLite go through every test of the round and through all people.
  const sat = attempts.filter((one) => one.roundId === roundId).toSorted((one, other) => (one.candidateNumber < other.candidateNumber ? -1 : 1))
  const declared = rows.map((row) => ({ ...row, name: row.name ?? '' })).toSorted((one, other) => one.name.localeCompare(other.name, 'nl'))
  return declared.flatMap((one) => sat.filter(({ personId }) => personId === one.personId).map((attempted) => ({ ...one, ...attempted })))
}
