/** What an outage reads and writes; apart from `queries.ts`, which is about sitting. */
import { and, asc, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { accommodation, attempt, incident, incidentTime, seal } from '../../db/schema/delivery.ts'
import { person } from '../../db/schema/identity.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'
import type { Ending, Period } from './incidents.ts'

export type IncidentRow = typeof incident.$inferSelect

export async function addIncident(tx: Db, row: typeof incident.$inferInsert): Promise<void> {
  await tx.insert(incident).values(row)
}

/** An incident with the name of its round, `null` for all rounds. @throws Refusal `notFound` */
export async function getIncident(db: Db, id: string) {
  const [found] = await db
    .select({ incident, roundName: round.name })
    .from(incident)
    .leftJoin(round, eq(round.id, incident.roundId))
    .where(eq(incident.id, id))
  return found ?? refuse('notFound')
}

// The name is written out: within a subquery drizzle would drop it.
const attemptsGiven = sql<number>`(select count(*) from "incident_time" t where t."incident_id" = "incident"."id")`.mapWith(Number)

/** How many incidents stand on a page. */
const PAGE = 25

/** A page of the incidents, the newest first, with how many attempts got time by each. @param wanted from 1; one too far is the last */
export async function findIncidents(db: Db, wanted: number) {
  const { page, pages, limit, offset } = partOf(wanted, await db.$count(incident), PAGE)
  const incidents = await db
    .select({ incident, roundName: round.name, attempts: attemptsGiven })
    .from(incident)
    .leftJoin(round, eq(round.id, incident.roundId))
    .orderBy(desc(incident.id))
    .limit(limit)
    .offset(offset)
  return { incidents, page, pages }
}

/** Incidents whose time was not given to everybody yet. */
export const listUnapplied = (db: Db): Promise<IncidentRow[]> => db.select().from(incident).where(isNull(incident.appliedAt)).orderBy(asc(incident.id))

/** Notes that everybody has their time, once. @returns whether it was this call that noted it */
export async function putApplied(tx: Db, id: string, now: Instant): Promise<boolean> {
  const applied = await tx
    .update(incident)
    .set({ appliedAt: now })
    .where(and(eq(incident.id, id), isNull(incident.appliedAt)))
    .returning({ id: incident.id })
  return applied.length === 1
}

/** How many attempts got time by an incident. */
export const countGiven = (db: Db, incidentId: string): Promise<number> => db.$count(incidentTime, eq(incidentTime.incidentId, incidentId))

/** The seal that closed an attempt: a late text that was accepted later is sealed with the same end of writing. */
const closing = sql`${seal.sequence} = (select min(s."sequence") from "seal" s where s."attempt_id" = "attempt"."id" and s."at" = "attempt"."sealed_at")`

/**
 * The attempts that an incident may have cost time: begun before it ended, and open, or closed after it began by their
 * deadline. With what their deadlines need and the seal that closed them; those whose result is out are left alone.
 */
export const listExposed = (db: Db, { fromAt, untilAt }: Period, roundId: string | null) =>
  db
    .select({
      attempt,
      extraPercent: accommodation.extraPercent,
      accommodatedMinutes: accommodation.extraMinutes,
      personName: person.name,
      sealedBy: seal.by,
    })
    .from(attempt)
    .innerJoin(person, eq(person.id, attempt.personId))
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .leftJoin(seal, and(eq(seal.attemptId, attempt.id), closing))
    .where(
      and(
        lt(attempt.startsAt, untilAt),
        isNull(attempt.voidedAt),
        or(isNull(attempt.sealedAt), and(gte(attempt.sealedAt, fromAt), eq(seal.by, 'deadline'))),
        roundId === null ? undefined : eq(attempt.roundId, roundId),
        sql`not exists (select 1 from "result" r where r."attempt_id" = "attempt"."id")`,
      ),
    )
    .orderBy(asc(attempt.enrolmentId), asc(attempt.kind))
export type Exposed = Awaited<ReturnType<typeof listExposed>>[number]

/** Who closed an attempt, and when writing ended; `null` while it is open. */
export async function findEnding(db: Db, attemptId: string): Promise<Ending | null> {
  const [found] = await db.select({ by: seal.by, at: seal.at }).from(attempt).innerJoin(seal, and(eq(seal.attemptId, attempt.id), closing)).where(eq(attempt.id, attemptId))
  return found ?? null
}

/** The most ids in one question. */
const AT_ONCE = 500

/** The stretches for which each of these attempts was given time already. */
export async function listGiven(db: Db, attemptIds: readonly string[]): Promise<ReadonlyMap<string, readonly Period[]>> {
  const given = new Map<string, Period[]>()
  for (let from = 0; from < attemptIds.length; from += AT_ONCE) {
    const { attemptId, fromAt, untilAt } = incidentTime
    const rows = await db.select({ attemptId, fromAt, untilAt }).from(incidentTime).where(inArray(attemptId, attemptIds.slice(from, from + AT_ONCE)))
    for (const row of rows) given.set(row.attemptId, [...(given.get(row.attemptId) ?? []), row])
  }
  return given
}

/** The time that incidents gave an attempt, with the reasons, the newest first. */
export const listTimesOf = (db: Db, attemptId: string) =>
  db
    .select({ time: incidentTime, reason: incident.reason, byName: person.name })
    .from(incidentTime)
    .innerJoin(incident, eq(incident.id, incidentTime.incidentId))
    .leftJoin(person, eq(person.id, incident.madeBy))
    .where(eq(incidentTime.attemptId, attemptId))
    .orderBy(desc(incidentTime.at))

/** Notes the time that an incident gives an attempt, once. @returns whether it was this call that noted it */
export async function addIncidentTime(tx: Db, row: typeof incidentTime.$inferInsert): Promise<boolean> {
  const added = await tx.insert(incidentTime).values(row).onConflictDoNothing().returning({ attemptId: incidentTime.attemptId })
  return added.length === 1
}
