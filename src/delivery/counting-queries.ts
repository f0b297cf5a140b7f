/** How far somebody has come: answers that say something, of all questions. */
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { answer, attempt } from '../../db/schema/delivery.ts'
import { getPublishedForm } from '../papers/queries.ts'
import type { AttemptRow } from './queries.ts'

const saysSomething = sql`(trim(${answer.text}) <> '' or cast(${answer.choice} as text) <> '[]')`

/** How many questions of each of these attempts have an answer that says something, and how many there are. */
export async function countAnswered(db: Db, attempts: readonly AttemptRow[]) {
  if (attempts.length === 0) return () => ({ answered: 0, total: 0 })
  const answered = await db
    .select({ attemptId: answer.attemptId, count: sql<number>`count(*)`.mapWith(Number) })
    .from(answer)
    .where(and(inArray(answer.attemptId, attempts.map(({ id }) => id)), saysSomething))
    .groupBy(answer.attemptId)
  return countsOf(db, attempts, answered)
}

const answeredIn = prepared('answered_in', (db, value: Values<{ enrolmentId: string }>) =>
  db
    .select({ attemptId: answer.attemptId, count: sql<number>`count(*)`.mapWith(Number) })
    .from(answer)
    .innerJoin(attempt, eq(attempt.id, answer.attemptId))
    .where(and(eq(attempt.enrolmentId, value('enrolmentId')), saysSomething))
    .groupBy(answer.attemptId),
)

/** The same for the attempts of one enrolment: everybody's first page, when their clocks start at once. */
export const countAnsweredOf = async (db: Db, enrolmentId: string, attempts: readonly AttemptRow[]) =>
  countsOf(db, attempts, await answeredIn(db, { enrolmentId }))

async function countsOf(db: Db, attempts: readonly AttemptRow[], answered: readonly { attemptId: string; count: number }[]) {
  const counts = new Map(answered.map(({ attemptId, count }) => [attemptId, count]))
  const totals = new Map<string, number>()
  for (const { formId } of attempts) totals.set(formId, (await getPublishedForm(db, formId)).questions.length)
  return ({ id, formId }: AttemptRow) => ({ answered: counts.get(id) ?? 0, total: totals.get(formId) ?? 0 })
}
