/**
 * Everything assessors' pages read. Blind: these queries know a candidate number and nothing that leads to a person;
 * `attempt` is joined for its number, its form and whether it still counts, never for whose it is.
 */
import { and, asc, desc, eq, inArray, isNull, ne, not, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt, seal } from '../../db/schema/delivery.ts'
import { passMark, score, task } from '../../db/schema/grading.ts'
import { round } from '../../db/schema/rounds.ts'
import { refuse } from '../refusal.ts'

/** How many marks a task has, drafts included. The names are written out: a query on one table would drop them. */
const scoresSoFar = sql<number>`(select count(*) from "score" s where s."task_id" = "task"."id")`.mapWith(Number)

/** Whether the result is out, so that its marks stay as they are. */
const isLocked = sql<boolean>`exists (select 1 from "result" r where r."attempt_id" = "task"."attempt_id")`.mapWith(Boolean)

/** The mark of a task that counts, or its draft. */
const isLastScore = sql`${score.sequence} = (select max(s."sequence") from "score" s where s."task_id" = "task"."id")`

const isMine = (assessorId: string) => and(eq(task.assessorId, assessorId), isNull(task.withdrawnAt), isNull(attempt.voidedAt))

const hasScore = sql`exists (select 1 from "score" s where s."task_id" = "task"."id")`

const countOf = (condition: SQL) => sql`sum(case when ${condition} then 1 else 0 end)`.mapWith(Number)

/** This assessor's piles, rounds in the order of their windows: how much lies in each that still may be changed, by its state. */
export const listOwnPiles = (db: Db, assessorId: string) =>
  db
    .select({
      roundId: round.id,
      roundName: round.name,
      assessingDueOn: round.assessingDueOn,
      formId: attempt.formId,
      questionId: task.questionId,
      todo: countOf(sql`${task.finishedAt} is null and not ${hasScore}`),
      draft: countOf(sql`${task.finishedAt} is null and ${hasScore}`),
      done: countOf(sql`${task.finishedAt} is not null`),
    })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .innerJoin(round, eq(round.id, task.roundId))
    .where(and(isMine(assessorId), not(isLocked)))
    .groupBy(round.id, round.name, round.assessingDueOn, round.windowFirstOn, attempt.formId, task.questionId)
    .orderBy(asc(round.windowFirstOn), asc(round.id), asc(task.questionId))

/** The answers to one question in one round that lie with one assessor. */
interface PileOf {
  readonly assessorId: string
  readonly roundId: string
  readonly questionId: string
}

const isOfPile = ({ assessorId, roundId, questionId }: PileOf) => and(isMine(assessorId), eq(task.roundId, roundId), eq(task.questionId, questionId))

/** How many answers a page of a pile holds. */
const PAGE = 50

/** A page of a pile, by candidate number, which says nothing else. @param wanted from 1; a page too far is the last one */
export async function listPile(db: Db, pile: PileOf, wanted: number) {
  const places = await listPlaces(db, pile)
  const pages = Math.max(1, Math.ceil(places.length / PAGE))
  const page = Math.min(Math.max(1, wanted), pages)
  const lines = await db
    .select({
      taskId: task.id,
      candidateNumber: attempt.candidateNumber,
      formId: attempt.formId,
      roundName: round.name,
      assessingDueOn: round.assessingDueOn,
      finishedAt: task.finishedAt,
      scores: scoresSoFar,
      points: score.points,
    })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .innerJoin(round, eq(round.id, task.roundId))
    .leftJoin(score, and(eq(score.taskId, task.id), isLastScore))
    .where(and(isMine(pile.assessorId), inArray(task.id, places.slice((page - 1) * PAGE, page * PAGE).map(({ taskId }) => taskId))))
    .orderBy(asc(attempt.candidateNumber))
  return { lines, page, pages }
}

/** The order in which a pile lies, by candidate number. */
export const listPlaces = (db: Db, pile: PileOf) =>
  db
    .select({ taskId: task.id })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .where(isOfPile(pile))
    .orderBy(asc(attempt.candidateNumber))

/**
 * The next answer of a pile that is to be done: the first after this candidate number, or from the beginning again;
 * drafts come when nothing is untouched. Never the answer with that number itself, nor one whose result is out.
 *
 * @param after `''` to begin at the beginning
 */
export async function findNext(db: Db, pile: PileOf, after: string): Promise<string | null> {
  const [next] = await db
    .select({ taskId: task.id })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .where(and(isOfPile(pile), isNull(task.finishedAt), ne(attempt.candidateNumber, after), not(isLocked)))
    .orderBy(
      sql`case when ${hasScore} then 1 else 0 end`,
      sql`case when ${attempt.candidateNumber} > ${after} then 0 else 1 end`,
      asc(attempt.candidateNumber),
    )
    .limit(1)
  return next?.taskId ?? null
}

/** One answer to be assessed, with all that was handed in. @throws Refusal `notFound` unless it is this assessor's. */
export async function getBlindTask(db: Db, taskId: string, assessorId: string) {
  const [found] = await db
    .select({
      taskId: task.id,
      roundId: task.roundId,
      roundName: round.name,
      questionId: task.questionId,
      sealId: task.sealId,
      turn: task.turn,
      finishedAt: task.finishedAt,
      locked: isLocked,
      candidateNumber: attempt.candidateNumber,
      formId: attempt.formId,
      snapshot: seal.snapshot,
    })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .innerJoin(round, eq(round.id, task.roundId))
    .innerJoin(seal, eq(seal.id, task.sealId))
    .where(and(eq(task.id, taskId), isMine(assessorId)))
  return found ?? refuse('notFound')
}

/** Every mark this assessor gave to one answer, newest first. */
export const listOwnScores = (db: Db, taskId: string, assessorId: string) =>
  db
    .select({
      sequence: score.sequence,
      levels: score.levels,
      points: score.points,
      comment: score.comment,
      finished: score.finished,
      givenAt: score.givenAt,
    })
    .from(score)
    .innerJoin(task, eq(task.id, score.taskId))
    .where(and(eq(score.taskId, taskId), eq(task.assessorId, assessorId), eq(score.givenBy, assessorId)))
    .orderBy(desc(score.sequence))

/** Whether a form has a pass mark in a round: before that no open answer is assessed. */
export async function hasPassMark(db: Db, roundId: string, formId: string): Promise<boolean> {
  const found = await db
    .select({ id: passMark.id })
    .from(passMark)
    .where(and(eq(passMark.roundId, roundId), eq(passMark.formId, formId)))
    .limit(1)
  return found.length > 0
}
