import { sql } from 'drizzle-orm'
import { boolean, check, id, index, instant, integer, json, primaryKey, table, text, uniqueIndex } from '../dialect.ts'
import { enrolment } from './enrolment.ts'
import { person } from './identity.ts'
import { form, question } from './papers.ts'
import { round } from './rounds.ts'

/** Set once per person by staff; holds for every attempt that is not sealed yet. A sealed one keeps what it was sealed with. */
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
    /** Its paper has a case or question that this person had sat before, because none was fresh. */
    satBefore: boolean('sat_before').notNull().default(false),
    openedAt: instant('opened_at'),
    /** When something was saved, noted at most every five minutes: the board need not look at every answer. */
    busyAt: instant('busy_at'),
    /** Taken over from the last seal: when writing ended, null while it is open. */
    sealedAt: instant('sealed_at'),
    /** The accommodation it was closed with, null while it is open: what is changed afterwards moves no deadline of it. */
    sealedPercent: integer('sealed_percent'),
    sealedMinutes: integer('sealed_minutes'),
    /**
     * What assessing made of what was handed in: open answers that say something and have no finished mark, and the points
     * so far (hundredths). Null until it has counted them, and again after a newer seal. For lists and sums: a release
     * adds everything up anew.
     */
    openLeft: integer('open_left'),
    points: integer('points'),
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
    index('attempt_enrolment').on(t.enrolmentId),
    index('attempt_round').on(t.roundId, t.formId),
    // How a round stands is read from these three alone, whatever the number of tests. They name what they leave out:
    // SQLite would look every row up to see that it was not voided.
    index('attempt_standing').on(t.roundId, t.formId, t.sealedAt, t.openLeft, t.points, t.id, t.openedAt, t.voidedAt).where(sql`voided_at is null`),
    index('attempt_board')
      .on(t.roundId, t.startsAt, t.enrolmentId, t.kind, t.sealedAt, t.openedAt, t.busyAt, t.personId, t.id, t.candidateNumber, t.voidedAt)
      .where(sql`voided_at is null`),
    index('attempt_number').on(t.roundId, t.candidateNumber, t.voidedAt),
    index('attempt_uncounted').on(t.id).where(sql`sealed_at is not null and open_left is null and voided_at is null`),
    index('attempt_voided').on(t.roundId).where(sql`voided_at is not null`),
    index('attempt_sat_before').on(t.startsAt).where(sql`sat_before and voided_at is null`),
    index('attempt_open').on(t.startsAt).where(sql`sealed_at is null and voided_at is null`),
  ],
)

/**
 * The current text or choice of one answer. The text comes last: whoever asks when something was saved need not read
 * past it.
 */
export const answer = table(
  'answer',
  {
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    questionId: text('question_id').notNull().references(() => question.id),
    revision: integer('revision').notNull(),
    savedAt: instant('saved_at').notNull(),
    /** The window that typed it, and its own count of what it sent. */
    windowId: text('window_id').notNull(),
    windowCount: integer('window_count').notNull(),
    /** The row of its history that holds this text. */
    historyId: text('history_id').notNull(),
    /** Arrived after the deadline, within its grace. */
    inGrace: boolean('in_grace').notNull(),
    /** Keys of the chosen options; empty for an open question. */
    choice: json<readonly string[]>('choice').notNull(),
    text: text('text').notNull(),
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
    outcome: text('outcome', { enum: ['saved', 'stale', 'late', 'early'] }).notNull(),
    text: text('text').notNull(),
    choice: json<readonly string[]>('choice').notNull(),
    windowId: text('window_id').notNull(),
    at: instant('at').notNull(),
    /** A late text that staff let count after all, with a reason (`intervention`). */
    acceptedAt: instant('accepted_at'),
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

/** What a candidate reported from the page of a test, with what was known then, and what the office answered. */
export const problemReport = table(
  'problem_report',
  {
    id: id('id'),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    personId: text('person_id').notNull().references(() => person.id),
    roundId: text('round_id').notNull().references(() => round.id),
    text: text('text').notNull(),
    reportedAt: instant('reported_at').notNull(),
    lastSavedAt: instant('last_saved_at'),
    userAgent: text('user_agent').notNull(),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
    answeredBy: text('answered_by'),
  },
  (t) => [
    index('problem_report_attempt').on(t.attemptId, t.id),
    index('problem_report_open').on(t.reportedAt).where(sql`answered_at is null`),
    check('problem_report_answered', sql`(answer is null) = (answered_at is null)`),
  ],
)

/** A stretch of time in which people could not work, for one round or for all. */
export const incident = table(
  'incident',
  {
    id: id('id'),
    /** Null: every round. */
    roundId: text('round_id').references(() => round.id),
    /** The round's id, or `all`: a unique index takes two nulls for different. */
    scope: text('scope').notNull(),
    fromAt: instant('from_at').notNull(),
    untilAt: instant('until_at').notNull(),
    reason: text('reason').notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: text('made_by').notNull(),
    /** Every attempt that was running then has its time; a job goes on where a crash left off. */
    appliedAt: instant('applied_at'),
  },
  (t) => [uniqueIndex('incident_once').on(t.scope, t.fromAt, t.untilAt), check('incident_order', sql`from_at < until_at`)],
)

/** The time that an incident gave an attempt: once, whoever applies it. */
export const incidentTime = table(
  'incident_time',
  {
    incidentId: text('incident_id').notNull().references(() => incident.id),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    /** The stretch in which the clock of this attempt stood still. */
    fromAt: instant('from_at').notNull(),
    untilAt: instant('until_at').notNull(),
    minutes: integer('minutes').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.attemptId] }), index('incident_time_attempt').on(t.attemptId)],
)

/** What the office did about one attempt, with its reason: the audit log holds no text. */
export const intervention = table(
  'intervention',
  {
    id: id('id'),
    attemptId: text('attempt_id').notNull().references(() => attempt.id),
    kind: text('kind', { enum: ['extraTime', 'startMoved', 'reopened', 'closed', 'lateAccepted'] }).notNull(),
    reason: text('reason').notNull(),
    at: instant('at').notNull(),
    by: text('done_by').notNull(),
  },
  (t) => [index('intervention_attempt').on(t.attemptId, t.id)],
)
