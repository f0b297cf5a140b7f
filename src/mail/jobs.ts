import { MINUTE, SECOND } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { folded, nextTryAt, withSender } from './mail.ts'
import { MailFault } from './mailer.ts'
import type { Mailer } from './mailer.ts'
import { leaseDueMail, putOutcome } from './queries.ts'
import type { MailRow } from './queries.ts'

/** One run takes mails for this long; a mail's lease outlasts that and the slowest sending. */
const RUN = MINUTE
const LEASE = 5 * MINUTE

/** Sends what waits in the outbox, outside every transaction. */
export const mailJobs = (mailer: Mailer): readonly Job[] => [
  { name: 'mail.send', everyMs: 5 * SECOND, run: (deps) => sendDueMails(mailer, deps) },
]

async function sendDueMails(mailer: Mailer, deps: JobDeps): Promise<void> {
  const { db, now } = deps
  const spent = AbortSignal.timeout(RUN)
  while (!spent.aborted) {
    const leased = await db.write((tx) => leaseDueMail(tx, now, now + LEASE))
    if (!leased) return
    const isServerGone = await sendOne(mailer, leased, deps)
    if (isServerGone) return
  }
}

/** @returns whether the server is out of reach, so that the rest waits too */
async function sendOne(mailer: Mailer, mail: MailRow, { db, now, log }: JobDeps): Promise<boolean> {
  const [subject, text] = [withSender(mail.subject, mailer), withSender(mail.body, mailer)]
  const body = mail.secret && !mailer.keepsSecrets ? '' : text
  const calendar = mail.calendar === null ? null : folded(withSender(mail.calendar, mailer))
  try {
    await mailer.send({ id: mail.id, to: mail.recipient, subject, text, calendar })
  } catch (error) {
    const fault = error instanceof MailFault ? error : new MailFault('unknown', true, error)
    const dueAt = nextTryAt(mail.createdAt, mail.tries, now)
    const givenUp = dueAt === null ? { failedAt: now, body } : { dueAt }
    log.warn({ mail: mail.id, kind: mail.kind, code: fault.code, tries: mail.tries, givenUp: dueAt === null }, 'mail not accepted')
    await db.write((tx) => putOutcome(tx, mail.id, mail.tries, { ...givenUp, failure: fault.code }))
    return fault.isServerGone
  }
  await db.write((tx) => putOutcome(tx, mail.id, mail.tries, { sentAt: now, failure: null, subject, body }))
  return false
}
