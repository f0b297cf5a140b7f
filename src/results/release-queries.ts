/** What the page of a release reads: from what assessing keeps of every test, never from its answers. */
import { and, asc, count, eq, exists, gt, inArray, isNotNull, isNull, notInArray, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { countWhere } from '../../db/counting.ts'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { holdout, result } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import { isNumberedLike } from '../delivery/queries.ts'
import { idsNamedLike } from '../identity/queries.ts'
import { partOf } from '../paging.ts'
import type { Round } from '../rounds/queries.ts'

// Names are written out: within a subquery drizzle would drop them.
const isOut = sql`exists (select 1 from "result" r where r."attempt_id" = "attempt"."id")`
/** Those that are held out are few, and mostly there are none: then no list of them is looked into for each test. */
const isHeldOut = sql`(exists (select 1 from "holdout" h where h."ended_at" is null) and ${attempt.id} in (select h."attempt_id" from "holdout" h where h."ended_at" is null))`

/** Tests that have no result yet. Before the first release of a round that is all of them. */
function isUndecided(rounds: readonly Round[]): SQL | undefined {
  const released = rounds.filter(({ releasedAt }) => releasedAt !== null).map(({ id }) => id)
  return and(isNull(attempt.voidedAt), released.length === 0 ? undefined : or(notInArray(attempt.roundId, released), sql`not ${isOut}`))
}

const isOf = (rounds: readonly Round[]) => inArray(attempt.roundId, rounds.map(({ id }) => id))

const isInRelease = (...rounds: readonly Round[]) => and(isOf(rounds), isUndecided(rounds), sql`not ${isHeldOut}`)

const isComplete = and(isNotNull(attempt.sealedAt), eq(attempt.openLeft, 0))

const isNotAssessed = or(isNull(attempt.openLeft), gt(attempt.openLeft, 0))

/** Of each paper in these rounds, how many tests a release would hold and what is missing. What was not counted yet is not assessed. */
export const listProgress = async (db: Db, ...rounds: readonly Round[]) =>
  db
    .select({
      roundId: attempt.roundId,
      formId: attempt.formId,
      tests: count(),
      notSealed: countWhere(isNull(attempt.sealedAt)),
      notAssessed: countWhere(and(isNotNull(attempt.sealedAt), isNotAssessed)),
      answersLeft: sql`coalesce(sum(${attempt.openLeft}) filter (where ${attempt.sealedAt} is not null), 0)`.mapWith(Number),
    })
    .from(attempt)
    .where(isInRelease(...rounds))
    .groupBy(attempt.roundId, attempt.formId)
export type Progress = Omit<Awaited<ReturnType<typeof listProgress>>[number], 'roundId'>

/** Those of these rounds with a test that a release would hold and that is not handed in, not counted or not assessed yet. The first one is enough. */
export async function listUnassessed(db: Db, rounds: readonly Round[]): Promise<ReadonlySet<string>> {
  const isMissing = or(isNull(attempt.sealedAt), isNotAssessed)
  const missing = db.select({ id: attempt.id }).from(attempt).where(and(eq(attempt.roundId, round.id), isUndecided(rounds), sql`not ${isHeldOut}`, isMissing))
  const found = await db.select({ id: round.id }).from(round).where(and(inArray(round.id, rounds.map(({ id }) => id)), exists(missing)))
  return new Set(found.map(({ id }) => id))
}

/** How many complete tests of each paper have so many points (hundredths). */
export const listTotals = async (db: Db, round: Round) =>
  db
    .select({ formId: attempt.formId, points: sql`${attempt.points}`.mapWith(Number), tests: count() })
    .from(attempt)
    .where(and(isInRelease(round), isComplete))
    .groupBy(attempt.formId, attempt.points)

/** Tests whose candidate number begins like this, or whose candidate's name or e-mail address has it in it. */
const isFound = (db: Db, text: string): SQL | undefined =>
  text === ''
    ? undefined
    : or(inArray(attempt.personId, idsNamedLike(db, text)), isNumberedLike(text))

/** How many tests stand on a page of the preview. */
const PAGE = 50

/** What of a list is looked at. @param page from 1, a page too far is the last one */
interface Wanted {
  readonly text: string
  readonly page: number
}

const pagesOf = (total: number, page: number) => ({ total, ...partOf(page, total, PAGE) })

const standing = {
  attemptId: attempt.id,
  candidateNumber: attempt.candidateNumber,
  kind: attempt.kind,
  formId: attempt.formId,
  points: sql`coalesce(${attempt.points}, 0)`.mapWith(Number),
  complete: sql<boolean>`(${attempt.sealedAt} is not null and ${attempt.openLeft} = 0)`.mapWith(Boolean),
}

/** A page of the tests a release would hold, by candidate number. @param all how many it would hold */
export async function listStanding(db: Db, round: Round, { text, page }: Wanted, all: number) {
  const where = and(isInRelease(round), isFound(db, text))
  const at = pagesOf(text === '' ? all : await db.$count(attempt, where), page)
  const lines = await db.select(standing).from(attempt).where(where).orderBy(asc(attempt.candidateNumber)).limit(at.limit).offset(at.offset)
  return { ...at, lines }
}

/** The tests that are held out, by candidate number, with the reason. In two questions: in one, SQLite goes through the whole round. */
export async function listHeldOutStanding(db: Db, round: Round) {
  const heldOut = await db.select({ attemptId: holdout.attemptId, reason: holdout.reason, heldAt: holdout.heldAt }).from(holdout).where(isNull(holdout.endedAt))
  const ids = heldOut.map(({ attemptId }) => attemptId)
  const lines = await db.select(standing).from(attempt).where(and(inArray(attempt.id, ids), isOf([round]), isUndecided([round]))).orderBy(asc(attempt.candidateNumber))
  return lines.flatMap((line) => heldOut.filter(({ attemptId }) => attemptId === line.attemptId).map(({ reason, heldAt }) => ({ ...line, reason, heldAt })))
}

/** The result that counts: the last of its attempt. */
const isLast = sql`${result.sequence} = (select max(r."sequence") from "result" r where r."attempt_id" = "result"."attempt_id")`

/** A page of the results of a round that are out, by candidate number, for staff. */
export async function listResultsOfRound(db: Db, { id: roundId, releasedAt }: Round, { text, page }: Wanted) {
  if (releasedAt === null) return { ...pagesOf(0, page), lines: [] }
  const where = and(eq(attempt.roundId, roundId), isLast, isFound(db, text))
  const [total] = await db.select({ tests: count() }).from(result).innerJoin(attempt, eq(attempt.id, result.attemptId)).where(where)
  const at = pagesOf(total?.tests ?? 0, page)
  const lines = await db
    .select({
      attemptId: attempt.id, candidateNumber: attempt.candidateNumber, kind: attempt.kind, points: result.points, maximumPoints: result.maximumPoints,
      mark: result.mark, sufficient: result.sufficient, releasedAt: result.releasedAt,
    })
    .from(result)
    .innerJoin(attempt, eq(attempt.id, result.attemptId))
    .where(where)
    .orderBy(asc(attempt.candidateNumber))
    .limit(at.limit)
    .offset(at.offset)
  return { ...at, lines }
}
