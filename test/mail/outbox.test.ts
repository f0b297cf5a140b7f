import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mail } from '../../db/schema/mail.ts'
import type { Database } from '../../db/database.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { resendMail, sendMail } from '../../src/mail/actions.ts'
import { mailJobs } from '../../src/mail/jobs.ts'
import type { Recipient } from '../../src/mail/mail.ts'
import { MailFault, demoMailer } from '../../src/mail/mailer.ts'
import type { Mailer, OutgoingMail } from '../../src/mail/mailer.ts'
import { getMail, listMails } from '../../src/mail/queries.ts'
import { smtpMailer } from '../../src/mail/smtp.ts'
import { freshDatabase } from '../support/database.ts'
import { startPostOffice } from './post-office.ts'
import type { PostOffice } from './post-office.ts'

const SITE = 'https://toets.example'
const SENDER = { site: SITE, office: { email: 'toetsbureau@toets.example', phone: '000 000 00 00' } }
const log = pino({ level: 'silent' })
const zoe: Recipient = { personId: 'p1', name: 'Zoë Şahin', email: 'zoe@example.org', language: 'nl' }
const params = { test: 'casustoets', moment: 'nu', receiptCode: 'ABCD', attemptId: 'a1' }

let db: Database
let office: PostOffice
beforeEach(async () => {
  db = await freshDatabase()
  office = await startPostOffice()
})
afterEach(async () => {
  await db.close()
  await office.close()
})

const smtp = () => smtpMailer({ url: office.url, from: 'Toetsbureau BCMB <toets@example.org>', ...SENDER })
const run = async (mailer: Mailer, now: number) => {
  for (const job of mailJobs(mailer)) await job.run({ db, now, log })
}
const write = (now: number, more: { onceKey?: string; secret?: boolean } = {}) =>
  db.write((tx) => sendMail(tx, { to: zoe, kind: 'handedIn', params, ...more }, now))
const only = async () => {
  const [row, more] = await db.read.select().from(mail)
  if (!row || more) throw new Error('not one mail')
  return row
}

test('a mail arrives with its subject, its letters, full addresses and a message id of its own', async () => {
  await write(1000)
  await run(smtp(), 2000)
  const [arrived] = office.accepted
  expect(arrived?.subject).toBe('Ingeleverd: je casustoets')
  expect(arrived?.text).toContain('Beste Zoë Şahin,')
  expect(arrived?.text).toContain('https://toets.example/attempts/a1/receipt')
  expect(arrived?.to?.text).toContain('zoe@example.org')
  expect(arrived?.from?.text).toContain('toets@example.org')
  expect(arrived?.headers.get('auto-submitted')).toBe('auto-generated')
  const row = await only()
  expect(arrived?.messageId).toBe(`<${row.id}@example.org>`)
  expect(row).toMatchObject({ sentAt: 2000, tries: 1, failedAt: null, leasedUntil: null })
})

test('what was sent is not sent again', async () => {
  await write(1000)
  await run(smtp(), 2000)
  await run(smtp(), 2000 + DAY)
  expect(office.accepted).toHaveLength(1)
})

test('of two processes that send at the same time each mail is sent by one', async () => {
  for (let count = 0; count < 8; count++) await write(1000 + count)
  await Promise.all([run(smtp(), 2000), run(smtp(), 2000)])
  expect(office.accepted).toHaveLength(8)
  expect(new Set(office.accepted.map((one) => one.messageId)).size).toBe(8)
})

test('a refused mail waits longer each time, keeps its message id, and arrives in the end', async () => {
  await write(1000)
  office.refuseWith(451)
  await run(smtp(), 2000)
  expect(await only()).toMatchObject({ sentAt: null, failure: '451', tries: 1, dueAt: 2000 + MINUTE })
  await run(smtp(), 2000 + MINUTE - 1)
  expect((await only()).tries).toBe(1)
  await run(smtp(), 2000 + MINUTE)
  expect(await only()).toMatchObject({ tries: 2, dueAt: 2000 + 6 * MINUTE })
  office.refuseWith(null)
  await run(smtp(), 2000 + 6 * MINUTE)
  expect(office.accepted[0]?.messageId).toBe(`<${(await only()).id}@example.org>`)
})

test('a mail that is refused for two days is given up, and says why without the words of the server', async () => {
  await write(0)
  office.refuseWith(550)
  for (let now = 0; now <= 3 * DAY; now += HOUR) await run(smtp(), now)
  const row = await only()
  expect(row.failedAt).not.toBeNull()
  expect(row.failedAt).toBeLessThanOrEqual(2 * DAY)
  expect(row.failure).toBe('550')
})

test('a server out of reach stops the run: the other mails keep their tries', async () => {
  await write(1000)
  await write(1001)
  await run(smtpMailer({ url: 'smtp://127.0.0.1:1', from: 'toets@example.org', ...SENDER }), 2000)
  const rows = await db.read.select().from(mail)
  expect(rows.map((row) => row.tries).sort()).toEqual([0, 1])
})

test('one refused mail does not hold up the others', async () => {
  await write(1000)
  await write(1001)
  let refused = false
  const picky: Mailer = {
    ...SENDER,
    keepsSecrets: true,
    send: async () => {
      if (refused) return
      refused = true
      throw new MailFault('550', false)
    },
  }
  await run(picky, 2000)
  const rows = await db.read.select().from(mail)
  expect(rows.filter((row) => row.sentAt === 2000)).toHaveLength(1)
})

test('a process that dies while sending leaves the mail to the next one, after its lease', async () => {
  await write(1000)
  const dying: Mailer = { ...SENDER, keepsSecrets: true, send: () => new Promise(() => undefined) }
  void run(dying, 2000)
  const sent: OutgoingMail[] = []
  const other: Mailer = { ...demoMailer(SENDER), send: async (one) => void sent.push(one) }
  await expect.poll(async () => (await only()).tries).toBe(1)
  await run(other, 2000 + 4 * MINUTE)
  expect(sent).toHaveLength(0)
  await run(other, 2000 + 5 * MINUTE)
  expect(sent).toHaveLength(1)
})

test('a secret body is wiped once sent, and stays readable in the demonstration', async () => {
  await write(1000, { secret: true })
  await run(smtp(), 2000)
  expect((await only()).body).toBe('')
  expect(office.accepted[0]?.text).toContain('Beste Zoë')
  await db.write((tx) => tx.delete(mail))
  await write(1000, { secret: true })
  await run(demoMailer(SENDER), 2000)
  expect((await only()).body).toContain('https://toets.example/attempts/a1/receipt')
})

test('the same key twice gives one mail', async () => {
  await write(1000, { onceKey: 'k' })
  await write(2000, { onceKey: 'k' })
  expect((await listMails(db.read, { personId: 'p1' })).mails).toHaveLength(1)
})

test('staff send a mail again: a new message with the same words, in the audit log', async () => {
  await write(1000)
  const { id } = await only()
  await expect(db.write((tx) => resendMail(tx, id, 's1', 1500))).rejects.toThrow('mailWaiting')
  await run(demoMailer(SENDER), 2000)
  await db.write((tx) => resendMail(tx, id, 's1', 3000))
  const { mails } = await listMails(db.read, { personId: 'p1' })
  expect(mails.map((one) => one.sentAt)).toEqual([null, 2000])
  expect((await getMail(db.read, mails[0]?.id ?? '')).body).toBe((await getMail(db.read, id)).body)
  const [event] = await listEvents(db.read, { subject: id }, 5)
  expect(event).toMatchObject({ what: 'mail.resent', actor: 's1', personId: 'p1' })
})

test('a wiped secret mail cannot be sent again', async () => {
  await write(1000, { secret: true })
  await run(smtp(), 2000)
  const { id } = await only()
  await expect(db.write((tx) => resendMail(tx, id, 's1', 3000))).rejects.toThrow('mailWiped')
})

test('the list of mails goes by page, newest first, and holds no bodies', async () => {
  for (let count = 0; count < 51; count++) await write(1000 + count)
  const first = await listMails(db.read, {})
  const second = await listMails(db.read, { page: 2 })
  expect([first.mails.length, second.mails.length, first.pages]).toEqual([50, 1, 2])
  expect(first.mails[0]?.createdAt).toBe(1050)
  expect(Object.keys(first.mails[0] ?? {})).not.toContain('body')
  expect(await db.read.select().from(mail).where(eq(mail.sentAt, 1))).toEqual([])
})
