import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { form } from '../../db/schema/papers.ts'
import { holdout, release, result } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { isExpired } from '../enrolment/enrolment.ts'
import { refuse } from '../refusal.ts'
import { ResultDetail } from './results.ts'

export type ReleaseRow = typeof release.$inferSelect

/** The result that counts: the last of its attempt. */
const isLast = sql`${result.sequence} = (select max(r."sequence") from "result" r where r."attempt_id" = "result"."attempt_id")`

const released = {
  resultId: result.id,
  attemptId: attempt.id,
  personId: attempt.personId,
  enrolmentId: attempt.enrolmentId,
  enrolmentKind: enrolment.kind,
  roundId: attempt.roundId,
  roundName: round.name,
  kind: attempt.kind,
  formId: attempt.formId,
  title: form.title,
  language: form.language,
  points: result.points,
  maximumPoints: result.maximumPoints,
  passMark: result.passMark,
  mark: result.mark,
  sufficient: result.sufficient,
  releasedAt: result.releasedAt,
}

// The one gate: whatever shows a result to anybody but staff comes through here, and there is no row before release.

/** The released result of an attempt with what the candidate reads of it, if it is out. */
export async function findReleasedResult(db: Db, attemptId: string) {
  const [found] = await db
    .select({ ...released, detail: result.detail })
    .from(result)
    .innerJoin(attempt, eq(attempt.id, result.attemptId))
    .innerJoin(enrolment, eq(enrolment.id, attempt.enrolmentId))
    .innerJoin(round, eq(round.id, attempt.roundId))
    .innerJoin(form, eq(form.id, attempt.formId))
    .where(and(eq(attempt.id, attemptId), isLast))
  return found && { ...found, detail: ResultDetail.parse(found.detail) }
}

/** The same, if it is this candidate's. @throws Refusal `notFound` otherwise, and before release. */
export async function getOwnReleasedResult(db: Db, attemptId: string, personId: string) {
  const found = await findReleasedResult(db, attemptId)
  return found?.personId === personId ? found : refuse('notFound')
}

/**
 * Whether somebody has a later enrolment for this test: a retake, or a full one that the office allowed. One that was
 * never paid, was cancelled or was called off does not count.
 */
export async function isTakenAgain(db: Db, { personId, enrolmentId, kind }: Pick<ReleasedResult, 'personId' | 'enrolmentId' | 'kind'>, now: Instant) {
  const rows = await db
    .select()
    .from(enrolment)
    .where(and(
      eq(enrolment.personId, personId), gt(enrolment.id, enrolmentId), eq(kind === 'case' ? enrolment.caseTest : enrolment.reflectionTest, true),
      or(isNull(enrolment.endedAt), eq(enrolment.endReason, 'released')),
    ))
  return rows.some((row) => !isExpired(row, now))
}

/** The released results of somebody, or of several people, newest first, of each attempt the one that counts; without the feedback. */
export const listReleasedResults = async (db: Db, ...personIds: readonly string[]) =>
  db
    .select(released)
    .from(result)
    .innerJoin(attempt, eq(attempt.id, result.attemptId))
    .innerJoin(enrolment, eq(enrolment.id, attempt.enrolmentId))
    .innerJoin(round, eq(round.id, attempt.roundId))
    .innerJoin(form, eq(form.id, attempt.formId))
    .where(and(inArray(attempt.personId, [...personIds]), isLast))
    .orderBy(desc(result.releasedAt), asc(attempt.kind))
export type ReleasedResult = Awaited<ReturnType<typeof listReleasedResults>>[number]

/** An attempt of this round that counts and has no result yet. @throws Refusal `notFound` */
export async function getUndecided(db: Db, roundId: string, attemptId: string) {
  const [found] = await db
    .select({ candidateNumber: attempt.candidateNumber, roundName: round.name })
    .from(attempt)
    .innerJoin(round, eq(round.id, attempt.roundId))
    .leftJoin(result, eq(result.attemptId, attempt.id))
    .where(and(eq(attempt.id, attemptId), eq(attempt.roundId, roundId), isNull(attempt.voidedAt), isNull(result.id)))
  return found ?? refuse('notFound')
}

/**
 * The live places of a round whose clock may still begin: without a start moment, with one to come, or with one that
 * no job has seen yet. With how many attempts each has made, voided ones too.
 */
export const listPlacesToCome = async (db: Db, roundId: string, now: Instant) =>
  db
    .select({
      confirmedAt: enrolment.confirmedAt,
      heldUntil: enrolment.heldUntil,
      endedAt: enrolment.endedAt,
      startsAt: enrolment.startsAt,
      attempts: attemptsMade,
    })
    .from(enrolment)
    .where(
      and(
        eq(enrolment.roundId, roundId), isNull(enrolment.endedAt), isNull(enrolment.lapsedAt),
        or(
          isNull(enrolment.startsAt),
          gt(enrolment.startsAt, now),
          and(isNull(enrolment.testsMadeAt), sql`not exists (select 1 from "attempt" a where a."enrolment_id" = "enrolment"."id")`),
        ),
      ),
    )

// Names are written out: within a subquery drizzle would drop them.
const attemptsMade = sql<number>`(select count(*) from "attempt" a where a."enrolment_id" = "enrolment"."id")`.mapWith(Number)

/** The ids of the attempts of a round that are held out now. */
export async function listHeldOut(db: Db, roundId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: holdout.attemptId })
    .from(holdout)
    .innerJoin(attempt, eq(attempt.id, holdout.attemptId))
    .where(and(eq(attempt.roundId, roundId), isNull(holdout.endedAt)))
  return new Set(rows.map(({ id }) => id))
}

/** An attempt of this round that counts: whose it is, and whether it is out or held out. @throws Refusal `notFound` */
export async function getDecidable(db: Db, roundId: string, attemptId: string) {
  const [found] = await db
    .select({ personId: attempt.personId, released: isNotNull(result.id).mapWith(Boolean), heldOut: isNotNull(holdout.id).mapWith(Boolean) })
    .from(attempt)
    .leftJoin(result, and(eq(result.attemptId, attempt.id), eq(result.sequence, 1)))
    .leftJoin(holdout, and(eq(holdout.attemptId, attempt.id), isNull(holdout.endedAt)))
    .where(and(eq(attempt.id, attemptId), eq(attempt.roundId, roundId), isNull(attempt.voidedAt)))
  return found ?? refuse('notFound')
}

export async function addHoldout(tx: Db, row: typeof holdout.$inferInsert): Promise<void> {
  await tx.insert(holdout).values(row)
}

/** Ends a holdout. @returns whether there was one. */
export async function closeHoldout(tx: Db, attemptId: string, now: Instant): Promise<boolean> {
  const ended = await tx
    .update(holdout)
    .set({ endedAt: now })
    .where(and(eq(holdout.attemptId, attemptId), isNull(holdout.endedAt)))
    .returning({ id: holdout.id })
  return ended.length === 1
}

/** @throws Refusal `notFound` */
export async function getRelease(db: Db, releaseId: string): Promise<ReleaseRow> {
  const [found] = await db.select().from(release).where(eq(release.id, releaseId))
  return found ?? refuse('notFound')
}

/** The releases of a round, newest first, with the names of who proposed and agreed. */
export async function listReleases(db: Db, roundId: string) {
  const rows = await db.select().from(release).where(eq(release.roundId, roundId)).orderBy(desc(release.id))
  const ids = [...new Set(rows.flatMap(({ proposedBy, agreedBy }) => [proposedBy, ...(agreedBy === null ? [] : [agreedBy])]))]
  const people = ids.length === 0 ? [] : await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, ids))
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return rows.map((row) => ({
    ...row,
    proposedByName: names.get(row.proposedBy) ?? '',
    agreedByName: row.agreedBy === null ? null : (names.get(row.agreedBy) ?? ''),
  }))
}

/** The release of a round that waits for an agreement. */
export async function findPendingRelease(db: Db, roundId: string): Promise<ReleaseRow | undefined> {
  const [found] = await db
    .select()
    .from(release)
    .where(and(eq(release.roundId, roundId), isNull(release.agreedAt), isNull(release.lapsedAt)))
  return found
}

/** Every release that waits for an agreement. */
export const listPendingReleases = (db: Db): Promise<ReleaseRow[]> =>
  db.select().from(release).where(and(isNull(release.agreedAt), isNull(release.lapsedAt)))

export async function addRelease(tx: Db, row: typeof release.$inferInsert): Promise<void> {
  await tx.insert(release).values(row)
}

/** One way out of waiting. @returns whether it still waited */
export async function closeRelease(
  tx: Db, releaseId: string, how: { readonly agreedAt: Instant; readonly agreedBy: string } | { readonly lapsedAt: Instant },
): Promise<boolean> {
  const closed = await tx
    .update(release)
    .set(how)
    .where(and(eq(release.id, releaseId), isNull(release.agreedAt), isNull(release.lapsedAt)))
    .returning({ id: release.id })
  return closed.length === 1
}

/** Adds results, a few hundred at a time: SQLite takes 32,766 values in one statement. */
export async function addResults(tx: Db, rows: readonly (typeof result.$inferInsert)[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 500) await tx.insert(result).values(rows.slice(from, from + 500))
}

/** Notes the first release of a round. @returns whether it was the first */
export async function noteRoundReleased(tx: Db, roundId: string, now: Instant): Promise<boolean> {
  const noted = await tx
    .update(round)
    .set({ releasedAt: now })
    .where(and(eq(round.id, roundId), isNull(round.releasedAt)))
    .returning({ id: round.id })
  return noted.length === 1
}

/** Live enrolments of a round whose every attempt that counts has its result. */
export async function listDecidedEnrolments(db: Db, roundId: string): Promise<string[]> {
  const rows = await db
    .select({ enrolmentId: enrolment.id })
    .from(enrolment)
    .innerJoin(attempt, eq(attempt.enrolmentId, enrolment.id))
    .leftJoin(result, and(eq(result.attemptId, attempt.id), eq(result.sequence, 1)))
    .where(and(eq(enrolment.roundId, roundId), isNull(enrolment.endedAt), isNull(attempt.voidedAt)))
    .groupBy(enrolment.id)
    .having(sql`count(${attempt.id}) = count(${result.id})`)
  return rows.map(({ enrolmentId }) => enrolmentId)
}
