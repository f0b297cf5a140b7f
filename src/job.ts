import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import type { Instant } from './clock.ts'

/** What a job has at hand; `now` is the moment of this run. */
export interface JobDeps {
  readonly db: Database
  readonly now: Instant
  readonly log: Logger
}

/** Something the clock does. Opens its own small transactions; running it twice or late does no harm. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  run(deps: JobDeps): Promise<void>
}
