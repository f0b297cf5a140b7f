import { Hono } from 'hono'
import { plannedCalendar } from '../enrolment/planned.ts'
import { getOwnEnrolment } from '../enrolment/queries.ts'
import type { Env } from '../http/env.ts'
import { allow, viewerOf } from '../http/reply.tsx'
import { refuse } from '../refusal.ts'

/**
 * Start and deadlines as a file for a calendar.
 *
 * @param settings `baseUrl`: where people reach the application
 */
export const calendarRoutes = ({ baseUrl }: { readonly baseUrl: string }) =>
  new Hono<Env>().get('/enrolments/:id/calendar.ics', allow('candidate'), async (c) => {
    const { db: { read }, now, t } = c.var
    const found = await getOwnEnrolment(read, c.req.param('id'), viewerOf(c).personId)
    const file = (await plannedCalendar(read, found, { t, site: baseUrl.replace(/\/$/, '') }, now)) ?? refuse('notFound')
    return c.body(file, 200, {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'attachment; filename="toetsronde.ics"',
    })
  })
