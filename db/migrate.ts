/** Brings a database up to date with the schema, from the folder of its engine. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import SqliteFile from 'better-sqlite3'
import type { Database as SqliteClient } from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { MigrationMeta } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as migrateWithDrizzle } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { engineOf, sqliteFile } from './engine.ts'
import type { Engine } from './engine.ts'

/** The folder with an engine's generated migrations. */
export const migrationsOf = (engine: Engine): string => fileURLToPath(new URL(`./migrations/${engine}`, import.meta.url))

/**
 * Runs the migrations that a database has not had, all or none of them. Of several processes that start
 * together, one migrates and the others wait.
 *
 * @param url as `open` takes it
 * @param folder where the migrations are, if not in the engine's own folder
 * @throws Error when rows would refer to rows that do not exist; the database is as it was
 */
export async function migrate(url: string | undefined, folder: string = migrationsOf(engineOf(url))): Promise<void> {
  if (engineOf(url) === 'postgres') return migratePostgres(url ?? '', folder)
  migrateSqlite(sqliteFile(url), readMigrationFiles({ migrationsFolder: folder }))
}

// Any number will do, as long as every process takes the same one.
const MIGRATION_LOCK = 7_208_634

async function migratePostgres(url: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrateWithDrizzle(drizzle(client), { migrationsFolder: folder })
  } finally {
    await client.end()
  }
}

/**
 * drizzle's own runner commits before foreign keys can be checked. This one checks first, and keeps the same table
 * of what has run.
 */
function migrateSqlite(file: string, migrations: MigrationMeta[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const client = new SqliteFile(file, { timeout: 30_000 })
  try {
    client.pragma('journal_mode = WAL')
    client.pragma('synchronous = FULL')
    // A table is rebuilt by dropping it, which with foreign keys on deletes what refers to it. Inside a
    // transaction the pragma does nothing.
    client.pragma('foreign_keys = OFF')
    client.transaction(() => runPending(client, migrations)).immediate()
    client.pragma('foreign_keys = ON')
  } finally {
    client.close()
  }
}

function runPending(client: SqliteClient, migrations: MigrationMeta[]): void {
  client.exec('create table if not exists __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)')
  const last = client.prepare<[], { at: number | null }>('select max(created_at) as at from __drizzle_migrations').get()
  const pending = migrations.filter((migration) => migration.folderMillis > (last?.at ?? 0))
  if (pending.length === 0) return
  const note = client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)')
  for (const migration of pending) {
    for (const statement of migration.sql) client.exec(statement)
    note.run(migration.hash, migration.folderMillis)
  }
  const orphans = client.prepare<[], { table: string; parent: string }>('pragma foreign_key_check').all()
  if (orphans.length > 0) {
    const where = [...new Set(orphans.map((orphan) => `${orphan.table} → ${orphan.parent}`))].join(', ')
    throw new Error(`migration undone: ${orphans.length} rows would refer to rows that do not exist (${where})`)
  }
}
