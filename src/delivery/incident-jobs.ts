import { SECOND } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { finishIncident, giveIncidentTime } from './incident-actions.ts'
import { getIncident, listExposed, listUnapplied } from './incident-queries.ts'

/** How many enrolments' transactions wait at once: on SQLite they share a commit, and saves of others go between. */
const AT_ONCE = 25

/**
 * Gives everybody the time that an outage cost them, each enrolment in a small transaction of its own. Cut short, it
 * goes on where it was; twice, it changes nothing. One that cannot be done is logged and keeps nobody else waiting: the
 * incident is not finished then, and the job tries again.
 */
export async function applyIncident({ db, now, log }: JobDeps, incidentId: string): Promise<void> {
  const { incident } = await getIncident(db.read, incidentId)
  const groups = new Map<string, string[]>()
  for (const { attempt } of await listExposed(db.read, incident, incident.roundId)) {
    groups.set(attempt.enrolmentId, [...(groups.get(attempt.enrolmentId) ?? []), attempt.id])
  }
  const give = async ([enrolmentId, attemptIds]: readonly [string, readonly string[]]): Promise<boolean> => {
    try {
      await db.write((tx) => giveIncidentTime(tx, { incidentId, attemptIds }, now))
      return true
    } catch (error) {
      log.error({ incidentId, enrolmentId, error: error instanceof Error ? error.name : typeof error }, 'incident time not given')
      return false
    }
  }
  const all = [...groups]
  const given: boolean[] = []
  for (let from = 0; from < all.length; from += AT_ONCE) given.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(give))))
  if (given.every(Boolean)) await db.write((tx) => finishIncident(tx, incidentId, now))
}

export const incidentJobs: readonly Job[] = [
  {
    name: 'delivery.incidents',
    everyMs: 10 * SECOND,
    async run(deps) {
      for (const { id } of await listUnapplied(deps.db.read)) await applyIncident(deps, id)
    },
  },
]
