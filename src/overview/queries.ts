/** What the pages about people and the audit log read across capabilities. */
import { and, desc, eq, inArray, isNotNull, isNull, like, lt, not, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { auditEvent } from '../../db/schema/audit.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { order, payment } from '../../db/schema/payments.ts'
import { round } from '../../db/schema/rounds.ts'
import { isNumberedLike } from '../delivery/queries.ts'
import { byName, containing, isNamedLike } from '../identity/queries.ts'
import { fromNearerEnd, partOf } from '../paging.ts'
import { standingOrder } from '../payments/queries.ts'
import { ACCOUNT_EVENTS } from './facts.ts'

/** How many people a page holds. */
const PAGE = 25

/**
 * People by part of their name, e-mail address, candidate number or order number, by name; everybody when `text` is
 * empty.
 *
 * @param search `page` counts from 1; a page too far is the last one
 */
export async function findPeople(db: Db, search: { readonly text: string; readonly page: number }) {
  const text = search.text.trim()
  const wanted = text === '' ? undefined : or(isNamedLike(text), ofNumber(db, text))
  const total = await db.$count(person, wanted)
  const part = partOf(search.page, total, PAGE)
  const { isFromEnd, limit, offset } = fromNearerEnd(part, total)
  const people = await db
    .select()
    .from(person)
    .where(wanted)
    .orderBy(...byName(isFromEnd))
    .limit(limit)
    .offset(offset)
  return { people: isFromEnd ? people.toReversed() : people, page: part.page, pages: part.pages, total }
}

/** Whose candidate number or order number begins like this, or has it in it. */
function ofNumber(db: Db, text: string) {
  const isNumbered = isNumberedLike(text)
  const orderNumber = text.toUpperCase().replace(/\s/g, '')
  if (isNumbered === undefined) return undefined
  const ofAttempts = db.select({ id: attempt.personId }).from(attempt).where(isNumbered)
  const ofOrders = db.select({ id: order.personId }).from(order).where(sql`${order.number} like ${containing(orderNumber)} escape '\\'`)
  return or(inArray(person.id, ofAttempts), inArray(person.id, ofOrders))
}

/** The round that each of these people is in now. */
export async function listCurrentRounds(db: Db, personIds: readonly string[]): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  if (personIds.length === 0) return new Map()
  const rows = await db
    .select({ personId: enrolment.personId, id: round.id, name: round.name })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(and(inArray(enrolment.personId, [...personIds]), isNull(enrolment.endedAt)))
  return new Map(rows.map(({ personId, ...one }) => [personId, one]))
}

/** Somebody's orders with their enrolments and rounds, the newest first. */
export const listOrders = async (db: Db, personId: string) =>
  db
    .select({ order: standingOrder, enrolment, roundName: round.name })
    .from(order)
    .innerJoin(enrolment, eq(enrolment.id, order.enrolmentId))
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(eq(order.personId, personId))
    .orderBy(desc(order.id))

/** Somebody's payments, the newest first. */
export const listPaymentsOf = async (db: Db, personId: string) =>
  (
    await db
      .select({ payment })
      .from(payment)
      .innerJoin(order, eq(order.id, payment.orderId))
      .where(eq(order.personId, personId))
      .orderBy(desc(payment.id))
  ).map((row) => row.payment)

/** The names of these people. */
export async function listNames(db: Db, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map()
  const rows = await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, [...new Set(personIds)]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What of the log is asked for. */
export interface LogFilter {
  readonly personId?: string | undefined
  readonly roundId?: string | undefined
  /** Only what came before this event: the next page. */
  readonly beforeId?: string | undefined
  /** Everything, for administrators; otherwise what is about rounds and persons, without what is about accounts. */
  readonly whole: boolean
}

const isAccountEvent = or(...ACCOUNT_EVENTS.map((name) => like(auditEvent.what, `${name}.%`))) ?? sql`false`

/** Events of the log with the names of their rounds, the newest first; one more than asked tells that there are more. */
export async function listLog(db: Db, { personId, roundId, beforeId, whole }: LogFilter, limit: number) {
  const forStaff = and(or(isNotNull(auditEvent.personId), isNotNull(auditEvent.roundId)), not(isAccountEvent))
  const rows = await db
    .select({ event: auditEvent, roundName: round.name, personName: person.name })
    .from(auditEvent)
    .leftJoin(round, eq(round.id, auditEvent.roundId))
    .leftJoin(person, eq(person.id, auditEvent.personId))
    .where(
      and(
        personId === undefined ? undefined : eq(auditEvent.personId, personId),
        roundId === undefined ? undefined : eq(auditEvent.roundId, roundId),
        beforeId === undefined ? undefined : lt(auditEvent.id, beforeId),
        whole ? undefined : forStaff,
      ),
    )
    .orderBy(desc(auditEvent.id))
    .limit(limit + 1)
  return { events: rows.slice(0, limit), hasMore: rows.length > limit }
}
