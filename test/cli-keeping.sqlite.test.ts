/** Backup, restore and check on SQLite. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database.ts'
import { open } from '../db/open.ts'
import { HOUR } from '../src/clock.ts'
import { runCli } from '../src/cli.ts'
import { handInAndTell } from '../src/delivery/closing.ts'
import { execute, freshPlace } from './support/database.ts'
import type { Place } from './support/database.ts'
import { NOW } from './support/builders.ts'
import { missingIn, saveAllTheTime, sittersIn } from './support/savers.ts'

let place: Place
let db: Database
let folder: string
const inFolder = (name: string) => join(folder, name)

beforeEach(async () => {
  place = await freshPlace()
  db = await open(place.url)
  folder = mkdtempSync(join(tmpdir(), 'toetsronde-keeping-'))
})
afterEach(async () => {
  await db.close()
  await place.remove()
  rmSync(folder, { recursive: true })
})

async function runAt(url: string, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(args, { DATABASE_URL: url }, (line) => out.push(line), (line) => err.push(line))
  return { code, out, err }
}
const run = (...args: string[]) => runAt(place.url, ...args)

async function someoneHandedIn() {
  const [sitter] = await sittersIn(db, 1)
  if (sitter === undefined) throw new Error('one sitter was expected')
  await sitter.save('Ik luister eerst.')
  const { attemptId, personId, graceMs } = sitter
  await db.write((tx) => handInAndTell(tx, { attemptId, personId, graceMs }, NOW + HOUR))
  return sitter
}

test('a backup made while 50 people save, restored into an empty folder, passes check and holds every save acknowledged before', async () => {
  const saving = saveAllTheTime(await sittersIn(db, 50))
  await saving.until(200)
  const before = saving.acknowledged()
  expect(await run('backup', inFolder('copy.sqlite'))).toMatchObject({ code: 0, err: [] })
  await saving.until(saving.acknowledged().size + 50)
  await saving.stop()

  const restored = inFolder('new/toetsronde.sqlite')
  expect(await runAt(restored, 'restore', inFolder('copy.sqlite'))).toMatchObject({ code: 0, err: [] })
  expect(await runAt(restored, 'check')).toMatchObject({ code: 0, err: [] })
  expect(before.size).toBeGreaterThanOrEqual(200)
  expect(await missingIn(restored, before)).toEqual([])
}, 60_000)

test('a backup is one file for its owner alone, and does not take the place of another', async () => {
  expect((await run('backup', inFolder('copy.sqlite'))).code).toBe(0)
  expect(readdirSync(folder)).toEqual(['copy.sqlite'])
  expect(statSync(inFolder('copy.sqlite')).mode & 0o777).toBe(0o600)
  expect(await run('backup', inFolder('copy.sqlite'))).toMatchObject({ code: 1, err: [expect.stringContaining('exists already')] })
  expect(await run('backup', inFolder('nowhere/copy.sqlite'))).toMatchObject({ code: 1, err: [expect.stringContaining('no folder')] })
  expect(await runAt(inFolder('none.sqlite'), 'backup', inFolder('b.sqlite'))).toMatchObject({ code: 1, err: [expect.stringContaining('no database')] })
  expect(existsSync(inFolder('none.sqlite'))).toBe(false)
})

test('restore leaves a database that is there alone, unless forced: then the old one is kept', async () => {
  const url = inFolder('db.sqlite')
  await runAt(url, 'user', 'create', '--name', 'Bea', '--email', 'bea@voorbeeld.nl')
  await runAt(url, 'backup', inFolder('copy.sqlite'))
  await runAt(url, 'user', 'create', '--name', 'Cor', '--email', 'cor@voorbeeld.nl')
  expect(await runAt(url, 'restore', inFolder('copy.sqlite'))).toMatchObject({ code: 1, err: [expect.stringContaining('--force')] })
  expect(emailsIn(url)).toEqual(['bea@voorbeeld.nl', 'cor@voorbeeld.nl'])

  expect(await runAt(url, 'restore', inFolder('copy.sqlite'), '--force')).toMatchObject({ code: 0, err: [] })
  expect(emailsIn(url)).toEqual(['bea@voorbeeld.nl'])
  const kept = readdirSync(folder).find((name) => name.startsWith('db.sqlite.before-'))
  expect(emailsIn(inFolder(kept ?? ''))).toEqual(['bea@voorbeeld.nl', 'cor@voorbeeld.nl'])
})

test('restore refuses while the program has the database open, and changes nothing', async () => {
  await run('backup', inFolder('copy.sqlite'))
  expect(await run('restore', inFolder('copy.sqlite'), '--force')).toMatchObject({ code: 1, err: [expect.stringContaining('stop it first')] })
  await someoneHandedIn()
  expect((await run('check')).code).toBe(0)
})

test('a log without its database is something too: a new database beside it would swallow it', async () => {
  await run('backup', inFolder('copy.sqlite'))
  writeFileSync(inFolder('db.sqlite-wal'), 'what is left of another database')
  expect((await runAt(inFolder('db.sqlite'), 'restore', inFolder('copy.sqlite'))).code).toBe(1)
  expect((await runAt(inFolder('db.sqlite'), 'restore', inFolder('copy.sqlite'), '--force')).code).toBe(0)
  expect(existsSync(inFolder('db.sqlite-wal'))).toBe(false)
  expect((await runAt(inFolder('db.sqlite'), 'check')).code).toBe(0)
})

test('restore puts nothing in place that is damaged, unknown, newer or not there', async () => {
  await someoneHandedIn()
  await run('backup', inFolder('copy.sqlite'))
  writeFileSync(inFolder('text.sqlite'), 'this is no database '.repeat(100))
  await execute(inFolder('other.sqlite'), ['create table note (id text)'])
  await runAt(inFolder('newer.sqlite'), 'restore', inFolder('copy.sqlite'))
  await execute(inFolder('newer.sqlite'), ["insert into __drizzle_migrations (hash, created_at) values ('of tomorrow', 9999999999999)"])
  await runAt(inFolder('orphans.sqlite'), 'restore', inFolder('copy.sqlite'))
  await execute(inFolder('orphans.sqlite'), ['pragma foreign_keys = off', 'delete from person'])
  for (const [name, why] of [['text', 'as a database'], ['other', 'no database of this program'], ['newer', 'newer version'], ['orphans', 'refers to'], ['gone', 'no file']]) {
    const { code, err } = await runAt(inFolder('target.sqlite'), 'restore', inFolder(`${name}.sqlite`))
    expect({ code, err }).toEqual({ code: 1, err: [expect.stringContaining(why ?? '')] })
  }
  expect(readdirSync(folder).filter((name) => name.startsWith('target'))).toEqual([])
})

test('check tells a damaged file and one that is behind', async () => {
  expect(await runAt(inFolder('none.sqlite'), 'check')).toMatchObject({ code: 1, err: [expect.stringContaining('no database')] })
  await execute(inFolder('old.sqlite'), ['create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)'])
  expect((await runAt(inFolder('old.sqlite'), 'check')).code).toBe(1)
  await someoneHandedIn()
  await run('backup', inFolder('copy.sqlite'))
  writeFileSync(inFolder('copy.sqlite'), 'broken', { flag: 'r+' })
  expect((await runAt(inFolder('copy.sqlite'), 'check')).code).toBe(1)
})

function emailsIn(file: string): unknown[] {
  const client = new SqliteFile(file)
  const found = client.prepare('select email from person order by email').pluck().all()
  client.close()
  return found
}
