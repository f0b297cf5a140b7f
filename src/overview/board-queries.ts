/** The board of a round: its figures, and a page of the tests that are wanted. */
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { accommodation, attempt } from '../../db/schema/delivery.ts'
import { person } from '../../db/schema/identity.ts'
import type { Instant } from '../clock.ts'
import type { SealRow } from '../delivery/queries.ts'
import { partOf } from '../paging.ts'
import { countLines, countReported, countShown, factsOf, groups, isIn, isShown, knownOf, placesOf, testsOf } from './board-line-queries.ts'
import type { BoardShow, BoardWish, Counted, Found, Group, Lines } from './board-line-queries.ts'

/** How many tests a page of the board holds. */
const PAGE = 50

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


/** A stretch of a group of lines that are shown, the first start first. @param sources where there are any */
interface Stretch {
  readonly group: Group
  readonly sources: readonly Lines[]
  readonly skip: number
  readonly take: number
}

async function readGroup(db: Db, show: BoardShow, { group, sources, skip, take }: Stretch, now: Instant) {
  const [first, second] = sources
  if (first === undefined) return []
  const wanted = (line: Lines) =>
    db
      .select({
        enrolmentId: line.enrolmentId, startsAt: line.startsAt, personId: line.personId, attemptId: line.attemptId, kind: line.kind,
        candidateNumber: line.candidateNumber, state: factsOf(line, now).state.as('line_state'),
        neverSignedIn: factsOf(line, now).neverSignedIn.mapWith(Boolean).as('line_never_signed_in'),
        isWaiting: factsOf(line, now).isWaiting.mapWith(Boolean).as('line_is_waiting'),
      })
      .from(line)
      .where(and(isIn(group, line, now), isShown(line, show, now)))
  const inOrder = (line: Pick<Lines, 'startsAt' | 'enrolmentId' | 'kind'>) => [asc(line.startsAt), asc(line.enrolmentId), asc(line.kind)]
  const lines = second === undefined ? wanted(first) : wanted(first).unionAll(wanted(second))
  const shown = lines.orderBy(...inOrder(first)).limit(take).offset(skip).as('shown')
  return db
    .select({
      enrolmentId: shown.enrolmentId, enrolmentStartsAt: shown.startsAt, attemptId: shown.attemptId, kind: shown.kind, state: shown.state,
      candidateNumber: shown.candidateNumber, neverSignedIn: shown.neverSignedIn, isWaiting: shown.isWaiting,
      personId: shown.personId, name: person.name, ...times,
      extraPercent: accommodation.extraPercent, accommodatedMinutes: accommodation.extraMinutes, lastSaveAt, answered, questions, closedBy,
    })
    .from(shown)
    .innerJoin(person, eq(person.id, shown.personId))
    .leftJoin(attempt, eq(attempt.id, shown.attemptId))
    .leftJoin(accommodation, eq(accommodation.personId, shown.personId))
    .orderBy(...inOrder(shown))
}

/**
 * The board of a round: how many tests are where, and a page of those that are wanted. A handful of questions, whatever
 * the number of candidates.
 *
 * @param wish a page too far is the last one
 */
export async function readBoard(db: Db, wish: BoardWish, now: Instant) {
  const { roundId, show } = wish
  const text = wish.text.trim()
  const counted = []
  for (const linesOf of [testsOf, placesOf]) {
    const counts = await countLines(db, linesOf(db, roundId, ''), now)
    const lines = linesOf(db, roundId, text)
    counted.push({ lines, counts, found: knownOf(counts, { show, text }) ?? (await countShown(db, lines, show, now)) })
  }
  const figures = figuresOf(counted, await countReported(db, roundId))
  const { page, pages, offset, limit } = partOf(wish.page, figures.found, PAGE)
  const shown: BoardRow[] = []
  let before = offset
  for (const group of groups) {
    const here = counted.filter(({ found }) => found[group] > 0)
    const size = here.reduce((sum, { found }) => sum + found[group], 0)
    const skip = Math.min(before, size)
    const take = Math.min(limit - shown.length, size - skip)
    before -= skip
    if (take > 0) shown.push(...(await readGroup(db, show, { group, sources: here.map(({ lines }) => lines), skip, take }, now)))
  }
  return { figures, lines: shown, page, pages }
}

/** What both kinds of line come to. */
function figuresOf(counted: readonly { readonly counts: Counted; readonly found: Found }[], problem: number) {
  const sum = (name: keyof Counted) => counted.reduce((total, { counts }) => total + counts[name], 0)
  return {
    total: sum('underWay') + sum('planned') + sum('sealed'),
    found: counted.reduce((total, { found }) => total + found.underWay + found.planned + found.sealed, 0),
    planned: sum('planned'), unopened: sum('unopened'), quiet: sum('quiet'), writing: sum('writing'), sealed: sum('sealed'),
    neverSignedIn: sum('neverSignedIn'), problem,
  }
}
export type BoardRow = Awaited<ReturnType<typeof readGroup>>[number]
