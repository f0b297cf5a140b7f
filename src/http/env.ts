import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { Database } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import type { Office } from '../config.ts'
import type { Translate } from '../language/translate.ts'

export const roles = ['candidate', 'assessor', 'staff', 'administrator'] as const
export type Role = (typeof roles)[number]

/** Who is signed in. Nobody signed in is `null`. */
export interface Viewer {
  readonly personId: string
  readonly accountId: string
  readonly sessionId: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Staff, assessors and administrators outside the demonstration who have not yet set up (or passed) their second factor. */
  readonly secondFactorDue: boolean
}

/** What every page needs to draw its frame. */
export interface Here {
  readonly t: Translate
  readonly viewer: Viewer | null
  /** The path asked for, with its query. */
  readonly path: string
  /** The request's own moment, ms since 1970 UTC. */
  readonly now: Instant
  readonly demo: boolean
  readonly office: Office
  /** The fingerprinted address of a file in `public`. */
  readonly asset: (name: string) => string
}

/** What is known of a request once the middleware of `app.ts` has run. */
export interface Env {
  Variables: {
    db: Database
    /** The one moment of this request, taken on arrival. */
    now: Instant
    /** The same by the clock that never jumps (`performance.now()`), for how long it took. */
    arrivedMs: number
    viewer: Viewer | null
    t: Translate
    demo: boolean
    office: Office
    asset: (name: string) => string
    log: Logger
    requestId: string
  }
}

export type Ctx = Context<Env>
