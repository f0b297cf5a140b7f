import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { flagRefund } from './actions.ts'
import { mailMoney } from './mails.ts'
import { REFUND_CLAIM } from './payments.ts'
import type { Payment } from './payments.ts'
import { closeRefund, findPayment, putOrder, putPayment } from './queries.ts'

/** Whether somebody is paying it back at this moment. */
export const isClaimed = ({ refundClaimedAt }: Pick<Payment, 'refundClaimedAt'>, now: Instant): boolean =>
  refundClaimedAt !== null && now < refundClaimedAt + REFUND_CLAIM

/** Whether a payment may be paid back now. @throws Refusal `refundNotDue`, `refundDone`, `refundRunning` */
export function mustBeRefundable(payment: Pick<Payment, 'status' | 'refundDue' | 'refundedAt' | 'refundClaimedAt'>, now: Instant): void {
  if (payment.refundedAt !== null) refuse('refundDone')
  if (payment.status !== 'paid' || payment.refundDue === null) refuse('refundNotDue')
  if (isClaimed(payment, now)) refuse('refundRunning')
}

/**
 * Whether the office may still decide to pay back a payment that was kept: its enrolment has ended.
 *
 * @throws Refusal `refundNotPaid`, `refundIsDue`, `refundEnrolled` while the enrolment runs (cancelling decides then)
 */
export function mustBeDuePossible(payment: Pick<Payment, 'status' | 'refundDue'>, enrolment: { readonly endedAt: Instant | null }): void {
  if (payment.status !== 'paid') refuse('refundNotPaid')
  if (payment.refundDue !== null) refuse('refundIsDue')
  if (enrolment.endedAt === null) refuse('refundEnrolled')
}

/**
 * The office decides to pay back after all: the payment is flagged for refund.
 *
 * @throws Refusal `notFound`, what `mustBeDuePossible` refuses
 */
export async function decideRefund(tx: Db, paymentId: string, by: Actor, now: Instant): Promise<void> {
  const { payment, order, enrolment } = (await findPayment(tx, paymentId)) ?? refuse('notFound')
  mustBeDuePossible(payment, enrolment)
  await flagRefund(tx, order, 'staff', by, now)
}

/**
 * Takes a refund on, before the provider is asked to pay it back: `finishRefund` or `dropRefund` follows. Of two who
 * do it at once, one is refused.
 *
 * @returns the payment, with the provider's id for it
 * @throws Refusal `notFound`, what `mustBeRefundable` refuses
 */
export async function beginRefund(tx: Db, paymentId: string, by: Actor, now: Instant): Promise<Payment & { readonly providerRef: string }> {
  const { payment, order } = (await findPayment(tx, paymentId)) ?? refuse('notFound')
  mustBeRefundable(payment, now)
  const providerRef = payment.providerRef ?? refuse('refundNotDue')
  await putPayment(tx, paymentId, { refundClaimedAt: now, refundedBy: by })
  await record(tx, { at: now, by, what: 'payment.refundBegun', on: paymentId, personId: order.personId, after: { refundClaimedAt: now } })
  return { ...payment, providerRef }
}

/** The provider pays it back: noted once, and mailed. The order counts as refunded when this payment had paid it. */
export async function finishRefund(tx: Db, paymentId: string, refundRef: string, by: Actor, now: Instant): Promise<void> {
  const found = (await findPayment(tx, paymentId)) ?? refuse('notFound')
  if (!(await closeRefund(tx, paymentId, { refundRef, refundedAt: now, refundedBy: by }))) return
  const { payment, order } = found
  const about = { at: now, by, personId: order.personId }
  await record(tx, { ...about, what: 'payment.refunded', on: paymentId, before: { refundedAt: null }, after: { refundedAt: now, refundRef } })
  const cameTooLate = payment.refundDue === 'second' || payment.refundDue === 'enrolmentGone'
  const hadPaidIt = order.paidAt !== null && !cameTooLate
  if (hadPaidIt) {
    await putOrder(tx, order.id, { refundedAt: now })
    await record(tx, { ...about, what: 'order.refunded', on: order.id, before: { refundedAt: null }, after: { refundedAt: now } })
  }
  await mailMoney(tx, 'paymentRefunded', found, now)
}

/** The provider did not pay it back: it can be tried again at once. */
export async function dropRefund(tx: Db, paymentId: string, by: Actor, now: Instant): Promise<void> {
  const { payment, order } = (await findPayment(tx, paymentId)) ?? refuse('notFound')
  if (payment.refundedAt !== null) return
  await putPayment(tx, paymentId, { refundClaimedAt: null, refundedBy: null })
  await record(tx, { at: now, by, what: 'payment.refundFailed', on: paymentId, personId: order.personId })
}
