import { HOUR, wallClock } from '../clock.ts'
import type { Job } from '../job.ts'
import { removeExpiredSessions, removeExpiredVerifications } from './queries.ts'

/** Sessions, links and codes run out by the machine's own clock; then they go. */
export const identityJobs: readonly Job[] = [
  {
    name: 'identity.tidy',
    everyMs: HOUR,
    run: async ({ db }) => {
      const at = new Date(wallClock.now())
      await db.write(async (tx) => {
        await removeExpiredSessions(tx, at)
        await removeExpiredVerifications(tx, at)
      })
    },
  },
]
