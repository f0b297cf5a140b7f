import { boolean, id, index, instant, integer, table, text, uniqueIndex } from '../dialect.ts'

/** The outbox: a mail is written in the transaction that causes it and sent by a job. */
export const mail = table(
  'mail',
  {
    id: id('id'),
    personId: text('person_id'),
    recipient: text('recipient').notNull(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    /** Plain text; empty once a mail that carried a secret link has been sent outside the demonstration. */
    body: text('body').notNull(),
    /** A calendar file (RFC 5545) that goes with it, its lines not folded. */
    calendar: text('calendar'),
    secret: boolean('secret').notNull(),
    /** Whoever asks for the same mail twice gets it once. */
    onceKey: text('once_key'),
    createdAt: instant('created_at').notNull(),
    dueAt: instant('due_at').notNull(),
    tries: integer('tries').notNull(),
    leasedUntil: instant('leased_until'),
    sentAt: instant('sent_at'),
    failedAt: instant('failed_at'),
    failure: text('failure'),
  },
  (t) => [
    uniqueIndex('mail_once').on(t.onceKey),
    index('mail_due').on(t.sentAt, t.failedAt, t.dueAt),
    index('mail_person').on(t.personId, t.createdAt),
  ],
)
