import { MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { instantsAt, midnightOf, plusDays } from '../local-time.ts'
import { refuse } from '../refusal.ts'
import { windowOf } from './rounds.ts'
import type { WindowDays } from './rounds.ts'

const QUARTER = 15 * MINUTE

/** What start moments are chosen in. */
export type StartRound = WindowDays & { readonly calledOffAt: Instant | null }

export interface StartMoment {
  readonly startsAt: Instant
  /** Clocks show this time twice that night and it is the first of the two: show it with its offset. */
  readonly ambiguous: boolean
}

/** @throws Refusal `startOutsideWindow` { firstOn, lastOn } unless the instant lies in the window, `roundIsCalledOff`. */
function mustBeInWindow(at: Instant, round: StartRound): void {
  if (round.calledOffAt !== null) refuse('roundIsCalledOff')
  const { firstAt, endAt } = windowOf(round)
  if (at >= firstAt && at < endAt) return
  refuse('startOutsideWindow', { firstOn: round.windowFirstOn, lastOn: round.windowLastOn }, 'startsOn')
}

/**
 * A chosen start moment: a quarter of an hour of the window, in the future.
 *
 * @throws Refusal `roundIsCalledOff`, `startOutsideWindow` (on `startsOn`), `startNoQuarter`, `startPast` (on `startsTime`)
 * @source domain.md, "Test rounds"
 */
export function mustBeStart(startsAt: Instant, round: StartRound, now: Instant): void {
  mustBeInWindow(startsAt, round)
  if (startsAt % QUARTER !== 0) refuse('startNoQuarter', {}, 'startsTime')
  if (startsAt <= now) refuse('startPast', {}, 'startsTime')
}

/**
 * "Start now" is this very instant, from the window's first midnight until midnight at the end of its last day.
 *
 * @throws Refusal `roundIsCalledOff`, `startOutsideWindow`
 */
export const mustBeStartNow = (round: StartRound, now: Instant): void => mustBeInWindow(now, round)

/** Whether "start now" can be offered. */
export function canStartNow(round: StartRound, now: Instant): boolean {
  const { firstAt, endAt } = windowOf(round)
  return round.calledOffAt === null && now >= firstAt && now < endAt
}

/**
 * The start moment that somebody typed. A time that clocks show twice (autumn) is the first of the two.
 *
 * @param dateText `yyyy-mm-dd`
 * @param timeText `HH:mm`
 * @throws Refusal `startUnreadable`, `startSkipped` (on `startsTime`) for a time that clocks skip in spring, and what
 *   `mustBeStart` refuses
 */
export function parseStart(dateText: string, timeText: string, round: StartRound, now: Instant): StartMoment {
  const [dateOn, time] = [dateText.trim(), timeText.trim()]
  if (!/^\d{4}-\d\d-\d\d$/.test(dateOn)) refuse('startUnreadable', {}, 'startsOn')
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) refuse('startUnreadable', {}, 'startsTime')
  const [startsAt, second] = readable(dateOn, time)
  if (startsAt === undefined) return refuse('startSkipped', { dateOn, time }, 'startsTime')
  mustBeStart(startsAt, round, now)
  return { startsAt, ambiguous: second !== undefined }
}

function readable(dateOn: string, time: string): readonly Instant[] {
  try {
    return instantsAt(dateOn, time)
  } catch {
    return refuse('startUnreadable', {}, 'startsOn')
  }
}

/** The wall-clock quarters of any day, "00:00" to "23:45". */
const quarters = Array.from({ length: 96 }, (_, index) => {
  const [hour, minute] = [Math.floor(index / 4), (index % 4) * 15]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
})

/**
 * The start moments that can be chosen on a day, ascending: its quarters that exist and lie in the future, with what
 * clocks show then; empty when the day is not in the window. A doubled quarter stands there once, as its first.
 *
 * @param dateOn local date, `yyyy-mm-dd`
 */
export function listStartMoments(round: StartRound, dateOn: string, now: Instant): readonly (StartMoment & { readonly time: string })[] {
  if (round.calledOffAt !== null || dateOn < round.windowFirstOn || dateOn > round.windowLastOn) return []
  return quarters.flatMap((time) => {
    const [startsAt, second] = instantsAt(dateOn, time)
    return startsAt === undefined || startsAt <= now ? [] : [{ startsAt, time, ambiguous: second !== undefined }]
  })
}

/** The days of the window on which a start moment is still to come, ascending local dates. */
export function listStartDays(round: StartRound, now: Instant): readonly string[] {
  if (round.calledOffAt !== null) return []
  const days: string[] = []
  for (let day = round.windowFirstOn; day <= round.windowLastOn; day = plusDays(day, 1)) {
    if (midnightOf(plusDays(day, 1)) - QUARTER > now) days.push(day)
  }
  return days
}
