import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { mail } from '../../db/schema/mail.ts'
import { order, payment } from '../../db/schema/payments.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { MINUTE } from '../../src/clock.ts'
import { HOLD } from '../../src/enrolment/enrolment.ts'
import { newId } from '../../src/ids.ts'
import { makeOrder } from '../../src/payments/actions.ts'
import { NOW } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aCandidate, anOpenRound } from '../support/enrolment.ts'
import { aBuyer, begun, enrolmentOf, eventsOf, kindsOf, orderOf, ordered, paymentOf, settled } from '../support/payments.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

describe('an order', () => {
  test('keeps the price it was made with, has a number, and is unique while open or paid', async () => {
    const { person, enrolment, order: made } = await aBuyer(db)
    expect(made).toMatchObject({ amountCents: 12_500, product: 'full', paidAt: null })
    expect(made.number).toMatch(/^TR-2026-/)
    const again = () => db.write((tx) => makeOrder(tx, { enrolmentId: enrolment.id, personId: person.id, product: 'full' }, NOW))
    await expect(again()).rejects.toMatchObject({ reason: 'alreadyEnrolled' })
    await settled(db, await begun(db, { order: made }))
    await expect(again()).rejects.toMatchObject({ reason: 'alreadyEnrolled' })
  })

  test('a refused enrolment leaves no order behind', async () => {
    const person = await aCandidate(db, [3])
    const round = await anOpenRound(db)
    await expect(ordered(db, person.id, round.id)).rejects.toMatchObject({ reason: 'notEligible' })
    expect(await db.read.select().from(order)).toEqual([])
  })

  test('that is paid takes no new payment; one that expired neither; one of somebody else is not found', async () => {
    const paid = await aBuyer(db)
    await settled(db, await begun(db, paid))
    await expect(begun(db, paid)).rejects.toMatchObject({ reason: 'orderPaid' })
    const late = await aBuyer(db)
    await expect(begun(db, late, NOW + HOLD)).rejects.toMatchObject({ reason: 'orderExpired' })
    await expect(begun(db, { order: { id: late.order.id, personId: paid.person.id } })).rejects.toMatchObject({ reason: 'notFound' })
  })
})

describe('settling a payment', () => {
  test('that is paid confirms the enrolment and mails the proof of payment', async () => {
    const { person, enrolment, order: made } = await aBuyer(db)
    const paymentId = await begun(db, { order: made })
    await settled(db, paymentId)
    expect(await paymentOf(db, paymentId)).toMatchObject({ status: 'paid', settledAt: NOW + MINUTE, refundDue: null })
    expect(await orderOf(db, made.id)).toMatchObject({ paidAt: NOW + MINUTE })
    expect(await enrolmentOf(db, enrolment.id)).toMatchObject({ confirmedAt: NOW + MINUTE, endedAt: null })
    const [only] = await db.read.select().from(mail).where(eq(mail.personId, person.id))
    expect(only?.kind).toBe('enrolmentConfirmed')
    for (const part of [made.number, '€ 125,00', 'donderdag 5 november 2026', 'Casustoets en reflectietoets', '72 uur']) {
      expect(only?.body.replaceAll('\u00a0', ' ')).toContain(part)
    }
    expect(await eventsOf(db, person.id)).toEqual(expect.arrayContaining(['order.made', 'payment.made', 'payment.settled', 'order.paid', 'enrolment.confirmed']))
    expect(await checkChains(db.read)).toEqual([])
  })

  test.each(['failed', 'cancelled', 'expired'] as const)('that %s leaves the order open for another try', async (status) => {
    const buyer = await aBuyer(db)
    await settled(db, await begun(db, buyer), status)
    const next = await begun(db, buyer)
    await settled(db, next)
    expect(await enrolmentOf(db, buyer.enrolment.id)).toMatchObject({ confirmedAt: NOW + MINUTE })
  })

  test('money moves once: of ten racing reports one counts, with one mail and one event', async () => {
    const { person, order: made } = await aBuyer(db)
    const paymentId = await begun(db, { order: made })
    await Promise.all(Array.from({ length: 10 }, (_, late) => settled(db, paymentId, 'paid', NOW + late)))
    expect(await kindsOf(db, person.id)).toEqual(['enrolmentConfirmed'])
    const events = await eventsOf(db, person.id)
    for (const what of ['payment.settled', 'order.paid', 'enrolment.confirmed']) expect(events.filter((one) => one === what)).toHaveLength(1)
    expect(await checkChains(db.read)).toEqual([])
  })

  test('the first one paid wins: of two payments of one order that race, one is flagged for refund', async () => {
    const buyer = await aBuyer(db)
    const ids = [await begun(db, buyer), await begun(db, buyer), await begun(db, buyer)]
    await Promise.all(ids.map((id) => settled(db, id)))
    const payments = await Promise.all(ids.map((id) => paymentOf(db, id)))
    expect(payments.map((one) => one?.status)).toEqual(['paid', 'paid', 'paid'])
    expect(payments.map((one) => one?.refundDue).toSorted()).toEqual(['second', 'second', null].toSorted())
    expect((await kindsOf(db, buyer.person.id)).toSorted()).toEqual(['enrolmentConfirmed', 'paymentNotUsed', 'paymentNotUsed'])
  })

  test('a payment that was given up and is paid after all still counts', async () => {
    const buyer = await aBuyer(db)
    const paymentId = await begun(db, buyer)
    await settled(db, paymentId, 'expired')
    await settled(db, paymentId, 'paid', NOW + 2 * MINUTE)
    await settled(db, paymentId, 'failed', NOW + 3 * MINUTE)
    expect(await paymentOf(db, paymentId)).toMatchObject({ status: 'paid', refundDue: null })
    expect(await enrolmentOf(db, buyer.enrolment.id)).toMatchObject({ confirmedAt: NOW + 2 * MINUTE })
  })

  test('of a payment that is not there does nothing', async () => {
    await settled(db, newId())
    expect(await db.read.select().from(payment)).toEqual([])
  })
})
