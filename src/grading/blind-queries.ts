/**
 * Everything assessors' pages read. Blind: these queries know a candidate number and nothing that leads to a person;
 * `attempt` is joined for its number, its form and whether it still counts, never for whose it is.
 */
import { and, asc, desc, eq, isNull, not, sql } from 'drizzle-orm'
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

/** One pile: this assessor's answers to one question in one round, by candidate number, which says nothing else. */
export const listPile = (db: Db, pile: { assessorId: string; roundId: string; questionId: string }) =>
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
    .where(and(isMine(pile.assessorId), eq(task.roundId, pile.roundId), eq(task.questionId, pile.questionId)))
    .orderBy(asc(attempt.candidateNumber))

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
