/** The board of a round that runs: one question for the figures and a page of the tests together. */
import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { accommodation, attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import type { Instant } from '../clock.ts'
import { MINUTE } from '../clock.ts'
import type { SealRow } from '../delivery/queries.ts'
import { BUSY_NOTED_EVERY } from '../delivery/saving.ts'
import { idsNamedLike } from '../identity/queries.ts'
import type { TestKind } from '../papers/content.ts'
import { asCandidateNumber } from './round-queries.ts'

/** Whoever writes and has not saved for this long stands out. */
export const QUIET_AFTER = 30 * MINUTE

/** Where a test stands, for the board. A time that is up and a job that is late are the same five seconds. */
export const boardStates = ['planned', 'unopened', 'quiet', 'writing', 'sealed'] as const
export type BoardState = (typeof boardStates)[number]

/** Which tests are shown. */
export const boardShows = ['all', ...boardStates, 'neverSignedIn', 'problem'] as const
export type BoardShow = (typeof boardShows)[number]

/** How many tests a page of the board holds. */
const PAGE = 50

/** More tests than a round will ever have. */
const MOST = 1_000_000

/** What is asked of the board. @param text part of a name, e-mail address or candidate number; `page` from 1 */
export interface BoardWish {
  readonly roundId: string
  readonly show: BoardShow
  readonly text: string
  readonly page: number
}

// Names are written out: within a subquery drizzle would drop them.
const savedSince = (at: Instant) => sql`exists (select 1 from "answer" s where s."attempt_id" = "attempt"."id" and s."saved_at" > ${at})`
/** Tests with a report that waits. They are few: a list is quicker than a look at each test. */
const waitingReport = sql`${attempt.id} in (select p."attempt_id" from "problem_report" p where p."answered_at" is null)`

/** An account belongs to somebody from the first link they followed on: without one nobody has signed in. */
const neverSignedIn = sql`(${enrolment.personId} in (select p."id" from "person" p where p."account_id" is null) and not exists (
  select 1 from "attempt" o where o."enrolment_id" = "enrolment"."id" and o."opened_at" is not null))`

/** Saving notes now and then that somebody writes: only where that note is just too old do answers have to be looked at. */
const stateOf = (now: Instant): SQL<BoardState> => sql<BoardState>`case
  when ${enrolment.startsAt} > ${now} or ${attempt.startsAt} > ${now} then 'planned'
  when ${attempt.sealedAt} is not null then 'sealed'
  when ${attempt.openedAt} is null then 'unopened'
  when ${attempt.openedAt} > ${now - QUIET_AFTER} or ${attempt.busyAt} > ${now - QUIET_AFTER} then 'writing'
  when ${attempt.busyAt} <= ${now - QUIET_AFTER - BUSY_NOTED_EVERY} then 'quiet'
  when ${savedSince(now - QUIET_AFTER)} then 'writing'
  else 'quiet' end`

/**
 * Every test of a round that has a start moment; before the clock starts, one line for all tests of an enrolment. No
 * more of each than the figures and the order need.
 */
const linesOf = (db: Db, roundId: string, now: Instant) =>
  db.$with('line').as(
    db
      .select({
        enrolmentId: sql<string>`${enrolment.id}`.as('line_enrolment_id'),
        startsAt: sql<number>`${enrolment.startsAt}`.as('line_starts_at'),
        personId: sql<string>`${enrolment.personId}`.as('line_person_id'),
        attemptId: sql<string | null>`${attempt.id}`.as('line_attempt_id'),
        kind: sql<TestKind | null>`${attempt.kind}`.as('line_kind'),
        candidateNumber: sql<string | null>`${attempt.candidateNumber}`.as('line_candidate_number'),
        neverSignedIn: neverSignedIn.mapWith(Boolean).as('never_signed_in'),
        state: stateOf(now).as('state'),
        isWaiting: waitingReport.mapWith(Boolean).as('is_waiting'),
      })
      .from(enrolment)
      .leftJoin(attempt, and(eq(attempt.enrolmentId, enrolment.id), isNull(attempt.voidedAt)))
      .where(and(eq(enrolment.roundId, roundId), or(isNull(enrolment.endedAt), eq(enrolment.endReason, 'released')), isNotNull(enrolment.startsAt)))
      // Keeps SQLite from working the lines out anew for every figure.
      .limit(MOST),
  )
type Lines = ReturnType<typeof linesOf>

function isWanted(db: Db, line: Lines, { show, text }: BoardWish): SQL {
  const wish = text.trim()
  const begin = asCandidateNumber(wish)
  const marks = { all: sql`true`, problem: sql`${line.isWaiting}`, neverSignedIn: sql`${line.neverSignedIn}` }
  const shown = show === 'all' || show === 'problem' || show === 'neverSignedIn' ? marks[show] : sql`${line.state} = ${show}`
  if (wish === '') return shown
  const byNumber = begin === '' ? sql`false` : sql`${line.candidateNumber} like ${`${begin}%`}`
  return sql`${shown} and (${line.personId} in ${idsNamedLike(db, wish)} or ${byNumber})`
}

const countWhere = (condition: SQL, name: string) => sql`count(*) filter (where ${condition})`.mapWith(Number).as(name)

const figuresOf = (db: Db, line: Lines, wanted: SQL) =>
  db.$with('figure').as(
    db
      .select({
        total: countWhere(sql`true`, 'total'),
        found: countWhere(wanted, 'found'),
        planned: countWhere(sql`${line.state} = 'planned'`, 'planned'),
        unopened: countWhere(sql`${line.state} = 'unopened'`, 'unopened'),
        quiet: countWhere(sql`${line.state} = 'quiet'`, 'quiet'),
        writing: countWhere(sql`${line.state} = 'writing'`, 'writing'),
        sealed: countWhere(sql`${line.state} = 'sealed'`, 'sealed'),
        neverSignedIn: countWhere(sql`${line.neverSignedIn}`, 'never_signed_in_total'),
        problem: countWhere(sql`${line.isWaiting}`, 'problem'),
      })
      .from(line),
  )

/** Tests that are under way first, then those to come, then those handed in; the first start first. */
const inOrder = (line: Pick<Lines, 'state' | 'startsAt' | 'enrolmentId' | 'kind'>) =>
  [sql`case ${line.state} when 'planned' then 1 when 'sealed' then 2 else 0 end`, asc(line.startsAt), asc(line.enrolmentId), asc(line.kind)] as const

/** White space as `trim` knows it: an answer of nothing else is empty. */
const BLANK = ' \t\n\r'

// Asked of the lines of one page alone, so that no other answer is read.
const lastSaveAt = sql`(select max(s."saved_at") from "answer" s where s."attempt_id" = "attempt"."id")`.mapWith((value): number | null => Number(value))
const answered = sql`(select count(*) from "answer" s where s."attempt_id" = "attempt"."id"
  and (trim(s."text", ${BLANK}) <> '' or cast(s."choice" as text) <> '[]'))`.mapWith(Number)
const questions = sql`(select count(*) from "question" q where q."form_id" = "attempt"."form_id")`.mapWith(Number)

// The seal that closed it: one for a late text that was accepted has the same end of writing.
const closedBy = sql<SealRow['by'] | null>`(select s."sealed_by" from "seal" s where s."attempt_id" = "attempt"."id"
  and s."at" = "attempt"."sealed_at" order by s."sequence" limit 1)`

const { startsAt, workingHours, extraMinutes, incidentMinutes, sealedAt, sealedPercent, sealedMinutes } = attempt
const times = { startsAt, workingHours, extraMinutes, incidentMinutes, sealedAt, sealedPercent, sealedMinutes }

/**
 * The board of a round: how many tests are where, and a page of those that are wanted. One question, whatever the
 * number of candidates.
 *
 * @returns `lines` is empty when the page is too far, or nothing is found
 */
export async function readBoard(db: Db, wish: BoardWish, now: Instant) {
  const line = linesOf(db, wish.roundId, now)
  const wanted = isWanted(db, line, wish)
  const figure = figuresOf(db, line, wanted)
  const shown = db.$with('shown').as(db.select().from(line).where(wanted).orderBy(...inOrder(line)).limit(PAGE).offset((wish.page - 1) * PAGE))
  const { total, found, planned, unopened, quiet, writing, sealed, neverSignedIn: never, problem } = figure
  const rows = await db
    .with(line, figure, shown)
    .select({
      figures: { total, found, planned, unopened, quiet, writing, sealed, neverSignedIn: never, problem },
      line: {
        enrolmentId: shown.enrolmentId, enrolmentStartsAt: shown.startsAt, attemptId: shown.attemptId, kind: shown.kind, state: shown.state,
        candidateNumber: shown.candidateNumber, neverSignedIn: shown.neverSignedIn, isWaiting: shown.isWaiting,
        personId: shown.personId, name: sql<string>`${person.name}`, ...times,
        extraPercent: accommodation.extraPercent, accommodatedMinutes: accommodation.extraMinutes, lastSaveAt, answered, questions, closedBy,
      },
    })
    .from(figure)
    .leftJoin(shown, sql`true`)
    .leftJoin(person, eq(person.id, shown.personId))
    .leftJoin(attempt, eq(attempt.id, shown.attemptId))
    .leftJoin(accommodation, eq(accommodation.personId, shown.personId))
    .orderBy(...inOrder(shown))
  const figures = rows[0]?.figures ?? { total: 0, found: 0, planned: 0, unopened: 0, quiet: 0, writing: 0, sealed: 0, neverSignedIn: 0, problem: 0 }
  return { figures, lines: rows.map((row) => row.line).filter((one) => one.state !== null), pages: Math.max(1, Math.ceil(figures.found / PAGE)) }
}
export type BoardRow = Awaited<ReturnType<typeof readBoard>>['lines'][number]
