/** The lines of the board of a round that runs: which there are, where they stand, and how many are where. */
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import type { Instant } from '../clock.ts'
import { MINUTE } from '../clock.ts'
import { BUSY_NOTED_EVERY } from '../delivery/saving.ts'
import { idsNamedLike } from '../identity/queries.ts'
import type { TestKind } from '../papers/content.ts'
import { asCandidateNumber, counts } from './round-queries.ts'

/** Whoever writes and has not saved for this long stands out. */
export const QUIET_AFTER = 30 * MINUTE

/** Where a test stands, for the board. A time that is up and a job that is late are the same five seconds. */
export const boardStates = ['planned', 'unopened', 'quiet', 'writing', 'sealed'] as const
export type BoardState = (typeof boardStates)[number]

/** Which tests are shown. */
export const boardShows = ['all', ...boardStates, 'neverSignedIn', 'problem'] as const
export type BoardShow = (typeof boardShows)[number]

/** What is asked of the board. @param text part of a name, e-mail address or candidate number; `page` from 1 */
export interface BoardWish {
  readonly roundId: string
  readonly show: BoardShow
  readonly text: string
  readonly page: number
}

/** Tests that are under way come first, then those to come, then those handed in. */
export const groups = ['underWay', 'planned', 'sealed'] as const
export type Group = (typeof groups)[number]

/** In words that an index knows, so that no more of a group is read than a page needs. */
export function isIn(group: Group, line: Lines, now: Instant): SQL {
  if (group === 'planned') return sql`${line.startsAt} > ${now}`
  const isSealed = group === 'sealed' ? sql`is not null` : sql`is null`
  return sql`${line.startsAt} <= ${now} and ${line.sealedAt} ${isSealed}`
}

/** Every test of a round that has attempts, with no more than the figures and the order need. */
export const testsOf = (db: Db, roundId: string) =>
  db
    .select({
      enrolmentId: sql<string>`${attempt.enrolmentId}`.as('line_enrolment_id'),
      startsAt: sql<number>`${attempt.startsAt}`.as('line_starts_at'),
      personId: sql<string>`${attempt.personId}`.as('line_person_id'),
      attemptId: sql<string | null>`${attempt.id}`.as('line_attempt_id'),
      kind: sql<TestKind | null>`${attempt.kind}`.as('line_kind'),
      candidateNumber: sql<string | null>`${attempt.candidateNumber}`.as('line_candidate_number'),
      openedAt: sql<number | null>`${attempt.openedAt}`.as('line_opened_at'),
      busyAt: sql<number | null>`${attempt.busyAt}`.as('line_busy_at'),
      sealedAt: sql<number | null>`${attempt.sealedAt}`.as('line_sealed_at'),
    })
    .from(attempt)
    .where(and(eq(attempt.roundId, roundId), isNull(attempt.voidedAt)))
    .as('line')

const noText = sql`cast(null as text)`
const noMoment = sql`cast(null as bigint)`

/** Every place in a round that has a start moment and no test yet: one line for all tests of an enrolment. */
export const placesOf = (db: Db, roundId: string) =>
  db
    .select({
      enrolmentId: sql<string>`${enrolment.id}`.as('line_enrolment_id'),
      startsAt: sql<number>`${enrolment.startsAt}`.as('line_starts_at'),
      personId: sql<string>`${enrolment.personId}`.as('line_person_id'),
      attemptId: sql<string | null>`${noText}`.as('line_attempt_id'),
      kind: sql<TestKind | null>`${noText}`.as('line_kind'),
      candidateNumber: sql<string | null>`${noText}`.as('line_candidate_number'),
      openedAt: sql<number | null>`${noMoment}`.as('line_opened_at'),
      busyAt: sql<number | null>`${noMoment}`.as('line_busy_at'),
      sealedAt: sql<number | null>`${noMoment}`.as('line_sealed_at'),
    })
    .from(enrolment)
    .where(
      and(
        counts(roundId),
        isNotNull(enrolment.startsAt),
        // Names are written out: within a subquery drizzle would drop them.
        sql`not exists (select 1 from "attempt" a where a."enrolment_id" = "enrolment"."id")`,
      ),
    )
    .as('line')
export type Lines = ReturnType<typeof testsOf>

/** What is asked of a line. */
export function factsOf(line: Lines, now: Instant) {
  const recently = now - QUIET_AFTER
  const savedSince = sql`exists (select 1 from "answer" s where s."attempt_id" = ${line.attemptId} and s."saved_at" > ${recently})`
  // Saving notes now and then that somebody writes: only where that note is just too old do answers have to be looked at.
  const writing = sql`(${line.openedAt} > ${recently} or ${line.busyAt} > ${recently} or (${line.busyAt} > ${recently - BUSY_NOTED_EVERY} and ${savedSince}))`
  const state = sql<BoardState>`case
    when ${line.startsAt} > ${now} then 'planned'
    when ${line.sealedAt} is not null then 'sealed'
    when ${line.openedAt} is null then 'unopened'
    when ${writing} then 'writing'
    else 'quiet' end`
  // An account belongs to somebody from the first link they followed on: without one nobody has signed in.
  const neverSignedIn = sql`(${line.openedAt} is null and ${line.personId} in (select p."id" from "person" p where p."account_id" is null) and not exists (
    select 1 from "attempt" o where o."enrolment_id" = ${line.enrolmentId} and o."opened_at" is not null))`
  // Reports that wait are few: a list is quicker than a look at each test.
  const isWaiting = sql`coalesce(${line.attemptId} in (select p."attempt_id" from "problem_report" p where p."answered_at" is null), false)`
  return { state, neverSignedIn, isWaiting }
}

export function isWanted(db: Db, line: Lines, { show, text }: BoardWish, now: Instant): SQL {
  const facts = factsOf(line, now)
  const marks = { all: sql`true`, problem: facts.isWaiting, neverSignedIn: facts.neverSignedIn }
  const shown = show === 'all' || show === 'problem' || show === 'neverSignedIn' ? marks[show] : sql`${facts.state} = ${show}`
  const wish = text.trim()
  if (wish === '') return shown
  const begin = asCandidateNumber(wish)
  const byNumber = begin === '' ? sql`false` : sql`coalesce(${line.candidateNumber} like ${`${begin}%`}, false)`
  return sql`${shown} and (${line.personId} in ${idsNamedLike(db, wish)} or ${byNumber})`
}

const countWhere = (condition: SQL) => sql`count(*) filter (where ${condition})`.mapWith(Number)

/** How many lines are where, and how many of those wanted are in each group. */
export async function countLines(db: Db, line: Lines, wish: BoardWish, now: Instant) {
  const { state, neverSignedIn, isWaiting } = factsOf(line, now)
  const wanted = isWanted(db, line, wish, now)
  const [counted] = await db
    .select({
      underWay: countWhere(isIn('underWay', line, now)),
      planned: countWhere(isIn('planned', line, now)),
      sealed: countWhere(isIn('sealed', line, now)),
      unopened: countWhere(sql`${isIn('underWay', line, now)} and ${line.openedAt} is null`),
      quiet: countWhere(sql`${state} = 'quiet'`),
      neverSignedIn: countWhere(neverSignedIn),
      problem: countWhere(isWaiting),
      foundUnderWay: countWhere(sql`${wanted} and ${isIn('underWay', line, now)}`),
      foundPlanned: countWhere(sql`${wanted} and ${isIn('planned', line, now)}`),
      foundSealed: countWhere(sql`${wanted} and ${isIn('sealed', line, now)}`),
    })
    .from(line)
  if (counted === undefined) throw new Error('a count has a row, whatever it counts')
  const { foundUnderWay, foundPlanned, foundSealed, ...figures } = counted
  return { figures, found: { underWay: foundUnderWay, planned: foundPlanned, sealed: foundSealed } }
}
export type Counted = Awaited<ReturnType<typeof countLines>>
