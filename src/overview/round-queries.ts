/** What the pages of a round read. Each page asks a handful of these, whatever the number of candidates. */
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, min, or, sql, sum } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { countWhere } from '../../db/counting.ts'
import type { Db } from '../../db/database.ts'
import { accommodation, answer, attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { HOUR } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { isNumberedLike } from '../delivery/queries.ts'
import { byName, isNamedLike } from '../identity/queries.ts'
import { fromNearerEnd, partOf } from '../paging.ts'

/** Enrolments that count for a round: those that run, and those whose results are out. */
export const counts = (roundId: string) => and(eq(enrolment.roundId, roundId), or(isNull(enrolment.endedAt), eq(enrolment.endReason, 'released')))

const extra = { extraPercent: accommodation.extraPercent, extraMinutes: accommodation.extraMinutes }

/** How many people are where in a round, and when the first of them starts; attempts that were voided are left out. */
export async function countRound(db: Db, roundId: string, now: Instant) {
  const [people] = await db
    .select({
      paid: count(enrolment.confirmedAt),
      started: count(enrolment.startsAt),
      held: countWhere(sql`${enrolment.confirmedAt} is null and ${enrolment.heldUntil} > ${now}`),
      planned: countWhere(sql`${enrolment.startsAt} > ${now}`),
      firstStartsAt: min(enrolment.startsAt),
    })
    .from(enrolment)
    .where(counts(roundId))
  const [tests] = await db
    .select({
      all: count(),
      sealed: count(attempt.sealedAt),
      neverOpened: countWhere(sql`${attempt.openedAt} is null and ${attempt.sealedAt} is null`),
    })
    .from(attempt)
    .where(and(eq(attempt.roundId, roundId), isNull(attempt.voidedAt)))
  if (people === undefined || tests === undefined) throw new Error('a count has a row, whatever it counts')
  const { started, ...others } = people
  // Nobody has a start moment who has not paid: whoever paid and has none is choosing.
  return { ...others, choosing: people.paid - started, begun: started - people.planned, open: tests.all - tests.sealed, sealed: tests.sealed, neverOpened: tests.neverOpened }
}
export type RoundCounts = Awaited<ReturnType<typeof countRound>>

/** The enrolments of a round that have a start moment, the first start first, with what their deadlines need. */
export const listStarted = async (db: Db, roundId: string, limit: number) =>
  db
    .select({ enrolment, personName: person.name, ...extra })
    .from(enrolment)
    .innerJoin(person, eq(person.id, enrolment.personId))
    .leftJoin(accommodation, eq(accommodation.personId, enrolment.personId))
    .where(and(counts(roundId), isNotNull(enrolment.startsAt)))
    .orderBy(asc(enrolment.startsAt), asc(person.name), asc(enrolment.id))
    .limit(limit)

/** How many start in each hour; hours since 1970. */
export const countStarts = async (db: Db, roundId: string) => {
  // By moment first, in the order of the index: then only the moments have to be sorted into hours, not everybody.
  const starts = db
    .select({ at: enrolment.startsAt, people: count().as('people') })
    .from(enrolment)
    .where(and(counts(roundId), isNotNull(enrolment.startsAt)))
    .groupBy(enrolment.startsAt)
    .as('starts')
  const hour = sql<number>`${starts.at} / ${sql.raw(String(HOUR))}`
  return db.select({ hour: hour.mapWith(Number), count: sum(starts.people).mapWith(Number) }).from(starts).groupBy(hour)
}

/** The attempts of these enrolments that were not voided. */
export const listAttemptsOf = async (db: Db, enrolmentIds: readonly string[]) =>
  enrolmentIds.length === 0
    ? []
    : db
        .select()
        .from(attempt)
        .where(and(inArray(attempt.enrolmentId, [...enrolmentIds]), isNull(attempt.voidedAt)))
        .orderBy(asc(attempt.kind))

/** When something was last saved in each of these attempts; nothing for those without an answer. */
export async function listLastSaves(db: Db, attemptIds: readonly string[]): Promise<ReadonlyMap<string, Instant>> {
  if (attemptIds.length === 0) return new Map()
  const rows = await db
    .select({ attemptId: answer.attemptId, at: sql<number>`max(${answer.savedAt})`.mapWith(Number) })
    .from(answer)
    .where(inArray(answer.attemptId, [...attemptIds]))
    .groupBy(answer.attemptId)
  return new Map(rows.map(({ attemptId, at }) => [attemptId, at]))
}

/** Which candidates of a round are listed. */
export const shows = ['all', 'unpaid', 'choosing', 'planned', 'writing', 'done'] as const
export type Show = (typeof shows)[number]

/** How many candidates a page of the list holds. */
const PAGE = 50

// Names are written out: within a subquery drizzle would drop them.
const unsealed = sql`exists (select 1 from "attempt" a where a."enrolment_id" = "enrolment"."id" and a."voided_at" is null and a."sealed_at" is null)`
const sealed = sql`exists (select 1 from "attempt" a where a."enrolment_id" = "enrolment"."id" and a."voided_at" is null and a."sealed_at" is not null)`

function shownAs(show: Show, now: Instant): SQL | undefined {
  if (show === 'unpaid') return isNull(enrolment.confirmedAt)
  if (show === 'choosing') return and(isNotNull(enrolment.confirmedAt), isNull(enrolment.startsAt))
  if (show === 'planned') return sql`${enrolment.startsAt} > ${now}`
  if (show === 'writing') return sql`${enrolment.startsAt} <= ${now} and (${unsealed} or not ${sealed})`
  if (show === 'done') return sql`${sealed} and not ${unsealed}`
  return undefined
}

/** Whom this text means: by name or e-mail address, or by a candidate number in this round. */
export function isSought(db: Db, roundId: string, text: string): SQL | undefined {
  if (text === '') return undefined
  const isNumbered = isNumberedLike(text)
  if (isNumbered === undefined) return isNamedLike(text)
  const numbered = db.select({ id: attempt.personId }).from(attempt).where(and(eq(attempt.roundId, roundId), isNumbered))
  return or(isNamedLike(text), inArray(person.id, numbered))
}

/**
 * A page of the candidates of a round, by name.
 *
 * @param wanted `text`: part of a name, e-mail address or candidate number; `page` from 1, a page too far is the last one
 */
export async function listRoundCandidates(
  db: Db,
  wanted: { readonly roundId: string; readonly text: string; readonly show: Show; readonly page: number },
  now: Instant,
) {
  const { roundId, show } = wanted
  const text = wanted.text.trim()
  const isListed = and(counts(roundId), shownAs(show, now))
  const isFound = and(isListed, eq(enrolment.personId, person.id), isSought(db, roundId, text))
  // A cross join, from person to person in the order of an index: SQLite would rather go through the whole round and sort it.
  const found = db.select({ id: enrolment.id }).from(person).crossJoin(enrolment).where(isFound)
  const total = text === '' ? await db.$count(enrolment, isListed) : await db.$count(found.as('found'))
  const part = partOf(wanted.page, total, PAGE)
  const { isFromEnd, limit, offset } = fromNearerEnd(part, total)
  const shown = await found.orderBy(...byName(isFromEnd), isFromEnd ? desc(enrolment.id) : asc(enrolment.id)).limit(limit).offset(offset)
  const candidates = await db
    .select({ enrolment, person: { id: person.id, name: person.name, email: person.email, accountId: person.accountId }, ...extra })
    .from(enrolment)
    .innerJoin(person, eq(person.id, enrolment.personId))
    .leftJoin(accommodation, eq(accommodation.personId, enrolment.personId))
    .where(inArray(enrolment.id, shown.map(({ id }) => id)))
    .orderBy(...byName(), asc(enrolment.id))
  return { candidates, page: part.page, pages: part.pages, total }
}
