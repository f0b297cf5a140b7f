import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { accommodation, attempt, seal } from '../../db/schema/delivery.ts'
import { HOUR } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { extra } from './queries.ts'

/** Whether a test is over for whoever has no extra time; for nobody it is over before. */
const ownHoursAreOver = (now: Instant) => sql`${attempt.startsAt} + cast(${attempt.workingHours} as bigint) * ${HOUR} <= ${now}`

/**
 * What the deadline of each open attempt needs whose own hours are over, and nothing else: thousands can run at once, and
 * whoever waits for this waits with everybody.
 */
export const listClocks = (db: Db, now: Instant) => {
  const { id, startsAt, workingHours, extraMinutes, incidentMinutes, sealedPercent, sealedMinutes } = attempt
  return db
    .select({ id, startsAt, workingHours, extraMinutes, incidentMinutes, sealedPercent, sealedMinutes, ...extra })
    .from(attempt)
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .where(and(isNull(attempt.sealedAt), isNull(attempt.voidedAt), lte(attempt.startsAt, now), ownHoursAreOver(now)))
}

// Names are written out: within a subquery drizzle would drop them.
const accommodated = (column: 'extra_percent' | 'extra_minutes') =>
  sql`coalesce((select a.${sql.identifier(column)} from "accommodation" a where a."person_id" = "attempt"."person_id"), 0)`

const close = prepared('close_attempt', (db, value: Values<{ attemptId: string; sealedAt: Instant }>) =>
  db
    .update(attempt)
    .set({
      sealedAt: value('sealedAt', attempt.sealedAt),
      sealedPercent: accommodated('extra_percent'),
      sealedMinutes: accommodated('extra_minutes'),
    })
    .where(and(eq(attempt.id, value('attemptId')), isNull(attempt.sealedAt), isNull(attempt.voidedAt)))
    .returning({ id: attempt.id }),
)

/** Closes the attempt, once, with the accommodation of this moment. @returns whether it was this call that closed it. */
export async function closeAttempt(tx: Db, attemptId: string, sealedAt: Instant): Promise<boolean> {
  return (await close(tx, { attemptId, sealedAt })).length === 1
}

/** What assessing counted under an earlier seal holds no longer. */
export async function forgetCount(tx: Db, attemptId: string): Promise<void> {
  await tx.update(attempt).set({ openLeft: null, points: null }).where(eq(attempt.id, attemptId))
}

const insertSeal = prepared('add_seal', (db, value: Values<typeof seal.$inferInsert>) =>
  db.insert(seal).values({
    id: value('id'),
    attemptId: value('attemptId'),
    sequence: value('sequence'),
    by: value('by'),
    at: value('at'),
    madeAt: value('madeAt'),
    snapshot: value('snapshot'),
    sha256: value('sha256'),
    receiptCode: value('receiptCode'),
  }),
)

export async function addSeal(tx: Db, row: typeof seal.$inferInsert): Promise<void> {
  await insertSeal(tx, row)
}
