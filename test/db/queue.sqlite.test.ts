/** SQLite's queue: one commit for all that wait, nobody answered before it, and nobody who makes it wait. */
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { hash } from '@node-rs/argon2'
import SqliteFile from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database, Db, OpenOptions } from '../../db/database.ts'
import { open } from '../../db/open.ts'
import { placeWith } from '../support/database.ts'
import type { Place } from '../support/database.ts'
import { aNote, note, tables } from './tables.ts'

let place: Place
let db: Database
let other: SqliteFile.Database
const start = async (options: OpenOptions = {}) => {
  place = await placeWith(tables)
  db = await open(place.url, options)
  other = new SqliteFile(place.url)
}
beforeEach(() => start())
afterEach(async () => {
  other.close()
  await db.close()
  await place.remove()
})

const add = (over: Partial<typeof note.$inferInsert> = {}) => db.write(async (tx) => { await tx.insert(note).values(aNote(over)) })
const committed = () => Number(other.prepare('select count(*) from note').pluck().get())
/** Pages in the write-ahead log: each commit adds at least one. */
const logged = () => other.prepare<[], { log: number }>('pragma wal_checkpoint(passive)').get()?.log ?? 0

test('works that wait together share a commit; works that come one by one do not', async () => {
  logged()
  await Promise.all(Array.from({ length: 50 }, () => add()))
  const together = logged()
  for (let times = 0; times < 50; times++) await add()
  expect(together).toBeLessThan(25)
  expect(logged() - together).toBeGreaterThanOrEqual(50)
})

test('nobody is answered, neither yes nor no, before the commit; everybody is after it', async () => {
  const answered: string[] = []
  const seen: [number, number][] = []
  const note1 = add().then(() => answered.push(`yes, ${committed()} committed`))
  const no = db.write(() => { throw new Error('no') }).catch(() => answered.push(`no, ${committed()} committed`))
  const last = db.write(async (tx) => {
    await tx.insert(note).values(aNote())
    seen.push([answered.length, committed()])
  })
  await Promise.all([note1, no, last])
  expect(seen).toEqual([[0, 0]])
  expect(answered).toEqual(['yes, 2 committed', 'no, 2 committed'])
})

test('a batch has at most the works that were allowed for it', async () => {
  other.close()
  await db.close()
  await place.remove()
  await start({ worksPerCommit: 2 })
  const seen: number[] = []
  await Promise.all(Array.from({ length: 5 }, () => db.write(async (tx) => {
    await tx.insert(note).values(aNote())
    seen.push(committed())
  })))
  expect(seen).toEqual([0, 0, 2, 2, 4])
})

const listen = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((_, answer) => answer.end('hello')).listen(0, '127.0.0.1', () => resolve(server))
  })
/** A module that nobody has imported yet. */
function moduleFile(): string {
  writeFileSync(`${place.url}.mjs`, 'export default 1')
  return `${place.url}.mjs`
}
const addressOf = (server: Server) => {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

test.each<[string, (url: string) => Promise<unknown>]>([
  ['a timer', () => pause(1)],
  ['an immediate', () => new Promise((resolve) => setImmediate(resolve))],
  ['the network', (url) => fetch(url)],
  ['a file', () => readFile(import.meta.filename)],
  ['a module', () => import(/* @vite-ignore */ moduleFile())],
  ['a password hash', () => hash('secret')],
])('a work that waits for %s is refused and undone, and its neighbours are not', async (_, wait) => {
  const server = await listen()
  let late: unknown
  const waiting = db.write(async (tx) => {
    await tx.insert(note).values(aNote({ text: 'waits' }))
    await wait(addressOf(server))
    late = await (async () => await tx.insert(note).values(aNote({ text: 'late' })))().catch((error: unknown) => error)
  })
  const [refused] = await Promise.allSettled([waiting, add({ text: 'before' }), add({ text: 'after' })])
  expect(refused).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('waited for something other') } })
  await vi.waitFor(() => expect(String(late)).toMatch(/transaction is over/))
  await add({ text: 'well again' })
  expect((await db.read.select().from(note)).map((row) => row.text)).toEqual(['before', 'after', 'well again'])
  server.close()
})

test('a work that never ends is refused too', async () => {
  await expect(db.write(() => new Promise(() => undefined))).rejects.toThrow(/waited for something other/)
  await add()
  expect(committed()).toBe(1)
})

test('a work that waits while the next batch runs cannot write into it', async () => {
  const seen: unknown[] = []
  let leaked: Db | undefined
  const waiting = db.write(async (tx) => {
    leaked = tx
    await pause(0)
    for (let times = 0; times < 50; times++) {
      seen.push(await (async () => await tx.insert(note).values(aNote({ text: 'stray' })))().catch((error: unknown) => error))
      await Promise.resolve()
    }
  })
  await expect(waiting).rejects.toThrow(/waited/)
  for (let times = 0; times < 20; times++) await add()
  expect(leaked).toBeDefined()
  expect(seen.every((error) => error instanceof Error)).toBe(true)
  expect(await db.read.select().from(note).where(eq(note.text, 'stray'))).toEqual([])
})

test('a read cannot write', async () => {
  await expect((async () => await db.read.insert(note).values(aNote()))()).rejects.toThrow(/readonly/)
})

test('a backup is whole, while writing goes on', async () => {
  await Promise.all(Array.from({ length: 200 }, () => add()))
  const file = `${place.url}.backup`
  await Promise.all([db.backup?.(file), ...Array.from({ length: 50 }, () => add())])
  const copy = new SqliteFile(file, { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(Number(copy.prepare('select count(*) from note').pluck().get())).toBeGreaterThanOrEqual(200)
  copy.close()
})
