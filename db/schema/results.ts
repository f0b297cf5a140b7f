import { sql } from 'drizzle-orm'
import { boolean, check, id, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.ts'
import { attempt } from './delivery.ts'
import { round } from './rounds.ts'

/** Proposed by one staff member, agreed by another to exactly the scores of its digest. */
export const release = table(
  'release',
  {
    id: id('id'),
    roundId: text('round_id').notNull().references(() => round.id),
    digest: text('digest').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    proposedBy: text('proposed_by').notNull(),
    agreedAt: instant('agreed_at'),
    agreedBy: text('agreed_by'),
    /** A score or pass mark changed before the agreement, or staff took it back. */
    lapsedAt: instant('lapsed_at'),
  },
  (t) => [
    uniqueIndex('release_one_pending').on(t.roundId).where(sql`agreed_at is null and lapsed_at is null`),
    check('release_two_people', sql`agreed_by is null or agreed_by <> proposed_by`),
  ],
)

/** An attempt held out of its round's release, to be released later. */
export const holdout = table(
  'holdout',
  {
    id: id('id'),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    reason: text('reason').notNull(),
    heldAt: instant('held_at').notNull(),
    heldBy: text('held_by').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [uniqueIndex('holdout_one').on(t.attemptId).where(sql`ended_at is null`)],
)

/** The decision on one attempt as it was released; a change is a new result beside the old. */
export const result = table(
  'result',
  {
    id: id('id'),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    releaseId: text('release_id').notNull().references(() => release.id),
    sequence: integer('sequence').notNull(),
    /** Hundredths of a point. */
    points: integer('points').notNull(),
    maximumPoints: integer('maximum_points').notNull(),
    passMark: integer('pass_mark').notNull(),
    /** Tenths: 10 to 100. */
    mark: integer('mark').notNull(),
    sufficient: boolean('sufficient').notNull(),
    /** Question id to points and, for an open one, levels and comment: what the candidate reads. */
    detail: json<unknown>('detail').notNull(),
    releasedAt: instant('released_at').notNull(),
  },
  (t) => [
    uniqueIndex('result_sequence').on(t.attemptId, t.sequence),
    index('result_release').on(t.releaseId),
    check('result_mark', sql`mark between 10 and 100`),
  ],
)
