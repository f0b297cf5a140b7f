import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { result } from '../../db/schema/results.ts'
import { retake } from '../../db/schema/retakes.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Db } from '../../db/database.ts'
import type { LiveRetake, Sitting } from './retakes.ts'

/** The result that counts: the last of its attempt. */
const isLast = sql`${result.sequence} = (select max(r."sequence") from "result" r where r."attempt_id" = "result"."attempt_id")`

/** Somebody's attempts that were not voided, in the order in which they were made, with what was released of them. */
export async function listSittings(db: Db, personId: string): Promise<Sitting[]> {
  const rows = await db
    .select({
      attemptId: attempt.id,
      kind: attempt.kind,
      enrolmentId: attempt.enrolmentId,
      enrolmentKind: enrolment.kind,
      roundName: round.name,
      sufficient: result.sufficient,
      releasedAt: result.releasedAt,
    })
    .from(attempt)
    .innerJoin(enrolment, eq(enrolment.id, attempt.enrolmentId))
    .innerJoin(round, eq(round.id, attempt.roundId))
    .leftJoin(result, and(eq(result.attemptId, attempt.id), isLast))
    .where(and(eq(attempt.personId, personId), isNull(attempt.voidedAt)))
    .orderBy(asc(attempt.id))
  return rows.map(({ sufficient, releasedAt, ...sitting }) => ({
    ...sitting,
    result: sufficient === null || releasedAt === null ? null : { sufficient, releasedAt },
  }))
}

/** Somebody's retakes that have not ended. */
export const listLiveRetakes = async (db: Db, personId: string): Promise<LiveRetake[]> =>
  db
    .select({ firstAttemptId: retake.firstAttemptId, enrolment, roundName: round.name })
    .from(retake)
    .innerJoin(enrolment, eq(enrolment.id, retake.enrolmentId))
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(and(eq(retake.personId, personId), isNull(retake.endedAt)))

export async function addRetake(tx: Db, row: typeof retake.$inferInsert): Promise<void> {
  await tx.insert(retake).values(row)
}

/** Which of these enrolments are full ones. Asked a few hundred at a time: a statement takes so many values. */
export async function findFullEnrolments(db: Db, enrolmentIds: readonly string[]): Promise<ReadonlySet<string>> {
  const full = new Set<string>()
  for (let from = 0; from < enrolmentIds.length; from += 500) {
    const some = enrolmentIds.slice(from, from + 500)
    const rows = await db.select({ id: enrolment.id }).from(enrolment).where(and(inArray(enrolment.id, some), eq(enrolment.kind, 'full')))
    for (const { id } of rows) full.add(id)
  }
  return full
}
