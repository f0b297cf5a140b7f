import { and, asc, desc, eq, exists, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt, seal } from '../../db/schema/delivery.ts'
import { passMark, roundAssessor, score, task, waitingAnswer } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { result } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { getPublishedForm } from '../papers/queries.ts'
import type { PaperForm } from '../papers/content.ts'
import { refuse } from '../refusal.ts'
import { readSnapshot } from './grading.ts'
import { totalOf } from './totals.ts'
import type { AttemptScores, FinishedScore } from './totals.ts'

export type TaskRow = typeof task.$inferSelect
export type PassMarkRow = typeof passMark.$inferSelect

/** Whether the result of an attempt is out. Read from the table itself: results come later and may not be asked. */
export const isReleased = sql<boolean>`exists (select 1 from "result" r where r."attempt_id" = "attempt"."id")`.mapWith(Boolean)

/** Whether tests may be without a result after the first release of their round: what it left over was held out of it. */
export const hadHeldOut = sql`exists (select 1 from "holdout" h inner join "attempt" a on a."id" = h."attempt_id" where a."round_id" = ${round.id})`

/** Which attempts are meant. */
export type Attempts = { readonly roundId: string } | { readonly ids: readonly string[] }

const isMeant = (attempts: Attempts) => ('ids' in attempts ? inArray(attempt.id, [...attempts.ids]) : eq(attempt.roundId, attempts.roundId))

/** The work that was given out of them. */
export const isWorkOf = (attempts: Attempts) => ('ids' in attempts ? inArray(task.attemptId, [...attempts.ids]) : eq(task.roundId, attempts.roundId))

/** Those of these attempts that count, by candidate number, each with the seal that counts (`null` while it is open). */
export const listAttemptsWithSeal = (db: Db, attempts: Attempts) =>
  db
    .select({
      attemptId: attempt.id,
      enrolmentId: attempt.enrolmentId,
      personId: attempt.personId,
      roundId: attempt.roundId,
      candidateNumber: attempt.candidateNumber,
      formId: attempt.formId,
      kind: attempt.kind,
      sealId: seal.id,
      released: isReleased,
    })
    .from(attempt)
    .leftJoin(
      seal,
      and(
        eq(seal.attemptId, attempt.id),
        isNotNull(attempt.sealedAt),
        sql`${seal.sequence} = (select max(s."sequence") from "seal" s where s."attempt_id" = "attempt"."id")`,
      ),
    )
    .where(and(isMeant(attempts), isNull(attempt.voidedAt)))
    .orderBy(asc(attempt.candidateNumber))

/** What was handed in under these seals. */
export async function listSnapshots(db: Db, sealIds: readonly string[]) {
  if (sealIds.length === 0) return new Map<string, ReturnType<typeof readSnapshot>>()
  const rows = await db.select({ id: seal.id, snapshot: seal.snapshot }).from(seal).where(inArray(seal.id, [...sealIds]))
  return new Map(rows.map((row) => [row.id, readSnapshot(row.snapshot)]))
}

/** These forms by id. */
export async function formsOf(db: Db, formIds: Iterable<string>): Promise<ReadonlyMap<string, PaperForm>> {
  const forms = new Map<string, PaperForm>()
  for (const formId of new Set(formIds)) forms.set(formId, await getPublishedForm(db, formId))
  return forms
}

/** The first reading of an answer; a second and a third are another matter. */
const FIRST = 1

/** The marks that count of these attempts: the last of each finished task. */
const listFinishedScores = (db: Db, attempts: Attempts) =>
  db
    .select({
      scoreId: score.id,
      attemptId: task.attemptId,
      questionId: task.questionId,
      sealId: task.sealId,
      levels: score.levels,
      points: score.points,
      comment: score.comment,
    })
    .from(task)
    .innerJoin(
      score,
      and(eq(score.taskId, task.id), sql`${score.sequence} = (select max(s."sequence") from "score" s where s."task_id" = "task"."id")`),
    )
    .where(
      and(
        isWorkOf(attempts),
        isNull(task.withdrawnAt),
        isNotNull(task.finishedAt),
        eq(task.turn, FIRST),
      ),
    )

/**
 * These attempts with what was handed in (`null` while they are open) and what it brought so far, by candidate number;
 * voided ones are left out. A mark counts for the very text it was given to: one under an earlier seal waits until its
 * task has been moved on.
 */
export async function addUp(db: Db, which: Attempts) {
  const attempts = await listAttemptsWithSeal(db, which)
  const forms = await formsOf(db, attempts.map(({ formId }) => formId))
  const snapshots = await listSnapshots(db, attempts.flatMap(({ sealId }) => sealId ?? []))
  const scores = new Map<string, Map<string, FinishedScore>>()
  for (const { sealId, questionId, scoreId, levels, points, comment } of await listFinishedScores(db, which)) {
    const ofSeal = scores.get(sealId) ?? new Map<string, FinishedScore>()
    scores.set(sealId, ofSeal.set(questionId, { scoreId, levels, points, comment }))
  }
  return attempts.map((attempt) => {
    const form = forms.get(attempt.formId) ?? refuse('notFound')
    const handedIn = attempt.sealId === null ? null : (snapshots.get(attempt.sealId) ?? null)
    return { attempt, form, handedIn, total: totalOf(form, handedIn, scores.get(attempt.sealId ?? '') ?? new Map()) }
  })
}

/** What every attempt of a round brought so far, and whether its result is out. */
export const scoresOfRound = async (db: Db, roundId: string): Promise<(AttemptScores & { readonly released: boolean })[]> =>
  (await addUp(db, { roundId })).map(({ attempt, form: { maximumPoints }, total }) => ({ ...attempt, maximumPoints, ...total }))

/** The pass marks of a round as they were set, newest first. */
export const listPassMarks = (db: Db, roundId: string): Promise<PassMarkRow[]> =>
  db.select().from(passMark).where(eq(passMark.roundId, roundId)).orderBy(desc(passMark.sequence))

/** The pass marks that count in a round: hundredths of a point by form id. */
export async function passMarksOf(db: Db, roundId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await listPassMarks(db, roundId)
  return new Map(rows.toReversed().map(({ formId, points }) => [formId, points]))
}

/** The papers with a pass mark in these rounds. */
export const listMarked = (db: Db, roundIds: readonly string[]): Promise<{ roundId: string; formId: string }[]> =>
  db.selectDistinct({ roundId: passMark.roundId, formId: passMark.formId }).from(passMark).where(inArray(passMark.roundId, [...roundIds]))

/** The pass mark of a form in a round that counts, if it was set. */
export async function findPassMark(db: Db, roundId: string, formId: string): Promise<PassMarkRow | undefined> {
  const [last] = await db
    .select()
    .from(passMark)
    .where(and(eq(passMark.roundId, roundId), eq(passMark.formId, formId)))
    .orderBy(desc(passMark.sequence))
    .limit(1)
  return last
}

export async function addPassMark(tx: Db, row: typeof passMark.$inferInsert): Promise<void> {
  await tx.insert(passMark).values(row)
}

/** Whether anything of this form was assessed in this round, and whether a result of it is out. */
export async function assessedSoFar(db: Db, roundId: string, formId: string): Promise<{ assessed: boolean; released: boolean }> {
  const ofForm = and(eq(attempt.roundId, roundId), eq(attempt.formId, formId))
  const marks = await db
    .select({ id: score.id })
    .from(score)
    .innerJoin(task, eq(task.id, score.taskId))
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .where(ofForm)
    .limit(1)
  const results = await db.select({ id: result.id }).from(result).innerJoin(attempt, eq(attempt.id, result.attemptId)).where(ofForm).limit(1)
  return { assessed: marks.length > 0, released: results.length > 0 }
}

/** The assessors that a round has now. */
export const listRoundAssessors = (db: Db, roundId: string) =>
  db
    .select({ id: roundAssessor.id, person })
    .from(roundAssessor)
    .innerJoin(person, eq(person.id, roundAssessor.assessorId))
    .where(and(eq(roundAssessor.roundId, roundId), isNull(roundAssessor.withdrawnAt)))
    .orderBy(asc(person.name), asc(person.id))
export type RoundAssessor = Awaited<ReturnType<typeof listRoundAssessors>>[number]

/** Everybody who is an assessor, by name. */
export const listAssessors = (db: Db) =>
  db.select({ id: person.id, name: person.name }).from(person).where(isNotNull(person.assessorSince)).orderBy(asc(person.name), asc(person.id))

export async function addRoundAssessor(tx: Db, row: typeof roundAssessor.$inferInsert): Promise<void> {
  await tx.insert(roundAssessor).values(row)
}

export async function withdrawRoundAssessor(tx: Db, id: string, now: Instant): Promise<void> {
  await tx.update(roundAssessor).set({ withdrawnAt: now }).where(eq(roundAssessor.id, id))
}

/** Rounds that have assessors and in which there may be work to give out or to take back. */
export async function listRoundsInAssessment(db: Db): Promise<string[]> {
  const isWaiting = exists(db.select({ one: sql`1` }).from(waitingAnswer).where(eq(waitingAnswer.roundId, round.id)))
  const rows = await db
    .selectDistinct({ roundId: roundAssessor.roundId })
    .from(roundAssessor)
    .innerJoin(round, eq(round.id, roundAssessor.roundId))
    .where(and(isNull(roundAssessor.withdrawnAt), isNull(round.calledOffAt), or(isNull(round.releasedAt), isWaiting)))
  return rows.map(({ roundId }) => roundId)
}
