import { DAY, HOUR, wallClock } from '../clock.ts'
import type { Job } from '../job.ts'
import { removeExpiredSessions, removeExpiredVerifications, removeUnprovenAccounts } from './queries.ts'

/** Longer than any link works with which the address could still be proven. */
const UNPROVEN_LASTS = 30 * DAY

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
        await removeUnprovenAccounts(tx, new Date(at.getTime() - UNPROVEN_LASTS))
      })
    },
  },
]
