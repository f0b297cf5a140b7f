import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { auditEvent, auditHead } from '../../db/schema/audit.ts'
import { certificate } from '../../db/schema/certificates.ts'
import {
  accommodation, answer, answerRevision, attempt, bookmark, incident, incidentTime, intervention, problemReport, seal,
} from '../../db/schema/delivery.ts'
import { demoClock } from '../../db/schema/demo.ts'
import { exemptionRule, masterclassRecord } from '../../db/schema/eligibility.ts'
import { enrolment, newChance } from '../../db/schema/enrolment.ts'
import { framework } from '../../db/schema/frameworks.ts'
import { conflict, passMark, pile, roundAssessor, score, task, waitingAnswer } from '../../db/schema/grading.ts'
import { account, credential, person, session, twoFactor, verification } from '../../db/schema/identity.ts'
import { jobLease } from '../../db/schema/jobs.ts'
import { mail } from '../../db/schema/mail.ts'
import { form, formAttachment, question } from '../../db/schema/papers.ts'
import { demoCheckout, order, payment } from '../../db/schema/payments.ts'
import { practice, practiceAnswer } from '../../db/schema/practice.ts'
import { holdout, release, result } from '../../db/schema/results.ts'
import { retake } from '../../db/schema/retakes.ts'
import { round, roundForm } from '../../db/schema/rounds.ts'
import { SECOND } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { SITE } from '../mail/mail.ts'

/** Every table, what refers to others first. */
export const everyTable = [
  practiceAnswer, practice, intervention, incidentTime, incident, problemReport, certificate, retake, result, holdout, release,
  score, waitingAnswer, pile, task, conflict, roundAssessor, passMark, seal, bookmark, answerRevision, answer, attempt, accommodation, payment, order,
  demoCheckout, newChance, enrolment, roundForm, round, masterclassRecord, exemptionRule, question, formAttachment, form,
  framework, mail, auditEvent, auditHead, person, session, credential, verification, twoFactor, account, demoClock, jobLease,
] as const

/** Empties the whole database. */
export async function removeEverything(tx: Db): Promise<void> {
  for (const table of everyTable) await tx.delete(table)
}

/** The row that says how far the clock runs ahead; it also says that the demonstration is complete. */
const CLOCK = 'clock'

/** How far the stored clock runs ahead, in ms; `undefined` when this is no demonstration (yet). */
export async function findAhead(db: Db): Promise<number | undefined> {
  const [found] = await db.select().from(demoClock).where(eq(demoClock.id, CLOCK))
  return found?.aheadMs
}

export async function putAhead(tx: Db, aheadMs: number): Promise<void> {
  await tx.insert(demoClock).values({ id: CLOCK, aheadMs }).onConflictDoUpdate({ target: demoClock.id, set: { aheadMs } })
}

/** Whether there is anybody in the database. */
export async function isInhabited(db: Db): Promise<boolean> {
  const [found] = await db.select({ id: person.id }).from(person).limit(1)
  return found !== undefined
}

/** Notes the mails of the past as sent, seconds after they were written, with the addresses they would have had. */
export async function sendPastMails(tx: Db, now: Instant, site: string): Promise<void> {
  const filled = (column: typeof mail.body | typeof mail.subject) => sql`replace(${column}, ${SITE}, ${site})`
  await tx
    .update(mail)
    .set({ sentAt: sql`${mail.createdAt} + ${4 * SECOND}`, tries: 1, subject: filled(mail.subject), body: filled(mail.body) })
    .where(and(isNull(mail.sentAt), sql`${mail.createdAt} < ${now}`))
}

export const countMails = (db: Db): Promise<number> => db.$count(mail)

const MAILS_A_PAGE = 25

/**
 * The mails that contain a text, newest first, without their bodies.
 *
 * @param wanted `text` in recipient, subject or body, whatever the case; `page` from 1
 */
export async function searchMails(db: Db, wanted: { readonly text: string; readonly page: number }) {
  const pattern = `%${wanted.text.trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const holds = (column: typeof mail.body | typeof mail.subject | typeof mail.recipient) => sql`lower(${column}) like ${pattern} escape '\\'`
  const found = wanted.text.trim() === '' ? undefined : or(holds(mail.recipient), holds(mail.subject), holds(mail.body))
  const total = await db.$count(mail, found)
  const pages = Math.max(1, Math.ceil(total / MAILS_A_PAGE))
  const page = Math.min(Math.max(1, wanted.page), pages)
  const mails = await db
    .select({ id: mail.id, recipient: mail.recipient, subject: mail.subject, createdAt: mail.createdAt, name: person.name })
    .from(mail)
    .leftJoin(person, eq(person.id, mail.personId))
    .where(found)
    .orderBy(desc(mail.createdAt), desc(mail.id))
    .limit(MAILS_A_PAGE)
    .offset((page - 1) * MAILS_A_PAGE)
  return { mails, page, pages, total }
}
export type FoundMail = Awaited<ReturnType<typeof searchMails>>['mails'][number]

/** The people with these e-mail addresses. */
export const listPeople = (db: Db, emails: readonly string[]) => db.select().from(person).where(inArray(person.email, [...emails]))

/** Everybody's sessions with the address of their account. */
export const listEverySession = (db: Db) =>
  db.select({ session, email: account.email }).from(session).innerJoin(account, eq(account.id, session.userId)).orderBy(asc(session.id))
