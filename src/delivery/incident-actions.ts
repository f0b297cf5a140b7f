import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Instant } from '../clock.ts'
import { MINUTE } from '../clock.ts'
import { newId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { getRound } from '../rounds/queries.ts'
import { addIncident, addIncidentTime, countGiven, findEnding, getIncident, listGiven, putApplied } from './incident-queries.ts'
import type { Exposed } from './incident-queries.ts'
import { lossOf } from './incidents.ts'
import type { Ending, Loss, Period } from './incidents.ts'
import { mailIncident } from './intervention-mails.ts'
import { openAgain, putTimes } from './intervention-queries.ts'
import { getAttempt, hasResult } from './queries.ts'
import { limitsOf, openDueAtOf } from './sitting.ts'
import type { Timed } from './sitting.ts'

/** What staff say about an outage. */
export interface GivenIncident extends Period {
  /** `null` for every round. */
  readonly roundId: string | null
  readonly reason: string
}

/**
 * Notes an outage. Its time is given to attempts in small steps afterwards (`giveIncidentTime`), by the request and, if
 * that is cut short, by a job.
 *
 * @returns its id
 * @throws Refusal `notFound` for an unknown round, `incidentKnown` when this very period was noted before
 */
export async function makeIncident(tx: Db, given: GivenIncident, by: string, now: Instant): Promise<string> {
  const { roundId, fromAt, untilAt, reason } = given
  if (roundId !== null) await getRound(tx, roundId)
  const id = newId()
  const scope = roundId ?? 'all'
  try {
    await addIncident(tx, { id, roundId, scope, fromAt, untilAt, reason, madeAt: now, madeBy: by })
  } catch (error) {
    if (isUniqueViolation(error, 'incident_once')) refuse('incidentKnown')
    throw error
  }
  await record(tx, { at: now, by, what: 'incident.made', on: id, roundId, after: { scope, fromAt, untilAt } })
  return id
}

/** How an attempt was closed, as a list gives it; `null` while it is open. */
export const endingOf = ({ attempt, sealedBy }: Exposed): Ending | null =>
  attempt.sealedAt === null || sealedBy === null ? null : { by: sealedBy, at: attempt.sealedAt }

/** What an outage means for an attempt; see `lossOf`. */
export function lossOfAttempt(timed: Timed, ending: Ending | null, incident: Period, given: readonly Period[], now: Instant): Loss | null {
  const { startsAt } = timed.attempt
  return lossOf({ startsAt, dueAt: limitsOf(timed, 0).dueAt, openDueAt: openDueAtOf(timed) }, ending, incident, given, now)
}

/**
 * Gives the attempts of one enrolment the time that an outage cost them, and mails the new deadlines. Doing it twice
 * changes nothing. Refuses nothing: who lost nothing gets nothing.
 */
export async function giveIncidentTime(tx: Db, given: { incidentId: string; attemptIds: readonly string[] }, now: Instant): Promise<void> {
  const { incident } = await getIncident(tx, given.incidentId)
  const moved = []
  for (const attemptId of given.attemptIds) moved.push(...(await giveTimeTo(tx, incident, attemptId, now)))
  const [first] = moved
  if (first === undefined) return
  const { enrolmentId, personId } = first.attempt
  const { id: incidentId, fromAt, untilAt, reason } = incident
  await mailIncident(tx, { incidentId, enrolmentId, personId, fromAt, untilAt, reason, moved }, now)
}

type Incident = Awaited<ReturnType<typeof getIncident>>['incident']

async function giveTimeTo(tx: Db, incident: Incident, attemptId: string, now: Instant) {
  const timed = await getAttempt(tx, attemptId)
  const { attempt } = timed
  if (attempt.voidedAt !== null || (await hasResult(tx, attemptId))) return []
  const earlier = (await listGiven(tx, [attemptId])).get(attemptId) ?? []
  const loss = lossOfAttempt(timed, await findEnding(tx, attemptId), incident, earlier, now)
  if (loss === null || loss.effect === 'tooLate') return []
  const { minutes, standstills } = loss
  const [fromAt, untilAt] = [standstills[0]?.fromAt ?? incident.fromAt, standstills.at(-1)?.untilAt ?? incident.untilAt]
  if (!(await addIncidentTime(tx, { incidentId: incident.id, attemptId, fromAt, untilAt, minutes, at: now }))) return []
  const incidentMinutes = attempt.incidentMinutes + minutes
  await putTimes(tx, attemptId, { incidentMinutes })
  const reopens = loss.effect === 'reopens'
  if (reopens) await openAgain(tx, attemptId)
  const before = limitsOf(timed, 0).dueAt
  const after = openDueAtOf(timed) + minutes * MINUTE
  const { personId, roundId } = attempt
  await record(tx, {
    at: now, by: incident.madeBy, what: 'attempt.incidentTimeGiven', on: attemptId, personId, roundId,
    before: { incidentMinutes: attempt.incidentMinutes, dueAt: before, sealedAt: attempt.sealedAt },
    after: { incidentId: incident.id, incidentMinutes, dueAt: after, sealedAt: null },
  })
  return [{ attempt, before, after, minutes, reopens }]
}

/** Notes that everybody has their time; a second time does nothing. */
export async function finishIncident(tx: Db, incidentId: string, now: Instant): Promise<void> {
  const { incident } = await getIncident(tx, incidentId)
  if (!(await putApplied(tx, incidentId, now))) return
  const attempts = await countGiven(tx, incidentId)
  const { roundId, madeBy } = incident
  await record(tx, { at: now, by: madeBy, what: 'incident.applied', on: incidentId, roundId, before: { appliedAt: null }, after: { appliedAt: now, attempts } })
}
