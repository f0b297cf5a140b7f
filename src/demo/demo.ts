import { z } from 'zod'
import { DAY, HOUR } from '../clock.ts'
import type { Clock, Instant, MovableClock } from '../clock.ts'
import { wholeNumber } from '../http/form.ts'
import { instantsAt } from '../local-time.ts'
import { refuse } from '../refusal.ts'

/** The clock of the demonstration. @throws Error when it is the machine's own: nobody may move that */
export function movable(clock: Clock): MovableClock {
  if (!isMovable(clock)) throw new Error('the demonstration needs a clock that can be moved')
  return clock
}

const isMovable = (clock: Clock): clock is MovableClock => 'forward' in clock && 'setAhead' in clock

/** How far one button moves the clock, in elapsed ms. */
export const STEPS = { hour: HOUR, sixHours: 6 * HOUR, day: DAY, threeDays: 3 * DAY, week: 7 * DAY } as const
export type Step = keyof typeof STEPS
export const stepNames = ['hour', 'sixHours', 'day', 'threeDays', 'week'] as const satisfies readonly Step[]

/** What the command that fills a database takes. */
export const SeedForm = z.object({ candidates: wholeNumber(0, 20_000).default(0) })

/** The clock goes no further at once. */
const FURTHEST = 3 * 366 * DAY

/**
 * How far the clock has to go to come to a moment.
 *
 * @param dateOn `yyyy-mm-dd`; @param time `HH:mm`, Dutch local time; of a time that clocks show twice, the first
 * @returns elapsed ms
 * @throws Refusal `timeSkipped`, `clockBack` for a moment that is not ahead, `clockTooFar`
 */
export function wayTo(dateOn: string, time: string, now: Instant): number {
  const at = instantsAt(dateOn, time)[0] ?? refuse('timeSkipped', { dateOn, time }, 'time')
  if (at <= now) refuse('clockBack', {}, 'date')
  if (at - now > FURTHEST) refuse('clockTooFar', { years: 3 }, 'date')
  return at - now
}
