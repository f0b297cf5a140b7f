import { MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { order, payment } from '../../db/schema/payments.ts'
import { isExpired } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import { Refusal } from '../refusal.ts'
import type { ProviderStatus } from './port.ts'

export type Order = typeof order.$inferSelect
export type Payment = typeof payment.$inferSelect
export type PaymentStatus = Payment['status']
/** The ways in which a payment can end. */
export type Settled = Exclude<PaymentStatus, 'open'>
/** Why money must go back. */
export type RefundDue = NonNullable<Payment['refundDue']>

/** Where an order stands. `refunding`: paid, and what paid it goes back. `expired`: not paid while the place was held, or its enrolment ended. */
export type OrderState = 'open' | 'paid' | 'refunding' | 'refunded' | 'cancelled' | 'expired'

type Life = Pick<Enrolment, 'confirmedAt' | 'heldUntil' | 'endedAt' | 'endReason'>

/** @param order `goesBack`: the money that paid it is flagged for refund */
export function orderStateOf(
  order: Pick<Order, 'paidAt' | 'cancelledAt' | 'refundedAt'> & { readonly goesBack: boolean }, enrolment: Life, now: Instant,
): OrderState {
  if (order.refundedAt !== null) return 'refunded'
  if (order.paidAt !== null) return order.goesBack ? 'refunding' : 'paid'
  if (isExpired(enrolment, now) || enrolment.endReason === 'expired') return 'expired'
  return order.cancelledAt === null && enrolment.endedAt === null ? 'open' : 'cancelled'
}

/** @throws Refusal `orderPaid`, `orderExpired`, `orderCancelled` unless a payment may be begun. */
export function mustBePayable(state: OrderState): void {
  if (state === 'paid' || state === 'refunding' || state === 'refunded') throw new Refusal('orderPaid')
  if (state === 'expired') throw new Refusal('orderExpired')
  if (state === 'cancelled') throw new Refusal('orderCancelled')
}

/**
 * Whether a payment may go from one status to another: once out of `open`, and to `paid` from anything else, because
 * money that came in after all is never overlooked.
 */
export const maySettle = (from: PaymentStatus, to: PaymentStatus): boolean =>
  from !== to && (from === 'open' || (to === 'paid' && from !== 'paid'))

/** The status that a provider's report settles a payment to; `null` when it settles nothing (yet). */
export const settledBy = (reported: ProviderStatus): Settled | null =>
  reported === 'open' || reported === 'unknown' ? null : reported

/** What is known when money has come in. */
export interface Facts {
  readonly order: Pick<Order, 'paidAt' | 'cancelledAt'>
  readonly enrolment: Pick<Enrolment, 'endedAt' | 'endReason'>
  readonly round: { readonly calledOffAt: Instant | null }
  /** For an enrolment whose hold had ended: nothing stands in the way of its revival. */
  readonly revivable: boolean
}

/** What incoming money does: confirms the enrolment, revives and confirms it, or goes back for a reason. */
export type Effect = { readonly kind: 'confirm' } | { readonly kind: 'revive' } | { readonly kind: 'refund'; readonly due: RefundDue }

/**
 * What a payment that was paid does. The first one paid wins. One that comes after the place was given up is honoured,
 * even when the round is full by now.
 *
 * @source domain.md, "Enrolment"
 */
export function effectOfMoney({ order, enrolment, round, revivable }: Facts): Effect {
  if (order.paidAt !== null) return { kind: 'refund', due: 'second' }
  if (round.calledOffAt !== null) return { kind: 'refund', due: 'calledOff' }
  if (enrolment.endedAt === null) return order.cancelledAt === null ? { kind: 'confirm' } : { kind: 'refund', due: 'enrolmentGone' }
  return enrolment.endReason === 'expired' && revivable ? { kind: 'revive' } : { kind: 'refund', due: 'enrolmentGone' }
}

/** The provider is not asked about a payment that is younger than this, ms. */
export const FIRST_CHECK = MINUTE

/** A payment that never got as far as the provider is given up after this, ms. */
const GIVE_UP = 15 * MINUTE

/**
 * When the reconciling job asks the provider about an open payment (again): a minute after it was made, and from then
 * on each time when the payment has grown twice as old.
 */
export function nextCheckAt(open: Pick<Payment, 'createdAt' | 'checkedAt'>): Instant {
  const first = open.createdAt + FIRST_CHECK
  return open.checkedAt === null ? first : Math.max(first, 2 * open.checkedAt - open.createdAt)
}

/** Whether an open payment was begun and never made at the provider: nobody can pay it. */
export const isStillborn = (open: Pick<Payment, 'createdAt' | 'providerRef'>, now: Instant): boolean =>
  open.providerRef === null && now >= open.createdAt + GIVE_UP

/** A refund that was begun and never finished may be begun again after this, ms; the provider pays back only once. */
export const REFUND_CLAIM = 10 * MINUTE
