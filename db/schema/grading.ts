import { sql } from 'drizzle-orm'
import { boolean, check, id, index, instant, integer, json, primaryKey, table, text, uniqueIndex } from '../dialect.ts'
import { attempt, seal } from './delivery.ts'
import { person } from './identity.ts'
import { form, question } from './papers.ts'
import { round } from './rounds.ts'

/** The pass mark of one form in one round, in hundredths of a point. Added, never overwritten: the last one counts. */
export const passMark = table(
  'pass_mark',
  {
    id: id('id'),
    roundId: text('round_id').notNull().references(() => round.id),
    formId: text('form_id').notNull().references(() => form.id),
    sequence: integer('sequence').notNull(),
    points: integer('points').notNull(),
    reason: text('reason'),
    setAt: instant('set_at').notNull(),
    setBy: text('set_by').notNull(),
  },
  (t) => [uniqueIndex('pass_mark_sequence').on(t.roundId, t.formId, t.sequence), check('pass_mark_points', sql`points > 0`)],
)

/** Assessors whom staff assigned to a round. */
export const roundAssessor = table(
  'round_assessor',
  {
    id: id('id'),
    roundId: text('round_id').notNull().references(() => round.id),
    assessorId: text('assessor_id').notNull().references(() => person.id),
    assignedAt: instant('assigned_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [uniqueIndex('round_assessor_one').on(t.roundId, t.assessorId).where(sql`withdrawn_at is null`)],
)

/** One open answer to be assessed by one assessor. */
export const task = table(
  'task',
  {
    id: id('id'),
    roundId: text('round_id').notNull().references(() => round.id),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    sealId: text('seal_id').notNull().references(() => seal.id),
    questionId: text('question_id').notNull().references(() => question.id),
    assessorId: text('assessor_id').notNull().references(() => person.id),
    /** The attempt's own, in which order piles lie. */
    candidateNumber: text('candidate_number').notNull(),
    /** 1 first, 2 second (four eyes), 3 third. */
    turn: integer('turn').notNull(),
    assignedAt: instant('assigned_at').notNull(),
    finishedAt: instant('finished_at'),
    /** Of the last mark, drafts included, in hundredths; null before the first. */
    points: integer('points'),
    withdrawnAt: instant('withdrawn_at'),
    withdrawReason: text('withdraw_reason', { enum: ['conflict', 'staff', 'voided', 'emptied'] }),
  },
  (t) => [
    uniqueIndex('task_one_per_turn').on(t.attemptId, t.questionId, t.turn).where(sql`withdrawn_at is null`),
    index('task_assessor').on(t.assessorId, t.finishedAt),
    // A pile is read and counted from this alone.
    index('task_pile').on(t.assessorId, t.roundId, t.questionId, t.candidateNumber, t.finishedAt, t.points).where(sql`withdrawn_at is null`),
    index('task_round').on(t.roundId, t.questionId),
  ],
)

/** How much of one question of a round lies with an assessor, by its state: kept with the work, so that no page counts it. */
export const pile = table(
  'pile',
  {
    assessorId: text('assessor_id').notNull().references(() => person.id),
    roundId: text('round_id').notNull().references(() => round.id),
    questionId: text('question_id').notNull().references(() => question.id),
    todo: integer('todo').notNull(),
    draft: integer('draft').notNull(),
    done: integer('done').notNull(),
  },
  (t) => [primaryKey({ columns: [t.assessorId, t.roundId, t.questionId] }), index('pile_round').on(t.roundId)],
)

/** An open answer that was handed in and has to be given out, or taken back because it was handed in anew and is empty now. */
export const waitingAnswer = table(
  'waiting_answer',
  {
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    questionId: text('question_id').notNull().references(() => question.id),
    roundId: text('round_id').notNull().references(() => round.id),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.questionId] }), index('waiting_answer_round').on(t.roundId, t.questionId)],
)

/** A mark an assessor gave. Every one stays; the last of a task counts, once finished. */
export const score = table(
  'score',
  {
    id: id('id'),
    taskId: text('task_id').notNull().references(() => task.id),
    sequence: integer('sequence').notNull(),
    /** Criterion key to level key. */
    levels: json<Readonly<Record<string, string>>>('levels').notNull(),
    points: integer('points').notNull(),
    comment: text('comment').notNull(),
    finished: boolean('finished').notNull(),
    givenAt: instant('given_at').notNull(),
    givenBy: text('given_by').notNull().references(() => person.id),
  },
  (t) => [uniqueIndex('score_sequence').on(t.taskId, t.sequence), check('score_points', sql`points >= 0`)],
)

/** This assessor taught or supervised this person and does not assess them. */
export const conflict = table(
  'conflict',
  {
    id: id('id'),
    assessorId: text('assessor_id').notNull().references(() => person.id),
    personId: text('person_id').notNull().references(() => person.id),
    declaredAt: instant('declared_at').notNull(),
    declaredBy: text('declared_by').notNull(),
  },
  (t) => [uniqueIndex('conflict_once').on(t.assessorId, t.personId)],
)
