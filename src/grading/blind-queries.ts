/**
 * Everything assessors' pages read. Blind: these queries know a candidate number and nothing that leads to a person;
 * `attempt` is asked for its form and whether it still counts, never for whose it is.
 */
import { and, asc, desc, eq, gt, isNotNull, isNull, lt, not, or, sql } from 'drizzle-orm'
import type { AnyColumn, SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt, seal } from '../../db/schema/delivery.ts'
import { passMark, pile, score, task } from '../../db/schema/grading.ts'
import { question } from '../../db/schema/papers.ts'
import { round } from '../../db/schema/rounds.ts'
import { partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'
import { hadHeldOut } from './queries.ts'

/** Whether the result is out, so that its marks stay as they are. */
const isLocked = sql<boolean>`exists (select 1 from "result" r where r."attempt_id" = "task"."attempt_id")`.mapWith(Boolean)

const isMine = (assessorId: string) => and(eq(task.assessorId, assessorId), isNull(task.withdrawnAt), isNull(attempt.voidedAt))

/** Whether the answer is of an attempt that does not count any more. They are few: a list is quicker than a look at each attempt. */
const isVoided = (roundId: string) =>
  sql`${task.attemptId} in (select v."id" from "attempt" v where v."round_id" = ${roundId} and v."voided_at" is not null)`

/** As it is kept; once results of the round are out, only the answers without one count, and are counted one by one. */
const stillOpen = (kept: AnyColumn, state: SQL) => sql`case when ${round.releasedAt} is null then ${kept} else (
  select count(*) from "task" t where t."assessor_id" = ${pile.assessorId} and t."round_id" = ${pile.roundId} and t."question_id" = ${pile.questionId}
    and t."withdrawn_at" is null and ${state} and not exists (select 1 from "result" r where r."attempt_id" = t."attempt_id")) end`.mapWith(Number)

/** This assessor's piles, rounds in the order of their windows: how much lies in each that still may be changed, by its state. */
export async function listOwnPiles(db: Db, assessorId: string) {
  const piles = await db
    .select({
      roundId: round.id,
      roundName: round.name,
      assessingDueOn: round.assessingDueOn,
      formId: question.formId,
      questionId: question.id,
      todo: stillOpen(pile.todo, sql`t."finished_at" is null and t."points" is null`),
      draft: stillOpen(pile.draft, sql`t."finished_at" is null and t."points" is not null`),
      done: stillOpen(pile.done, sql`t."finished_at" is not null`),
    })
    .from(pile)
    .innerJoin(round, eq(round.id, pile.roundId))
    .innerJoin(question, eq(question.id, pile.questionId))
    .where(and(eq(pile.assessorId, assessorId), or(isNull(round.releasedAt), hadHeldOut)))
    .orderBy(asc(round.windowFirstOn), asc(round.id), asc(question.id))
  return piles.filter(({ todo, draft, done }) => todo + draft + done > 0)
}

/** The answers to one question in one round that lie with one assessor. */
interface PileOf {
  readonly assessorId: string
  readonly roundId: string
  readonly questionId: string
}

const isOfPile = ({ assessorId, roundId, questionId }: PileOf) =>
  and(
    eq(task.assessorId, assessorId), eq(task.roundId, roundId), eq(task.questionId, questionId), isNull(task.withdrawnAt), not(isVoided(roundId)),
  )

/** How many answers a page of a pile holds. */
const PAGE = 50

/** A page of a pile, by candidate number, which says nothing else. @param wanted from 1; a page too far is the last one */
export async function listPile(db: Db, pile: PileOf, wanted: number) {
  const { page, pages, limit, offset } = partOf(wanted, await db.$count(task, isOfPile(pile)), PAGE)
  const lines = await db
    .select({
      taskId: task.id,
      candidateNumber: task.candidateNumber,
      formId: question.formId,
      roundName: round.name,
      assessingDueOn: round.assessingDueOn,
      finishedAt: task.finishedAt,
      points: task.points,
    })
    .from(task)
    .innerJoin(question, eq(question.id, task.questionId))
    .innerJoin(round, eq(round.id, task.roundId))
    .where(isOfPile(pile))
    .orderBy(asc(task.candidateNumber))
    .limit(limit)
    .offset(offset)
  return { lines, page, pages }
}

/** Where an answer lies in its pile, from 1, with its neighbours. @param candidateNumber the answer's */
export async function findPlace(db: Db, pile: PileOf, candidateNumber: string) {
  const before = and(isOfPile(pile), lt(task.candidateNumber, candidateNumber))
  const [previous] = await db.select({ taskId: task.id }).from(task).where(before).orderBy(desc(task.candidateNumber)).limit(1)
  const [following] = await db
    .select({ taskId: task.id })
    .from(task)
    .where(and(isOfPile(pile), gt(task.candidateNumber, candidateNumber)))
    .orderBy(asc(task.candidateNumber))
    .limit(1)
  return {
    place: (await db.$count(task, before)) + 1,
    total: await db.$count(task, isOfPile(pile)),
    previousId: previous?.taskId ?? null,
    followingId: following?.taskId ?? null,
  }
}

/**
 * The next answer of a pile that is to be done: the first after this candidate number, or from the beginning again;
 * drafts come when nothing is untouched. Never the answer with that number itself, nor one whose result is out.
 *
 * @param after `''` to begin at the beginning
 */
export async function findNext(db: Db, pile: PileOf, after: string): Promise<string | null> {
  const isToDo = and(isOfPile(pile), isNull(task.finishedAt), not(isLocked))
  for (const isWanted of [isNull(task.points), isNotNull(task.points)]) {
    for (const isAhead of [gt(task.candidateNumber, after), lt(task.candidateNumber, after)]) {
      const [next] = await db.select({ taskId: task.id }).from(task).where(and(isToDo, isWanted, isAhead)).orderBy(asc(task.candidateNumber)).limit(1)
      if (next) return next.taskId
    }
  }
  return null
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
