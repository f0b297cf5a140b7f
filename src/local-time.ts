/** Dutch local dates and times as instants and back. Between these edges, everything counts in elapsed milliseconds. */
import { DateTime, IANAZone } from 'luxon'
import { DAY, MINUTE } from './clock.ts'
import type { Instant } from './clock.ts'

const ZONE = IANAZone.create('Europe/Amsterdam')

/**
 * The instants at which Dutch clocks show this date and time, earliest first: one as a rule, none in the hour that
 * is skipped in spring, two in the hour that comes twice in autumn.
 *
 * @param dateOn local date, `yyyy-mm-dd`
 * @param time `HH:mm`
 * @throws RangeError when it is no date or no time
 */
export function instantsAt(dateOn: string, time: string): readonly Instant[] {
  const shown = DateTime.fromISO(`${dateOn}T${time}`, { zone: 'utc' })
  if (!shown.isValid) throw new RangeError('no date or no time')
  const asUtc = shown.toMillis()
  const offsets = new Set([ZONE.offset(asUtc - DAY), ZONE.offset(asUtc + DAY)])
  return [...offsets]
    .map((minutes) => ({ minutes, at: asUtc - minutes * MINUTE }))
    .filter(({ minutes, at }) => ZONE.offset(at) === minutes)
    .map(({ at }) => at)
    .sort((one, other) => one - other)
}

/** How many midnights are remembered: those of years of rounds. */
const MOST_MIDNIGHTS = 1_000
const midnights = new Map<string, Instant>()

/** The first instant of a local date; pages ask for the same few again and again. @param dateOn `yyyy-mm-dd` */
export function midnightOf(dateOn: string): Instant {
  const known = midnights.get(dateOn)
  if (known !== undefined) return known
  const midnight = DateTime.fromISO(dateOn, { zone: ZONE }).startOf('day').toMillis()
  if (midnights.size >= MOST_MIDNIGHTS) midnights.clear()
  midnights.set(dateOn, midnight)
  return midnight
}

/** The local date so many days later, earlier when negative. @param dateOn `yyyy-mm-dd` */
export const plusDays = (dateOn: string, days: number): string =>
  // A date alone is read as one in UTC, where every day has its 24 hours.
  new Date(Date.parse(dateOn) + days * DAY).toISOString().slice(0, 10)

/** How many local dates lie from the first to the last, both included. @param firstOn, lastOn `yyyy-mm-dd` */
export const daysOf = (firstOn: string, lastOn: string): number =>
  Math.round(DateTime.fromISO(lastOn, { zone: 'utc' }).diff(DateTime.fromISO(firstOn, { zone: 'utc' }), 'days').days) + 1

/** The local date of an instant, `yyyy-mm-dd`. */
export const dateAt = (instant: Instant): string => DateTime.fromMillis(instant, { zone: ZONE }).toFormat('yyyy-MM-dd')

/** What Dutch clocks show at an instant, `HH:mm`. */
export const timeAt = (instant: Instant): string => DateTime.fromMillis(instant, { zone: ZONE }).toFormat('HH:mm')
