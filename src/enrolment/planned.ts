import type { Db } from '../../db/database.ts'
import { paths } from '../../views/paths.ts'
import type { Instant } from '../clock.ts'
import type { Translate } from '../language/translate.ts'
import type { Round } from '../rounds/queries.ts'
import { countChanges } from './calendar-queries.ts'
import { calendarOf } from './calendar.ts'
import { deadlinesOf } from './enrolment.ts'
import type { Enrolment } from './enrolment.ts'
import { findAccommodation, listBegun } from './queries.ts'

/**
 * Start and deadlines of an enrolment as they stand, as a file for a calendar.
 *
 * @param place `site`: what its links begin with
 * @returns `null` before a start moment is chosen, and when the enrolment is off
 */
export async function plannedCalendar(
  db: Db, { enrolment, round }: { readonly enrolment: Enrolment; readonly round: Round }, { t, site }: { readonly t: Translate; readonly site: string }, now: Instant,
): Promise<string | null> {
  const { id: enrolmentId, startsAt, endedAt, endReason, personId } = enrolment
  const isOff = endedAt !== null && endReason !== 'released'
  if (startsAt === null || isOff) return null
  const deadlines = deadlinesOf(enrolment, startsAt, round, await findAccommodation(db, personId), await listBegun(db, enrolmentId))
  const url = `${site}${paths.enrolment(enrolmentId)}`
  return calendarOf(t, { enrolmentId, roundName: round.name, startsAt, deadlines, sequence: await countChanges(db, enrolment), url }, now)
}
