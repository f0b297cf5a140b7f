import { sql } from 'drizzle-orm'
import { boolean, check, id, index, instant, integer, json, primaryKey, table, text, uniqueIndex } from '../dialect.ts'
import { enrolment } from './enrolment.ts'
import { person } from './identity.ts'
import { form, question } from './papers.ts'
import { round } from './rounds.ts'

/** Set once per person by staff; holds for every attempt that is not sealed yet. */
export const accommodation = table('accommodation', {
  personId: text('person_id').primaryKey().references(() => person.id),
  extraPercent: integer('extra_percent').notNull(),
  extraMinutes: integer('extra_minutes').notNull(),
  setAt: instant('set_at').notNull(),
  setBy: text('set_by').notNull(),
})

/** A test as sat by one person. Made when the clock starts, bound to one form from then on. */
export const attempt = table(
  'attempt',
  {
    id: id('id'),
    enrolmentId: text('enrolment_id').notNull().references(() => enrolment.id),
    personId: text('person_id').notNull().references(() => person.id),
    roundId: text('round_id').notNull().references(() => round.id),
    formId: text('form_id').notNull().references(() => form.id),
    kind: text('kind', { enum: ['case', 'reflection'] }).notNull(),
    /** What assessors see instead of a name; each attempt has its own. */
    candidateNumber: text('candidate_number').notNull(),
    startsAt: instant('starts_at').notNull(),
    /** The round's hours, or the test's own limit. */
    workingHours: integer('working_hours').notNull(),
    /** Minutes given to this attempt alone, and minutes lost to incidents. */
    extraMinutes: integer('extra_minutes').notNull(),
    incidentMinutes: integer('incident_minutes').notNull(),
    openedAt: instant('opened_at'),
    /** Taken over from the last seal: when writing ended, null while it is open. */
    sealedAt: instant('sealed_at'),
    voidedAt: instant('voided_at'),
    voidedBy: text('voided_by'),
    /** Illness, calamity: read by staff alone. */
    voidReason: text('void_reason'),
    /** The enrolment in which a voided chance was given back. */
    placedEnrolmentId: text('placed_enrolment_id').references(() => enrolment.id),
  },
  (t) => [
    uniqueIndex('attempt_candidate_number').on(t.candidateNumber),
    uniqueIndex('attempt_one_per_test').on(t.enrolmentId, t.kind).where(sql`voided_at is null`),
    index('attempt_person').on(t.personId),
    index('attempt_round').on(t.roundId, t.kind),
    index('attempt_open').on(t.startsAt).where(sql`sealed_at is null and voided_at is null`),
  ],
)

/** The current text or choice of one answer. */
export const answer = table(
  'answer',
  {
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    questionId: text('question_id').notNull().references(() => question.id),
    text: text('text').notNull(),
    /** Keys of the chosen options; empty for an open question. */
    choice: json<readonly string[]>('choice').notNull(),
    revision: integer('revision').notNull(),
    /** The window that typed it, and its own count of what it sent. */
    windowId: text('window_id').notNull(),
    windowCount: integer('window_count').notNull(),
    /** The row of its history that holds this text. */
    historyId: text('history_id').notNull(),
    savedAt: instant('saved_at').notNull(),
    /** Arrived after the deadline, within its grace. */
    inGrace: boolean('in_grace').notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.questionId] })],
)

/** Everything that was ever sent: what counted, and what came stale or late. Thinned by its own rule only. */
export const answerRevision = table(
  'answer_revision',
  {
    id: id('id'),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    questionId: text('question_id').notNull().references(() => question.id),
    /** The revision it became; for a stale or late text the revision that stood then. */
    revision: integer('revision').notNull(),
    outcome: text('outcome', { enum: ['saved', 'stale', 'late'] }).notNull(),
    text: text('text').notNull(),
    choice: json<readonly string[]>('choice').notNull(),
    windowId: text('window_id').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('answer_revision_of').on(t.attemptId, t.questionId, t.id)],
)

/** A mark of the candidate's own: come back to this question. */
export const bookmark = table(
  'bookmark',
  {
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    questionId: text('question_id').notNull().references(() => question.id),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.questionId] })],
)

/** What was handed in, word for word. Only ever added: a newer one supersedes, each receipt verifies its own. */
export const seal = table(
  'seal',
  {
    id: id('id'),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    sequence: integer('sequence').notNull(),
    by: text('sealed_by', { enum: ['candidate', 'deadline', 'staff'] }).notNull(),
    /** When writing ended: the moment of handing in, or the deadline. */
    at: instant('at').notNull(),
    madeAt: instant('made_at').notNull(),
    /** Canonical JSON of every answer; its SHA-256 is the seal. */
    snapshot: text('snapshot').notNull(),
    sha256: text('sha256').notNull(),
    receiptCode: text('receipt_code').notNull(),
  },
  (t) => [
    uniqueIndex('seal_sequence').on(t.attemptId, t.sequence),
    uniqueIndex('seal_receipt').on(t.receiptCode),
    check('seal_hash', sql`length(sha256) = 64`),
  ],
)
