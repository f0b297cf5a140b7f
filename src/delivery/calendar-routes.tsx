import { Hono } from 'hono'
import { paths } from '../../views/paths.ts'
import { deadlinesOf } from '../enrolment/enrolment.ts'
import { findAccommodation, getOwnEnrolment, listBegun } from '../enrolment/queries.ts'
import type { Env } from '../http/env.ts'
import { allow, viewerOf } from '../http/reply.tsx'
import { refuse } from '../refusal.ts'
import { countChanges } from './calendar-queries.ts'
import { calendarOf } from './calendar.ts'

/**
 * Start and deadlines as a file for a calendar.
 *
 * @param settings `baseUrl`: where people reach the application
 */
export const calendarRoutes = ({ baseUrl }: { readonly baseUrl: string }) =>
  new Hono<Env>().get('/enrolments/:id/calendar.ics', allow('candidate'), async (c) => {
    const { db: { read }, now, t } = c.var
    const { enrolment, round } = await getOwnEnrolment(read, c.req.param('id'), viewerOf(c).personId)
    const { id: enrolmentId, startsAt, endedAt, endReason, personId } = enrolment
    const isOff = endedAt !== null && endReason !== 'released'
    if (startsAt === null || isOff) return refuse('notFound')
    const deadlines = deadlinesOf(enrolment, startsAt, round, await findAccommodation(read, personId), await listBegun(read, enrolmentId))
    const url = `${baseUrl.replace(/\/$/, '')}${paths.enrolment(enrolmentId)}`
    const planned = { enrolmentId, roundName: round.name, startsAt, deadlines, sequence: await countChanges(read, enrolment), url }
    return c.body(calendarOf(t, planned, now), 200, {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'attachment; filename="toetsronde.ics"',
    })
  })
