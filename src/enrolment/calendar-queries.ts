import { eq, inArray, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { auditHead } from '../../db/schema/audit.ts'
import { attempt } from '../../db/schema/delivery.ts'
import type { Enrolment } from './enrolment.ts'

/**
 * A number that rises with everything that can move a start or a deadline: how many events the chains of the
 * enrolment, its tests, its person and its round have together. Chains only grow.
 */
export async function countChanges(db: Db, { id, personId, roundId }: Pick<Enrolment, 'id' | 'personId' | 'roundId'>): Promise<number> {
  const attempts = db.select({ id: attempt.id }).from(attempt).where(eq(attempt.enrolmentId, id))
  const [found] = await db
    .select({ changes: sql<number>`coalesce(sum(${auditHead.sequence}), 0)`.mapWith(Number) })
    .from(auditHead)
    .where(or(inArray(auditHead.subject, [id, personId, roundId]), inArray(auditHead.subject, attempts)))
  return found?.changes ?? 0
}
