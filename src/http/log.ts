import { routePath } from 'hono/route'
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import type { Ctx } from './env.ts'

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
  return pino(options, to ?? pino.destination(STANDARD_OUTPUT))
}

/** Lines go out some at a time, and all of them when the process ends: a write for each would cost as much as a save. */
const STANDARD_OUTPUT = { dest: 1, sync: false, minLength: 8_192, periodicFlush: 200 }

/** One line for each request: which route and how it went, not which address and by whom. */
export function logRequest(log: Logger): (c: Ctx) => void {
  // Nothing personal can stand in these five fields, and looking for it takes longer than the rest of the line.
  const line = log.child({}, { redact: [] })
  return (c) => {
    const ms = Math.round(performance.now() - c.get('arrivedMs'))
    line.info({ requestId: c.get('requestId'), method: c.req.method, route: routePath(c, -1), status: c.res.status, ms }, 'request')
  }
}
