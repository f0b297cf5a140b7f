import type { Database, OpenOptions } from './database.ts'
import { engineOf, sqliteFile } from './engine.ts'

/**
 * Opens a migrated database: SQLite at a file (`data/toetsronde.sqlite` without an address), PostgreSQL at a
 * `postgres://` address. It must be the engine the column kit was imported for.
 *
 * @throws when the file or the server cannot be opened, or would acknowledge what is not on disk
 */
export async function open(url: string | undefined, options: OpenOptions = {}): Promise<Database> {
  if (engineOf(url) === 'postgres') {
    const { openPostgres } = await import('./postgres-door.ts')
    return openPostgres(url ?? '', options)
  }
  const { openSqlite } = await import('./sqlite-door.ts')
  return openSqlite(sqliteFile(url), options)
}
