/** Whoever is mailed another start or deadline gets it for the calendar too, and newer files count as newer. */
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { setAccommodation } from '../../src/delivery/exceptions.ts'
import { makeIncident } from '../../src/delivery/incident-actions.ts'
import { applyIncident } from '../../src/delivery/incident-jobs.ts'
import { giveExtraTime, moveStart } from '../../src/delivery/interventions.ts'
import { chooseStart } from '../../src/enrolment/actions.ts'
import { mailJobs } from '../../src/mail/jobs.ts'
import { smtpMailer } from '../../src/mail/smtp.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aSitter, dueAtOfAttempt } from '../support/supervision.ts'
import { startPostOffice } from '../mail/post-office.ts'
import type { PostOffice } from '../mail/post-office.ts'

const SITE = 'https://toets.een-heel-lange-naam-van-een-organisatie.voorbeeld.example.org'
const log = pino({ enabled: false })
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

/** Sends what waits. @returns the calendar file of the newest mail, if it has one */
async function sent(now: number): Promise<string | undefined> {
  for (const job of mailJobs(smtpMailer({ url: office.url, from: 'BCMB <toets@example.org>', site: SITE, office: { email: 'bureau@toets.example', phone: '000 000 00 00' } }))) await job.run({ db, now, log })
  const attached = office.accepted.at(-1)?.attachments ?? []
  expect(attached.length).toBeLessThan(2)
  const [file] = attached
  if (file !== undefined) expect([file.filename, file.contentType]).toEqual(['toetsronde.ics', 'text/calendar'])
  return file?.content.toString()
}

const whole = (file: string) => file.replace(/\r\n /g, '')
const valuesOf = (file: string | undefined, name: string) =>
  whole(file ?? '').split('\r\n').filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1))
const inUtc = (at: number) => new Date(at).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')

test('a chosen start comes with its file, and another choice with a newer one of the same events', async () => {
  const person = await aPerson(db)
  const { id: roundId } = await aRound(db, await thePapers(db), { name: 'Een toetsronde met een naam van vele woorden, zodat de regels lang worden: één, twee, drie' })
  const { id: enrolmentId } = await anEnrolment(db, person.id, roundId, { startsAt: null })
  const choose = (startsAt: number) => db.write((tx) => chooseStart(tx, { enrolmentId, personId: person.id, startsAt }, NOW))
  await choose(NOW + DAY)
  const first = await sent(NOW)
  await choose(NOW + 2 * DAY)
  const second = await sent(NOW + MINUTE)
  expect(valuesOf(first, 'DTSTART')[0]).toBe(inUtc(NOW + DAY))
  expect(valuesOf(second, 'DTSTART')[0]).toBe(inUtc(NOW + 2 * DAY))
  expect(valuesOf(second, 'DTEND').slice(1)).toEqual([inUtc(NOW + 5 * DAY), inUtc(NOW + 5 * DAY)])
  expect(valuesOf(second, 'UID')).toEqual(valuesOf(first, 'UID'))
  expect(Number(valuesOf(second, 'SEQUENCE')[0])).toBeGreaterThan(Number(valuesOf(first, 'SEQUENCE')[0]))
  expect(whole(second ?? '')).toContain(`${SITE}/enrolments/${enrolmentId}`)
  expect(second).not.toContain('{site}')
  // A line of the file has at most 75 octets, whatever the address of the site.
  for (const line of second?.split('\r\n') ?? []) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75)
})

test('extra time, an accommodation, an outage and a moved start each bring the deadlines as they are then, ever newer', async () => {
  const one = await aSitter(db)
  const changes: readonly (() => Promise<unknown>)[] = [
    () => db.write((tx) => giveExtraTime(tx, { attemptId: one.attemptId, minutes: 90, reason: 'r' }, 'staff', NOW + HOUR)),
    () => db.write((tx) => setAccommodation(tx, { personId: one.person.id, extraPercent: 25, extraMinutes: 0 }, 'staff', NOW + HOUR)),
    async () => {
      const id = await db.write((tx) => makeIncident(tx, { roundId: null, fromAt: NOW + HOUR, untilAt: NOW + 2 * HOUR, reason: 'r' }, 'staff', NOW + 3 * HOUR))
      await applyIncident({ db, now: NOW + 3 * HOUR, log }, id)
    },
    () => db.write((tx) => moveStart(tx, { enrolmentId: one.enrolmentId, startsAt: NOW + 3 * DAY, reason: 'r' }, 'staff', NOW + 4 * HOUR)),
  ]
  let last = -1
  for (const change of changes) {
    await change()
    const file = await sent(NOW + 5 * HOUR)
    const due = [await dueAtOfAttempt(db, one.attemptId), await dueAtOfAttempt(db, one.reflectionId)]
    expect(valuesOf(file, 'DTEND').slice(1)).toEqual(due.map(inUtc))
    const sequence = Number(valuesOf(file, 'SEQUENCE')[0])
    expect(sequence).toBeGreaterThan(last)
    last = sequence
  }
  await one.handIn(NOW + 3 * DAY + HOUR)
  expect(await sent(NOW + 3 * DAY + HOUR), 'a receipt moves nothing').toBeUndefined()
})
