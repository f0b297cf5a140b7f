import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { translator } from '../language/translate.ts'
import type { Params } from '../refusal.ts'
import { OFFICE, SITE, mustBeSendableAgain, unfolded } from './mail.ts'
import type { MailKind, Recipient } from './mail.ts'
import { addMail, findAddress, getMail } from './queries.ts'

/**
 * Puts a mail into the outbox, in the transaction that causes it; a job sends it. Texts write links as
 * `{{site}}/path`: the address of the site is filled in on sending (and on showing, in the demonstration).
 *
 * @param mail `params`: `name` and `site` (the application's own address) are always there; `onceKey`: the same key
 *   twice gives one mail; `secret`: its body carries a link that signs in or verifies, and is wiped once sent;
 *   `calendar`: a calendar file to go with it
 */
export async function sendMail(
  tx: Db,
  mail: { to: Recipient; kind: MailKind; params?: Params; onceKey?: string; secret?: boolean; calendar?: string | null },
  now: Instant,
): Promise<void> {
  const t = translator(mail.to.language)
  const params = { name: mail.to.name, site: SITE, ...mail.params }
  await addMail(tx, {
    id: newId(),
    personId: mail.to.personId,
    recipient: mail.to.email,
    kind: mail.kind,
    subject: t(`mails.${mail.kind}.subject`, params),
    body: `${t(`mails.${mail.kind}.body`, params)}\n\n${t('mails.signature.body', { office: OFFICE })}`,
    calendar: mail.calendar === undefined || mail.calendar === null ? null : unfolded(mail.calendar),
    secret: mail.secret ?? false,
    onceKey: mail.onceKey ?? null,
    createdAt: now,
    dueAt: now,
  })
}

/**
 * Sends a mail once more, word for word, to the address its person has by now: an address that was corrected counts.
 *
 * @throws Refusal `notFound`, `mailWaiting`, `mailWiped`
 */
export async function resendMail(tx: Db, mailId: string, by: Actor, now: Instant): Promise<void> {
  const mail = await getMail(tx, mailId)
  mustBeSendableAgain(mail)
  const { personId, kind, subject, body, calendar, secret } = mail
  const recipient = (personId === null ? undefined : await findAddress(tx, personId)) ?? mail.recipient
  const id = newId()
  await addMail(tx, { id, personId, recipient, kind, subject, body, calendar, secret, onceKey: null, createdAt: now, dueAt: now })
  await record(tx, { at: now, by, what: 'mail.resent', on: mailId, personId, after: { mail: id } })
}
