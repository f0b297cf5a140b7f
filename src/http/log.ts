import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import type { Env } from './env.ts'

/** Names under which something personal could slip into a log line; whatever stands there is left out. */
const PERSONAL = ['name', 'email', 'text', 'password', 'token', 'cookie', 'authorization', 'body', 'to', 'recipient']

/**
 * The log: one line of JSON for each event. Ids and codes only; what people typed, and who they are, stays out.
 *
 * @param to where lines go; standard output unless told
 */
export const createLog = (level: string, to?: DestinationStream): Logger => {
  const options = {
    level,
    base: null,
    redact: { paths: PERSONAL.flatMap((name) => [name, `*.${name}`]).filter((path) => path !== '*.name'), remove: true },
  }
  return to === undefined ? pino(options) : pino(options, to)
}

/** One line for each request: which route and how it went, not which address and by whom. */
export const logRequests: MiddlewareHandler<Env> = async (c, next) => {
  const from = performance.now()
  await next()
  const { log, requestId } = c.var
  const ms = Math.round(performance.now() - from)
  log.info({ requestId, method: c.req.method, route: routePath(c, -1), status: c.res.status, ms }, 'request')
}
