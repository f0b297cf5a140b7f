/** A full disk, a lock held elsewhere, a database that may not be written: refused, and all is well after. */
import SqliteFile from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asDb } from '../../db/database.ts'
import { DatabaseUnavailable, unavailable } from '../../db/fault.ts'
import { open } from '../../db/open.ts'
import { writeQueue } from '../../db/sqlite-queue.ts'
import type { WriteQueue } from '../../db/sqlite-queue.ts'
import { placeWith } from '../support/database.ts'
import type { Place } from '../support/database.ts'
import { aNote, note, tables } from './tables.ts'

let place: Place
let writer: SqliteFile.Database
let queue: WriteQueue
beforeEach(async () => {
  place = await placeWith(tables)
  writer = new SqliteFile(place.url)
  writer.pragma('journal_mode = WAL')
  queue = writeQueue(writer, asDb(drizzle(writer)), 64)
})
afterEach(async () => {
  await queue.finish()
  writer.close()
  await place.remove()
})

const add = (text: string) => queue.write(async (tx) => { await tx.insert(note).values(aNote({ text })) })
const texts = () => writer.prepare('select substr(text, 1, 10) from note order by id').pluck().all()
const outcomes = async (works: Promise<unknown>[]) =>
  (await Promise.allSettled(works)).map((result) => result.status === 'fulfilled' ? 'kept' : result.reason instanceof DatabaseUnavailable ? 'unavailable' : String(result.reason))

test('on a full disk what does not fit is refused as unavailable, what was acknowledged is there, and all is well after', async () => {
  const big = 'x'.repeat(400_000)
  writer.pragma('max_page_count = 40')
  const said = await outcomes([add('small one'), add(`${big} first`), add('small two'), queue.write(() => { throw new Error('mine') })])
  expect(said[1]).toBe('unavailable')
  const kept = ['small one', undefined, 'small two'].filter((text, at) => text !== undefined && said[at] === 'kept')
  expect(texts()).toEqual(kept)
  writer.pragma('max_page_count = 100000')
  expect(await outcomes([add(`${big} again`), add('well')])).toEqual(['kept', 'kept'])
})

test('when SQLite gives up the whole transaction, all who wrote in it are refused and the rest still run', async () => {
  const own = () => queue.write(() => { throw new RangeError('mine') })
  const giveUp = () => queue.write(() => {
    writer.prepare('rollback').run()
    throw new SqliteFile.SqliteError('database or disk is full', 'SQLITE_FULL')
  })
  expect(await outcomes([add('lost'), own(), giveUp(), add('next'), add('one more')]))
    .toEqual(['unavailable', 'RangeError: mine', 'unavailable', 'kept', 'kept'])
  expect(texts()).toEqual(['next', 'one more'])
})

test('while another process holds the lock writing is unavailable, and all is well after', async () => {
  const db = await open(place.url, { busyTimeoutMs: 20 })
  const other = new SqliteFile(place.url)
  other.exec('begin immediate')
  await expect(db.write(() => 1)).rejects.toBeInstanceOf(DatabaseUnavailable)
  const signUp = (async () => await db.auth.insert(note).values(aNote()))()
  expect(unavailable(await signUp.catch((error: unknown) => error))).toBeInstanceOf(DatabaseUnavailable)
  expect(await db.read.select().from(note)).toEqual([])
  other.exec('commit')
  other.close()
  expect(await db.write(() => 1)).toBe(1)
  await db.close()
})

test('a database that may not be written is unavailable for writing', async () => {
  writer.pragma('query_only = ON')
  expect(await outcomes([add('no')])).toEqual(['unavailable'])
  writer.pragma('query_only = OFF')
  expect(await outcomes([add('well')])).toEqual(['kept'])
})
