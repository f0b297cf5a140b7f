import type { Db } from '../../db/database.ts'
import { isUniqueViolation } from '../../db/constraint.ts'
import { record } from '../audit/actions.ts'
import { theClock } from '../audit/audit.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { confirmEnrolment, endEnrolment, enrol, listTestsLeft, mayBeRevived, reviveEnrolment } from '../enrolment/actions.ts'
import { covering } from '../enrolment/chances.ts'
import { isExpired } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import { findLiveEnrolment, getEnrolment, listExpiredHolds } from '../enrolment/queries.ts'
import { newId } from '../ids.ts'
import { dateAt } from '../local-time.ts'
import { refuse } from '../refusal.ts'
import { mailConfirmed, mailEnded, mailMoney } from './mails.ts'
import { effectOfMoney, isStillborn, maySettle, mustBePayable, orderStateOf, settledBy } from './payments.ts'
import type { Effect, Order, Payment, RefundDue, Settled } from './payments.ts'
import type { PaymentPort, ProviderStatus } from './port.ts'
import { PRICES, drawOrderNumber, productOf } from './prices.ts'
import type { Product } from './prices.ts'
import {
  addOrder, addPayment, claimOrder, findLiveOrder, findPayment, findPaying, getOwnOrder, listAbandonedOrders, putCheckout, putOrder,
  putPayment, settleRow,
} from './queries.ts'

/**
 * Makes the order of an enrolment, at the price of today.
 *
 * @throws Refusal `alreadyEnrolled` when the enrolment has an order that is open or paid
 */
export async function makeOrder(
  tx: Db, { enrolmentId, personId, product }: { readonly enrolmentId: string; readonly personId: string; readonly product: Product }, now: Instant,
): Promise<Order> {
  const number = drawOrderNumber(Number(dateAt(now).slice(0, 4)))
  const amountCents = PRICES[product]
  const made = await addOrder(tx, { id: newId(), number, personId, enrolmentId, product, amountCents, createdAt: now }).catch((error: unknown) => {
    if (isUniqueViolation(error, 'payment_order_one_live')) refuse('alreadyEnrolled')
    throw error
  })
  await record(tx, { at: now, by: personId, what: 'order.made', on: made.id, personId, after: { enrolmentId, product, amountCents } })
  return made
}

/**
 * Enrols somebody in full for a round, for the tests they have not passed, and makes the order.
 *
 * @throws Refusal what `enrol` refuses
 */
export async function enrolFully(
  tx: Db, wanted: { readonly personId: string; readonly roundId: string; readonly agreedTo: string }, now: Instant,
): Promise<{ readonly enrolment: Enrolment; readonly order: Order }> {
  const tests = covering(await listTestsLeft(tx, wanted.personId))
  const enrolment = await enrol(tx, { ...wanted, kind: 'full', tests }, now)
  const order = await makeOrder(tx, { enrolmentId: enrolment.id, personId: wanted.personId, product: productOf('full', tests) }, now)
  return { enrolment, order }
}

/**
 * Begins a payment, before the provider is asked: `keepCheckout` follows, or `settlePayment` as failed.
 *
 * @throws Refusal `notFound`, `orderPaid`, `orderExpired`, `orderCancelled`
 */
export async function beginPayment(
  tx: Db, { orderId, personId, provider }: { readonly orderId: string; readonly personId: string; readonly provider: PaymentPort['provider'] }, now: Instant,
): Promise<{ readonly paymentId: string; readonly order: Order }> {
  const { order, enrolment } = await getOwnOrder(tx, orderId, personId)
  mustBePayable(orderStateOf(order, enrolment, now))
  const { amountCents } = order
  const id = newId()
  await addPayment(tx, { id, orderId, provider, status: 'open', amountCents, createdAt: now })
  await record(tx, { at: now, by: personId, what: 'payment.made', on: id, personId, after: { orderId, provider, amountCents } })
  return { paymentId: id, order }
}

/** Keeps what the provider gave: its id for the payment, and where to pay. @returns whether it is still open */
export const keepCheckout = (tx: Db, paymentId: string, made: { readonly providerRef: string; readonly checkoutUrl: string }): Promise<boolean> =>
  putCheckout(tx, paymentId, made)

/** Takes in how the provider says a payment stands: settles it, or notes that it was asked about. */
export async function takeReport(tx: Db, paymentId: string, reported: ProviderStatus, now: Instant): Promise<void> {
  const settled = settledBy(reported)
  if (settled === null) await putPayment(tx, paymentId, { checkedAt: now })
  else await settlePayment(tx, paymentId, settled, now)
}

type Found = NonNullable<Awaited<ReturnType<typeof findPayment>>>

/**
 * THE one transition of a payment, whoever reports it first (return page, webhook, reconciling job); whoever comes
 * later changes nothing. Money that came in confirms the enrolment, or is flagged for refund.
 */
export async function settlePayment(tx: Db, paymentId: string, status: Settled, now: Instant): Promise<void> {
  const found = await findPayment(tx, paymentId)
  if (found === undefined || !maySettle(found.payment.status, status)) return
  const effect = status === 'paid' ? await takeEffect(tx, found, now) : null
  const refundDue = effect?.kind === 'refund' ? effect.due : null
  const { payment, order } = found
  const to = { status, settledAt: now, refundDue, refundDueAt: refundDue === null ? null : now }
  if (!(await settleRow(tx, paymentId, payment.status, to))) throw new Error('a payment settled twice in one transaction')
  const about = { at: now, by: theClock, on: paymentId, personId: order.personId, roundId: found.round.id }
  await record(tx, { ...about, what: 'payment.settled', before: { status: payment.status }, after: { status } })
  if (effect === null) return
  if (effect.kind === 'refund') {
    await record(tx, { ...about, what: 'payment.refundDue', before: { refundDue: null }, after: { refundDue } })
    await mailMoney(tx, 'paymentNotUsed', found, now)
  } else await honour(tx, found, effect, now)
}

/** What the money does; the order is claimed first, so that of two payments at the same moment one comes second. */
async function takeEffect(tx: Db, { order, enrolment, round }: Found, now: Instant): Promise<Effect> {
  const isGivenUp = enrolment.endReason === 'expired'
  const effect = effectOfMoney({ order, enrolment, round, revivable: isGivenUp && (await isRevivable(tx, enrolment, now)) })
  if (effect.kind === 'refund' || (await claimOrder(tx, order.id, now))) return effect
  return { kind: 'refund', due: 'second' }
}

/** Nothing stands in the way: no other live enrolment (but for a hold that ran out), and its tests are still to be sat. */
async function isRevivable(tx: Db, enrolment: Enrolment, now: Instant): Promise<boolean> {
  const other = await findLiveEnrolment(tx, enrolment.personId)
  if (other !== undefined) {
    if (!isExpired(other, now)) return false
    await endEnrolment(tx, other.id, 'expired', theClock, now)
  }
  return mayBeRevived(tx, enrolment)
}

async function honour(tx: Db, { order, enrolment, round }: Found, effect: Effect, now: Instant): Promise<void> {
  if (effect.kind === 'revive') await reviveEnrolment(tx, enrolment.id, now)
  const before = { paidAt: null, cancelledAt: order.cancelledAt }
  await record(tx, { at: now, by: theClock, what: 'order.paid', on: order.id, personId: order.personId, before, after: { paidAt: now, cancelledAt: null } })
  await confirmEnrolment(tx, enrolment.id, theClock, now)
  await mailConfirmed(tx, { order, enrolment, round }, now)
}

/** Gives up a payment that never got as far as the provider. @returns whether it was one */
export async function giveUpStillborn(tx: Db, payment: Payment, now: Instant): Promise<boolean> {
  if (!isStillborn(payment, now)) return false
  await settlePayment(tx, payment.id, 'failed', now)
  return true
}

/** Nobody can begin a payment for it any more. */
export async function cancelOrder(tx: Db, order: Order, by: Actor, now: Instant): Promise<void> {
  await putOrder(tx, order.id, { cancelledAt: now })
  const [before, after] = [{ cancelledAt: null }, { cancelledAt: now }]
  await record(tx, { at: now, by, what: 'order.cancelled', on: order.id, personId: order.personId, before, after })
}

/** Flags the payment that paid an order for refund. @returns whether there was one */
export async function flagRefund(tx: Db, order: Order, due: RefundDue, by: Actor, now: Instant): Promise<boolean> {
  const paying = await findPaying(tx, order.id)
  if (paying === undefined) return false
  await putPayment(tx, paying.id, { refundDue: due, refundDueAt: now })
  const [before, after] = [{ refundDue: null }, { refundDue: due }]
  await record(tx, { at: now, by, what: 'payment.refundDue', on: paying.id, personId: order.personId, before, after })
  return true
}

/**
 * Ends what was not paid in time: at most `limit` holds, and the orders of whatever has ended unpaid.
 *
 * @returns how much there was to do
 */
export async function expireHolds(tx: Db, now: Instant, limit = 50): Promise<number> {
  const expired = await listExpiredHolds(tx, now, limit)
  for (const { id } of expired) await endEnrolment(tx, id, 'expired', theClock, now)
  const abandoned = await listAbandonedOrders(tx, limit)
  for (const order of abandoned) await cancelOrder(tx, order, theClock, now)
  return expired.length + abandoned.length
}

/**
 * Cancels an enrolment for the office. What was paid is flagged for refund when they say so.
 *
 * @throws Refusal `notFound`, `enrolmentEnded`, `clockStarted`
 */
export async function cancelEnrolment(
  tx: Db, { enrolmentId, refund }: { readonly enrolmentId: string; readonly refund: boolean }, by: Actor, now: Instant,
): Promise<void> {
  const { enrolment, round } = await getEnrolment(tx, enrolmentId)
  await endEnrolment(tx, enrolmentId, 'cancelled', by, now)
  const order = await findLiveOrder(tx, enrolmentId)
  if (order !== undefined && order.paidAt === null) await cancelOrder(tx, order, by, now)
  if (order !== undefined && order.paidAt !== null && refund) await flagRefund(tx, order, 'cancelled', by, now)
  await mailEnded(tx, 'enrolmentCancelled', enrolment, round, now)
}
