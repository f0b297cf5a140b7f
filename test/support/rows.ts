/** Whole tables, whatever is in them: to carry rows into an older schema, and to compare databases. */
import SqliteFile from 'better-sqlite3'
import pg from 'pg'
import { engineOf } from '../../db/engine.ts'

/** Every row of every table as JSON, in no order that means anything. */
export type Rows = Readonly<Record<string, readonly string[]>>

/** All there is in a database. */
export const rowsOf = (url: string): Promise<Rows> => (engineOf(url) === 'postgres' ? onServer(url, rowsOnServer) : Promise.resolve(inFile(url, rowsInFile)))

/** Copies what is in one database into the empty tables of another, as far as these have the columns for it. */
export async function copyRows(from: string, to: string): Promise<void> {
  if (engineOf(from) !== 'postgres') return inFile(to, (client) => copyFile(client, from))
  const rows = await rowsOf(from)
  await onServer(to, async (client) => {
    // Rows come in the order of the tables' names: what they refer to may come after them.
    await client.query('set session_replication_role = replica')
    for (const table of await tablesOnServer(client)) {
      await client.query(`insert into "${table}" select * from json_populate_recordset(null::"${table}", $1)`, [`[${(rows[table] ?? []).join()}]`])
    }
  })
}

function inFile<T>(file: string, work: (client: SqliteFile.Database) => T): T {
  const client = new SqliteFile(file)
  try {
    return work(client)
  } finally {
    client.close()
  }
}

const TABLES = "select name from %.sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '\\_\\_%' escape '\\'"
const tablesInFile = (client: SqliteFile.Database, schema = 'main') => client.prepare<[], string>(TABLES.replace('%', schema)).pluck().all()

const rowsInFile = (client: SqliteFile.Database): Rows =>
  Object.fromEntries(tablesInFile(client).map((table) => [table, client.prepare(`select * from "${table}"`).all().map((row) => JSON.stringify(row)).toSorted()]))

function copyFile(client: SqliteFile.Database, from: string): void {
  client.pragma('foreign_keys = off')
  client.prepare('attach ? as source').run(from)
  for (const table of tablesInFile(client)) {
    const columns = client.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table).map((name) => `"${name}"`).join()
    client.exec(`insert into main."${table}" (${columns}) select ${columns} from source."${table}"`)
  }
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function tablesOnServer(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'")
  return rows.map(({ name }) => name)
}

async function rowsOnServer(client: pg.Client): Promise<Rows> {
  const all: Record<string, string[]> = {}
  for (const table of await tablesOnServer(client)) {
    const { rows } = await client.query<{ row: string }>(`select row_to_json(t)::text as row from "${table}" t`)
    all[table] = rows.map(({ row }) => row).toSorted()
  }
  return all
}
