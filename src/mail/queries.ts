import { and, asc, count, desc, eq, isNull, lte, or } from 'drizzle-orm'
import { person } from '../../db/schema/identity.ts'
import { mail } from '../../db/schema/mail.ts'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import type { Instant } from '../clock.ts'
import { partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'

export type MailRow = typeof mail.$inferSelect

/** A mail that nobody has tried to send yet. */
type NewMail = Pick<MailRow, 'id' | 'personId' | 'recipient' | 'kind' | 'subject' | 'body' | 'calendar' | 'secret' | 'onceKey' | 'createdAt' | 'dueAt'>

const insertMail = prepared('add_mail', (db, value: Values<NewMail>) =>
  db
    .insert(mail)
    .values({
      id: value('id'),
      personId: value('personId'),
      recipient: value('recipient'),
      kind: value('kind'),
      subject: value('subject'),
      body: value('body'),
      calendar: value('calendar'),
      secret: value('secret', mail.secret),
      onceKey: value('onceKey'),
      createdAt: value('createdAt'),
      dueAt: value('dueAt'),
      tries: 0,
    })
    .onConflictDoNothing({ target: mail.onceKey }),
)

/** Adds a mail to the outbox; one with a known `onceKey` is already there. */
export async function addMail(tx: Db, row: NewMail): Promise<void> {
  await insertMail(tx, row)
}

/** Takes the mail that waits longest, so that nobody else sends it until `leasedUntil`. */
export async function leaseDueMail(tx: Db, now: Instant, leasedUntil: Instant): Promise<MailRow | undefined> {
  const isDue = and(
    isNull(mail.sentAt),
    isNull(mail.failedAt),
    lte(mail.dueAt, now),
    or(isNull(mail.leasedUntil), lte(mail.leasedUntil, now)),
  )
  const [due] = await tx.select({ id: mail.id, tries: mail.tries }).from(mail).where(isDue).orderBy(asc(mail.dueAt), asc(mail.id)).limit(1)
  if (!due) return undefined
  const [leased] = await tx
    .update(mail)
    .set({ leasedUntil, tries: due.tries + 1 })
    .where(and(eq(mail.id, due.id), isDue))
    .returning()
  return leased
}

/** Notes how a try ended, unless somebody else has taken the mail since. @param tries the number of the try */
export async function putOutcome(tx: Db, id: string, tries: number, outcome: Partial<MailRow>): Promise<void> {
  await tx
    .update(mail)
    .set({ ...outcome, leasedUntil: null })
    .where(and(eq(mail.id, id), eq(mail.tries, tries), isNull(mail.sentAt)))
}

/** A mail with its body. @throws Refusal `notFound` */
export async function getMail(db: Db, id: string): Promise<MailRow> {
  const [found] = await db.select().from(mail).where(eq(mail.id, id))
  return found ?? refuse('notFound')
}

// Read from the table itself: people come later and may not be asked.

/** The address somebody has now. */
export async function findAddress(db: Db, personId: string): Promise<string | undefined> {
  const [found] = await db.select({ email: person.email }).from(person).where(eq(person.id, personId))
  return found?.email
}

const MAILS_A_PAGE = 50

/**
 * Mails without their bodies, the newest first.
 *
 * @param which `personId`: to this person alone; `page`: from 1, 50 mails each; one too far is the last
 */
export async function listMails(db: Db, which: { personId?: string; page?: number }) {
  const ofPerson = which.personId === undefined ? undefined : eq(mail.personId, which.personId)
  const [total] = await db.select({ mails: count() }).from(mail).where(ofPerson)
  const { page, pages, limit, offset } = partOf(which.page ?? 1, total?.mails ?? 0, MAILS_A_PAGE)
  const { id, personId, recipient, kind, subject, secret, createdAt, dueAt, tries, sentAt, failedAt, failure } = mail
  const mails = await db
    .select({ id, personId, recipient, kind, subject, secret, createdAt, dueAt, tries, sentAt, failedAt, failure })
    .from(mail)
    .where(ofPerson)
    .orderBy(desc(mail.id))
    .limit(limit)
    .offset(offset)
  return { mails, page, pages }
}
