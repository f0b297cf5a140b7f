import { DateTime } from 'luxon'
import type { Instant } from '../src/clock.ts'
import type { OfficeHours } from '../src/config.ts'
import type { Translate } from '../src/language/translate.ts'
import type { Params, Reason } from '../src/refusal.ts'

/** Everybody reads Dutch local time, wherever the server or the browser stands. */
const ZONE = 'Europe/Amsterdam'

const MINUTES_A_DAY = 24 * 60

const localeOf = (t: Translate): string => (t.language === 'nl' ? 'nl-NL' : 'en-GB')

const at = (t: Translate, instant: Instant): DateTime => DateTime.fromMillis(instant, { zone: ZONE, locale: localeOf(t) })

/** A local date has no zone: read in UTC, it stays the same day everywhere. */
const on = (t: Translate, date: string): DateTime => DateTime.fromISO(date, { zone: 'utc', locale: localeOf(t) })

/** "UTC+01:00", behind a wall-clock time that came twice that night. */
const withOffset = (t: Translate, moment: DateTime, shown: string): string => {
  if (moment.getPossibleOffsets().length < 2) return shown
  const params = { moment: shown, offset: `UTC${moment.toFormat('ZZ')}` }
  return moment.isInDST ? t('common.time.summer', params) : t('common.time.winter', params)
}

/** How many moments are remembered. */
const MOST_MOMENTS = 5_000

/** Says each moment once: the same ones stand on many pages, and in many mails at once. */
function remembered(say: (t: Translate, instant: Instant) => string): (t: Translate, instant: Instant) => string {
  const said = new Map<string, string>()
  return (t, instant) => {
    const key = `${t.language} ${instant}`
    const known = said.get(key)
    if (known !== undefined) return known
    const text = say(t, instant)
    if (said.size >= MOST_MOMENTS) said.clear()
    said.set(key, text)
    return text
  }
}

/**
 * "donderdag 7 november 2024, 09:00 uur" / "Thursday 7 November 2024, 09:00", in Dutch local time.
 * In the hour that comes twice (autumn) it says which of the two: "… 02:30 uur (wintertijd, UTC+01:00)".
 *
 * @param instant ms since 1970 UTC
 */
export const longMoment = remembered((t, instant) => {
  const moment = at(t, instant)
  return withOffset(t, moment, `${moment.toFormat('cccc d LLLL yyyy')}, ${hourOf(t, moment)}`)
})

/** To the second: "donderdag 7 november 2024, 09:00:07 uur". @param instant ms since 1970 UTC */
export function exactMoment(t: Translate, instant: Instant): string {
  const moment = at(t, instant)
  return withOffset(t, moment, `${moment.toFormat('cccc d LLLL yyyy')}, ${t('common.hour', { time: moment.toFormat('HH:mm:ss') })}`)
}

/** "7 nov 2024, 09:00" for tables; the doubled hour with its offset. @param instant ms since 1970 UTC */
export const shortMoment = remembered((t, instant) => {
  const moment = at(t, instant)
  return withOffset(t, moment, `${short(moment)}, ${moment.toFormat('HH:mm')}`)
})

/** "09:00 uur" / "09:00". @param instant ms since 1970 UTC */
export const time = (t: Translate, instant: Instant): string => hourOf(t, at(t, instant))

/** The same moment for the `datetime` of a `<time>`, with its offset. @param instant ms since 1970 UTC */
export function isoMoment(instant: Instant): string {
  const { wallClock, offset } = localTime(instant)
  return wallClock.slice(0, instant % 1_000 === 0 ? 19 : 23) + offset
}

/** The Dutch local date of a moment, `yyyy-mm-dd`. @param instant ms since 1970 UTC */
export const dateOf = (instant: Instant): string => DateTime.fromMillis(instant, { zone: ZONE }).toISODate() ?? ''

const hourOf = (t: Translate, moment: DateTime): string => t('common.hour', { time: moment.toFormat('HH:mm') })

/** Months as the language shortens them, without a full stop. */
const short = (date: DateTime): string => date.toFormat('d LLL yyyy').replace('.', '')

/** "donderdag 7 november 2024". @param date local date, `yyyy-mm-dd` */
export const longDate = (t: Translate, date: string): string => on(t, date).toFormat('cccc d LLLL yyyy')

/** "7 nov 2024". @param date local date, `yyyy-mm-dd` */
export const shortDate = (t: Translate, date: string): string => short(on(t, date))

/** "7 t/m 18 november 2024"; says the month and the year once where they are the same. @param first, last local dates */
export function dateRange(t: Translate, first: string, last: string): string {
  const [from, to] = [on(t, first), on(t, last)]
  const start =
    from.year !== to.year ? 'd LLLL yyyy' : from.month !== to.month ? 'd LLLL' : from.day !== to.day ? 'd' : null
  const end = to.toFormat('d LLLL yyyy')
  return start === null ? end : t('common.time.between', { from: from.toFormat(start), to: end })
}

/** "maandag t/m donderdag, 09:00–16:00 uur": when somebody answers the telephone. */
export function officeHours(t: Translate, { firstDay, lastDay, from, until }: OfficeHours): string {
  // The first of January 2024 was a Monday.
  const dayOf = (day: number): string => on(t, `2024-01-0${day}`).toFormat('cccc')
  const days = firstDay === lastDay ? dayOf(firstDay) : t('common.time.between', { from: dayOf(firstDay), to: dayOf(lastDay) })
  return `${days}, ${t('common.hour', { time: `${from}–${until}` })}`
}

/**
 * How long, in its two largest units: "2 dagen en 3 uur", "14 minuten", "minder dan een minuut".
 * Rounded down, so that nobody is promised time that is not there.
 *
 * @param ms elapsed milliseconds; zero or less is "geen tijd"
 */
export function duration(t: Translate, ms: number): string {
  if (ms <= 0) return t('common.time.over')
  const minutes = Math.floor(ms / 60_000)
  if (minutes === 0) return t('common.time.underMinute')
  const parts = [
    { count: Math.floor(minutes / MINUTES_A_DAY), key: 'common.time.days' },
    { count: Math.floor((minutes % MINUTES_A_DAY) / 60), key: 'common.time.hours' },
    { count: minutes % 60, key: 'common.time.minutes' },
  ] as const
  const first = parts.findIndex(({ count }) => count > 0)
  const [large, small] = parts.slice(first, first + 2).map(({ count, key }) => (count > 0 ? t(key, { count }) : null))
  return large && small ? t('common.time.and', { large, small }) : (large ?? '')
}

// Making one takes longer than drawing a line of a table with it.
const numberFormats = new Map<string, Intl.NumberFormat>()

function numberFormat(t: Translate, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${t.language} ${JSON.stringify(options)}`
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(localeOf(t), options)
  numberFormats.set(key, format)
  return format
}

const decimal = (t: Translate, value: number, least: number, most: number): string =>
  numberFormat(t, { minimumFractionDigits: least, maximumFractionDigits: most }).format(value)

/** "€ 125,00" (with a no-break space) / "€125.00". @param cents whole cents */
export const euros = (t: Translate, cents: number): string =>
  numberFormat(t, { style: 'currency', currency: 'EUR' }).format(cents / 100)

/** "12,5", no more decimals than needed. @param hundredths points in hundredths */
export const points = (t: Translate, hundredths: number): string => decimal(t, hundredths / 100, 0, 2)

/** A Dutch mark with its one decimal: "5,5". @param tenths 10 to 100 */
export const mark = (t: Translate, tenths: number): string => decimal(t, tenths / 10, 1, 1)

/** "48%", whole percents. @param share 0 to 1 */
export const percentage = (t: Translate, share: number): string =>
  numberFormat(t, { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** A number like TR-2026-M7NS-V5GV where it would break in two: its hyphens hold. */
export const unbroken = (text: string): string => text.replaceAll('-', '\u2011')

/** "1.250" / "1,250". */
export const wholeNumber = (t: Translate, value: number): string => decimal(t, value, 0, 0)

/** A time to the second, for the moment of a save: "21:04:07". @param instant ms since 1970 UTC */
export const timeToTheSecond = (instant: Instant): string => localTime(instant).wallClock.slice(11, 19)

const HOUR = 3_600_000

interface Ahead {
  readonly ms: number
  readonly offset: string
}

/** Clocks change on the hour: what was asked once holds for the whole of it. Every save says two times. */
const aheadIn = new Map<number, Ahead>()
const MOST_HOURS = 5_000

function aheadAt(instant: Instant): Ahead {
  const hour = Math.floor(instant / HOUR)
  const known = aheadIn.get(hour)
  if (known !== undefined) return known
  const moment = DateTime.fromMillis(instant, { zone: ZONE })
  const ahead = { ms: moment.offset * 60_000, offset: moment.toFormat('ZZ') }
  if (aheadIn.size >= MOST_HOURS) aheadIn.clear()
  aheadIn.set(hour, ahead)
  return ahead
}

/** `wallClock` as `yyyy-mm-ddThh:mm:ss.mmm`, `offset` as `+01:00`. */
function localTime(instant: Instant): { readonly wallClock: string; readonly offset: string } {
  const { ms, offset } = aheadAt(instant)
  return { wallClock: new Date(instant + ms).toISOString(), offset }
}

/** A text as it stands alone, with a capital: "Casustoets en reflectietoets". */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A value of a refusal, as people read it: its name says whether it is an instant (`…At`) or a local date (`…On`). */
function shown(t: Translate, name: string, value: string | number): string | number {
  if (name.endsWith('At') && typeof value === 'number') return longMoment(t, value)
  return name.endsWith('On') && typeof value === 'string' ? longDate(t, value) : value
}

/** Why the domain said no, in the words of whoever reads it. */
export const refusalText = (t: Translate, { reason, params }: { readonly reason: Reason; readonly params: Params }): string =>
  t(`refusal.${reason}`, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(t, name, value)])))
