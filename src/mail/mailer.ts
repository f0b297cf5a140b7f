import type { Sender } from './mail.ts'

/** A mail as it goes out. */
export interface OutgoingMail {
  /** The outbox's id: the Message-ID is made of it, so that a retry is the same message. */
  readonly id: string
  readonly to: string
  readonly subject: string
  /** Plain text with full addresses. */
  readonly text: string
  /** A calendar file that goes with it; `null` when there is none. */
  readonly calendar: string | null
}

/** Where mail leaves the house. */
export interface Mailer extends Sender {
  /** Whether a secret body stays readable once sent: in the demonstration, where the app is the mailbox. */
  readonly keepsSecrets: boolean
  /** Resolves when the mail was accepted. @throws MailFault otherwise */
  send(mail: OutgoingMail): Promise<void>
}

/** A mail was not accepted. */
export class MailFault extends Error {
  /** A code of the protocol or the system (`550`, `ETIMEDOUT`): no address, nothing that was written. */
  readonly code: string
  /** Whether nothing can be sent now, rather than this one mail. */
  readonly isServerGone: boolean

  constructor(code: string, isServerGone: boolean, cause?: unknown) {
    super(`mail not accepted: ${code}`, { cause })
    this.name = 'MailFault'
    this.code = code
    this.isServerGone = isServerGone
  }
}

/** The demonstration's: nothing leaves; what was "sent" is read in the app. */
export const demoMailer = ({ site, office }: Sender): Mailer => ({
  site,
  office,
  keepsSecrets: true,
  send: async () => undefined,
})
