/** Whole copies of an SQLite database: made while it is in use, looked over, and put back in its place. */
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import SqliteFile from 'better-sqlite3'
import type { Database as SqliteClient } from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Database } from './database.ts'
import { migrationsOf } from './migrate.ts'

/** Why a copy was not made, or not put in its place, in plain English; nothing was changed. */
export class BackupError extends Error {}

/** SQLite keeps these beside a file that is in use. */
const BESIDE = ['-wal', '-shm', '-journal'] as const

/** Personal data: for the owner of the process alone. */
const OWNER_ONLY = 0o600

/**
 * Copies the whole database as it is at this moment, while others go on writing. The file appears under its name
 * only when it is complete, on disk and sound.
 *
 * @param to a file that does not exist yet; its folder does
 * @returns its size in bytes
 * @throws BackupError when it exists, cannot be written, or the copy is not sound
 */
export async function backUp(db: Database, to: string): Promise<number> {
  if (db.backup === undefined) throw new BackupError('this database is no file')
  if (existsSync(to)) throw new BackupError(`${to} exists already`)
  if (!existsSync(dirname(resolve(to)))) throw new BackupError(`there is no folder ${dirname(resolve(to))}`)
  const part = `${to}.part`
  removeWhole(part)
  try {
    await db.backup(part)
    chmodSync(part, OWNER_ONLY)
    mustBeSound(part, to)
    intoPlace(part, to)
  } finally {
    removeWhole(part)
  }
  return statSync(to).size
}

/**
 * Puts a backup where the database belongs. It is copied beside that place first, and the copy is looked over before
 * anything changes; then it takes the place in one step.
 *
 * @param given `from` the backup, which stays as it is; `to` the file of the database; `force`: what stands there is
 *   kept under another name, else it is a reason to refuse; `stamp` ends that other name
 * @returns where what stood there is kept, `null` when nothing did
 * @throws BackupError for a damaged or unknown file, when something stands there, or a program has it open
 */
export async function restore(given: { from: string; to: string; force: boolean; stamp: string }): Promise<string | null> {
  const { from, to, force, stamp } = given
  if (!existsSync(from)) throw new BackupError(`there is no file ${from}`)
  const occupied = ['', ...BESIDE].some((end) => existsSync(to + end))
  if (occupied && !force) throw new BackupError(`there is a database at ${to} already: with --force it is kept under another name`)
  mkdirSync(dirname(resolve(to)), { recursive: true })
  const part = `${to}.part`
  removeWhole(part)
  try {
    await copyWhole(from, part)
    chmodSync(part, OWNER_ONLY)
    mustBeSound(part, from)
    const kept = occupied ? putAside(to, `${to}.${stamp}`) : null
    intoPlace(part, to)
    return kept
  } finally {
    removeWhole(part)
  }
}

/**
 * What is wrong with a database file, a line each: damaged pages and indexes, rows that refer to rows that do not
 * exist, migrations that this program does not know. Empty when all is well; migrations it has not had are no fault.
 */
export function faultsOfFile(file: string): string[] {
  return reading(file, (client) => {
    const damage = client.prepare<[], string>('pragma integrity_check').pluck().all().filter((line) => line !== 'ok')
    if (damage.length > 0) return damage.map((line) => `damaged: ${line}`)
    const orphans = client.prepare<[], { table: string; rowid: number; parent: string }>('pragma foreign_key_check').all()
    const lost = orphans.map(({ table, rowid, parent }) => `row ${rowid} of ${table} refers to a row of ${parent} that does not exist`)
    return [...lost, ...strangeMigrations(client)]
  })
}

/** How many migrations of this program a database file has not had. */
export const pendingMigrations = (file: string): number =>
  reading(file, (client) => {
    const had = new Set(migrationsIn(client))
    return known().filter((hash) => !had.has(hash)).length
  })

const known = (): string[] => readMigrationFiles({ migrationsFolder: migrationsOf('sqlite') }).map(({ hash }) => hash)

function strangeMigrations(client: SqliteClient): string[] {
  const had = migrationsIn(client)
  if (had.length === 0) return ['this is no database of this program']
  const ours = new Set(known())
  return had.some((hash) => !ours.has(hash)) ? ['it was made by a newer version of this program'] : []
}

function migrationsIn(client: SqliteClient): string[] {
  const has = client.prepare("select 1 from sqlite_schema where type = 'table' and name = '__drizzle_migrations'").get()
  return has === undefined ? [] : client.prepare<[], string>('select hash from __drizzle_migrations').pluck().all()
}

/** @throws BackupError when the file cannot be read as a database at all */
function reading<T>(file: string, read: (client: SqliteClient) => T): T {
  try {
    const client = new SqliteFile(file, { fileMustExist: true, timeout: 5_000 })
    try {
      return read(client)
    } finally {
      client.close()
    }
  } catch (error) {
    throw new BackupError(`${file} cannot be read as a database${reasonOf(error)}`)
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? `: ${error.message}` : '')

function mustBeSound(file: string, name: string): void {
  const [fault] = faultsOfFile(file)
  if (fault !== undefined) throw new BackupError(`${name} is not sound: ${fault}`)
}

/** Through SQLite, so that what still waits in a log beside the file comes along. */
async function copyWhole(from: string, to: string): Promise<void> {
  let source: SqliteClient | undefined
  try {
    source = new SqliteFile(from, { readonly: true, fileMustExist: true })
    await source.backup(to, { progress: () => ALL_PAGES })
  } catch (error) {
    throw new BackupError(`${from} cannot be read as a database${reasonOf(error)}`)
  } finally {
    source?.close()
  }
}

/**
 * All pages in one step. In several steps a copy begins anew each time another process writes in between, and would
 * never come to its end while people save.
 */
export const ALL_PAGES = 0x7f_ff_ff_ff

/**
 * Moves a database out of the way. Nobody may have it open: they would go on writing into the file under its new name.
 *
 * @throws BackupError when somebody has
 */
function putAside(file: string, to: string): string {
  if (existsSync(file)) settle(file)
  for (const end of ['', ...BESIDE]) if (existsSync(file + end)) renameSync(file + end, to + end)
  syncFolder(file)
  return to
}

/** Takes in what waits in the log beside the file. Leaving WAL mode needs the file for oneself, which is how to know. */
function settle(file: string): void {
  const client = new SqliteFile(file, { timeout: 1_000 })
  try {
    client.pragma('journal_mode = DELETE')
  } catch (error) {
    if (isBusy(error)) throw new BackupError(`a program has ${file} open: stop it first`)
    // A file that is damaged is what a backup is for: it goes aside as it is.
  } finally {
    client.close()
  }
}

const isBusy = (error: unknown): boolean => error instanceof SqliteFile.SqliteError && error.code.startsWith('SQLITE_BUSY')

/** One file without a log beside it, safely on disk, under its name in one step. */
function intoPlace(part: string, to: string): void {
  const client = new SqliteFile(part)
  client.pragma('journal_mode = DELETE')
  client.close()
  sync(part)
  renameSync(part, to)
  syncFolder(to)
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const syncFolder = (file: string): void => sync(dirname(resolve(file)))

function removeWhole(file: string): void {
  for (const end of ['', ...BESIDE]) rmSync(file + end, { force: true })
}
