/** Whom to remind; apart from `queries.ts`, which is about sitting. */
import { and, asc, eq, gte, inArray, isNotNull, isNull, lte } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { mail } from '../../db/schema/mail.ts'
import { round } from '../../db/schema/rounds.ts'

/** The most keys in one question. */
const AT_ONCE = 500

/** Those of these keys for which no mail was written yet. */
export async function listUnsent(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const unsent = new Set(keys)
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const rows = await db.select({ key: mail.onceKey }).from(mail).where(inArray(mail.onceKey, keys.slice(from, from + AT_ONCE)))
    for (const { key } of rows) if (key !== null) unsent.delete(key)
  }
  return unsent
}

/**
 * Paid enrolments without a start moment in rounds whose last day lies between these.
 *
 * @param firstOn, lastOn local dates, `yyyy-mm-dd`, both included
 */
export const listNotChosen = (db: Db, firstOn: string, lastOn: string) =>
  db
    .select({ enrolment, round })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(
      and(
        isNull(enrolment.endedAt),
        isNotNull(enrolment.confirmedAt),
        isNull(enrolment.startsAt),
        isNull(round.calledOffAt),
        gte(round.windowLastOn, firstOn),
        lte(round.windowLastOn, lastOn),
      ),
    )
    .orderBy(asc(enrolment.id))
