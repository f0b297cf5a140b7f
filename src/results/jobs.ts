import { theClock } from '../audit/audit.ts'
import { MINUTE } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { lapseRelease } from './actions.ts'
import { seemsOvertaken } from './preview.ts'
import { listPendingReleases } from './queries.ts'

/** Notes that a proposal was overtaken by a changed score or pass mark; agreeing to it is refused either way. */
async function lapseChanged({ db, now }: JobDeps): Promise<void> {
  for (const release of await listPendingReleases(db.read)) {
    // Looking first keeps the writer free of adding up.
    if (await seemsOvertaken(db.read, release, now)) await db.write((tx) => lapseRelease(tx, release.id, theClock, now))
  }
}

export const resultJobs: readonly Job[] = [{ name: 'results.lapseChanged', everyMs: MINUTE, run: lapseChanged }]
