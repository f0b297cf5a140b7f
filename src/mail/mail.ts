import type { Instant } from '../clock.ts'
import { DAY, HOUR, MINUTE } from '../clock.ts'
import type { Office } from '../config.ts'
import type { nl } from '../language/nl/index.ts'
import { Refusal } from '../refusal.ts'

/** Every kind of mail: each has a subject and a body in the catalogue (`language/nl/mails.ts`). */
export type MailKind = Exclude<keyof typeof nl.mails, 'signature'>

/** Whom a mail goes to. */
export interface Recipient {
  readonly personId: string | null
  readonly name: string
  readonly email: string
  readonly language: 'nl' | 'en'
}

/** How long after each try the next one comes; the last holds for all that follow. */
const PAUSES: readonly number[] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR]
const GIVEN_UP_AFTER = 2 * DAY

/**
 * When a mail that was not accepted is tried again; `null` when it is given up, two days after it was written.
 *
 * @param tries how often it was tried
 */
export function nextTryAt(createdAt: Instant, tries: number, now: Instant): Instant | null {
  const next = now + (PAUSES[Math.min(tries, PAUSES.length) - 1] ?? MINUTE)
  return next > createdAt + GIVEN_UP_AFTER ? null : next
}

/** @throws Refusal `mailWaiting` while it is still to be sent, `mailWiped` when its text is gone because it held a secret link. */
export function mustBeSendableAgain(mail: { body: string; sentAt: Instant | null; failedAt: Instant | null }): void {
  if (mail.sentAt === null && mail.failedAt === null) throw new Refusal('mailWaiting')
  if (mail.body === '') throw new Refusal('mailWiped')
}

/** Stands in a stored mail where the address of the site comes (`BASE_URL`, no slash at its end). */
export const SITE = '{site}'

/** Stands in a stored mail where it says how the test office is reached. */
export const OFFICE = '{office}'

/** What a mail says of whoever sends it, by the settings of the moment it goes out. */
export interface Sender {
  /** The application's own address (`BASE_URL`): links in mails begin with it. */
  readonly site: string
  readonly office: Pick<Office, 'email' | 'phone'>
}

/** A mail's text as it is sent or shown. */
export const withSender = (text: string, { site, office }: Sender): string =>
  text.replaceAll(SITE, site.replace(/\/$/, '')).replaceAll(OFFICE, `${office.email}\n${office.phone}`)

/** A calendar file with each of its lines whole, so that what stands in one can be filled in. */
export const unfolded = (calendar: string): string => calendar.replace(/\r\n[ \t]/g, '')

/** The most octets of a line (RFC 5545, 3.1), without the space that a continued line begins with. */
const LINE = 74

/** A calendar file as it is sent: long lines folded, between characters. */
export const folded = (calendar: string): string =>
  calendar.split('\r\n').map((line) => {
    const parts = ['']
    for (const sign of line) {
      const part = parts.at(-1) ?? ''
      if (Buffer.byteLength(part + sign) > LINE) parts.push(sign)
      else parts[parts.length - 1] = part + sign
    }
    return parts.join('\r\n ')
  }).join('\r\n')
