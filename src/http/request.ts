import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Office } from '../config.ts'
import { newId } from '../ids.ts'
import { translator } from '../language/translate.ts'
import { refuse } from '../refusal.ts'
import type { Ctx, Env } from './env.ts'

interface Deps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly demo: boolean
  readonly office: Office
  readonly asset: (name: string) => string
}

/** What every request carries from the moment its headers are in: above all its one `now`. */
export function arrive({ db, clock, log, demo, office, asset }: Deps): (c: Ctx) => void {
  const dutch = translator('nl')
  return (c) => {
    c.set('now', clock.now())
    c.set('arrivedMs', performance.now())
    c.set('requestId', newId())
    c.set('db', db)
    c.set('log', log)
    c.set('demo', demo)
    c.set('office', office)
    c.set('asset', asset)
    c.set('viewer', null)
    c.set('t', dutch)
  }
}

/** Addresses that no page of ours has: a percent sign that encodes nothing, or a NUL. @throws Refusal `notFound` */
export function readableAddress(c: Ctx): void {
  if (!isReadable(c.req.url)) refuse('notFound')
}

function isReadable(url: string): boolean {
  if (!url.includes('%')) return true
  try {
    return !decodeURIComponent(url).includes('\0')
  } catch {
    return false
  }
}

/**
 * What surrounds every request, refused ones too. One middleware, not one for each: each costs an autosave more than
 * it does for it.
 */
export const around = (before: (c: Ctx) => void, ...after: readonly ((c: Ctx) => void)[]): MiddlewareHandler<Env> =>
  async (c, next) => {
    before(c)
    await next()
    for (const step of after) step(c)
  }

/** Looks at a request before its route does: throws a Refusal, answers in its place, or lets it through. */
export type Check = (c: Ctx) => Response | void | Promise<Response | void>

/** The checks in their order; the route is asked when none of them answered. */
export const checks = (...all: readonly Check[]): MiddlewareHandler<Env> =>
  async (c, next) => {
    for (const check of all) {
      const said = check(c)
      const response = said instanceof Promise ? await said : said
      if (response !== undefined) return response
    }
    return next()
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
