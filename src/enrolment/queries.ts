import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, max, ne, or } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { accommodation, attempt } from '../../db/schema/delivery.ts'
import { enrolment, newChance } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { order } from '../../db/schema/payments.ts'
import { result } from '../../db/schema/results.ts'
import { retake } from '../../db/schema/retakes.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { dateAt } from '../local-time.ts'
import { refuse } from '../refusal.ts'
import type { ExtraTime } from '../rounds/deadline.ts'
import type { Decided, NewChance } from './chances.ts'
import type { AttemptTimes, Enrolment, Sat } from './enrolment.ts'

const ownEnrolment = prepared('own_enrolment', (db, value: Values<{ id: string; personId: string }>) =>
  db
    .select({ enrolment, round })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(and(eq(enrolment.id, value('id')), eq(enrolment.personId, value('personId')))),
)

/** The enrolment with its round, if it is this candidate's. @throws Refusal `notFound` otherwise. */
export async function getOwnEnrolment(db: Db, id: string, personId: string) {
  const [found] = await ownEnrolment(db, { id, personId })
  return found ?? refuse('notFound')
}

/** The enrolment with its round and its person's name, for staff and for jobs. @throws Refusal `notFound` */
export async function getEnrolment(db: Db, id: string) {
  const [found] = await db
    .select({ enrolment, round, personName: person.name })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .innerJoin(person, eq(person.id, enrolment.personId))
    .where(eq(enrolment.id, id))
  return found ?? refuse('notFound')
}

/** The one enrolment of this person that has not ended; its hold may have run out (`isExpired`). */
export async function findLiveEnrolment(db: Db, personId: string): Promise<Enrolment | undefined> {
  const [found] = await db.select().from(enrolment).where(and(eq(enrolment.personId, personId), isNull(enrolment.endedAt)))
  return found
}

/** The enrolments of somebody, or of several people, with their rounds, newest first. */
export const listEnrolments = async (db: Db, ...personIds: readonly string[]) =>
  db
    .select({ enrolment, round })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(inArray(enrolment.personId, [...personIds]))
    .orderBy(desc(enrolment.id))

/** The places of a round that are taken: paid, or held for somebody who may still pay. */
export async function countPlaces(db: Db, roundId: string, now: Instant): Promise<number> {
  const taken = or(isNotNull(enrolment.confirmedAt), gt(enrolment.heldUntil, now))
  const [counted] = await db
    .select({ places: count() })
    .from(enrolment)
    .where(and(eq(enrolment.roundId, roundId), isNull(enrolment.endedAt), taken))
  return counted?.places ?? 0
}

export async function addEnrolment(tx: Db, row: typeof enrolment.$inferInsert): Promise<Enrolment> {
  const [added] = await tx.insert(enrolment).values(row).returning()
  return added ?? refuse('notFound')
}

export async function putEnrolment(tx: Db, id: string, changes: Partial<Omit<Enrolment, 'id' | 'personId'>>): Promise<void> {
  await tx.update(enrolment).set(changes).where(eq(enrolment.id, id))
}

/** The released decisions on somebody's tests; of each attempt that was not voided the last one. */
export async function listDecided(db: Db, personId: string): Promise<Decided[]> {
  const rows = await db
    .select({ attemptId: attempt.id, kind: attempt.kind, sufficient: result.sufficient, enrolmentKind: enrolment.kind })
    .from(result)
    .innerJoin(attempt, eq(attempt.id, result.attemptId))
    .innerJoin(enrolment, eq(enrolment.id, attempt.enrolmentId))
    .where(and(eq(attempt.personId, personId), isNull(attempt.voidedAt)))
    .orderBy(asc(attempt.id), asc(result.sequence))
  const last = new Map(rows.map((row) => [row.attemptId, row]))
  return [...last.values()].map(({ kind, sufficient, enrolmentKind }) => ({ kind, sufficient, isRetake: enrolmentKind === 'retake' }))
}

/** The new chance that somebody was given and has not used: no full enrolment after it came to results. */
export async function findNewChance(db: Db, personId: string): Promise<NewChance | undefined> {
  const [given] = await db
    .select()
    .from(newChance)
    .where(and(eq(newChance.personId, personId), isNull(newChance.withdrawnAt)))
    .orderBy(desc(newChance.id))
    .limit(1)
  if (given === undefined) return undefined
  const isFullWithResults = and(eq(enrolment.personId, personId), eq(enrolment.kind, 'full'), eq(enrolment.endReason, 'released'))
  const [used] = await db.select({ id: enrolment.id }).from(enrolment).where(and(isFullWithResults, gt(enrolment.id, given.id))).limit(1)
  return used === undefined ? given : undefined
}

/** Whether the last attempt at a test was declared void and its chance not given back yet: it costs nothing to sit it again. */
export async function isChanceOwed(db: Db, personId: string): Promise<boolean> {
  const attempts = await db
    .select({ kind: attempt.kind, voidedAt: attempt.voidedAt, placedEnrolmentId: attempt.placedEnrolmentId })
    .from(attempt)
    .where(eq(attempt.personId, personId))
    .orderBy(asc(attempt.id))
  const last = new Map(attempts.map((one) => [one.kind, one]))
  return [...last.values()].some(({ voidedAt, placedEnrolmentId }) => voidedAt !== null && placedEnrolmentId === null)
}

export async function addNewChance(tx: Db, row: typeof newChance.$inferInsert): Promise<void> {
  await tx.insert(newChance).values(row)
}

export async function withdrawChance(tx: Db, id: string, withdrawnAt: Instant): Promise<void> {
  await tx.update(newChance).set({ withdrawnAt }).where(eq(newChance.id, id))
}

/** The extra time of those of these people who have any. */
export const listAccommodations = async (db: Db, ...personIds: readonly string[]): Promise<(ExtraTime & { readonly personId: string })[]> =>
  db
    .select({ personId: accommodation.personId, extraPercent: accommodation.extraPercent, extraMinutes: accommodation.extraMinutes })
    .from(accommodation)
    .where(inArray(accommodation.personId, [...personIds]))

/** Somebody's extra time; `null` when there is none. */
export async function findAccommodation(db: Db, personId: string): Promise<ExtraTime | null> {
  const [found] = await listAccommodations(db, personId)
  return found ?? null
}

/** The attempts that the clock of an enrolment, or of several, started and that were not voided. */
export const listBegun = async (db: Db, ...enrolmentIds: readonly string[]): Promise<Begun[]> =>
  db
    .select({
      enrolmentId: attempt.enrolmentId,
      attemptId: attempt.id,
      kind: attempt.kind,
      startsAt: attempt.startsAt,
      workingHours: attempt.workingHours,
      extraMinutes: attempt.extraMinutes,
      incidentMinutes: attempt.incidentMinutes,
      sealedPercent: attempt.sealedPercent,
      sealedMinutes: attempt.sealedMinutes,
      sealedAt: attempt.sealedAt,
    })
    .from(attempt)
    .where(and(inArray(attempt.enrolmentId, [...enrolmentIds]), isNull(attempt.voidedAt)))
    .orderBy(asc(attempt.kind))
export type Begun = AttemptTimes & { readonly enrolmentId: string; readonly attemptId: string; readonly sealedAt: Instant | null }

/** How many attempts an enrolment's clock started, and how many of them were voided. */
export async function countSat(db: Db, enrolmentId: string): Promise<Sat> {
  const rows = await db.select({ voidedAt: attempt.voidedAt }).from(attempt).where(eq(attempt.enrolmentId, enrolmentId))
  return { attempts: rows.length, voided: rows.filter(({ voidedAt }) => voidedAt !== null).length }
}

/** The last order of an enrolment: its id and number. */
export async function findOrderOf(db: Db, enrolmentId: string): Promise<{ id: string; number: string } | undefined> {
  const [found] = await db
    .select({ id: order.id, number: order.number })
    .from(order)
    .where(eq(order.enrolmentId, enrolmentId))
    .orderBy(desc(order.id))
    .limit(1)
  return found
}

/** The live enrolments of a round with their people's names, in order of name. */
export const listLiveOfRound = async (db: Db, roundId: string) =>
  db
    .select({ enrolment, personName: person.name })
    .from(enrolment)
    .innerJoin(person, eq(person.id, enrolment.personId))
    .where(and(eq(enrolment.roundId, roundId), isNull(enrolment.endedAt)))
    .orderBy(asc(person.name), asc(enrolment.id))

/** Unpaid enrolments whose hold has run out, the oldest first. */
export const listExpiredHolds = async (db: Db, now: Instant, limit: number): Promise<{ id: string }[]> =>
  db
    .select({ id: enrolment.id })
    .from(enrolment)
    .where(and(isNull(enrolment.endedAt), isNull(enrolment.confirmedAt), lte(enrolment.heldUntil, now)))
    .orderBy(asc(enrolment.heldUntil), asc(enrolment.id))
    .limit(limit)

/** Paid enrolments without a start moment whose window is over and that were not noted as lapsed yet. */
export const listLapsing = async (db: Db, now: Instant, limit: number) =>
  db
    .select({ enrolment, round })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(
      and(
        isNull(enrolment.endedAt),
        isNotNull(enrolment.confirmedAt),
        isNull(enrolment.startsAt),
        isNull(enrolment.lapsedAt),
        isNull(round.calledOffAt),
        lt(round.windowLastOn, dateAt(now)),
      ),
    )
    .orderBy(asc(enrolment.id))
    .limit(limit)

// The two below keep the retake's own row in step with its enrolment: retakes come later and may not be asked.

/** The right to a retake is back: its enrolment was not paid, or taken back. */
export async function endRetakesOf(tx: Db, enrolmentId: string, endedAt: Instant): Promise<void> {
  await tx.update(retake).set({ endedAt }).where(and(eq(retake.enrolmentId, enrolmentId), isNull(retake.endedAt)))
}

/** The retakes of an enrolment that ended count again. */
export async function reviveRetakesOf(tx: Db, enrolmentId: string): Promise<void> {
  await tx.update(retake).set({ endedAt: null }).where(eq(retake.enrolmentId, enrolmentId))
}

/** When the last of the insufficient first results came out that a retake is for; `null` for what is no retake. */
export async function findFirstRelease(db: Db, enrolmentId: string): Promise<Instant | null> {
  const [found] = await db
    .select({ releasedAt: max(result.releasedAt) })
    .from(retake)
    .innerJoin(result, eq(result.attemptId, retake.firstAttemptId))
    .where(eq(retake.enrolmentId, enrolmentId))
  return found?.releasedAt ?? null
}

/** Whether another enrolment uses the right to retake that this one used. */
export async function isRetakeTaken(db: Db, enrolmentId: string): Promise<boolean> {
  const own = await db.select({ firstAttemptId: retake.firstAttemptId }).from(retake).where(eq(retake.enrolmentId, enrolmentId))
  if (own.length === 0) return false
  const others = await db
    .select({ id: retake.id })
    .from(retake)
    .where(and(inArray(retake.firstAttemptId, own.map((one) => one.firstAttemptId)), ne(retake.enrolmentId, enrolmentId), isNull(retake.endedAt)))
    .limit(1)
  return others.length > 0
}
