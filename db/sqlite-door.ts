/**
 * SQLite's door: one connection that writes, one that only reads, and a queue in front of the writer. Works that
 * wait at the same time share one commit, and so one fsync; each has a savepoint of its own.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteFile from 'better-sqlite3'
import type { Database as SqliteClient } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { ALL_PAGES } from './backup.ts'
import { learnUniqueIndexes } from './constraint.ts'
import { asDb, guard } from './database.ts'
import type { Database, Durability, OpenOptions } from './database.ts'
import { DatabaseUnavailable, unavailable } from './fault.ts'
import { writeQueue } from './sqlite-queue.ts'
import { mustBeInTurnOf, mustBeOutsideTurns } from './turn.ts'

function openWriter(file: string, busyTimeoutMs: number): SqliteClient {
  mkdirSync(dirname(file), { recursive: true })
  const writer = new SqliteFile(file, { timeout: busyTimeoutMs })
  writer.pragma('journal_mode = WAL')
  writer.pragma('synchronous = FULL')
  writer.pragma('foreign_keys = ON')
  writer.pragma('trusted_schema = OFF')
  return writer
}

function durabilityOf(writer: SqliteClient): Durability {
  const says = (pragma: string) => String(writer.pragma(pragma, { simple: true }))
  const settings = {
    journal_mode: says('journal_mode'),
    synchronous: ['off', 'normal', 'full', 'extra'][Number(says('synchronous'))] ?? 'unknown',
    foreign_keys: says('foreign_keys') === '1' ? 'on' : 'off',
    busy_timeout: says('busy_timeout'),
  }
  const safe = settings.journal_mode === 'wal' && ['full', 'extra'].includes(settings.synchronous)
  return { safe, settings }
}

/** @throws Error when the file would acknowledge what is not on disk (a file system without WAL, for one) */
export function openSqlite(file: string, options: OpenOptions): Database {
  const writer = openWriter(file, options.busyTimeoutMs ?? 1_000)
  const { safe, settings } = durabilityOf(writer)
  if (!safe) throw new Error(`SQLite does not keep what it acknowledges: ${JSON.stringify(settings)}`)
  learnUniqueIndexes(writer)
  const reader = new SqliteFile(file, { readonly: true, timeout: options.busyTimeoutMs ?? 1_000 })
  const tx = asDb(drizzle(writer, guard(() => mustBeInTransaction(writer))))
  const queue = writeQueue(writer, tx, options.worksPerCommit ?? 64)
  return {
    engine: 'sqlite',
    read: asDb(drizzle(reader, guard(() => mustBeOutsideTurns('a read of its own')))),
    write: queue.write,
    auth: asDb(drizzle(writer, guard(() => mustBeOutsideTransaction(writer)))),
    durability: async () => durabilityOf(writer),
    ping: async () => ping(reader),
    backup: async (to) => void (await writer.backup(to, { progress: () => ALL_PAGES })),
    async close() {
      await queue.finish()
      reader.close()
      writer.close()
    },
  }
}

function mustBeInTransaction(writer: SqliteClient): void {
  mustBeInTurnOf(writer)
  // A full disk can end the transaction under a work, and what it wrote after that would stay.
  if (!writer.inTransaction) throw new DatabaseUnavailable('the transaction was lost')
}

function mustBeOutsideTransaction(writer: SqliteClient): void {
  mustBeOutsideTurns('a query of its own')
  if (writer.inTransaction) throw new Error('a transaction is open: this query would become part of it')
}

function ping(reader: SqliteClient): void {
  try {
    reader.prepare('select 1').get()
  } catch (error) {
    throw unavailable(error) ?? new DatabaseUnavailable('it does not answer', error)
  }
}
