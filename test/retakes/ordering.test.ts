import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { mail } from '../../db/schema/mail.ts'
import { retake } from '../../db/schema/retakes.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { endEnrolment } from '../../src/enrolment/actions.ts'
import { findLiveEnrolment } from '../../src/enrolment/queries.ts'
import { beginPayment, expireHolds, settlePayment } from '../../src/payments/actions.ts'
import { findRetakes, orderRetake, retakeOptions } from '../../src/retakes/actions.ts'
import { theClock } from '../../src/audit/audit.ts'
import { listPublishedForms } from '../../src/papers/queries.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER } from '../support/grading.ts'
import { aLaterRound, aReleasedRound } from '../support/release.ts'
import type { Passes } from '../support/release.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const NOW = AFTER + HOUR
const agreedTo = 'proef'

async function failed(passes: Passes) {
  const released = await aReleasedRound(db, [passes])
  const person = released.people[0]?.person
  if (!person) throw new Error('one person was expected')
  const used = new Set<string>(released.forms.map(({ id }) => id))
  const fresh = (await listPublishedForms(db.read)).map(({ id }) => id).filter((id) => !used.has(id))
  return { ...released, personId: person.id, fresh, used: [...used] }
}
const order = (personId: string, roundId: string, tests: { case: boolean; reflection: boolean }, now = NOW) =>
  db.write((tx) => orderRetake(tx, { personId, tests, roundId, agreedTo }, now))
const CASE = { case: true, reflection: false }
const BOTH = { case: true, reflection: true }
const pay = async (orderId: string, personId: string, now = NOW) => {
  const { paymentId } = await db.write((tx) => beginPayment(tx, { orderId, personId, provider: 'demo' }, now))
  await db.write((tx) => settlePayment(tx, paymentId, 'paid', now))
}

test('an insufficient test is offered with its fee and the rounds with a paper that is new to this person', async () => {
  const { personId, fresh, used } = await failed('reflection')
  await aLaterRound(db, used, { name: 'Zelfde vragen' })
  const later = await aLaterRound(db, fresh)
  const options = await retakeOptions(db.read, personId, NOW)
  expect(options).toMatchObject([{ kind: 'case', feeCents: 7000, rounds: [{ id: later.id }] }])
})

test('whoever passed both has nothing to retake, and nobody is offered a round that began before the result', async () => {
  const { personId } = await failed('both')
  expect(await retakeOptions(db.read, personId, NOW)).toEqual([])
})

test('one test alone costs its own fee, both in one order € 125', async () => {
  const { personId, fresh } = await failed('none')
  const later = await aLaterRound(db, fresh)
  const made = await order(personId, later.id, BOTH)
  expect(made).toMatchObject({ product: 'retakeBoth', amountCents: 12_500 })
  expect(await findLiveEnrolment(db.read, personId)).toMatchObject({ kind: 'retake', caseTest: true, reflectionTest: true, roundId: later.id })
  expect(await db.read.select().from(retake)).toHaveLength(2)
})

test('an order leaves its events, and every chain is whole', async () => {
  const { personId, fresh } = await failed('reflection')
  const made = await order(personId, (await aLaterRound(db, fresh)).id, CASE)
  const events = await listEvents(db.read, { personId }, 50)
  expect(events.map(({ what }) => what)).toEqual(expect.arrayContaining(['retake.ordered', 'enrolment.made', 'order.made']))
  expect(made).toMatchObject({ product: 'retakeCase', amountCents: 7000 })
  expect(await checkChains(db.read)).toEqual([])
})

test('of two racing retake orders one is refused, and no second audit event exists', async () => {
  const { personId, fresh } = await failed('reflection')
  const later = await aLaterRound(db, fresh)
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => order(personId, later.id, CASE)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(['retakeUsed', 'alreadyEnrolled']).toContain(String(outcome.reason.message))
  }
  const events = await listEvents(db.read, { personId }, 50)
  expect(events.filter(({ what }) => what === 'retake.ordered')).toHaveLength(1)
  expect(await db.read.select().from(retake)).toHaveLength(1)
})

test('a second order while the first one waits for payment is refused, and so is one after it was paid', async () => {
  const { personId, fresh } = await failed('none')
  const later = await aLaterRound(db, fresh)
  const first = await order(personId, later.id, CASE)
  await expect(order(personId, later.id, CASE)).rejects.toThrow('retakeUsed')
  await expect(order(personId, later.id, { case: false, reflection: true })).rejects.toThrow('alreadyEnrolled')
  await pay(first.id, personId)
  await expect(order(personId, later.id, CASE)).rejects.toThrow('retakeUsed')
})

test('an order that is not paid in time gives the right back, before the job as after it', async () => {
  const { personId, fresh } = await failed('reflection')
  const later = await aLaterRound(db, fresh)
  await order(personId, later.id, CASE)
  const after = NOW + 30 * MINUTE
  expect(await retakeOptions(db.read, personId, after)).toHaveLength(1)
  await order(personId, later.id, CASE, after)
  await db.write((tx) => expireHolds(tx, after + 30 * MINUTE))
  expect(await retakeOptions(db.read, personId, after + 30 * MINUTE)).toHaveLength(1)
})

test('a payment that comes after the hold, when the right was used again, does not make a second retake', async () => {
  const { personId, fresh } = await failed('reflection')
  const later = await aLaterRound(db, fresh)
  const first = await order(personId, later.id, CASE)
  const { paymentId } = await db.write((tx) => beginPayment(tx, { orderId: first.id, personId, provider: 'demo' }, NOW))
  const second = await order(personId, later.id, CASE, NOW + HOUR)
  await pay(second.id, personId, NOW + HOUR)
  await db.write((tx) => settlePayment(tx, paymentId, 'paid', NOW + 2 * HOUR))
  const live = (await db.read.select().from(retake)).filter(({ endedAt }) => endedAt === null)
  expect(live).toHaveLength(1)
})

test('a cancelled retake gives the right back', async () => {
  const { personId, fresh } = await failed('reflection')
  const later = await aLaterRound(db, fresh)
  const made = await order(personId, later.id, CASE)
  await pay(made.id, personId)
  await db.write((tx) => endEnrolment(tx, made.enrolmentId, 'cancelled', theClock, NOW))
  expect(await retakeOptions(db.read, personId, NOW)).toHaveLength(1)
})

test('both may be retaken in two rounds, one after the other', async () => {
  const { personId, fresh } = await failed('none')
  const later = await aLaterRound(db, fresh)
  const made = await order(personId, later.id, CASE)
  await pay(made.id, personId)
  const retakes = await findRetakes(db.read, personId, NOW)
  expect(retakes).toMatchObject({ isEnrolled: true, open: [{ kind: 'reflection' }], ordered: [{ kind: 'case' }] })
  await db.write((tx) => endEnrolment(tx, made.enrolmentId, 'released', theClock, NOW))
  expect(await order(personId, later.id, { case: false, reflection: true })).toMatchObject({ amountCents: 5500 })
})

test('a test that is no part of it, a round that does not fit, and no test at all are refused', async () => {
  const { personId, fresh, used } = await failed('reflection')
  const later = await aLaterRound(db, fresh)
  await expect(order(personId, later.id, BOTH)).rejects.toThrow('retakeNotOpen')
  await expect(order(personId, later.id, { case: false, reflection: false })).rejects.toThrow('retakeNotOpen')
  await expect(order(personId, (await aLaterRound(db, used)).id, CASE)).rejects.toThrow('retakeRoundUnfit')
  await expect(order(personId, 'no such round', CASE)).rejects.toThrow('retakeRoundUnfit')
})

test('who failed a first attempt is mailed what a retake costs, once for both tests', async () => {
  await failed('none')
  const offers = (await db.read.select().from(mail)).filter(({ kind }) => kind === 'retakeOffer')
  expect(offers).toHaveLength(1)
  expect(offers[0]?.body.replaceAll('\u00a0', ' ')).toMatch(/casustoets: € 70,00\n- reflectietoets: € 55,00/)
})
