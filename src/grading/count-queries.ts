/** What assessing keeps of every attempt, so that no page has to add up a round: how far it is, and what waits for an assessor. */
import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { countWhere } from '../../db/counting.ts'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { pile, task, waitingAnswer } from '../../db/schema/grading.ts'
import type { Instant } from '../clock.ts'

const isUncounted = and(isNotNull(attempt.sealedAt), isNull(attempt.openLeft), isNull(attempt.voidedAt))

/** Attempts that were handed in by then and not counted since, by id. @param from `after`: the id they come after */
export async function listToCount(db: Db, from: { readonly after: string; readonly handedInBy: Instant; readonly limit: number }): Promise<string[]> {
  const rows = await db
    .select({ id: attempt.id })
    .from(attempt)
    .where(and(isUncounted, gt(attempt.id, from.after), lte(attempt.sealedAt, from.handedInBy)))
    .orderBy(asc(attempt.id))
    .limit(from.limit)
  return rows.map(({ id }) => id)
}

/** Attempts of a round in which there may be something to give out or to take back: not counted yet, or known to have it. */
export async function listToHandOut(db: Db, roundId: string): Promise<string[]> {
  const waiting = db.select({ id: waitingAnswer.attemptId }).from(waitingAnswer).where(eq(waitingAnswer.roundId, roundId))
  const rows = await db
    .select({ id: attempt.id })
    .from(attempt)
    .where(or(and(inArray(attempt.id, waiting), isNotNull(attempt.sealedAt), isNull(attempt.voidedAt)), and(eq(attempt.roundId, roundId), isUncounted)))
  return rows.map(({ id }) => id)
}

/** @property points hundredths */
export type Counted = { readonly attemptId: string; readonly openLeft: number; readonly points: number }

const put = prepared('put_count', (db, value: Values<Counted>) =>
  db
    .update(attempt)
    .set({ openLeft: sql`${value('openLeft')}`, points: sql`${value('points')}` })
    .where(eq(attempt.id, value('attemptId'))),
)

export async function putCount(tx: Db, counted: Counted): Promise<void> {
  await put(tx, counted)
}

export type WaitingRow = typeof waitingAnswer.$inferSelect

/** What waits of these attempts: this, and nothing else. */
export async function replaceWaiting(tx: Db, attemptIds: readonly string[], rows: readonly WaitingRow[]): Promise<void> {
  await tx.delete(waitingAnswer).where(inArray(waitingAnswer.attemptId, [...attemptIds]))
  if (rows.length > 0) await tx.insert(waitingAnswer).values([...rows])
}

/** How many answers to each question of a round wait for an assessor. */
export const countWaiting = (db: Db, roundId: string) =>
  db
    .select({ questionId: waitingAnswer.questionId, answers: count() })
    .from(waitingAnswer)
    .where(eq(waitingAnswer.roundId, roundId))
    .groupBy(waitingAnswer.questionId)

/** Attempts of which answers wait although they were opened again, or do not count any more. */
export async function listWaitingInVain(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: attempt.id })
    .from(waitingAnswer)
    .innerJoin(attempt, eq(attempt.id, waitingAnswer.attemptId))
    .where(or(isNull(attempt.sealedAt), isNotNull(attempt.voidedAt)))
  return rows.map(({ id }) => id)
}

/** The piles of a round that hold anything. */
export const listPiles = async (db: Db, roundId: string) => db.select().from(pile).where(and(eq(pile.roundId, roundId), sql`${pile.todo} + ${pile.draft} + ${pile.done} > 0`))
export type Pile = Awaited<ReturnType<typeof listPiles>>[number]

/** The piles as the work that was given out makes them. */
const countPiles = (db: Db, which: SQL | undefined) =>
  db
    .select({
      assessorId: task.assessorId,
      roundId: task.roundId,
      questionId: task.questionId,
      todo: countWhere(sql`${task.finishedAt} is null and ${task.points} is null`),
      draft: countWhere(sql`${task.finishedAt} is null and ${task.points} is not null`),
      done: countWhere(sql`${task.finishedAt} is not null`),
    })
    .from(task)
    .where(and(which, isNull(task.withdrawnAt)))
    .groupBy(task.assessorId, task.roundId, task.questionId)

/** What every pile would be if it were counted now; what is empty is left out. */
export const countAllPiles = (db: Db) => countPiles(db, undefined)

/** Counts one pile anew and keeps it. */
export async function putPile(tx: Db, of: Pick<Pile, 'assessorId' | 'roundId' | 'questionId'>): Promise<void> {
  const isOfPile = and(eq(task.assessorId, of.assessorId), eq(task.roundId, of.roundId), eq(task.questionId, of.questionId))
  const [row = { ...of, todo: 0, draft: 0, done: 0 }] = await countPiles(tx, isOfPile)
  const { todo, draft, done } = row
  await tx.insert(pile).values(row).onConflictDoUpdate({ target: [pile.assessorId, pile.roundId, pile.questionId], set: { todo, draft, done } })
}
