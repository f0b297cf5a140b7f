import { and, count, desc, eq, sql, sum } from 'drizzle-orm'
import { auditEvent } from '../../db/schema/audit.ts'
import { answerRevision } from '../../db/schema/delivery.ts'
import { jobLease } from '../../db/schema/jobs.ts'
import { mail } from '../../db/schema/mail.ts'
import type { Db } from '../../db/database.ts'
import { MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'

export type JobLease = typeof jobLease.$inferSelect

export const listLeases = (db: Db): Promise<JobLease[]> => db.select().from(jobLease)

/** How far ahead a moment may lie that another process noted: clocks of machines differ by less. */
export const SKEW = MINUTE

/**
 * Takes a job for this holder, unless another has it. What lies further ahead than it can was noted before the clock
 * was set back: a last run in the future, a lease for longer than a lease is given. It keeps nobody from running.
 *
 * @param taking `until`: when the lease times out if the holder dies; `ranBefore`: only when its last run began
 *   before or at this moment
 * @returns whether it is ours now
 */
export async function takeLease(
  tx: Db,
  taking: { name: string; holder: string; now: Instant; until: Instant; ranBefore: Instant },
): Promise<boolean> {
  const { name, holder, now, until, ranBefore } = taking
  const row = { name, holder, until, ranAt: now }
  const taken = await tx
    .insert(jobLease)
    .values(row)
    .onConflictDoUpdate({
      target: jobLease.name,
      set: row,
      setWhere: sql`(${jobLease.until} <= ${now} or ${jobLease.until} > ${until + SKEW})
        and (${jobLease.ranAt} is null or ${jobLease.ranAt} <= ${ranBefore} or ${jobLease.ranAt} > ${now + SKEW})`,
    })
    .returning({ name: jobLease.name })
  return taken.length === 1
}

/** Gives the job back, if it is still this holder's; as long over as can be, whatever becomes of the clock. */
export async function endLease(tx: Db, name: string, holder: string): Promise<void> {
  await tx.update(jobLease).set({ until: 0 }).where(and(eq(jobLease.name, name), eq(jobLease.holder, holder)))
}

/** Changes whenever a job changed something: every change of state leaves an event, every mail its traces. */
export async function findMark(db: Db): Promise<string> {
  const [last] = await db.select({ id: auditEvent.id }).from(auditEvent).orderBy(desc(auditEvent.id)).limit(1)
  const [mails] = await db.select({ all: count(), sent: count(mail.sentAt), tries: sum(mail.tries) }).from(mail)
  return JSON.stringify([last?.id ?? null, mails?.all, mails?.sent, mails?.tries])
}

/** The newest id that this database holds, of an event or of a text that was saved; `undefined` when it is empty. */
export async function findNewestId(db: Db): Promise<string | undefined> {
  const [event] = await db.select({ id: auditEvent.id }).from(auditEvent).orderBy(desc(auditEvent.id)).limit(1)
  const [revision] = await db.select({ id: answerRevision.id }).from(answerRevision).orderBy(desc(answerRevision.id)).limit(1)
  return [event?.id, revision?.id].filter((id) => id !== undefined).toSorted().at(-1)
}
