/** What candidates report from the page of a test. */
import { and, asc, count, desc, eq, isNotNull, isNull, max } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { answer, attempt, problemReport } from '../../db/schema/delivery.ts'
import { person } from '../../db/schema/identity.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'

export type ProblemRow = typeof problemReport.$inferSelect

export async function addProblem(tx: Db, row: typeof problemReport.$inferInsert): Promise<void> {
  await tx.insert(problemReport).values(row)
}

/** Answers a report, once. @returns whether it was this call that answered it */
export async function putProblemAnswer(tx: Db, id: string, given: { answer: string; by: string }, now: Instant): Promise<boolean> {
  const answered = await tx
    .update(problemReport)
    .set({ answer: given.answer, answeredAt: now, answeredBy: given.by })
    .where(and(eq(problemReport.id, id), isNull(problemReport.answeredAt)))
    .returning({ id: problemReport.id })
  return answered.length === 1
}

const problemsOfAttempt = prepared('problems_of_attempt', (db, value: Values<{ attemptId: string }>) =>
  db.select().from(problemReport).where(eq(problemReport.attemptId, value('attemptId'))).orderBy(desc(problemReport.id)),
)

/** What was reported in one attempt, the newest first. Every poll of an open page asks this. */
export const listProblems = (db: Db, attemptId: string): Promise<ProblemRow[]> => problemsOfAttempt(db, { attemptId })

/** When something was last saved in this attempt; `null` for never. */
export async function findLastSave(db: Db, attemptId: string): Promise<Instant | null> {
  const [found] = await db.select({ at: max(answer.savedAt) }).from(answer).where(eq(answer.attemptId, attemptId))
  return found?.at ?? null
}

const withAround = (db: Db) =>
  db
    .select({ problem: problemReport, personName: person.name, roundName: round.name, kind: attempt.kind, candidateNumber: attempt.candidateNumber })
    .from(problemReport)
    .innerJoin(attempt, eq(attempt.id, problemReport.attemptId))
    .innerJoin(person, eq(person.id, problemReport.personId))
    .innerJoin(round, eq(round.id, problemReport.roundId))
    .$dynamic()

/** A report with whose it is and of which test, for staff. @throws Refusal `notFound` */
export async function getProblem(db: Db, id: string) {
  const [found] = await withAround(db).where(eq(problemReport.id, id))
  return found ?? refuse('notFound')
}
export type KnownProblem = Awaited<ReturnType<typeof getProblem>>

/** The reports that wait for an answer, who waits longest first. */
export const listOpenProblems = (db: Db, limit: number): Promise<KnownProblem[]> =>
  withAround(db).where(isNull(problemReport.answeredAt)).orderBy(asc(problemReport.reportedAt), asc(problemReport.id)).limit(limit)

/** How many reports stand on a page. */
const PAGE = 25

/** A page of the reports that wait, who waits longest first, or of those that were answered, the newest first. @param wish `page` from 1; one too far is the last */
export async function findProblems(db: Db, wish: { readonly state: 'open' | 'answered'; readonly page: number }) {
  const wanted = wish.state === 'open' ? isNull(problemReport.answeredAt) : isNotNull(problemReport.answeredAt)
  const order = wish.state === 'open' ? [asc(problemReport.reportedAt), asc(problemReport.id)] : [desc(problemReport.id)]
  const { page, pages, limit, offset } = partOf(wish.page, await db.$count(problemReport, wanted), PAGE)
  const problems: KnownProblem[] = await withAround(db).where(wanted).orderBy(...order).limit(limit).offset(offset)
  return { problems, page, pages }
}

/** How many reports wait for an answer. */
export async function countOpenProblems(db: Db): Promise<number> {
  const [found] = await db.select({ problems: count() }).from(problemReport).where(isNull(problemReport.answeredAt))
  return found?.problems ?? 0
}
