/** What assessing keeps of every attempt, so that no page has to add up a round: how far it is, and what waits for an assessor. */
import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { waitingAnswer } from '../../db/schema/grading.ts'
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
type Counted = { readonly attemptId: string; readonly openLeft: number; readonly points: number }

const put = prepared('put_count', (db, value: Values<Counted>) =>
  db
    .update(attempt)
    .set({ openLeft: sql`${value('openLeft')}`, points: sql`${value('points')}` })
    .where(eq(attempt.id, value('attemptId'))),
)

export async function putCount(tx: Db, counted: Counted): Promise<void> {
  await put(tx, counted)
}

type WaitingRow = typeof waitingAnswer.$inferSelect

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
    .innerJoin(attempt, eq(attempt.id, waitingAnswer.attemptId))
    .where(and(eq(waitingAnswer.roundId, roundId), isNotNull(attempt.sealedAt), isNull(attempt.voidedAt)))
    .groupBy(waitingAnswer.questionId)
