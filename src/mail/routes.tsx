import { Hono } from 'hono'
import { paths } from '../../views/paths.ts'
import type { Env } from '../http/env.ts'
import { allow, viewerOf } from '../http/reply.tsx'
import { resendMail } from './actions.ts'
import { getMail } from './queries.ts'

export const mailRoutes = new Hono<Env>().post('/staff/mails/:id/resend', allow('staff'), async (c) => {
  const { db, now } = c.var
  const mailId = c.req.param('id')
  await db.write((tx) => resendMail(tx, mailId, viewerOf(c).personId, now))
  const { personId } = await getMail(db.read, mailId)
  return c.redirect(personId === null ? paths.staff() : paths.person(personId), 303)
})
