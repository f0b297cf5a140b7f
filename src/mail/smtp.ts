import { createTransport } from 'nodemailer'
import { SECOND } from '../clock.ts'
import type { Sender } from './mail.ts'
import { MailFault } from './mailer.ts'
import type { Mailer } from './mailer.ts'

/**
 * Sends over SMTP, a connection for each mail.
 *
 * @param settings `url`: `smtp://user:password@host:587` or `smtps://…`; `from`: "Toetsbureau <toets@example.org>"
 */
export function smtpMailer({ url, from, site, office }: Sender & { url: string; from: string }): Mailer {
  const limits = { connectionTimeout: 15 * SECOND, greetingTimeout: 15 * SECOND, socketTimeout: 30 * SECOND }
  const transport = createTransport({ url, ...limits, disableFileAccess: true, disableUrlAccess: true })
  const domain = /@([^\s>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return {
    site,
    office,
    keepsSecrets: false,
    async send({ id, to, subject, text, calendar }) {
      const message = { from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${domain}>` }
      // Answered by machines only when asked to: no "I am on holiday" for an automatic mail.
      const headers = { 'Auto-Submitted': 'auto-generated' }
      await transport.sendMail({ ...message, headers, attachments: calendar === null ? [] : [asAttachment(calendar)] }).catch((error: unknown) => {
        throw faultOf(error)
      })
    },
  }
}

/** As a file to open, not as an invitation: nobody is asked to accept anything. */
const asAttachment = (calendar: string) => ({ filename: 'toetsronde.ics', content: calendar, contentType: 'text/calendar; charset=utf-8; method=PUBLISH' })

/** What nodemailer says, without the server's own words: those quote addresses. */
function faultOf(error: unknown): MailFault {
  if (!(error instanceof Error)) return new MailFault('unknown', true)
  const code = 'code' in error ? String(error.code) : error.name
  const reply = 'responseCode' in error && typeof error.responseCode === 'number' ? String(error.responseCode) : null
  const isAboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  return new MailFault(reply ?? code, !isAboutThisMail, error)
}
