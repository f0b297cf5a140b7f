import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { accommodation } from '../../db/schema/delivery.ts'
import { mail } from '../../db/schema/mail.ts'
import { retake } from '../../db/schema/retakes.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { chooseStart, confirmEnrolment, declareOwnWork, endEnrolment, enrol, startNow } from '../../src/enrolment/actions.ts'
import { HOLD } from '../../src/enrolment/enrolment.ts'
import { countPlaces, getEnrolment } from '../../src/enrolment/queries.ts'
import { newId } from '../../src/ids.ts'
import { windowOf } from '../../src/rounds/rounds.ts'
import { NOW, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aCandidate, anAttempt, anOpenRound } from '../support/enrolment.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const enrolled = (personId: string, roundId: string, now = NOW) =>
  db.write((tx) => enrol(tx, { personId, roundId, kind: 'full', tests: { case: true, reflection: true }, agreedTo: '2024-1' }, now))

const eventsOf = async (personId: string) => (await listEvents(db.read, { personId }, 100)).map(({ what }) => what).toReversed()
const mailsOf = (personId: string) => db.read.select().from(mail).where(eq(mail.personId, personId))

const sat = (...[personId, enrolmentId, roundId, values]: [string, string, string, Parameters<typeof anAttempt>[2]]) =>
  anAttempt(db, { id: enrolmentId, personId, roundId }, values)

describe('enrolling', () => {
  test('gives a place that is held for 30 minutes, with the version of what was agreed to', async () => {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const made = await enrolled(person.id, round.id)
    expect(made).toMatchObject({ heldUntil: NOW + 30 * MINUTE, termsVersion: '2024-1', agreedAt: NOW, confirmedAt: null, caseTest: true, reflectionTest: true })
    expect(await countPlaces(db.read, round.id, NOW)).toBe(1)
    expect(await eventsOf(person.id)).toContain('enrolment.made')
    expect(await checkChains(db.read)).toEqual([])
  })

  test('who misses masterclasses is told which', async () => {
    const person = await aCandidate(db, [2, 4])
    const round = await anOpenRound(db)
    await expect(enrolled(person.id, round.id)).rejects.toMatchObject({ reason: 'notEligible', params: { missing: '2, 4' } })
  })

  test('a closed round, one that is called off and one that is not there take nobody', async () => {
    const person = await aCandidate(db)
    const closed = await anOpenRound(db, { handState: 'closed' })
    const off = await anOpenRound(db, { calledOffAt: NOW - 1 })
    await expect(enrolled(person.id, closed.id)).rejects.toMatchObject({ reason: 'enrolmentClosed' })
    await expect(enrolled(person.id, off.id)).rejects.toMatchObject({ reason: 'roundIsCalledOff' })
    await expect(enrolled(person.id, newId())).rejects.toMatchObject({ reason: 'notFound' })
  })

  test('nobody has two live enrolments, in the same round or in another', async () => {
    const person = await aCandidate(db)
    const [round, other] = [await anOpenRound(db), await anOpenRound(db)]
    await enrolled(person.id, round.id)
    await expect(enrolled(person.id, round.id)).rejects.toMatchObject({ reason: 'alreadyEnrolled' })
    await expect(enrolled(person.id, other.id)).rejects.toMatchObject({ reason: 'alreadyEnrolled' })
  })

  test('of five racing enrolments of one person one is made, and one event exists', async () => {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => enrolled(person.id, round.id)))
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.reason] : []))
    expect(refused).toEqual(Array.from({ length: 4 }, () => 'alreadyEnrolled'))
    expect((await eventsOf(person.id)).filter((what) => what === 'enrolment.made')).toHaveLength(1)
  })

  test('of six people racing for three places three get one', async () => {
    const round = await anOpenRound(db, { maximumCandidates: 3 })
    const people = []
    for (let count = 0; count < 6; count += 1) people.push(await aCandidate(db))
    const outcomes = await Promise.allSettled(people.map(({ id }) => enrolled(id, round.id)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.reason] : []))).toEqual(['roundFull', 'roundFull', 'roundFull'])
    expect(await countPlaces(db.read, round.id, NOW)).toBe(3)
  })

  test('a hold that ran out frees the place for others, and makes way for a new enrolment of the same person', async () => {
    const round = await anOpenRound(db, { maximumCandidates: 1 })
    const [first, second] = [await aCandidate(db), await aCandidate(db)]
    await enrolled(first.id, round.id)
    await expect(enrolled(second.id, round.id, NOW + HOLD - 1)).rejects.toMatchObject({ reason: 'roundFull' })
    await enrolled(first.id, round.id, NOW + HOLD)
    expect(await eventsOf(first.id)).toEqual(expect.arrayContaining(['enrolment.made', 'enrolment.ended', 'enrolment.made']))
    await enrolled(second.id, round.id, NOW + 2 * HOLD)
    expect(await countPlaces(db.read, round.id, NOW + 2 * HOLD)).toBe(1)
  })

  test('a test already sufficient is not sat again, an insufficient one only as a retake', async () => {
    const [good, bad, unreleased] = [await aCandidate(db), await aCandidate(db), await aCandidate(db)]
    const [old, next] = [await anOpenRound(db), await anOpenRound(db)]
    for (const [person, sufficient] of [[good, true], [bad, false], [unreleased, undefined]] as const) {
      const before = await anEnrolment(db, person.id, old.id, { endedAt: NOW - DAY, endReason: 'released' })
      await sat(person.id, before.id, old.id, { kind: 'case', ...(sufficient === undefined ? {} : { sufficient }) })
    }
    await expect(enrolled(good.id, next.id)).rejects.toMatchObject({ reason: 'alreadySufficient' })
    await expect(enrolled(bad.id, next.id)).rejects.toMatchObject({ reason: 'retakeInstead' })
    await expect(enrolled(unreleased.id, next.id)).resolves.toMatchObject({ roundId: next.id })
  })
})

describe('the start moment', () => {
  const at = (hours: number) => Math.ceil(NOW / HOUR) * HOUR + hours * HOUR

  async function confirmed() {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const own = await anEnrolment(db, person.id, round.id, { declaredAt: null })
    return { personId: person.id, enrolmentId: own.id, round }
  }

  test('is chosen after confirmation, changed until it comes, and mailed with the deadline each time', async () => {
    const { personId, enrolmentId } = await confirmed()
    await db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt: at(24) }, NOW))
    await db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt: at(48) }, NOW))
    expect((await getEnrolment(db.read, enrolmentId)).enrolment.startsAt).toBe(at(48))
    const mails = await mailsOf(personId)
    expect(mails.map(({ subject }) => subject)).toEqual(['Je startmoment: vrijdag 6 november 2026, 10:00 uur', 'Je startmoment: zaterdag 7 november 2026, 10:00 uur'])
    expect(mails[1]?.body).toContain('Uiterste inlevermoment: dinsdag 10 november 2026, 10:00 uur')
    expect((await eventsOf(personId)).filter((what) => what === 'enrolment.startChosen')).toHaveLength(2)
  })

  test('the mail counts the extra time, and names each test where their limits differ', async () => {
    const { personId, enrolmentId, round } = await confirmed()
    await db.write(async (tx) => {
      await tx.insert(accommodation).values({ personId, extraPercent: 25, extraMinutes: 0, setAt: NOW, setBy: 'staff' })
    })
    await db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt: at(24) }, NOW))
    const [only] = await mailsOf(personId)
    expect(only?.body).toContain('dinsdag 10 november 2026, 04:00 uur')
    expect(round.workingHours).toBe(72)
  })

  test('the same moment again does nothing', async () => {
    const { personId, enrolmentId } = await confirmed()
    for (let times = 0; times < 2; times += 1) await db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt: at(24) }, NOW))
    expect(await mailsOf(personId)).toHaveLength(1)
  })

  test.each([
    ['startNoQuarter', NOW + HOUR + MINUTE, NOW],
    ['startPast', NOW - HOUR, NOW],
    ['startOutsideWindow', NOW + 30 * DAY, NOW],
    ['startOutsideWindow', NOW - 10 * DAY, NOW],
  ])('%s', async (reason, startsAt, now) => {
    const { personId, enrolmentId } = await confirmed()
    await expect(db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt }, now))).rejects.toMatchObject({ reason })
  })

  test('once it has come only staff can change it', async () => {
    const { personId, enrolmentId } = await confirmed()
    await db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt: at(24) }, NOW))
    await expect(db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt: at(72) }, at(24)))).rejects.toMatchObject({ reason: 'clockStarted' })
    await expect(db.write((tx) => startNow(tx, { enrolmentId, personId }, at(24)))).rejects.toMatchObject({ reason: 'clockStarted' })
  })

  test('somebody else cannot choose it, nor who has not paid', async () => {
    const { enrolmentId } = await confirmed()
    const [other, unpaid] = [await aCandidate(db), await aCandidate(db)]
    const round = await anOpenRound(db)
    const own = await anEnrolment(db, unpaid.id, round.id, { confirmedAt: null, heldUntil: NOW + HOLD })
    await expect(db.write((tx) => chooseStart(tx, { enrolmentId, personId: other.id, startsAt: at(24) }, NOW))).rejects.toMatchObject({ reason: 'notFound' })
    await expect(db.write((tx) => chooseStart(tx, { enrolmentId: own.id, personId: unpaid.id, startsAt: at(24) }, NOW))).rejects.toMatchObject({ reason: 'payFirst' })
  })

  test('"start now" is this very instant, in the window alone', async () => {
    const { personId, enrolmentId, round } = await confirmed()
    const { endAt } = windowOf(round)
    await expect(db.write((tx) => startNow(tx, { enrolmentId, personId }, endAt))).rejects.toMatchObject({ reason: 'enrolmentLapsed' })
    await db.write((tx) => startNow(tx, { enrolmentId, personId }, endAt - 1))
    expect((await getEnrolment(db.read, enrolmentId)).enrolment.startsAt).toBe(endAt - 1)
  })

  test('"start now" before the window is refused', async () => {
    const person = await aCandidate(db)
    const round = await anOpenRound(db, { windowFirstOn: '2026-11-20', windowLastOn: '2026-11-30' })
    const own = await anEnrolment(db, person.id, round.id)
    await expect(db.write((tx) => startNow(tx, { enrolmentId: own.id, personId: person.id }, NOW))).rejects.toMatchObject({ reason: 'startOutsideWindow' })
  })

  test('of racing choices each is recorded, and the last one stands', async () => {
    const { personId, enrolmentId } = await confirmed()
    await Promise.all([24, 25, 26, 27].map((hours) => db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt: at(hours) }, NOW))))
    expect((await eventsOf(personId)).filter((what) => what === 'enrolment.startChosen')).toHaveLength(4)
    expect(await checkChains(db.read)).toEqual([])
  })
})

describe('declaring, confirming and ending', () => {
  test('own work is declared once, by whoever paid', async () => {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const own = await anEnrolment(db, person.id, round.id, { declaredAt: null, confirmedAt: null, heldUntil: NOW + HOLD })
    const declare = (now: number) => db.write((tx) => declareOwnWork(tx, { enrolmentId: own.id, personId: person.id }, now))
    await expect(declare(NOW)).rejects.toMatchObject({ reason: 'payFirst' })
    await db.write((tx) => confirmEnrolment(tx, own.id, 'clock', NOW))
    await declare(NOW + 1)
    await declare(NOW + 2)
    expect((await getEnrolment(db.read, own.id)).enrolment.declaredAt).toBe(NOW + 1)
    expect((await eventsOf(person.id)).filter((what) => what === 'enrolment.declared')).toHaveLength(1)
  })

  test('confirming twice does nothing the second time', async () => {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const own = await enrolled(person.id, round.id)
    await db.write((tx) => confirmEnrolment(tx, own.id, 'clock', NOW + 1))
    await db.write((tx) => confirmEnrolment(tx, own.id, 'clock', NOW + 2))
    expect((await getEnrolment(db.read, own.id)).enrolment.confirmedAt).toBe(NOW + 1)
  })

  test('an enrolment that ended gives the right to its retake back, unless its results were released', async () => {
    const person = await aCandidate(db)
    const [old, next] = [await anOpenRound(db), await anOpenRound(db)]
    for (const [reason, isBack] of [['cancelled', true], ['released', false]] as const) {
      const first = await anEnrolment(db, person.id, old.id, { endedAt: NOW - DAY, endReason: 'released' })
      const firstAttemptId = await sat(person.id, first.id, old.id, { kind: 'case', sufficient: false })
      const again = await anEnrolment(db, person.id, next.id, { kind: 'retake', reflectionTest: false })
      await db.write((tx) => tx.insert(retake).values({ id: newId(), personId: person.id, firstAttemptId, enrolmentId: again.id, createdAt: NOW }))
      await db.write((tx) => endEnrolment(tx, again.id, reason, 'staff', NOW))
      const [row] = await db.read.select().from(retake).where(eq(retake.enrolmentId, again.id))
      expect(row?.endedAt).toBe(isBack ? NOW : null)
    }
  })
})
