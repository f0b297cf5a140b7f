/** The lines of the board of a round that runs: which there are, where they stand, and how many are where. */
import { and, countDistinct, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt, problemReport } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import type { Instant } from '../clock.ts'
import { MINUTE } from '../clock.ts'
import { BUSY_NOTED_EVERY } from '../delivery/saving.ts'
import { idsNamedLike } from '../identity/queries.ts'
import type { TestKind } from '../papers/content.ts'
import { asCandidateNumber, beginsWith, counts } from './round-queries.ts'

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
        isNull(enrolment.testsMadeAt),
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
  const isQuiet = sql`${isIn('underWay', line, now)} and ${line.openedAt} is not null and ${writing} is not true`
  // An account belongs to somebody from the first link they followed on: without one nobody has signed in.
  const neverSignedIn = sql`(${line.openedAt} is null and ${line.personId} in (select p."id" from "person" p where p."account_id" is null) and not exists (
    select 1 from "attempt" o where o."enrolment_id" = ${line.enrolmentId} and o."opened_at" is not null))`
  // Reports that wait are few: a list is quicker than a look at each test.
  const isWaiting = sql`coalesce(${line.attemptId} in (select p."attempt_id" from "problem_report" p where p."answered_at" is null), false)`
  return { state, isQuiet, neverSignedIn, isWaiting }
}

/** What of the board is wanted, with the people who are meant by its text, or a question for them when they are many. */
export interface Sought {
  readonly show: BoardShow
  readonly number: string
  readonly people: readonly string[] | ReturnType<typeof idsNamedLike> | null
}

/** More people than this are asked for anew with each question. */
const FEW = 100

/** Looks the people up once: the name of everybody there is has to be read for it. */
export async function soughtBy(db: Db, { show, text }: BoardWish): Promise<Sought> {
  const wish = text.trim()
  if (wish === '') return { show, number: '', people: null }
  const people = await idsNamedLike(db, wish).limit(FEW + 1)
  return { show, number: asCandidateNumber(wish), people: people.length > FEW ? idsNamedLike(db, wish) : people.map(({ id }) => id) }
}

/** Nothing when all lines are wanted. */
export function isWanted(line: Lines, { show, number, people }: Sought, now: Instant): SQL | undefined {
  const { state, isWaiting, neverSignedIn } = factsOf(line, now)
  const marks = { all: undefined, problem: isWaiting, neverSignedIn }
  const isShown = show === 'all' || show === 'problem' || show === 'neverSignedIn' ? marks[show] : sql`${state} = ${show}`
  const isNumbered = number === '' ? undefined : beginsWith(line.candidateNumber, number)
  const isNamed = Array.isArray(people) && people.length === 0 ? sql`false` : sql`${line.personId} in ${people}`
  return and(isShown, people === null ? undefined : or(isNamed, isNumbered))
}

const countWhere = (condition: SQL) => sql`count(*) filter (where ${condition})`.mapWith(Number)

const groupsOf = (line: Lines, now: Instant) => ({
  underWay: countWhere(isIn('underWay', line, now)),
  planned: countWhere(isIn('planned', line, now)),
  sealed: countWhere(isIn('sealed', line, now)),
})

/** How many lines are where, and how many of those wanted are in each group. */
export async function countLines(db: Db, line: Lines, sought: Sought, now: Instant) {
  const { isQuiet, neverSignedIn } = factsOf(line, now)
  const marks = {
    unopened: countWhere(sql`${isIn('underWay', line, now)} and ${line.openedAt} is null`),
    quiet: countWhere(isQuiet),
    neverSignedIn: countWhere(neverSignedIn),
  }
  const [counted] = await db.select({ ...groupsOf(line, now), ...marks }).from(line)
  if (counted === undefined) throw new Error('a count has a row, whatever it counts')
  const figures = { ...counted, writing: counted.underWay - counted.unopened - counted.quiet }
  return { figures, found: knownOf(figures, sought) ?? (await countWanted(db, line, sought, now)) }
}
export type Counted = Awaited<ReturnType<typeof countLines>>

type Found = Readonly<Record<Group, number>>

/** How many tests of a round have a report that waits: from the reports, which are few. */
export async function countReported(db: Db, roundId: string): Promise<number> {
  const [found] = await db
    .select({ tests: countDistinct(attempt.id) })
    .from(problemReport)
    // SQLite would rather go through all tests of the round.
    .crossJoin(attempt)
    .where(and(isNull(problemReport.answeredAt), eq(attempt.id, problemReport.attemptId), eq(attempt.roundId, roundId), isNull(attempt.voidedAt)))
  return found?.tests ?? 0
}

/** How many are wanted, where the figures say so already. */
function knownOf(figures: Found & Readonly<Record<BoardState, number>>, { show, people }: Sought): Found | null {
  if (people !== null || show === 'neverSignedIn' || show === 'problem') return null
  const none = { underWay: 0, planned: 0, sealed: 0 }
  if (show === 'planned' || show === 'sealed') return { ...none, [show]: figures[show] }
  return show === 'all' ? figures : { ...none, underWay: figures[show] }
}

async function countWanted(db: Db, line: Lines, sought: Sought, now: Instant): Promise<Found> {
  const [found] = await db.select(groupsOf(line, now)).from(line).where(isWanted(line, sought, now))
  return found ?? { underWay: 0, planned: 0, sealed: 0 }
}
