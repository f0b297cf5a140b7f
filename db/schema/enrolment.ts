import { sql } from 'drizzle-orm'
import { boolean, check, id, index, instant, table, text, uniqueIndex } from '../dialect.ts'
import { person } from './identity.ts'
import { round } from './rounds.ts'

/** Somebody's place in a round, for the tests it covers. Ended by a dated fact; one live enrolment per person. */
export const enrolment = table(
  'enrolment',
  {
    id: id('id'),
    personId: text('person_id').notNull().references(() => person.id),
    roundId: text('round_id').notNull().references(() => round.id),
    kind: text('kind', { enum: ['full', 'retake'] }).notNull(),
    caseTest: boolean('case_test').notNull(),
    reflectionTest: boolean('reflection_test').notNull(),
    termsVersion: text('terms_version').notNull(),
    agreedAt: instant('agreed_at').notNull(),
    createdAt: instant('created_at').notNull(),
    /** An unpaid place is held until then. */
    heldUntil: instant('held_until').notNull(),
    /** Paid, so the place is certain. */
    confirmedAt: instant('confirmed_at'),
    startsAt: instant('starts_at'),
    /** When its tests were made, at the start or soon after: where it is set, nobody has to look for them. */
    testsMadeAt: instant('tests_made_at'),
    /** The rules were read and own work was declared. */
    declaredAt: instant('declared_at'),
    lapsedAt: instant('lapsed_at'),
    endedAt: instant('ended_at'),
    endReason: text('end_reason', { enum: ['released', 'expired', 'cancelled', 'calledOff'] }),
  },
  (t) => [
    uniqueIndex('enrolment_one_live').on(t.personId).where(sql`ended_at is null`),
    // How many are where in a round is read from this alone.
    index('enrolment_round').on(t.roundId, t.startsAt, t.endedAt, t.endReason, t.confirmedAt, t.heldUntil, t.lapsedAt, t.testsMadeAt, t.personId, t.id),
    // Whether somebody is in a round is read from this alone: a list by name goes from person to person.
    index('enrolment_person').on(t.personId, t.roundId, t.endedAt, t.endReason, t.startsAt, t.testsMadeAt, t.id),
    index('enrolment_starts').on(t.startsAt).where(sql`tests_made_at is null and ended_at is null`),
    index('enrolment_choosing').on(t.roundId).where(sql`ended_at is null and confirmed_at is not null and starts_at is null`),
    check('enrolment_has_test', sql`case_test or reflection_test`),
    check('enrolment_start_after_confirmation', sql`starts_at is null or confirmed_at is not null`),
  ],
)

/**
 * Staff let somebody whose result is final enrol in full once more. It is used up by the first full enrolment after it
 * that comes to results, so that one which expired, was cancelled or was called off takes nothing away.
 */
export const newChance = table(
  'new_chance',
  {
    id: id('id'),
    personId: text('person_id').notNull().references(() => person.id),
    reason: text('reason').notNull(),
    allowedAt: instant('allowed_at').notNull(),
    allowedBy: text('allowed_by').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [index('new_chance_person').on(t.personId)],
)
