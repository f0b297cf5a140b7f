import { sql } from 'drizzle-orm'
import { id, index, instant, table, text, uniqueIndex } from '../dialect.ts'
import { attempt } from './delivery.ts'
import { enrolment } from './enrolment.ts'
import { person } from './identity.ts'

/** The one paid retake of an insufficient first attempt. The unique index is what racing orders lose against. */
export const retake = table(
  'retake',
  {
    id: id('id'),
    personId: text('person_id').notNull().references(() => person.id),
    firstAttemptId: text('first_attempt_id').notNull().references(() => attempt.id),
    enrolmentId: text('enrolment_id').notNull().references(() => enrolment.id),
    createdAt: instant('created_at').notNull(),
    /** Not paid, or cancelled: the right is back. */
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('retake_one').on(t.firstAttemptId).where(sql`ended_at is null`),
    index('retake_enrolment').on(t.enrolmentId),
  ],
)
