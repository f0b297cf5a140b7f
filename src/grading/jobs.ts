import { theClock } from '../audit/audit.ts'
import { MINUTE } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { dateAt } from '../local-time.ts'
import { handOutWork } from './handing-out.ts'
import { findOutstanding, isOutstanding } from './outstanding.ts'
import { listRoundsInAssessment } from './queries.ts'

/** Gives newly handed-in work to the assessors of its round; each of them hears of it once a day at most. */
async function assignNewWork({ db, now }: JobDeps): Promise<void> {
  for (const roundId of await listRoundsInAssessment(db.read)) {
    // Looking first keeps the writer free of the reading, which is most of it.
    if (!isOutstanding(await findOutstanding(db.read, roundId))) continue
    await db.write((tx) => handOutWork(tx, roundId, { by: theClock, mailKey: dateAt(now) }, now))
  }
}

export const gradingJobs: readonly Job[] = [{ name: 'grading.assignNewWork', everyMs: MINUTE, run: assignNewWork }]
