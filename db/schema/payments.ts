import { sql } from 'drizzle-orm'
import { check, id, index, instant, integer, table, text, uniqueIndex } from '../dialect.ts'
import { enrolment } from './enrolment.ts'
import { person } from './identity.ts'

/** What somebody owes for one enrolment. Keeps the price it was made with; unique while open or paid. */
export const order = table(
  'payment_order',
  {
    id: id('id'),
    number: text('number').notNull(),
    personId: text('person_id').notNull().references(() => person.id),
    enrolmentId: text('enrolment_id').notNull().references(() => enrolment.id),
    product: text('product', { enum: ['full', 'fullCase', 'fullReflection', 'retakeCase', 'retakeReflection', 'retakeBoth'] }).notNull(),
    amountCents: integer('amount_cents').notNull(),
    createdAt: instant('created_at').notNull(),
    paidAt: instant('paid_at'),
    cancelledAt: instant('cancelled_at'),
    refundedAt: instant('refunded_at'),
  },
  (t) => [
    uniqueIndex('payment_order_number').on(t.number),
    uniqueIndex('payment_order_one_live').on(t.enrolmentId).where(sql`cancelled_at is null and refunded_at is null`),
    index('payment_order_person').on(t.personId),
    index('payment_order_enrolment').on(t.enrolmentId),
    check('payment_order_amount', sql`amount_cents > 0`),
  ],
)

/** One attempt to pay an order at the provider. One transition out of `open`, whoever reports it first. */
export const payment = table(
  'payment',
  {
    id: id('id'),
    orderId: text('order_id').notNull().references(() => order.id),
    provider: text('provider', { enum: ['mollie', 'demo'] }).notNull(),
    /** The provider's id; null while it is being made there. */
    providerRef: text('provider_ref'),
    checkoutUrl: text('checkout_url'),
    status: text('status', { enum: ['open', 'paid', 'failed', 'cancelled', 'expired'] }).notNull(),
    amountCents: integer('amount_cents').notNull(),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
    /** Why this money must go back, once that is known. */
    refundDue: text('refund_due', { enum: ['second', 'calledOff', 'enrolmentGone', 'cancelled', 'staff'] }),
    refundDueAt: instant('refund_due_at'),
    /** Somebody began to pay it back; before the provider is asked, so that two people do not do it at once. */
    refundClaimedAt: instant('refund_claimed_at'),
    refundRef: text('refund_ref'),
    refundedAt: instant('refunded_at'),
    refundedBy: text('refunded_by'),
    checkedAt: instant('checked_at'),
  },
  (t) => [
    uniqueIndex('payment_provider_ref').on(t.provider, t.providerRef),
    index('payment_order_of').on(t.orderId),
    index('payment_open').on(t.checkedAt).where(sql`status = 'open'`),
    index('payment_refund').on(t.id).where(sql`refund_due_at is not null and refunded_at is null`),
    uniqueIndex('payment_one_paid').on(t.orderId).where(sql`status = 'paid' and refund_due is null`),
  ],
)

/** The stand-in for the bank's checkout in the demonstration: what the "bank" knows of a payment. */
export const demoCheckout = table('demo_checkout', {
  id: id('id'),
  amountCents: integer('amount_cents').notNull(),
  description: text('description').notNull(),
  status: text('status', { enum: ['open', 'paid', 'failed', 'cancelled', 'expired'] }).notNull(),
  returnUrl: text('return_url').notNull(),
  refundRef: text('refund_ref'),
})
