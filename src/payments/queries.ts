import { and, asc, count, desc, eq, getTableColumns, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { demoCheckout, order, payment } from '../../db/schema/payments.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { containing, isNamedLike } from '../identity/queries.ts'
import { partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'
import { FIRST_CHECK } from './payments.ts'
import type { Order, Payment, PaymentStatus } from './payments.ts'

/** How many payments a page of the office's list holds. */
const PAGE = 50

/** Whether the money that paid an order goes back and is not back yet: a second payment that does leaves the first. */
const isGoingBack = sql<boolean>`exists (
  select 1 from "payment" p where p."order_id" = "payment_order"."id" and p."refund_due" <> 'second' and p."refunded_at" is null
) and not exists (
  select 1 from "payment" p where p."order_id" = "payment_order"."id" and p."status" = 'paid' and p."refund_due" is null
)`.mapWith(Boolean)

/** An order's row, and whether its money goes back. */
export const standingOrder = { ...getTableColumns(order), goesBack: isGoingBack }

const withPlace = (db: Db) =>
  db
    .select({ order: standingOrder, enrolment, round })
    .from(order)
    .innerJoin(enrolment, eq(enrolment.id, order.enrolmentId))
    .innerJoin(round, eq(round.id, enrolment.roundId))

/** The order with its enrolment and round, if it is this person's. @throws Refusal `notFound` otherwise. */
export async function getOwnOrder(db: Db, id: string, personId: string) {
  const [found] = await withPlace(db).where(and(eq(order.id, id), eq(order.personId, personId)))
  return found ?? refuse('notFound')
}

/** The order of an enrolment that was neither cancelled nor refunded. */
export async function findLiveOrder(db: Db, enrolmentId: string): Promise<Order | undefined> {
  const [found] = await db
    .select()
    .from(order)
    .where(and(eq(order.enrolmentId, enrolmentId), isNull(order.cancelledAt), isNull(order.refundedAt)))
  return found
}

/** Unpaid orders whose enrolment has ended and that nobody cancelled yet. */
export const listAbandonedOrders = async (db: Db, limit: number): Promise<Order[]> =>
  (
    await db
      .select({ order })
      .from(order)
      .innerJoin(enrolment, eq(enrolment.id, order.enrolmentId))
      .where(and(isNotNull(enrolment.endedAt), isNull(order.paidAt), isNull(order.cancelledAt)))
      .orderBy(asc(order.id))
      .limit(limit)
  ).map((row) => row.order)

export async function addOrder(tx: Db, row: typeof order.$inferInsert): Promise<Order> {
  const [added] = await tx.insert(order).values(row).returning()
  return added ?? refuse('notFound')
}

export async function putOrder(tx: Db, id: string, changes: Partial<Pick<Order, 'cancelledAt' | 'refundedAt'>>): Promise<void> {
  await tx.update(order).set(changes).where(eq(order.id, id))
}

/** The order is paid, once. @returns whether it was this payment that paid it */
export async function claimOrder(tx: Db, id: string, paidAt: Instant): Promise<boolean> {
  const claimed = await tx
    .update(order)
    .set({ paidAt, cancelledAt: null })
    .where(and(eq(order.id, id), isNull(order.paidAt)))
    .returning({ id: order.id })
  return claimed.length === 1
}

export async function addPayment(tx: Db, row: typeof payment.$inferInsert): Promise<void> {
  await tx.insert(payment).values(row)
}

/** What the provider gave for a payment that is still open. @returns whether it was kept */
export async function putCheckout(tx: Db, id: string, made: { providerRef: string; checkoutUrl: string }): Promise<boolean> {
  const kept = await tx
    .update(payment)
    .set(made)
    .where(and(eq(payment.id, id), eq(payment.status, 'open'), isNull(payment.providerRef)))
    .returning({ id: payment.id })
  return kept.length === 1
}

/** The guard of the one transition: settles a payment that still has this status. @returns whether it was this call */
export async function settleRow(
  tx: Db, id: string, from: PaymentStatus, to: Pick<Payment, 'status' | 'settledAt' | 'refundDue' | 'refundDueAt'>,
): Promise<boolean> {
  const settled = await tx
    .update(payment)
    .set(to)
    .where(and(eq(payment.id, id), eq(payment.status, from)))
    .returning({ id: payment.id })
  return settled.length === 1
}

export async function putPayment(
  tx: Db, id: string,
  changes: Partial<Pick<Payment, 'checkedAt' | 'refundDue' | 'refundDueAt' | 'refundClaimedAt' | 'refundedBy'>>,
): Promise<void> {
  await tx.update(payment).set(changes).where(eq(payment.id, id))
}

/** The money went back, once. @returns whether it was this call that noted it */
export async function closeRefund(tx: Db, id: string, done: Pick<Payment, 'refundRef' | 'refundedAt' | 'refundedBy'>): Promise<boolean> {
  const closed = await tx
    .update(payment)
    .set(done)
    .where(and(eq(payment.id, id), isNotNull(payment.refundDue), isNull(payment.refundedAt)))
    .returning({ id: payment.id })
  return closed.length === 1
}

/** A payment with all that its money can touch. */
export async function findPayment(db: Db, id: string) {
  const [found] = await db
    .select({ payment, order, enrolment, round })
    .from(payment)
    .innerJoin(order, eq(order.id, payment.orderId))
    .innerJoin(enrolment, eq(enrolment.id, order.enrolmentId))
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(eq(payment.id, id))
  return found
}

/** The payment that a provider knows by this id. */
export async function findPaymentByRef(db: Db, provider: Payment['provider'], providerRef: string): Promise<Payment | undefined> {
  const [found] = await db.select().from(payment).where(and(eq(payment.provider, provider), eq(payment.providerRef, providerRef)))
  return found
}

/** The payments of an order, newest first. */
export const listPayments = async (db: Db, orderId: string): Promise<Payment[]> =>
  db.select().from(payment).where(eq(payment.orderId, orderId)).orderBy(desc(payment.id))

/** The payment that paid an order and is not going back. */
export async function findPaying(db: Db, orderId: string): Promise<Payment | undefined> {
  const [found] = await db
    .select()
    .from(payment)
    .where(and(eq(payment.orderId, orderId), eq(payment.status, 'paid'), isNull(payment.refundDue)))
  return found
}

/** Open payments that the provider is to be asked about (`nextCheckAt`), those asked about longest ago first. */
export const listOpenPayments = async (db: Db, now: Instant, limit: number): Promise<Payment[]> =>
  db
    .select()
    .from(payment)
    .where(
      and(
        // Written out: a value given apart does not match the condition of the index.
        sql`${payment.status} = 'open'`,
        lte(payment.createdAt, now - FIRST_CHECK),
        or(isNull(payment.checkedAt), lte(sql`2 * ${payment.checkedAt} - ${payment.createdAt}`, now)),
      ),
    )
    .orderBy(asc(sql`coalesce(${payment.checkedAt}, 0)`), asc(payment.id))
    .limit(limit)

/** A page of all payments for the office: those whose money must go back first, then the newest. @param page from 1 */
export async function findPayments(db: Db, wish: { readonly text: string; readonly page: number }) {
  const wanted = wish.text.trim() === '' ? undefined : ofNameOrNumber(wish.text.trim())
  const isDue = and(isNotNull(payment.refundDueAt), isNull(payment.refundedAt))
  const total = await countPayments(db, undefined, wanted)
  const due = await countPayments(db, isDue, wanted)
  const { page, pages, offset: from } = partOf(wish.page, total, PAGE)
  // Each part in the order of an index, so that no page sorts all payments there ever were.
  const idsOf = (condition: SQL | undefined, limit: number, offset: number) =>
    db
      .select({ id: payment.id })
      .from(payment)
      .innerJoin(order, eq(order.id, payment.orderId))
      .innerJoin(person, eq(person.id, order.personId))
      .where(and(condition, wanted))
      .orderBy(desc(payment.id))
      .limit(limit)
      .offset(offset)
  const first = from < due ? await idsOf(isDue, PAGE, from) : []
  const others = or(isNull(payment.refundDueAt), isNotNull(payment.refundedAt))
  const ids = [...first, ...(await idsOf(others, PAGE - first.length, Math.max(0, from - due)))].map(({ id }) => id)
  const rows = await db
    .select({ payment, order, personName: person.name, roundName: round.name, enrolmentEndedAt: enrolment.endedAt })
    .from(payment)
    .innerJoin(order, eq(order.id, payment.orderId))
    .innerJoin(person, eq(person.id, order.personId))
    .innerJoin(enrolment, eq(enrolment.id, order.enrolmentId))
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(inArray(payment.id, ids))
  const payments = rows.toSorted((one, other) => ids.indexOf(one.payment.id) - ids.indexOf(other.payment.id))
  return { payments, page, pages, total }
}

/** The people behind them are looked at only where their names count. */
async function countPayments(db: Db, condition: SQL | undefined, wanted: SQL | undefined): Promise<number> {
  if (wanted === undefined) return db.$count(payment, condition)
  const [found] = await db
    .select({ total: count() })
    .from(payment)
    .innerJoin(order, eq(order.id, payment.orderId))
    .innerJoin(person, eq(person.id, order.personId))
    .where(and(condition, wanted))
  return found?.total ?? 0
}

/** Part of the payer's name or e-mail address, or of the number of the order. */
const ofNameOrNumber = (text: string) =>
  or(isNamedLike(text), sql`${order.number} like ${containing(text.toUpperCase().replace(/\s/g, ''))} escape '\\'`)

/** Which of these enrolments were paid with money that is still here. */
export async function listPaidEnrolments(db: Db, enrolmentIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (enrolmentIds.length === 0) return new Set()
  const rows = await db
    .select({ enrolmentId: order.enrolmentId })
    .from(order)
    .innerJoin(payment, and(eq(payment.orderId, order.id), eq(payment.status, 'paid'), isNull(payment.refundDue)))
    .where(inArray(order.enrolmentId, [...enrolmentIds]))
  return new Set(rows.map(({ enrolmentId }) => enrolmentId))
}

export type DemoCheckout = typeof demoCheckout.$inferSelect

export async function findDemoCheckout(db: Db, ref: string): Promise<DemoCheckout | undefined> {
  const [found] = await db.select().from(demoCheckout).where(eq(demoCheckout.id, ref))
  return found
}

/** Adds a checkout; asked again with the same id, the one that is there stays. */
export async function addDemoCheckout(tx: Db, row: DemoCheckout): Promise<void> {
  await tx.insert(demoCheckout).values(row).onConflictDoNothing()
}

/** @returns whether the checkout was still open */
export async function putDemoStatus(tx: Db, ref: string, status: Exclude<DemoCheckout['status'], 'open'>): Promise<boolean> {
  const changed = await tx
    .update(demoCheckout)
    .set({ status })
    .where(and(eq(demoCheckout.id, ref), eq(demoCheckout.status, 'open')))
    .returning({ id: demoCheckout.id })
  return changed.length === 1
}

export async function putDemoRefund(tx: Db, ref: string, refundRef: string): Promise<void> {
  await tx.update(demoCheckout).set({ refundRef }).where(and(eq(demoCheckout.id, ref), isNull(demoCheckout.refundRef)))
}
