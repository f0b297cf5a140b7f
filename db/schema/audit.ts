import { id, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.ts'

/**
 * Every change of state. Numbered and chained by hash per subject; ids and values only, no free text and no personal
 * data, so that erasure and the chain can live together.
 */
export const auditEvent = table(
  'audit_event',
  {
    id: id('id'),
    subject: text('subject').notNull(),
    sequence: integer('sequence').notNull(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    what: text('what').notNull(),
    personId: text('person_id'),
    roundId: text('round_id'),
    before: json<unknown>('before_values'),
    after: json<unknown>('after_values'),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    uniqueIndex('audit_event_chain').on(t.subject, t.sequence),
    index('audit_event_person').on(t.personId, t.id),
    index('audit_event_round').on(t.roundId, t.id),
  ],
)

/** The last link of each chain, kept apart so that a missing end shows. */
export const auditHead = table('audit_head', {
  subject: text('subject').primaryKey(),
  sequence: integer('sequence').notNull(),
  hash: text('hash').notNull(),
})
