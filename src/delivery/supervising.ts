/** What staff see of a test beside its work: what was done about it, and what can be done now. */
import type { Db } from '../../db/database.ts'
import type { Done, Supervision } from '../../views/delivery/staff-actions.tsx'
import type { Instant } from '../clock.ts'
import { findEnding, listTimesOf } from './incident-queries.ts'
import { listInterventions } from './intervention-queries.ts'
import { listProblems } from './problem-queries.ts'
import { isToStart, limitsOf, openDueAtOf } from './sitting.ts'
import type { Timed } from './sitting.ts'

/** Reads it for one attempt. @param released whether its result is out */
export async function supervisionOf(db: Db, timed: Timed, released: boolean, now: Instant): Promise<Supervision> {
  const { attempt } = timed
  const interventions = (await listInterventions(db, attempt.id)).map(({ intervention, byName }): Done => {
    const { at, kind, reason } = intervention
    return { at, kind, reason, minutes: null, by: byName }
  })
  const incidents = (await listTimesOf(db, attempt.id)).map(({ time, reason, byName }): Done => {
    const { at, minutes } = time
    return { at, kind: 'incident', minutes, reason, by: byName }
  })
  const ending = await findEnding(db, attempt.id)
  const isLive = attempt.voidedAt === null && !released
  const isBeforeDue = isLive && now < limitsOf(timed, 0).dueAt
  const isOpen = isBeforeDue && attempt.sealedAt === null
  return {
    attemptId: attempt.id,
    enrolmentId: attempt.enrolmentId,
    may: {
      extraTime: isLive && (ending === null || ending.by === 'deadline'),
      reopen: isBeforeDue && attempt.sealedAt !== null && now < openDueAtOf(timed),
      close: isOpen && !isToStart(attempt, now),
      move: isOpen,
    },
    done: [...interventions, ...incidents].toSorted((one, other) => other.at - one.at),
    problems: await listProblems(db, attempt.id),
  }
}
