import { IANAZone } from 'luxon'
import { HOUR, MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'

/** What an attempt's deadline is counted from. */
export interface Counted {
  /** chosen start moment, ms since 1970 UTC */
  readonly startsAt: Instant
  /** whole elapsed hours: the round's, or the test's own limit */
  readonly workingHours: number
  /** whole minutes that staff gave to this attempt alone */
  readonly extraMinutes: number
  /** whole minutes lost to incidents */
  readonly incidentMinutes: number
  /** the personal extra time that a closed attempt was closed with, per cent and minutes; `null` while it is open */
  readonly sealedPercent: number | null
  readonly sealedMinutes: number | null
}

/** What an attempt keeps of personal extra time while it is open, or not yet made: nothing, the person's own counts. */
export const nothingSealed = { sealedPercent: null, sealedMinutes: null }

/** Personal extra time. */
export interface ExtraTime {
  /** whole per cent of the test's own hours */
  readonly extraPercent: number
  /** whole minutes on top */
  readonly extraMinutes: number
}

/**
 * The moment writing stops: THE one deadline, which pages, saves, jobs, mails and exports all ask.
 *
 * start + working hours × (1 + per cent / 100) + all extra minutes + incident minutes, in elapsed time, whatever the
 * wall clock does in between.
 *
 * @param accommodation the person's extra time as it is now; `null` when there is none. A closed attempt keeps what it
 *   was closed with.
 * @returns ms since 1970 UTC
 * @source domain.md, "Test rounds" and "Time"
 */
export function dueAtOf(attempt: Counted, accommodation: ExtraTime | null): Instant {
  const { startsAt, workingHours, extraMinutes, incidentMinutes } = attempt
  const extraPercent = attempt.sealedPercent ?? accommodation?.extraPercent ?? 0
  const personalMinutes = attempt.sealedMinutes ?? accommodation?.extraMinutes ?? 0
  const working = (workingHours * HOUR * (100 + extraPercent)) / 100
  return startsAt + working + (extraMinutes + incidentMinutes + personalMinutes) * MINUTE
}

const zone = IANAZone.create('Europe/Amsterdam')

/** Whether clocks stand at another hour at the end than elapsed time since the start would say: summer time began or ended. */
export const clockChanges = (startsAt: Instant, endsAt: Instant): boolean => zone.offset(startsAt) !== zone.offset(endsAt)
