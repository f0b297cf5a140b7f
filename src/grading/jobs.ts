import { theClock } from '../audit/audit.ts'
import { MINUTE } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { dateAt } from '../local-time.ts'
import { listToCount, listWaitingInVain } from './count-queries.ts'
import { recount } from './counting.ts'
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

/** How many attempts are counted in one go: those who save meanwhile wait no longer than that takes. */
const AT_A_TIME = 25

/**
 * Adds up what was handed in and has not been counted; most of it has been by whoever gave it out. What was closed in
 * the last minute is left alone: a deadline may be closing thousands at that moment.
 */
async function countNewWork({ db, now }: JobDeps): Promise<void> {
  const inVain = await listWaitingInVain(db.read)
  if (inVain.length > 0) await db.write((tx) => recount(tx, inVain))
  let after = ''
  for (;;) {
    const ids = await listToCount(db.read, { after, handedInBy: now - MINUTE, limit: AT_A_TIME })
    const last = ids.at(-1)
    if (last === undefined) return
    await db.write((tx) => recount(tx, ids))
    after = last
  }
}

export const gradingJobs: readonly Job[] = [
  { name: 'grading.assignNewWork', everyMs: MINUTE, run: assignNewWork },
  { name: 'grading.countNewWork', everyMs: MINUTE, run: countNewWork },
]
