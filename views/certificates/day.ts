import { DateTime } from 'luxon'
import type { Translate } from '../../src/language/translate.ts'

/** "12 februari 2026": on a certificate the day of the week means nothing. @param date local date, `yyyy-mm-dd` */
export const longDay = (t: Translate, date: string): string =>
  DateTime.fromISO(date, { zone: 'utc', locale: t.language === 'nl' ? 'nl-NL' : 'en-GB' }).toFormat('d LLLL yyyy')
