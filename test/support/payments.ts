/** Orders and payments without the pages around them. */
import { eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { mail } from '../../db/schema/mail.ts'
import { order, payment } from '../../db/schema/payments.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { MINUTE } from '../../src/clock.ts'
import { getEnrolment } from '../../src/enrolment/queries.ts'
import { beginPayment, enrolFully, keepCheckout, settlePayment } from '../../src/payments/actions.ts'
import type { Settled } from '../../src/payments/payments.ts'
import { NOW } from './builders.ts'
import { aCandidate, anOpenRound } from './enrolment.ts'

/** An enrolment with its order. */
export const ordered = (db: Database, personId: string, roundId: string, now = NOW) =>
  db.write((tx) => enrolFully(tx, { personId, roundId, agreedTo: '2024-1' }, now))

/** A payment that is open at the provider. @returns its id */
export async function begun(db: Database, made: { readonly order: { readonly id: string; readonly personId: string } }, now = NOW): Promise<string> {
  const { id: orderId, personId } = made.order
  const { paymentId } = await db.write((tx) => beginPayment(tx, { orderId, personId, provider: 'mollie' }, now))
  await db.write((tx) => keepCheckout(tx, paymentId, { providerRef: `tr_${paymentId}`, checkoutUrl: 'https://bank.example' }))
  return paymentId
}

/** The provider says how a payment ended. */
export const settled = (db: Database, paymentId: string, status: Settled = 'paid', now = NOW + MINUTE) =>
  db.write((tx) => settlePayment(tx, paymentId, status, now))

/** Somebody with an order of both tests, not paid yet. */
export async function aBuyer(db: Database, values: Parameters<typeof anOpenRound>[1] = {}) {
  const person = await aCandidate(db)
  const round = await anOpenRound(db, values)
  return { person, round, ...(await ordered(db, person.id, round.id)) }
}

export const paymentOf = async (db: Database, id: string) => (await db.read.select().from(payment).where(eq(payment.id, id)))[0]
export const orderOf = async (db: Database, id: string) => (await db.read.select().from(order).where(eq(order.id, id)))[0]
export const enrolmentOf = async (db: Database, id: string) => (await getEnrolment(db.read, id)).enrolment

/** The kinds of mail somebody was sent, and what the audit log says of them, oldest first. */
export const kindsOf = async (db: Database, personId: string) =>
  (await db.read.select().from(mail).where(eq(mail.personId, personId)).orderBy(mail.id)).map(({ kind }) => kind)
export const eventsOf = async (db: Database, personId: string) => (await listEvents(db.read, { personId }, 200)).map(({ what }) => what).toReversed()
