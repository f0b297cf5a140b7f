import { sql } from 'drizzle-orm'
import { check, id, index, instant, integer, table, text, uniqueIndex } from '../dialect.ts'
import { form } from './papers.ts'

export const round = table(
  'round',
  {
    id: id('id'),
    name: text('name').notNull(),
    note: text('note'),
    /** Planned opening and closing of the enrolment; both may be left to staff. */
    enrolmentOpensAt: instant('enrolment_opens_at'),
    enrolmentClosesAt: instant('enrolment_closes_at'),
    /** What staff last did by hand, which beats a date before it. */
    handState: text('hand_state', { enum: ['open', 'closed'] }),
    handAt: instant('hand_at'),
    /** What the audit log has been told; the rules look at the facts above. */
    notedState: text('noted_state', { enum: ['open', 'closed'] }),
    /** Local dates, both included. */
    windowFirstOn: text('window_first_on').notNull(),
    windowLastOn: text('window_last_on').notNull(),
    workingHours: integer('working_hours').notNull(),
    caseHours: integer('case_hours'),
    reflectionHours: integer('reflection_hours'),
    minimumCandidates: integer('minimum_candidates'),
    maximumCandidates: integer('maximum_candidates'),
    assessingDueOn: text('assessing_due_on'),
    createdAt: instant('created_at').notNull(),
    calledOffAt: instant('called_off_at'),
    /** The first release of its results; set by `results`. */
    releasedAt: instant('released_at'),
  },
  (t) => [
    index('round_window').on(t.windowFirstOn),
    uniqueIndex('round_name').on(t.name),
    check('round_window_order', sql`window_first_on <= window_last_on`),
    check('round_hours', sql`working_hours between 1 and 720`),
  ],
)

/** The published forms a round may use, in order of preference. */
export const roundForm = table(
  'round_form',
  {
    id: id('id'),
    roundId: text('round_id').notNull().references(() => round.id),
    formId: text('form_id').notNull().references(() => form.id),
    position: integer('position').notNull(),
  },
  (t) => [uniqueIndex('round_form_once').on(t.roundId, t.formId)],
)
