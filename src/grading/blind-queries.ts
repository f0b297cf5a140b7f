/**
 * Everything assessors' pages read. Blind: these queries know a candidate number and nothing that leads to a person;
 * `attempt` is joined for its number, its form and whether it still counts, never for whose it is.
 */
import { and, asc, count, desc, eq, isNull, not, sql } from 'drizzle-orm'
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

/** Every answer this assessor still may change, for the counts of the piles; the question stands for the pile. */
export const listOwnWork = (db: Db, assessorId: string) =>
  db
    .select({
      taskId: task.id,
      roundId: task.roundId,
      roundName: round.name,
      assessingDueOn: round.assessingDueOn,
      formId: attempt.formId,
      questionId: task.questionId,
      finishedAt: task.finishedAt,
      scores: scoresSoFar,
    })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .innerJoin(round, eq(round.id, task.roundId))
    .where(and(isMine(assessorId), not(isLocked)))
    .orderBy(asc(round.windowFirstOn), asc(task.questionId), asc(attempt.candidateNumber))

/** An assessor's answers to one question in one round. */
export interface PileKey {
  readonly assessorId: string
  readonly roundId: string
  readonly questionId: string
}

const isIn = (pile: PileKey) => and(isMine(pile.assessorId), eq(task.roundId, pile.roundId), eq(task.questionId, pile.questionId))

const pileRows = (db: Db, pile: PileKey) =>
  db
    .select({
      taskId: task.id,
      candidateNumber: attempt.candidateNumber,
      formId: attempt.formId,
      roundName: round.name,
      assessingDueOn: round.assessingDueOn,
      finishedAt: task.finishedAt,
      locked: isLocked,
      scores: scoresSoFar,
      points: score.points,
    })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .innerJoin(round, eq(round.id, task.roundId))
    .leftJoin(score, and(eq(score.taskId, task.id), isLastScore))
    .where(isIn(pile))
    .orderBy(asc(attempt.candidateNumber))
    .$dynamic()

/** One pile, by candidate number, which says nothing else. */
export const listPile = async (db: Db, pile: PileKey) => pileRows(db, pile)

/** How many answers of a pile stand on a page. */
const PAGE = 50

/** A page of a pile. @param wanted from 1; one too far is the last */
export async function findPile(db: Db, pile: PileKey, wanted: number) {
  const [found] = await db.select({ total: count() }).from(task).innerJoin(attempt, eq(attempt.id, task.attemptId)).where(isIn(pile))
  const pages = Math.max(1, Math.ceil((found?.total ?? 0) / PAGE))
  const page = Math.min(wanted, pages)
  return { rows: await pileRows(db, pile).limit(PAGE).offset((page - 1) * PAGE), page, pages }
}

/** The first answer of a pile that is still to be done; a draft comes when nothing is untouched. */
export async function findFirstToDo(db: Db, pile: PileKey): Promise<string | undefined> {
  const [first] = await db
    .select({ taskId: task.id })
    .from(task)
    .innerJoin(attempt, eq(attempt.id, task.attemptId))
    .where(and(isIn(pile), isNull(task.finishedAt), not(isLocked)))
    .orderBy(sql`case when ${scoresSoFar} = 0 then 0 else 1 end`, asc(attempt.candidateNumber))
    .limit(1)
  return first?.taskId
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
