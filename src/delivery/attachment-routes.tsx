import { Hono } from 'hono'
import type { Env } from '../http/env.ts'
import { showFile } from '../http/file.ts'
import { allow, viewerOf } from '../http/reply.tsx'
import { getAttachedFile } from '../papers/queries.ts'
import { Refusal } from '../refusal.ts'
import { getOwnAttempt } from './queries.ts'
import { mustHaveStarted } from './sitting.ts'

/** What goes with the case, for whom the case is theirs to read. */
export const attachmentRoutes = new Hono<Env>().get('/attempts/:id/attachments/:key', allow('candidate'), async (c) => {
  const { db, now } = c.var
  const { id, key } = c.req.param()
  const { attempt, declaredAt } = await getOwnAttempt(db.read, id, viewerOf(c).personId)
  if (declaredAt === null) throw new Refusal('declareFirst')
  mustHaveStarted(attempt, now)
  return showFile(c, await getAttachedFile(db.read, attempt.formId, key))
})
