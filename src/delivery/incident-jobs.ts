import type { Database } from '../../db/database.ts'
import { SECOND } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { Job } from '../job.ts'
import { finishIncident, giveIncidentTime } from './incident-actions.ts'
import { getIncident, listExposed, listUnapplied } from './incident-queries.ts'

/** How many enrolments' transactions wait at once: on SQLite they share a commit, and saves of others go between. */
const AT_ONCE = 25

/**
 * Gives everybody the time that an outage cost them, each enrolment in a small transaction of its own. Cut short, it
 * goes on where it was; twice, it changes nothing.
 */
export async function applyIncident(db: Database, incidentId: string, now: Instant): Promise<void> {
  const { incident } = await getIncident(db.read, incidentId)
  const groups = new Map<string, string[]>()
  for (const { attempt } of await listExposed(db.read, incident, incident.roundId)) {
    groups.set(attempt.enrolmentId, [...(groups.get(attempt.enrolmentId) ?? []), attempt.id])
  }
  const all = [...groups.values()]
  for (let from = 0; from < all.length; from += AT_ONCE) {
    await Promise.all(all.slice(from, from + AT_ONCE).map((attemptIds) => db.write((tx) => giveIncidentTime(tx, { incidentId, attemptIds }, now))))
  }
  await db.write((tx) => finishIncident(tx, incidentId, now))
}

export const incidentJobs: readonly Job[] = [
  {
    name: 'delivery.incidents',
    everyMs: 10 * SECOND,
    async run({ db, now }) {
      for (const { id } of await listUnapplied(db.read)) await applyIncident(db, id, now)
    },
  },
]
