import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { mail } from '../../db/schema/mail.ts'
import { order, payment } from '../../db/schema/payments.ts'
import { retake } from '../../db/schema/retakes.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY, MINUTE } from '../../src/clock.ts'
import { chooseStart, enrol } from '../../src/enrolment/actions.ts'
import { HOLD } from '../../src/enrolment/enrolment.ts'
import { countPlaces, getEnrolment } from '../../src/enrolment/queries.ts'
import { newId } from '../../src/ids.ts'
import { beginPayment, cancelEnrolment, enrolFully, expireHolds, keepCheckout, makeOrder, settlePayment } from '../../src/payments/actions.ts'
import { callOffRound } from '../../src/payments/calling-off.ts'
import { beginRefund, dropRefund, finishRefund } from '../../src/payments/refunds.ts'
import { getRound, listRoundForms } from '../../src/rounds/queries.ts'
import { NOW, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aCandidate, anOpenRound } from '../support/enrolment.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const ordered = (personId: string, roundId: string, now = NOW) => db.write((tx) => enrolFully(tx, { personId, roundId, agreedTo: '2024-1' }, now))

/** A payment that is open at the provider. */
async function begun(made: { order: { id: string; personId: string } }, now = NOW): Promise<string> {
  const { id: orderId, personId } = made.order
  const { paymentId } = await db.write((tx) => beginPayment(tx, { orderId, personId, provider: 'mollie' }, now))
  await db.write((tx) => keepCheckout(tx, paymentId, { providerRef: `tr_${paymentId}`, checkoutUrl: 'https://bank.example' }))
  return paymentId
}

const settled = (paymentId: string, status: 'paid' | 'failed' | 'cancelled' | 'expired' = 'paid', now = NOW + MINUTE) =>
  db.write((tx) => settlePayment(tx, paymentId, status, now))

const paymentOf = async (id: string) => (await db.read.select().from(payment).where(eq(payment.id, id)))[0]
const orderOf = async (id: string) => (await db.read.select().from(order).where(eq(order.id, id)))[0]
const enrolmentOf = async (id: string) => (await getEnrolment(db.read, id)).enrolment
const kindsOf = async (personId: string) => (await db.read.select().from(mail).where(eq(mail.personId, personId))).map(({ kind }) => kind)
const eventsOf = async (personId: string) => (await listEvents(db.read, { personId }, 200)).map(({ what }) => what).toReversed()

async function aBuyer(values: Parameters<typeof anOpenRound>[1] = {}) {
  const person = await aCandidate(db)
  const round = await anOpenRound(db, values)
  const made = await ordered(person.id, round.id)
  return { person, round, ...made }
}

describe('an order', () => {
  test('keeps the price it was made with, has a number, and is unique while open or paid', async () => {
    const { person, enrolment, order: made } = await aBuyer()
    expect(made).toMatchObject({ amountCents: 12_500, product: 'full', paidAt: null })
    expect(made.number).toMatch(/^TR-2026-/)
    const again = () => db.write((tx) => makeOrder(tx, { enrolmentId: enrolment.id, personId: person.id, product: 'full' }, NOW))
    await expect(again()).rejects.toMatchObject({ reason: 'alreadyEnrolled' })
    await settled(await begun({ order: made }))
    await expect(again()).rejects.toMatchObject({ reason: 'alreadyEnrolled' })
  })

  test('a refused enrolment leaves no order behind', async () => {
    const person = await aCandidate(db, [3])
    const round = await anOpenRound(db)
    await expect(ordered(person.id, round.id)).rejects.toMatchObject({ reason: 'notEligible' })
    expect(await db.read.select().from(order)).toEqual([])
  })

  test('that is paid takes no new payment; one that expired neither; one of somebody else is not found', async () => {
    const paid = await aBuyer()
    await settled(await begun(paid))
    await expect(begun(paid)).rejects.toMatchObject({ reason: 'orderPaid' })
    const late = await aBuyer()
    await expect(begun(late, NOW + HOLD)).rejects.toMatchObject({ reason: 'orderExpired' })
    await expect(begun({ order: { id: late.order.id, personId: paid.person.id } })).rejects.toMatchObject({ reason: 'notFound' })
  })
})

describe('settling a payment', () => {
  test('that is paid confirms the enrolment and mails the proof of payment', async () => {
    const { person, enrolment, order: made } = await aBuyer()
    const paymentId = await begun({ order: made })
    await settled(paymentId)
    expect(await paymentOf(paymentId)).toMatchObject({ status: 'paid', settledAt: NOW + MINUTE, refundDue: null })
    expect(await orderOf(made.id)).toMatchObject({ paidAt: NOW + MINUTE })
    expect(await enrolmentOf(enrolment.id)).toMatchObject({ confirmedAt: NOW + MINUTE, endedAt: null })
    const [only] = await db.read.select().from(mail).where(eq(mail.personId, person.id))
    expect(only?.kind).toBe('enrolmentConfirmed')
    for (const part of [made.number, '€ 125,00', 'donderdag 5 november 2026', 'Casustoets en reflectietoets', '72 uur']) {
      expect(only?.body.replaceAll('\u00a0', ' ')).toContain(part)
    }
    expect(await eventsOf(person.id)).toEqual(expect.arrayContaining(['order.made', 'payment.made', 'payment.settled', 'order.paid', 'enrolment.confirmed']))
    expect(await checkChains(db.read)).toEqual([])
  })

  test.each(['failed', 'cancelled', 'expired'] as const)('that %s leaves the order open for another try', async (status) => {
    const buyer = await aBuyer()
    await settled(await begun(buyer), status)
    const next = await begun(buyer)
    await settled(next)
    expect(await enrolmentOf(buyer.enrolment.id)).toMatchObject({ confirmedAt: NOW + MINUTE })
  })

  test('money moves once: of ten racing reports one counts, with one mail and one event', async () => {
    const { person, order: made } = await aBuyer()
    const paymentId = await begun({ order: made })
    await Promise.all(Array.from({ length: 10 }, (_, late) => settled(paymentId, 'paid', NOW + late)))
    expect(await kindsOf(person.id)).toEqual(['enrolmentConfirmed'])
    const events = await eventsOf(person.id)
    for (const what of ['payment.settled', 'order.paid', 'enrolment.confirmed']) expect(events.filter((one) => one === what)).toHaveLength(1)
    expect(await checkChains(db.read)).toEqual([])
  })

  test('the first one paid wins: of two payments of one order that race, one is flagged for refund', async () => {
    const buyer = await aBuyer()
    const ids = [await begun(buyer), await begun(buyer), await begun(buyer)]
    await Promise.all(ids.map((id) => settled(id)))
    const payments = await Promise.all(ids.map(paymentOf))
    expect(payments.map((one) => one?.status)).toEqual(['paid', 'paid', 'paid'])
    expect(payments.map((one) => one?.refundDue).toSorted()).toEqual(['second', 'second', null].toSorted())
    expect((await kindsOf(buyer.person.id)).toSorted()).toEqual(['enrolmentConfirmed', 'paymentNotUsed', 'paymentNotUsed'])
  })

  test('a payment that was given up and is paid after all still counts', async () => {
    const buyer = await aBuyer()
    const paymentId = await begun(buyer)
    await settled(paymentId, 'expired')
    await settled(paymentId, 'paid', NOW + 2 * MINUTE)
    await settled(paymentId, 'failed', NOW + 3 * MINUTE)
    expect(await paymentOf(paymentId)).toMatchObject({ status: 'paid', refundDue: null })
    expect(await enrolmentOf(buyer.enrolment.id)).toMatchObject({ confirmedAt: NOW + 2 * MINUTE })
  })

  test('of a payment that is not there does nothing', async () => {
    await settled(newId())
    expect(await db.read.select().from(payment)).toEqual([])
  })
})

describe('a payment that comes after the place was given up', () => {
  const LATE = NOW + HOLD + 5 * MINUTE

  test('is honoured, even when the round is full by then', async () => {
    const buyer = await aBuyer({ maximumCandidates: 1 })
    const paymentId = await begun(buyer)
    while ((await db.write((tx) => expireHolds(tx, NOW + HOLD))) > 0);
    expect(await orderOf(buyer.order.id)).toMatchObject({ cancelledAt: NOW + HOLD })
    const other = await aCandidate(db)
    const others = await ordered(other.id, buyer.round.id, NOW + HOLD + 1)
    await settled(await begun(others, NOW + HOLD + 1), 'paid', NOW + HOLD + 2)
    await settled(paymentId, 'paid', LATE)
    expect(await enrolmentOf(buyer.enrolment.id)).toMatchObject({ confirmedAt: LATE, endedAt: null, endReason: null })
    expect(await orderOf(buyer.order.id)).toMatchObject({ paidAt: LATE, cancelledAt: null })
    expect(await countPlaces(db.read, buyer.round.id, LATE)).toBe(2)
    expect(await eventsOf(buyer.person.id)).toEqual(expect.arrayContaining(['enrolment.ended', 'order.cancelled', 'enrolment.revived', 'enrolment.confirmed']))
  })

  test('is honoured before the job has noted that the hold ran out', async () => {
    const buyer = await aBuyer()
    const paymentId = await begun(buyer)
    await settled(paymentId, 'paid', LATE)
    expect(await enrolmentOf(buyer.enrolment.id)).toMatchObject({ confirmedAt: LATE })
    expect(await db.write((tx) => expireHolds(tx, LATE))).toBe(0)
  })

  test('goes back when the person has another live enrolment by then', async () => {
    const buyer = await aBuyer()
    const paymentId = await begun(buyer)
    const again = await ordered(buyer.person.id, buyer.round.id, NOW + HOLD)
    await settled(paymentId, 'paid', NOW + HOLD + 1)
    expect(await paymentOf(paymentId)).toMatchObject({ status: 'paid', refundDue: 'enrolmentGone' })
    expect(await enrolmentOf(buyer.enrolment.id)).toMatchObject({ endReason: 'expired' })
    expect(await enrolmentOf(again.enrolment.id)).toMatchObject({ endedAt: null, confirmedAt: null })
    expect(await kindsOf(buyer.person.id)).toEqual(['paymentNotUsed'])
  })

  test('is honoured when that other enrolment was not paid in time either', async () => {
    const buyer = await aBuyer()
    const paymentId = await begun(buyer)
    const again = await ordered(buyer.person.id, buyer.round.id, NOW + HOLD)
    await settled(paymentId, 'paid', NOW + 2 * HOLD)
    expect(await enrolmentOf(buyer.enrolment.id)).toMatchObject({ endedAt: null, confirmedAt: NOW + 2 * HOLD })
    expect(await enrolmentOf(again.enrolment.id)).toMatchObject({ endReason: 'expired' })
  })

  test('goes back when staff cancelled the enrolment', async () => {
    const buyer = await aBuyer()
    const paymentId = await begun(buyer)
    await db.write((tx) => cancelEnrolment(tx, { enrolmentId: buyer.enrolment.id, refund: false }, 'staff', NOW + 1))
    await settled(paymentId)
    expect(await paymentOf(paymentId)).toMatchObject({ refundDue: 'enrolmentGone' })
  })

  test('of a retake takes the right to it up again with the place', async () => {
    const person = await aCandidate(db)
    const [old, next] = [await anOpenRound(db), await anOpenRound(db)]
    const first = await anEnrolment(db, person.id, old.id, { endedAt: NOW - DAY, endReason: 'released' })
    const firstAttemptId = newId()
    const [form] = await listRoundForms(db.read, old.id)
    await db.write((tx) =>
      tx.insert(attempt).values({
        id: firstAttemptId, enrolmentId: first.id, personId: person.id, roundId: old.id, formId: form?.formId ?? '', kind: 'case',
        candidateNumber: newId(), startsAt: NOW - 5 * DAY, workingHours: 72, extraMinutes: 0, incidentMinutes: 0,
      }),
    )
    const retaking = (now: number) =>
      db.write(async (tx) => {
        const own = await enrol(tx, { personId: person.id, roundId: next.id, kind: 'retake', tests: { case: true, reflection: false }, agreedTo: '2024-1' }, now)
        await tx.insert(retake).values({ id: newId(), personId: person.id, firstAttemptId, enrolmentId: own.id, createdAt: now })
        return { enrolment: own, order: await makeOrder(tx, { enrolmentId: own.id, personId: person.id, product: 'retakeCase' }, now) }
      })
    const retakeOf = async (enrolmentId: string) => (await db.read.select().from(retake).where(eq(retake.enrolmentId, enrolmentId)))[0]

    const one = await retaking(NOW)
    const [late, later] = [await begun(one), await begun(one)]
    await db.write((tx) => expireHolds(tx, NOW + HOLD))
    expect(await retakeOf(one.enrolment.id)).toMatchObject({ endedAt: NOW + HOLD })
    await settled(late, 'paid', NOW + HOLD + 1)
    expect(await retakeOf(one.enrolment.id)).toMatchObject({ endedAt: null })
    expect(await orderOf(one.order.id)).toMatchObject({ amountCents: 7_000, paidAt: NOW + HOLD + 1 })
    await settled(later, 'paid', NOW + HOLD + 2)
    expect(await paymentOf(later)).toMatchObject({ refundDue: 'second' })
  })
})

describe('holds that run out', () => {
  test('end with their order, once, and leave what is paid or still held alone', async () => {
    const [gone, paid] = [await aBuyer(), await aBuyer()]
    await settled(await begun(paid))
    const held = await aCandidate(db)
    const young = await ordered(held.id, gone.round.id, NOW + MINUTE)
    while ((await db.write((tx) => expireHolds(tx, NOW + HOLD))) > 0);
    expect(await enrolmentOf(gone.enrolment.id)).toMatchObject({ endedAt: NOW + HOLD, endReason: 'expired' })
    expect(await orderOf(gone.order.id)).toMatchObject({ cancelledAt: NOW + HOLD })
    expect(await enrolmentOf(paid.enrolment.id)).toMatchObject({ endedAt: null })
    expect(await enrolmentOf(young.enrolment.id)).toMatchObject({ endedAt: null })
  })
})

describe('cancelling and paying back', () => {
  async function cancelledBuyer(refund: boolean) {
    const buyer = await aBuyer()
    const paymentId = await begun(buyer)
    await settled(paymentId)
    await db.write((tx) => cancelEnrolment(tx, { enrolmentId: buyer.enrolment.id, refund }, 'staff', NOW + DAY))
    return { ...buyer, paymentId }
  }

  test('staff cancel with or without paying back; the place is free', async () => {
    const back = await cancelledBuyer(true)
    expect(await paymentOf(back.paymentId)).toMatchObject({ refundDue: 'cancelled', refundDueAt: NOW + DAY })
    expect(await countPlaces(db.read, back.round.id, NOW + DAY)).toBe(0)
    const kept = await cancelledBuyer(false)
    expect(await paymentOf(kept.paymentId)).toMatchObject({ refundDue: null })
    expect(await kindsOf(kept.person.id)).toEqual(['enrolmentConfirmed', 'enrolmentCancelled'])
  })

  test('an unpaid enrolment is cancelled with its order', async () => {
    const buyer = await aBuyer()
    await db.write((tx) => cancelEnrolment(tx, { enrolmentId: buyer.enrolment.id, refund: true }, 'staff', NOW + 1))
    expect(await orderOf(buyer.order.id)).toMatchObject({ cancelledAt: NOW + 1 })
    await expect(begun(buyer)).rejects.toMatchObject({ reason: 'orderCancelled' })
  })

  test('of five racing refunds one is begun; the order counts as refunded when it is done', async () => {
    const { paymentId, order: made, person } = await cancelledBuyer(true)
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + DAY))))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.reason] : []))).toEqual(Array.from({ length: 4 }, () => 'refundRunning'))
    await Promise.all([1, 2].map(() => db.write((tx) => finishRefund(tx, paymentId, 're_1', 'staff', NOW + DAY))))
    expect(await orderOf(made.id)).toMatchObject({ refundedAt: NOW + DAY })
    expect((await eventsOf(person.id)).filter((what) => what === 'payment.refunded')).toHaveLength(1)
    expect((await kindsOf(person.id)).filter((kind) => kind === 'paymentRefunded')).toHaveLength(1)
    await expect(db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + 2 * DAY))).rejects.toMatchObject({ reason: 'refundDone' })
  })

  test('a refund that failed can be tried again at once', async () => {
    const { paymentId } = await cancelledBuyer(true)
    await db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + DAY))
    await db.write((tx) => dropRefund(tx, paymentId, 'staff', NOW + DAY))
    await expect(db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + DAY + 1))).resolves.toMatchObject({ amountCents: 12_500 })
  })

  test('paying back a second payment leaves the order paid', async () => {
    const buyer = await aBuyer()
    const ids = [await begun(buyer), await begun(buyer)]
    for (const id of ids) await settled(id)
    const second = ids[1] ?? ''
    await db.write((tx) => beginRefund(tx, second, 'staff', NOW + DAY))
    await db.write((tx) => finishRefund(tx, second, 're_2', 'staff', NOW + DAY))
    expect(await orderOf(buyer.order.id)).toMatchObject({ refundedAt: null, paidAt: NOW + MINUTE })
  })
})

describe('calling a round off', () => {
  async function aRoundWithPeople() {
    const round = await anOpenRound(db)
    const [paid, chosen, unpaid] = [await aCandidate(db), await aCandidate(db), await aCandidate(db)]
    const made = []
    for (const { id } of [paid, chosen, unpaid]) made.push(await ordered(id, round.id))
    const [one, two, three] = made
    if (!one || !two || !three) throw new Error('three orders were expected')
    for (const paying of [one, two]) await settled(await begun(paying))
    await db.write((tx) => chooseStart(tx, { enrolmentId: two.enrolment.id, personId: chosen.id, startsAt: NOW + DAY }, NOW + 2 * MINUTE))
    return { round, people: { paid, chosen, unpaid }, one, two, three }
  }

  test('moves everybody who paid to the chosen round, and cancels what was not paid', async () => {
    const { round, people, two, three } = await aRoundWithPeople()
    const next = await anOpenRound(db)
    await db.write((tx) => callOffRound(tx, round.id, { kind: 'move', roundId: next.id }, 'staff', NOW + 10 * MINUTE))
    expect(await enrolmentOf(two.enrolment.id)).toMatchObject({ roundId: next.id, startsAt: null, endedAt: null })
    expect(await enrolmentOf(three.enrolment.id)).toMatchObject({ endReason: 'calledOff' })
    expect(await orderOf(three.order.id)).toMatchObject({ cancelledAt: NOW + 10 * MINUTE })
    expect(await getRound(db.read, round.id)).toMatchObject({ calledOffAt: NOW + 10 * MINUTE })
    expect((await kindsOf(people.paid.id)).at(-1)).toBe('roundCalledOffMoved')
    expect(await kindsOf(people.unpaid.id)).toEqual(['roundCalledOffUnpaid'])
    expect((await listEvents(db.read, { subject: round.id }, 9)).map(({ what }) => what)).toContain('round.calledOff')
    expect(await checkChains(db.read)).toEqual([])
  })

  test('or flags all for refund; a payment that comes in later goes back too', async () => {
    const { round, people, one, three } = await aRoundWithPeople()
    const late = await begun(three)
    await db.write((tx) => callOffRound(tx, round.id, { kind: 'refund' }, 'staff', NOW + 10 * MINUTE))
    await settled(late, 'paid', NOW + 11 * MINUTE)
    const due = (await db.read.select().from(payment)).map(({ refundDue }) => refundDue)
    expect(due).toEqual(['calledOff', 'calledOff', 'calledOff'])
    expect(await enrolmentOf(one.enrolment.id)).toMatchObject({ endReason: 'calledOff' })
    expect((await kindsOf(people.paid.id)).at(-1)).toBe('roundCalledOffRefund')
    expect(await kindsOf(people.unpaid.id)).toEqual(['roundCalledOffUnpaid', 'paymentNotUsed'])
  })

  test('once, until the first start moment has come, and not into a round that cannot take them', async () => {
    const { round } = await aRoundWithPeople()
    const [gone, next] = [await anOpenRound(db, { windowFirstOn: '2026-10-01', windowLastOn: '2026-10-10' }), await anOpenRound(db)]
    const off = (choice: Parameters<typeof callOffRound>[2], now = NOW + 10 * MINUTE) => db.write((tx) => callOffRound(tx, round.id, choice, 'staff', now))
    await expect(off({ kind: 'move', roundId: gone.id })).rejects.toMatchObject({ reason: 'windowOver' })
    await expect(off({ kind: 'move', roundId: round.id })).rejects.toMatchObject({ reason: 'sameRound' })
    await expect(off({ kind: 'move', roundId: newId() })).rejects.toMatchObject({ reason: 'notFound' })
    await expect(off({ kind: 'refund' }, NOW + DAY)).rejects.toMatchObject({ reason: 'callOffTooLate' })
    const twice = await Promise.allSettled([off({ kind: 'move', roundId: next.id }), off({ kind: 'refund' })])
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(twice.flatMap((one) => (one.status === 'rejected' ? [one.reason.reason] : []))).toEqual(['roundIsCalledOff'])
  })
})
