import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { payment } from '../../db/schema/payments.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY, MINUTE } from '../../src/clock.ts'
import { chooseStart } from '../../src/enrolment/actions.ts'
import { HOLD } from '../../src/enrolment/enrolment.ts'
import { countPlaces } from '../../src/enrolment/queries.ts'
import { newId } from '../../src/ids.ts'
import { cancelEnrolment, expireHolds } from '../../src/payments/actions.ts'
import { callOffRound } from '../../src/payments/calling-off.ts'
import { beginRefund, dropRefund, finishRefund } from '../../src/payments/refunds.ts'
import { getRound } from '../../src/rounds/queries.ts'
import { NOW } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aCandidate, anOpenRound } from '../support/enrolment.ts'
import { aBuyer, begun, enrolmentOf, eventsOf, kindsOf, orderOf, ordered, paymentOf, settled } from '../support/payments.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

describe('cancelling and paying back', () => {
  async function cancelledBuyer(refund: boolean) {
    const buyer = await aBuyer(db)
    const paymentId = await begun(db, buyer)
    await settled(db, paymentId)
    await db.write((tx) => cancelEnrolment(tx, { enrolmentId: buyer.enrolment.id, refund }, 'staff', NOW + DAY))
    return { ...buyer, paymentId }
  }

  test('staff cancel with or without paying back; the place is free', async () => {
    const back = await cancelledBuyer(true)
    expect(await paymentOf(db, back.paymentId)).toMatchObject({ refundDue: 'cancelled', refundDueAt: NOW + DAY })
    expect(await countPlaces(db.read, back.round.id, NOW + DAY)).toBe(0)
    const kept = await cancelledBuyer(false)
    expect(await paymentOf(db, kept.paymentId)).toMatchObject({ refundDue: null })
    expect(await kindsOf(db, kept.person.id)).toEqual(['enrolmentConfirmed', 'enrolmentCancelled'])
  })

  test('an unpaid enrolment is cancelled with its order', async () => {
    const buyer = await aBuyer(db)
    await db.write((tx) => cancelEnrolment(tx, { enrolmentId: buyer.enrolment.id, refund: true }, 'staff', NOW + 1))
    expect(await orderOf(db, buyer.order.id)).toMatchObject({ cancelledAt: NOW + 1 })
    await expect(begun(db, buyer)).rejects.toMatchObject({ reason: 'orderCancelled' })
  })

  test('of five racing refunds one is begun; the order counts as refunded when it is done', async () => {
    const { paymentId, order: made, person } = await cancelledBuyer(true)
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + DAY))))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.reason] : []))).toEqual(Array.from({ length: 4 }, () => 'refundRunning'))
    await Promise.all([1, 2].map(() => db.write((tx) => finishRefund(tx, paymentId, 're_1', 'staff', NOW + DAY))))
    expect(await orderOf(db, made.id)).toMatchObject({ refundedAt: NOW + DAY })
    expect((await eventsOf(db, person.id)).filter((what) => what === 'payment.refunded')).toHaveLength(1)
    expect((await kindsOf(db, person.id)).filter((kind) => kind === 'paymentRefunded')).toHaveLength(1)
    await expect(db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + 2 * DAY))).rejects.toMatchObject({ reason: 'refundDone' })
  })

  test('a refund that failed can be tried again at once', async () => {
    const { paymentId } = await cancelledBuyer(true)
    await db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + DAY))
    await db.write((tx) => dropRefund(tx, paymentId, 'staff', NOW + DAY))
    await expect(db.write((tx) => beginRefund(tx, paymentId, 'staff', NOW + DAY + 1))).resolves.toMatchObject({ amountCents: 12_500 })
  })

  test('paying back a second payment leaves the order paid', async () => {
    const buyer = await aBuyer(db)
    const ids = [await begun(db, buyer), await begun(db, buyer)]
    for (const id of ids) await settled(db, id)
    const second = ids[1] ?? ''
    await db.write((tx) => beginRefund(tx, second, 'staff', NOW + DAY))
    await db.write((tx) => finishRefund(tx, second, 're_2', 'staff', NOW + DAY))
    expect(await orderOf(db, buyer.order.id)).toMatchObject({ refundedAt: null, paidAt: NOW + MINUTE })
  })

  test('paying back money that came when the place was gone leaves an order paid that later money revived', async () => {
    const buyer = await aBuyer(db)
    const [gone, reviving] = [await begun(db, buyer), await begun(db, buyer)]
    await db.write((tx) => expireHolds(tx, NOW + HOLD))
    await ordered(db, buyer.person.id, (await anOpenRound(db)).id, NOW + HOLD)
    await settled(db, gone, 'paid', NOW + HOLD + 1)
    expect(await paymentOf(db, gone)).toMatchObject({ refundDue: 'enrolmentGone' })
    await settled(db, reviving, 'paid', NOW + 2 * HOLD)
    expect(await orderOf(db, buyer.order.id)).toMatchObject({ paidAt: NOW + 2 * HOLD })
    await db.write((tx) => beginRefund(tx, gone, 'staff', NOW + 2 * DAY))
    await db.write((tx) => finishRefund(tx, gone, 're_3', 'staff', NOW + 2 * DAY))
    expect(await orderOf(db, buyer.order.id)).toMatchObject({ paidAt: NOW + 2 * HOLD, refundedAt: null })
  })
})

describe('calling a round off', () => {
  async function aRoundWithPeople() {
    const round = await anOpenRound(db)
    const [paid, chosen, unpaid] = [await aCandidate(db), await aCandidate(db), await aCandidate(db)]
    const made = []
    for (const { id } of [paid, chosen, unpaid]) made.push(await ordered(db, id, round.id))
    const [one, two, three] = made
    if (!one || !two || !three) throw new Error('three orders were expected')
    for (const paying of [one, two]) await settled(db, await begun(db, paying))
    await db.write((tx) => chooseStart(tx, { enrolmentId: two.enrolment.id, personId: chosen.id, startsAt: NOW + DAY }, NOW + 2 * MINUTE))
    return { round, people: { paid, chosen, unpaid }, one, two, three }
  }

  test('moves everybody who paid to the chosen round, and cancels what was not paid', async () => {
    const { round, people, two, three } = await aRoundWithPeople()
    const next = await anOpenRound(db)
    await db.write((tx) => callOffRound(tx, round.id, { kind: 'move', roundId: next.id }, 'staff', NOW + 10 * MINUTE))
    expect(await enrolmentOf(db, two.enrolment.id)).toMatchObject({ roundId: next.id, startsAt: null, endedAt: null })
    expect(await enrolmentOf(db, three.enrolment.id)).toMatchObject({ endReason: 'calledOff' })
    expect(await orderOf(db, three.order.id)).toMatchObject({ cancelledAt: NOW + 10 * MINUTE })
    expect(await getRound(db.read, round.id)).toMatchObject({ calledOffAt: NOW + 10 * MINUTE })
    expect((await kindsOf(db, people.paid.id)).at(-1)).toBe('roundCalledOffMoved')
    expect(await kindsOf(db, people.unpaid.id)).toEqual(['roundCalledOffUnpaid'])
    expect((await listEvents(db.read, { subject: round.id }, 9)).map(({ what }) => what)).toContain('round.calledOff')
    expect(await checkChains(db.read)).toEqual([])
  })

  test('or flags all for refund; a payment that comes in later goes back too', async () => {
    const { round, people, one, three } = await aRoundWithPeople()
    const late = await begun(db, three)
    await db.write((tx) => callOffRound(tx, round.id, { kind: 'refund' }, 'staff', NOW + 10 * MINUTE))
    await settled(db, late, 'paid', NOW + 11 * MINUTE)
    const due = (await db.read.select().from(payment)).map(({ refundDue }) => refundDue)
    expect(due).toEqual(['calledOff', 'calledOff', 'calledOff'])
    expect(await enrolmentOf(db, one.enrolment.id)).toMatchObject({ endReason: 'calledOff' })
    expect((await kindsOf(db, people.paid.id)).at(-1)).toBe('roundCalledOffRefund')
    expect(await kindsOf(db, people.unpaid.id)).toEqual(['roundCalledOffUnpaid', 'paymentNotUsed'])
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
