import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import type { Engine } from './engine.ts'

type Builder = BaseSQLiteDatabase<'async', unknown>

/**
 * drizzle's query builder, as far as both engines share it, typed so that queries must be awaited.
 * On a builder use what exists on both: await it, not `.all()`, `.get()` or `.run()`; ask `.returning()` which rows
 * were touched, not the run's result.
 */
export type Db = Pick<Builder, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with' | '$count'>

/** The one cast of the database: drizzle's client of either engine, seen through what both share. */
export const asDb = (client: object) => client as Db

/**
 * drizzle's options for a client that asks before every query, prepared or not. drizzle tells its logger of a query
 * just before it runs, so that is where a refusal stops it, unwrapped; no query is ever logged.
 */
export const guard = (mustBeAllowed: () => void) => ({ logger: { logQuery: mustBeAllowed } })

/** What the live writing connection says about losing nothing. */
export interface Durability {
  /** whether a commit that was acknowledged survives a power cut */
  readonly safe: boolean
  /** the engine's settings by their own names, such as `journal_mode: 'wal'` */
  readonly settings: Readonly<Record<string, string>>
}

export interface Database {
  readonly engine: Engine
  /** Queries that change nothing, on what was last committed. Throws inside a `write`. */
  readonly read: Db
  /**
   * One transaction: resolves after the commit is on disk, and rolls all of it back when `work` throws.
   *
   * `work` does database calls on its `tx` alone: no network, files or timers, no nesting. SQLite refuses a work
   * that waits for anything else; PostgreSQL may run it more than once. A database error that `work` catches, it
   * must answer with an error of its own: on PostgreSQL the transaction is over by then.
   *
   * @throws whatever `work` throws; `DatabaseUnavailable` when the database cannot do it now
   */
  write<T>(work: (tx: Db) => Promise<T> | T): Promise<T>
  /** For better-auth: each query is its own commit. Throws while a transaction is open. */
  readonly auth: Db
  durability(): Promise<Durability>
  /** @throws when the database does not answer */
  ping(): Promise<void>
  /** Copies the live database to a file, whole and consistent (SQLite only). */
  backup?(file: string): Promise<void>
  /** Refuses new work, finishes what was asked before, and closes. */
  close(): Promise<void>
}

export interface OpenOptions {
  /** SQLite: the most works that share one commit (default 64) */
  readonly worksPerCommit?: number
  /** SQLite: ms to wait for a lock of another process (default 1,000; it holds up the whole process) */
  readonly busyTimeoutMs?: number
  /** PostgreSQL: most connections (default 10) */
  readonly poolSize?: number
  /** PostgreSQL: ms after which a transaction that keeps colliding is given up (default 5,000) */
  readonly retryForMs?: number
  /** PostgreSQL: ms a transaction may sit idle before the server ends it (default 5,000) */
  readonly idleInTransactionMs?: number
}
