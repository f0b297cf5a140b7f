/** Real databases for tests: every one new, and gone when it is closed. */
import { createHash, randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import pg from 'pg'
import type { Database, OpenOptions } from '../../db/database.ts'
import { engineOf } from '../../db/engine.ts'
import { migrate, migrationsOf } from '../../db/migrate.ts'
import { open } from '../../db/open.ts'

/** The database on the test server that fresh ones are copied from. */
export const TEMPLATE = 'toetsronde_template'

/** An address of a database, and how to be rid of it (after closing what is open on it). */
export interface Place {
  readonly url: string
  remove(): Promise<void>
}

/** A migrated, empty, real database on the engine under test. It is gone after its `close()`. */
export const freshDatabase = async (options: OpenOptions = {}): Promise<Database> => openAt(await freshPlace(), options)

/** Where a migrated, empty database is: for tests that open it themselves, or more than once. They leave its tables as they are. */
export const freshPlace = (): Promise<Place> => (serverUrl === undefined ? copyOfFile() : emptiedOnServer())

/** A database with these tables and nothing else, made by the column kit. It is gone after its `close()`. */
export async function databaseWith(tables: Record<string, unknown>, options: OpenOptions = {}): Promise<Database> {
  const place = await placeWith(tables)
  return openAt(place, options)
}

/** Where a database with these tables and nothing else is. */
export async function placeWith(tables: Record<string, unknown>): Promise<Place> {
  const { statementsFor } = await import('../../db/drift.ts')
  const place = serverUrl === undefined ? emptyFile() : await copyOnServer('template0')
  await execute(place.url, await statementsFor(engineOf(serverUrl), tables))
  return place
}

/** Runs statements outside every door of ours, on a connection of its own. */
export async function execute(url: string, statements: string[]): Promise<void> {
  if (engineOf(url) === 'postgres') return asAdministrator(url, statements)
  const client = new SqliteFile(url)
  for (const statement of statements) client.exec(statement)
  client.close()
}

/** Creates a database on a PostgreSQL server, and gives its address. */
export async function createDatabase(server: string, name: string, template = 'template0'): Promise<string> {
  await asAdministrator(server, [`create database ${name} template ${template}`])
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}

const serverUrl = process.env['DATABASE_URL']

async function openAt(place: Place, options: OpenOptions): Promise<Database> {
  const database = await open(place.url, options)
  return {
    ...database,
    async close() {
      await database.close()
      await place.remove()
    },
  }
}

async function copyOnServer(template: string): Promise<Place> {
  const server = serverUrl ?? ''
  const name = `t_${randomUUID().replaceAll('-', '')}`
  const url = await createDatabase(server, name, template)
  return { url, remove: () => asAdministrator(server, [`drop database ${name} with (force)`]) }
}

async function asAdministrator(url: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

function emptyFile(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'toetsronde-test-'))
  return { url: join(folder, 'test.sqlite'), remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

/** A migrated file to copy from. It is named after its migrations and stays, for the next run. */
async function migratedFile(): Promise<string> {
  const migrations = readMigrationFiles({ migrationsFolder: migrationsOf('sqlite') }).map(({ hash, folderMillis }) => `${hash} ${folderMillis}`)
  const name = createHash('sha256').update(migrations.join()).digest('hex').slice(0, 16)
  const file = join(tmpdir(), `toetsronde-template-${name}.sqlite`)
  if (existsSync(file)) return file
  const { url, remove } = emptyFile()
  await migrate(url)
  renameSync(url, file)
  await remove()
  return file
}

let template: Promise<string> | undefined

async function copyOfFile(): Promise<Place> {
  template ??= migratedFile()
  const place = emptyFile()
  copyFileSync(await template, place.url)
  return place
}

// Making a database takes a server 400 ms and emptying one 10: what a test is done with, the next one gets.
const spare: string[] = []

async function emptiedOnServer(): Promise<Place> {
  const url = spare.pop() ?? (await copyOnServer(TEMPLATE)).url
  return {
    url,
    async remove() {
      await asAdministrator(url, [EMPTY_ALL])
      spare.push(url)
    },
  }
}

const EMPTY_ALL = `
  set session_replication_role = replica;
  do $$ declare it regclass; begin
    for it in select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop
      execute 'delete from ' || it;
    end loop;
  end $$`
