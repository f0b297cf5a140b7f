import { ICalAlarmType, ICalCalendarMethod, ICalEventBusyStatus, ICalCalendar } from 'ical-generator'
import { HOUR, MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { Translate } from '../language/translate.ts'
import { testName } from './enrolment.ts'
import type { Deadline } from './enrolment.ts'

/** How many hours before the deadline somebody is reminded. */
export const REMINDERS = [24, 4] as const

/** Everything a calendar file says. */
export interface Planned {
  readonly enrolmentId: string
  readonly roundName: string
  readonly startsAt: Instant
  readonly deadlines: readonly Deadline[]
  /** Rises with every change of what is planned, so that a calendar takes the newer file for an update. */
  readonly sequence: number
  /** The page of the enrolment, in full. */
  readonly url: string
}

/** A deadline has no length; calendars show a quarter of an hour before it. */
const SHOWN = 15 * MINUTE

/**
 * A calendar file (RFC 5545) with the start and each deadline, in UTC. The uids stay the same for an enrolment.
 *
 * @param t the language of its texts
 */
export function calendarOf(t: Translate, planned: Planned, now: Instant): string {
  const { enrolmentId, roundName, startsAt, sequence, url } = planned
  const calendar = new ICalCalendar({ name: t('supervision.calendar.name'), method: ICalCalendarMethod.PUBLISH, prodId: { company: 'BCMB', product: 'Toetsronde' } })
  const add = (uid: string, fromAt: Instant, untilAt: Instant, summary: string) =>
    calendar.createEvent({
      id: `${uid}.${enrolmentId}@toetsronde`, sequence, stamp: new Date(now), start: new Date(fromAt), end: new Date(untilAt),
      summary, description: t('supervision.calendar.text', { round: roundName, url }), url, busystatus: ICalEventBusyStatus.FREE,
    })
  add('start', startsAt, startsAt + SHOWN, t('supervision.calendar.start'))
  for (const { kind, dueAt } of planned.deadlines) {
    const summary = t('supervision.calendar.deadline', { test: testName(t, kind) })
    const event = add(kind, dueAt - SHOWN, dueAt, summary)
    for (const hours of REMINDERS) {
      event.createAlarm({ type: ICalAlarmType.display, trigger: (hours * HOUR - SHOWN) / 1_000, description: summary })
    }
  }
  return calendar.toString()
}
