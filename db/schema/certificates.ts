import { sql } from 'drizzle-orm'
import { id, index, instant, table, text, uniqueIndex } from '../dialect.ts'
import { person } from './identity.ts'
import { result } from './results.ts'

/** One per sufficient test. Revoked, never deleted. */
export const certificate = table(
  'certificate',
  {
    id: id('id'),
    number: text('number').notNull(),
    personId: text('person_id').notNull().references(() => person.id),
    resultId: text('result_id').notNull().references(() => result.id),
    kind: text('kind', { enum: ['case', 'reflection'] }).notNull(),
    /** As it was when it was issued. */
    holderName: text('holder_name').notNull(),
    issuedOn: text('issued_on').notNull(),
    issuedAt: instant('issued_at').notNull(),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
    /** In the words of staff; kept here, outside the audit log. */
    revokeReason: text('revoke_reason'),
  },
  (t) => [
    uniqueIndex('certificate_number').on(t.number),
    uniqueIndex('certificate_result').on(t.resultId),
    uniqueIndex('certificate_one_per_test').on(t.personId, t.kind).where(sql`revoked_at is null`),
    index('certificate_person').on(t.personId),
  ],
)
