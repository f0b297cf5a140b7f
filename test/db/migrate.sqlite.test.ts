/** SQLite's migrations: strict tables, and rebuilds that lose nothing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../db/migrate.ts'
import { freshPlace } from '../support/database.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toetsronde-migrate-'))
  file = join(folder, 'some', 'where', 'test.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const START = `CREATE TABLE \`parent\` (\`id\` text PRIMARY KEY NOT NULL) STRICT;
--> statement-breakpoint
CREATE TABLE \`child\` (\`id\` text PRIMARY KEY NOT NULL, \`parent_id\` text NOT NULL,
  FOREIGN KEY (\`parent_id\`) REFERENCES \`parent\`(\`id\`) ON DELETE cascade) STRICT;`
const FAMILY = `INSERT INTO parent VALUES ('p');--> statement-breakpoint
INSERT INTO child VALUES ('c', 'p');`
const REBUILD = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_parent\` (\`id\` text PRIMARY KEY NOT NULL, CONSTRAINT "not_empty" CHECK("__new_parent"."id" <> '')) STRICT;
--> statement-breakpoint
INSERT INTO \`__new_parent\`("id") SELECT "id" FROM \`parent\`;--> statement-breakpoint
DROP TABLE \`parent\`;--> statement-breakpoint
ALTER TABLE \`__new_parent\` RENAME TO \`parent\`;--> statement-breakpoint
PRAGMA foreign_keys=ON;`

/** Migrates with these migrations, as drizzle-kit would have written them down. */
async function migrateWith(migrations: string[]): Promise<void> {
  const at = join(folder, 'migrations')
  mkdirSync(join(at, 'meta'), { recursive: true })
  const entries = migrations.map((sql, idx) => {
    writeFileSync(join(at, `${idx}.sql`), sql)
    return { idx, version: '6', when: 1_000 + idx, tag: String(idx), breakpoints: true }
  })
  writeFileSync(join(at, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries }))
  await migrate(file, at)
}

function ask(query: string): unknown[] {
  const client = new SqliteFile(file)
  try {
    return client.prepare(query).all()
  } finally {
    client.close()
  }
}

test('a rebuilt table keeps what refers to it', async () => {
  await migrateWith([START, FAMILY])
  await migrateWith([START, FAMILY, REBUILD])
  expect(ask('select * from child')).toEqual([{ id: 'c', parent_id: 'p' }])
  expect(() => ask("insert into parent values ('') returning id")).toThrow(/not_empty/)
})

test('each migration runs once', async () => {
  await migrateWith([START, FAMILY])
  await migrateWith([START, FAMILY])
  expect(ask('select count(*) as n from __drizzle_migrations')).toEqual([{ n: 2 }])
})

test('a migration that would leave rows without what they refer to is undone, and so is all that came with it', async () => {
  await migrateWith([START, FAMILY])
  await expect(migrateWith([START, FAMILY, 'CREATE TABLE extra (id text) STRICT;', "DELETE FROM parent WHERE id = 'p';"]))
    .rejects.toThrow(/1 rows would refer .*child → parent/)
  expect(ask('select * from parent')).toEqual([{ id: 'p' }])
  expect(ask("select name from sqlite_schema where name = 'extra'")).toEqual([])
})

test('every table is strict', async () => {
  const place = await freshPlace()
  file = place.url
  const loose = ask(`select name from pragma_table_list
    where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'`)
  expect(loose).toEqual([])
  await place.remove()
})
