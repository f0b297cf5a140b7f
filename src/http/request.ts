import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Office } from '../config.ts'
import { newId } from '../ids.ts'
import { translator } from '../language/translate.ts'
import { refuse } from '../refusal.ts'
import type { Env } from './env.ts'

interface Deps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly demo: boolean
  readonly office: Office
  readonly asset: (name: string) => string
}

/** What every request carries from the moment its headers are in: above all its one `now`. Comes first. */
export const arrive = ({ db, clock, log, demo, office, asset }: Deps): MiddlewareHandler<Env> => {
  const dutch = translator('nl')
  return async (c, next) => {
    c.set('now', clock.now())
    c.set('requestId', newId())
    c.set('db', db)
    c.set('log', log)
    c.set('demo', demo)
    c.set('office', office)
    c.set('asset', asset)
    c.set('viewer', null)
    c.set('t', dutch)
    await next()
  }
}

/** Addresses that no page of ours has: a percent sign that encodes nothing, or a NUL. @throws Refusal `notFound` */
export const readableAddress: MiddlewareHandler<Env> = async (c, next) => {
  if (!isReadable(c.req.url)) refuse('notFound')
  await next()
}

function isReadable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes('\0')
  } catch {
    return false
  }
}

/** A path of ours to go on to after signing in; anything else, another site above all, is `null`. */
export function localPath(next: string | undefined): string | null {
  // Browsers read a backslash as a slash, and skip tabs and line ends: none of them stands in an address of ours.
  if (next === undefined || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(next)) return null
  const here = 'http://here.invalid'
  const url = URL.canParse(next, here) ? new URL(next, here) : null
  // "/..//elsewhere.example" is "//elsewhere.example" by now.
  return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : null
}
