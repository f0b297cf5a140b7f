/** The lines of the board of a round that runs: which there are, where they stand, and how many are where. */
import { and, count, countDistinct, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { countWhere } from '../../db/counting.ts'
import type { Db } from '../../db/database.ts'
import { attempt, problemReport } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import type { Instant } from '../clock.ts'
import { MINUTE } from '../clock.ts'
import { isNumberedLike } from '../delivery/queries.ts'
import { BUSY_NOTED_EVERY } from '../delivery/saving.ts'
import { isNamedLike } from '../identity/queries.ts'
import type { TestKind } from '../papers/content.ts'
import { counts, isSought } from './round-queries.ts'

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
  return sql`${line.sealedAt} ${isSealed} and ${line.startsAt} <= ${now}`
}

const testFields = {
  enrolmentId: sql<string>`${attempt.enrolmentId}`.as('line_enrolment_id'),
  startsAt: sql<number>`${attempt.startsAt}`.as('line_starts_at'),
  personId: sql<string>`${attempt.personId}`.as('line_person_id'),
  attemptId: sql<string | null>`${attempt.id}`.as('line_attempt_id'),
  kind: sql<TestKind | null>`${attempt.kind}`.as('line_kind'),
  candidateNumber: sql<string | null>`${attempt.candidateNumber}`.as('line_candidate_number'),
  openedAt: sql<number | null>`${attempt.openedAt}`.as('line_opened_at'),
  busyAt: sql<number | null>`${attempt.busyAt}`.as('line_busy_at'),
  sealedAt: sql<number | null>`${attempt.sealedAt}`.as('line_sealed_at'),
}

const noText = sql`cast(null as text)`
const noMoment = sql`cast(null as bigint)`

const placeFields: typeof testFields = {
  enrolmentId: sql<string>`${enrolment.id}`.as('line_enrolment_id'),
  startsAt: sql<number>`${enrolment.startsAt}`.as('line_starts_at'),
  personId: sql<string>`${enrolment.personId}`.as('line_person_id'),
  attemptId: sql<string | null>`${noText}`.as('line_attempt_id'),
  kind: sql<TestKind | null>`${noText}`.as('line_kind'),
  candidateNumber: sql<string | null>`${noText}`.as('line_candidate_number'),
  openedAt: sql<number | null>`${noMoment}`.as('line_opened_at'),
  busyAt: sql<number | null>`${noMoment}`.as('line_busy_at'),
  sealedAt: sql<number | null>`${noMoment}`.as('line_sealed_at'),
}

// Whoever is searched for is found first, and then what is theirs: a cross join, because SQLite would rather go through the round.

/** Every test of a round, with no more than the figures and the order need. @param text as `BoardWish` has it; all when it is empty */
export function testsOf(db: Db, roundId: string, text: string) {
  const ofRound = and(eq(attempt.roundId, roundId), isNull(attempt.voidedAt))
  if (text === '') return db.select(testFields).from(attempt).where(ofRound).as('line')
  const isNumbered = isNumberedLike(text)
  // Both tests of somebody are found by a name, by a number the one that has it.
  const isMeant = isNumbered === undefined ? undefined : or(isNamedLike(text), isNumbered)
  const isTheirs = and(eq(attempt.personId, person.id), isSought(db, roundId, text), isMeant)
  // Not a plain comparison, for which SQLite would take an index by round instead of the one by person.
  const isHere = and(sql`${attempt.roundId} || '' = ${roundId}`, isNull(attempt.voidedAt))
  return db.select(testFields).from(person).crossJoin(attempt).where(and(isHere, isTheirs)).as('line')
}

/** Every place in a round that has a start moment and no test yet: one line for all tests of an enrolment. @param text as for tests */
export function placesOf(db: Db, roundId: string, text: string): ReturnType<typeof testsOf> {
  const ofRound = and(counts(roundId), isNotNull(enrolment.startsAt), isNull(enrolment.testsMadeAt))
  if (text === '') return db.select(placeFields).from(enrolment).where(ofRound).as('line')
  const isTheirs = and(eq(enrolment.personId, person.id), isNamedLike(text))
  return db.select(placeFields).from(person).crossJoin(enrolment).where(and(ofRound, isTheirs)).as('line')
}
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
  const isWriting = sql`${writing} and ${line.openedAt} is not null and ${isIn('underWay', line, now)}`
  // An account belongs to somebody from the first link they followed on: without one nobody has signed in.
  const neverSignedIn = sql`(${line.openedAt} is null and ${line.personId} in (select p."id" from "person" p where p."account_id" is null) and not exists (
    select 1 from "attempt" o where o."enrolment_id" = ${line.enrolmentId} and o."opened_at" is not null))`
  // Reports that wait are few: a list is quicker than a look at each test.
  const isWaiting = sql`coalesce(${line.attemptId} in (select p."attempt_id" from "problem_report" p where p."answered_at" is null), false)`
  return { state, isWriting, neverSignedIn, isWaiting }
}

/** Which lines are shown; nothing when all of them are. */
export function isShown(line: Lines, show: BoardShow, now: Instant): SQL | undefined {
  const { state, isWaiting, neverSignedIn } = factsOf(line, now)
  const marks = { all: undefined, problem: isWaiting, neverSignedIn }
  return show === 'all' || show === 'problem' || show === 'neverSignedIn' ? marks[show] : sql`${state} = ${show}`
}

const groupsOf = (line: Lines, now: Instant) => ({ all: count(), planned: countWhere(isIn('planned', line, now)), sealed: countWhere(isIn('sealed', line, now)) })

/** What is neither to come nor handed in is under way. */
const foundOf = ({ all, planned, sealed }: Readonly<Record<'all' | 'planned' | 'sealed', number>>): Found => ({ underWay: all - planned - sealed, planned, sealed })

/** How many lines are where. Who writes is counted and who is quiet is what is left: few rows answer yes to the longest question. */
export async function countLines(db: Db, line: Lines, now: Instant) {
  const { isWriting, neverSignedIn } = factsOf(line, now)
  const marks = {
    unopened: countWhere(sql`${line.openedAt} is null and ${isIn('underWay', line, now)}`),
    writing: countWhere(isWriting),
    neverSignedIn: countWhere(neverSignedIn),
  }
  const [counted] = await db.select({ ...groupsOf(line, now), ...marks }).from(line)
  if (counted === undefined) throw new Error('a count has a row, whatever it counts')
  const { unopened, writing } = counted
  const where = foundOf(counted)
  return { ...where, unopened, writing, quiet: where.underWay - unopened - writing, neverSignedIn: counted.neverSignedIn }
}
export type Counted = Awaited<ReturnType<typeof countLines>>

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

export type Found = Readonly<Record<Group, number>>

/** How many of each group are wanted, where the figures say so already. */
export function knownOf(counted: Counted, { show, text }: Pick<BoardWish, 'show' | 'text'>): Found | null {
  if (text !== '' || show === 'neverSignedIn' || show === 'problem') return null
  const none = { underWay: 0, planned: 0, sealed: 0 }
  if (show === 'planned' || show === 'sealed') return { ...none, [show]: counted[show] }
  return show === 'all' ? counted : { ...none, underWay: counted[show] }
}

/** The same, counted. */
export async function countShown(db: Db, line: Lines, show: BoardShow, now: Instant): Promise<Found> {
  const [counted] = await db.select(groupsOf(line, now)).from(line).where(isShown(line, show, now))
  return foundOf(counted ?? { all: 0, planned: 0, sealed: 0 })
}
