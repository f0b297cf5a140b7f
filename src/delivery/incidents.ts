import { DAY, MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { instantsAt } from '../local-time.ts'
import { refuse } from '../refusal.ts'

/** From the first instant until the second, which is not part of it any more. */
export interface Period {
  readonly fromAt: Instant
  readonly untilAt: Instant
}

/** An attempt while its clock runs: until its deadline, as it is now. */
export interface Run {
  readonly startsAt: Instant
  readonly dueAt: Instant
  /** The deadline it would have if it were open; of an open one the same. */
  readonly openDueAt: Instant
}

/** A longer outage than this is a typing error. */
export const LONGEST_INCIDENT_DAYS = 14

/**
 * The stretches in which an incident kept the clock of an attempt from running, ascending. A clock that stands still
 * does not reach its deadline: who had half an hour left when an outage began has half an hour left when it ends.
 *
 * @param given stretches that this attempt was given time for already: nobody is paid twice for the same minute
 * @source domain.md, "Time": incident time is the overlap between the outage and a running attempt
 */
export function standstillsOf(run: Omit<Run, 'openDueAt'>, incident: Period, given: readonly Period[] = []): Period[] {
  const standstills: Period[] = []
  let dueAt = run.dueAt
  for (const { fromAt, untilAt } of without(incident, given)) {
    const from = Math.max(fromAt, run.startsAt)
    if (from >= untilAt) continue
    if (from >= dueAt) break
    standstills.push({ fromAt: from, untilAt })
    dueAt += untilAt - from
  }
  return standstills
}

/** What is left of a period without the others, ascending. */
function without(period: Period, others: readonly Period[]): Period[] {
  const left: Period[] = []
  let fromAt = period.fromAt
  for (const other of others.toSorted((one, next) => one.fromAt - next.fromAt)) {
    if (other.fromAt > fromAt) left.push({ fromAt, untilAt: Math.min(other.fromAt, period.untilAt) })
    fromAt = Math.max(fromAt, other.untilAt)
    if (fromAt >= period.untilAt) return left
  }
  return [...left, { fromAt, untilAt: period.untilAt }].filter((one) => one.fromAt < one.untilAt)
}

/** Whole minutes for these stretches together, rounded up: a begun minute is a minute. */
export const minutesOf = (standstills: readonly Period[]): number =>
  Math.ceil(standstills.reduce((sum, { fromAt, untilAt }) => sum + untilAt - fromAt, 0) / MINUTE)

/** The last seal of an attempt, as far as an incident asks for it. */
export interface Ending {
  readonly by: 'candidate' | 'deadline' | 'staff'
  readonly at: Instant
}

/** What an incident means for one attempt. */
export interface Loss {
  readonly standstills: readonly Period[]
  readonly minutes: number
  /** `tooLate`: the time has been lost, and would have passed by now; staff decide what to do. */
  readonly effect: 'extends' | 'reopens' | 'tooLate'
}

/**
 * What an incident means for an attempt; `null` when it loses nothing by it.
 *
 * - Open: its clock stood still for the time they have in common.
 * - Closed by its deadline during the incident: its clock stands still until it opens again, which is `now`. So it has
 *   exactly the time that was left when the incident began.
 * - Closed by its deadline later: it opens again where that leaves time to write, and stays closed where it does not.
 * - Handed in, or closed by staff: it was not waiting for anything.
 *
 * @param ending the last seal of a closed attempt; `null` while it is open
 */
export function lossOf(run: Run, ending: Ending | null, incident: Period, given: readonly Period[], now: Instant): Loss | null {
  if (ending !== null && ending.by !== 'deadline') return null
  const closedMeanwhile = ending !== null && ending.at >= incident.fromAt && ending.at <= incident.untilAt
  const period = closedMeanwhile ? { ...incident, untilAt: Math.max(incident.untilAt, now) } : incident
  const standstills = standstillsOf(run, period, given)
  const minutes = minutesOf(standstills)
  if (minutes === 0) return null
  if (ending === null) return { standstills, minutes, effect: 'extends' }
  return { standstills, minutes, effect: run.openDueAt + minutes * MINUTE > now ? 'reopens' : 'tooLate' }
}

/** A period as somebody types it: local dates, `yyyy-mm-dd`, and times, `HH:mm`. */
export interface TypedPeriod {
  readonly fromOn: string
  readonly fromTime: string
  readonly untilOn: string
  readonly untilTime: string
}

/**
 * A period in the past that somebody typed. Where clocks show a time twice (autumn) the longest reading counts.
 *
 * @throws Refusal `timeSkipped` for a time that clocks skip in spring, `incidentInverted`, `incidentAhead`,
 *   `incidentTooLong` { days }; each on its field
 */
export function parsePeriod(typed: TypedPeriod, now: Instant): Period {
  const fromAt = readable(typed.fromOn, typed.fromTime, 'fromTime')[0] ?? 0
  const untilAt = readable(typed.untilOn, typed.untilTime, 'untilTime').at(-1) ?? 0
  if (untilAt <= fromAt) refuse('incidentInverted', {}, 'untilTime')
  if (untilAt > now) refuse('incidentAhead', {}, 'untilTime')
  if (untilAt - fromAt > LONGEST_INCIDENT_DAYS * DAY) refuse('incidentTooLong', { days: LONGEST_INCIDENT_DAYS }, 'fromOn')
  return { fromAt, untilAt }
}

function readable(dateOn: string, time: string, field: string): readonly Instant[] {
  const moments = instantsAt(dateOn, time)
  return moments.length > 0 ? moments : refuse('timeSkipped', { dateOn, time }, field)
}
