import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import type { Database } from '../../db/database.ts'

interface Deps {
  readonly db: Database
  /** Whether the program is on its way out: balancers send nobody here any more. */
  readonly isStopping: () => boolean
}

// Of these two alone: as middleware of the whole it would undo what other routes say about keeping their answers.
const notKept: MiddlewareHandler = async (c, next) => {
  await next()
  c.res.headers.set('Cache-Control', 'no-store')
}

/** GET /healthz: the process answers. GET /readyz: and it can do its work. For machines; asks for no session. */
export const healthRoutes = ({ db, isStopping }: Deps) =>
  new Hono()
    .get('/healthz', notKept, (c) => c.text('ok'))
    .get('/readyz', notKept, async (c) => {
      if (isStopping()) return c.text('stopping', 503)
      const isReady = await db.ping().then(() => true, () => false)
      return isReady ? c.text('ok') : c.text('database does not answer', 503)
    })
