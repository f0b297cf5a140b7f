import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { auditEvent, auditHead } from '../../db/schema/audit.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { setAccommodation } from '../../src/delivery/exceptions.ts'
import { giveIncidentTime, makeIncident } from '../../src/delivery/incident-actions.ts'
import { applyIncident, incidentJobs } from '../../src/delivery/incident-jobs.ts'
import { countGiven, getIncident, listTimesOf } from '../../src/delivery/incident-queries.ts'
import { giveExtraTime, moveStart } from '../../src/delivery/interventions.ts'
import { listSeals } from '../../src/delivery/queries.ts'
import { reminderJobs } from '../../src/delivery/reminder-jobs.ts'
import { aPerson, aRound, anEnrolment, NOW } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aResult, aSitter, attemptRow, dueAtOfAttempt, mailsOf, sealDue } from '../support/supervision.ts'
import type { Sitter } from '../support/supervision.ts'

const dueAt = NOW + 72 * HOUR
const log = pino({ enabled: false })
let db: Database
let one: Sitter
beforeEach(async () => {
  db = await freshDatabase()
  one = await aSitter(db)
})
afterEach(() => db.close())

const incident = async (fromAt: number, untilAt: number, now: number, roundId: string | null = null) => {
  const id = await db.write((tx) => makeIncident(tx, { fromAt, untilAt, roundId, reason: 'De internetlijn van Jansen lag plat' }, 'staff', now))
  await applyIncident({ db, now, log }, id)
  return id
}
const remind = async (now: number) => {
  for (const job of reminderJobs) await job.run({ db, now, log })
}

describe('an outage', () => {
  test('gives everybody who was writing the minutes, rounded up, on top of an accommodation; one mail with old and new deadlines', async () => {
    await db.write((tx) => setAccommodation(tx, { personId: one.person.id, extraPercent: 50, extraMinutes: 0 }, 'staff', NOW))
    const id = await incident(NOW + HOUR, NOW + HOUR + 90 * MINUTE + SECOND, NOW + 4 * HOUR)
    for (const attemptId of [one.attemptId, one.reflectionId]) expect(await dueAtOfAttempt(db, attemptId)).toBe(dueAt + 36 * HOUR + 91 * MINUTE)
    const [told, ...more] = await mailsOf(db, 'incidentTime')
    expect(more).toEqual([])
    expect(told?.body).toContain('- casustoets: 91 minuten erbij. Het uiterste inlevermoment was maandag 9 november 2026, 22:00 uur en is nu maandag 9 november 2026, 23:31 uur.')
    expect((await listEvents(db.read, { subject: one.attemptId }, 1))[0]).toMatchObject({ what: 'attempt.incidentTimeGiven', actor: 'staff', after: { incidentId: id, incidentMinutes: 91 } })
    expect((await getIncident(db.read, id)).incident.appliedAt).toBe(NOW + 4 * HOUR)
    expect(JSON.stringify(await db.read.select().from(auditEvent))).not.toContain('Jansen')
    expect(await checkChains(db.read)).toEqual([])
  })

  test('gives who started during it what was left of it, and nothing to who started after it', async () => {
    const during = await aSitter(db, { forms: one.forms, roundId: one.roundId, startsAt: NOW + HOUR })
    const after = await aSitter(db, { forms: one.forms, roundId: one.roundId, startsAt: NOW + 2 * HOUR })
    await incident(NOW + 30 * MINUTE, NOW + 2 * HOUR, NOW + 3 * HOUR)
    expect((await attemptRow(db, one.attemptId)).incidentMinutes).toBe(90)
    expect((await attemptRow(db, during.attemptId)).incidentMinutes).toBe(60)
    expect((await attemptRow(db, after.attemptId)).incidentMinutes).toBe(0)
  })

  test('counts for a closed test the run it had, whatever accommodation its person was given since', async () => {
    await sealDue(db, dueAt + 2 * MINUTE)
    await db.write((tx) => setAccommodation(tx, { personId: one.person.id, extraPercent: 0, extraMinutes: 20 }, 'staff', dueAt + 3 * MINUTE))
    await incident(dueAt - 30 * MINUTE, dueAt + 10 * MINUTE, dueAt + 10 * MINUTE)
    // Half an hour was left when it began, and is left when it ends; the twenty minutes come on top once it is open.
    expect((await attemptRow(db, one.attemptId)).incidentMinutes).toBe(40)
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(dueAt + HOUR)
    expect((await mailsOf(db, 'incidentTime'))[0]?.body).toContain('was zondag 8 november 2026, 10:00 uur en is nu zondag 8 november 2026, 11:00 uur')
  })

  test('of one round is for that round alone; the same minutes for all rounds give nothing more to those who have them', async () => {
    const elsewhere = await aSitter(db, { forms: one.forms })
    await incident(NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR, one.roundId)
    expect((await attemptRow(db, elsewhere.attemptId)).incidentMinutes).toBe(0)
    await incident(NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR)
    expect((await attemptRow(db, elsewhere.attemptId)).incidentMinutes).toBe(60)
    expect((await attemptRow(db, one.attemptId)).incidentMinutes).toBe(60)
  })

  test('is noted once, and its time is given once, whoever does it how often and however it is cut short', async () => {
    const id = await db.write((tx) => makeIncident(tx, { fromAt: NOW + HOUR, untilAt: NOW + 2 * HOUR, roundId: null, reason: 'Storing' }, 'staff', NOW + 3 * HOUR))
    await expect(incident(NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR)).rejects.toMatchObject({ reason: 'incidentKnown' })
    await db.write((tx) => giveIncidentTime(tx, { incidentId: id, attemptIds: [one.attemptId] }, NOW + 3 * HOUR))
    // The process ended here: the job goes on, in two processes at once.
    await Promise.all([1, 2].map(() => incidentJobs[0]?.run({ db, now: NOW + 3 * HOUR, log })))
    await applyIncident({ db, now: NOW + 4 * HOUR, log }, id)
    expect((await attemptRow(db, one.attemptId)).incidentMinutes).toBe(60)
    expect((await attemptRow(db, one.reflectionId)).incidentMinutes).toBe(60)
    expect(await countGiven(db.read, id)).toBe(2)
    expect((await listEvents(db.read, { subject: id }, 9)).map(({ what }) => what)).toEqual(['incident.applied', 'incident.made'])
    expect(await checkChains(db.read)).toEqual([])
  })

  test('reaches everybody though one enrolment cannot be done; that one is logged without a name, and tried again', async () => {
    const other = await aSitter(db, { forms: one.forms, roundId: one.roundId })
    const lines: string[] = []
    const noted = pino({ base: null }, { write: (line) => void lines.push(line) })
    // A head that lags behind its chain: the next event has a number that is taken.
    const head = (await db.read.select().from(auditHead).where(eq(auditHead.subject, one.attemptId)))[0]?.sequence ?? 0
    const headAt = (sequence: number) => db.write((tx) => tx.update(auditHead).set({ sequence }).where(eq(auditHead.subject, one.attemptId)))
    await headAt(head - 1)
    const made = (fromAt: number) => db.write((tx) => makeIncident(tx, { fromAt, untilAt: fromAt + HOUR, roundId: null, reason: 'Storing' }, 'staff', NOW + 5 * HOUR))
    const [first, second] = [await made(NOW + HOUR), await made(NOW + 3 * HOUR)]
    await incidentJobs[0]?.run({ db, now: NOW + 5 * HOUR, log: noted })
    for (const id of [other.attemptId, other.reflectionId]) expect((await attemptRow(db, id)).incidentMinutes).toBe(120)
    expect((await attemptRow(db, one.attemptId)).incidentMinutes).toBe(0)
    for (const id of [first, second]) expect((await getIncident(db.read, id)).incident.appliedAt).toBeNull()
    expect(lines.join('')).toContain(one.enrolmentId)
    expect(lines.join('')).not.toContain('Roos')

    await headAt(head)
    await incidentJobs[0]?.run({ db, now: NOW + 6 * HOUR, log })
    expect((await attemptRow(db, one.attemptId)).incidentMinutes).toBe(120)
    expect((await attemptRow(db, other.attemptId)).incidentMinutes).toBe(120)
    for (const id of [first, second]) expect((await getIncident(db.read, id)).incident.appliedAt).toBe(NOW + 6 * HOUR)
    expect(await checkChains(db.read)).toEqual([])
  })

  test('that one run lost is not given to the run that staff moved to another start, whichever was noted first', async () => {
    const startsAt = NOW + 3 * DAY
    const later = await aSitter(db, { forms: one.forms, roundId: one.roundId })
    const move = ({ enrolmentId }: Sitter) => db.write((tx) => moveStart(tx, { enrolmentId, startsAt, reason: 'Ziek' }, 'staff', NOW + 4 * HOUR))
    const extra = ({ attemptId }: Sitter) => db.write((tx) => giveExtraTime(tx, { attemptId, minutes: 15, reason: 'r' }, 'staff', NOW + HOUR))
    await extra(one)
    await extra(later)
    await move(one)
    await incident(NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR)
    expect(await dueAtOfAttempt(db, later.attemptId)).toBe(dueAt + 75 * MINUTE)
    await move(later)
    for (const { attemptId } of [one, later]) expect(await dueAtOfAttempt(db, attemptId)).toBe(startsAt + 72 * HOUR + 15 * MINUTE)
    expect((await listEvents(db.read, { subject: later.attemptId }, 1))[0]).toMatchObject({ before: { incidentMinutes: 60 }, after: { incidentMinutes: 0 } })
  })

  test('a test that its deadline closed during the outage opens again with the time that was left; a new seal supersedes', async () => {
    await one.save('tot de stroom uitviel', dueAt - 40 * MINUTE)
    await sealDue(db, dueAt + HOUR)
    const now = dueAt + 2 * HOUR
    await incident(dueAt - 30 * MINUTE, dueAt + HOUR, now)
    const row = await attemptRow(db, one.attemptId)
    expect(row.sealedAt).toBeNull()
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(now + 30 * MINUTE)
    expect((await mailsOf(db, 'incidentTime'))[0]?.body).toContain('weer open')
    expect((await one.save('en daarna verder', now + 20 * MINUTE, { baseRevision: 1 })).outcome).toBe('saved')
    await sealDue(db, now + HOUR)
    expect((await listSeals(db.read, one.attemptId)).map(({ at, by }) => [at, by])).toEqual([[now + 30 * MINUTE, 'deadline'], [dueAt, 'deadline']])
  })

  test('leaves alone what was handed in, what has its result, and what could not use the time any more', async () => {
    const done = await aSitter(db, { forms: one.forms, roundId: one.roundId })
    await done.handIn(NOW + HOUR)
    await sealDue(db, dueAt + 2 * MINUTE)
    await aResult(db, one.reflectionId)
    await incident(NOW + 30 * MINUTE, NOW + 2 * HOUR, dueAt + DAY)
    for (const attemptId of [done.attemptId, one.attemptId, one.reflectionId]) expect((await attemptRow(db, attemptId)).incidentMinutes).toBe(0)
    await incident(dueAt - HOUR, dueAt + HOUR, dueAt + DAY)
    expect((await attemptRow(db, one.attemptId)).sealedAt).toBeNull()
    expect((await attemptRow(db, one.reflectionId)).sealedAt).toBe(dueAt)
    expect((await listTimesOf(db.read, one.attemptId))[0]).toMatchObject({ time: { minutes: 1500 }, byName: null })
  })
})

describe('reminders', () => {
  test('24 and 4 hours before the deadline to who has not handed in everything, once each, and one mail for both tests', async () => {
    await remind(dueAt - 25 * HOUR)
    expect(await mailsOf(db, 'deadlineReminder')).toEqual([])
    for (const before of [24 * HOUR, 23 * HOUR, 4 * HOUR, HOUR]) await remind(dueAt - before)
    const [first, second, ...more] = await mailsOf(db, 'deadlineReminder')
    expect(more).toEqual([])
    expect(first?.subject).toBe('Nog 24 uur om in te leveren')
    expect(first?.body).toContain('- casustoets\n- reflectietoets')
    expect(second?.subject).toBe('Nog 4 uur om in te leveren')
  })

  test('only of what is not handed in', async () => {
    await one.handIn(NOW + HOUR)
    await remind(dueAt - 20 * HOUR)
    expect((await mailsOf(db, 'deadlineReminder'))[0]?.body).not.toContain('casustoets')
  })

  test('come anew when the deadline moves', async () => {
    await remind(dueAt - 4 * HOUR)
    await incident(dueAt - 4 * HOUR, dueAt - 2 * HOUR, dueAt - 2 * HOUR)
    await remind(dueAt - 2 * HOUR + MINUTE)
    expect((await mailsOf(db, 'deadlineReminder')).map(({ subject }) => subject)).toEqual(['Nog 4 uur om in te leveren', 'Nog 4 uur om in te leveren'])
  })

  test('the day before the last day to who paid and has not chosen, once, and not to others', async () => {
    const round = await aRound(db, one.forms, { windowLastOn: '2026-11-16' })
    const waiting = await aPerson(db)
    await anEnrolment(db, waiting.id, round.id, { startsAt: null })
    await anEnrolment(db, (await aPerson(db)).id, round.id, { startsAt: NOW + 6 * DAY })
    await anEnrolment(db, (await aPerson(db)).id, round.id, { confirmedAt: null, startsAt: null })
    await remind(Date.parse('2026-11-15T08:00:00+01:00'))
    expect(await mailsOf(db, 'startReminder')).toEqual([])
    for (const at of ['2026-11-15T09:00:00+01:00', '2026-11-15T12:00:00+01:00', '2026-11-16T12:00:00+01:00']) await remind(Date.parse(at))
    const mails = await mailsOf(db, 'startReminder')
    expect(mails.map(({ personId }) => personId)).toEqual([waiting.id])
    expect(mails[0]?.body).toContain('maandag 16 november 2026')
  })
})
