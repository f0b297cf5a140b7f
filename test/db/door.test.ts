/** What holds of `write`, `read` and `auth` on both engines. */
import { AsyncResource } from 'node:async_hooks'
import { count, eq, sql, sum } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database, Db } from '../../db/database.ts'
import { engine } from '../../db/dialect.ts'
import { DatabaseUnavailable } from '../../db/fault.ts'
import { databaseWith } from '../support/database.ts'
import { aNote, note, tables } from './tables.ts'

let db: Database
beforeEach(async () => { db = await databaseWith(tables) })
afterEach(() => db.close())

const texts = async (from: Db = db.read) => (await from.select({ text: note.text }).from(note).orderBy(note.id)).map((row) => row.text)
const add = (over: Partial<typeof note.$inferInsert> = {}) => db.write(async (tx) => { await tx.insert(note).values(aNote(over)) })
/** Calls the function as if from elsewhere, also from within a work. */
const fromOutside = <T>(work: () => Promise<T>) => AsyncResource.bind(work)

test('the live writing connection says that it loses nothing', async () => {
  const { safe, settings } = await db.durability()
  expect(safe).toBe(true)
  expect(settings).toMatchObject(engine === 'sqlite' ? { journal_mode: 'wal', synchronous: 'full', foreign_keys: 'on' } : { synchronous_commit: 'on' })
})

test('what a work gives back is what write gives back, once others can read it', async () => {
  const given = await db.write(async (tx) => (await tx.insert(note).values(aNote({ text: 'kept' })).returning({ text: note.text }))[0])
  expect(given).toEqual({ text: 'kept' })
  expect(await texts()).toEqual(['kept'])
})

test('a work may return the query itself', async () => {
  await db.write((tx) => tx.insert(note).values(aNote({ text: 'kept' })))
  expect(await texts()).toEqual(['kept'])
})

test('a work that throws leaves nothing behind, and its neighbours are unharmed', async () => {
  const results = await Promise.allSettled([
    add({ text: 'before' }),
    db.write(async (tx) => {
      await tx.insert(note).values(aNote({ text: 'undone' }))
      throw new RangeError('no')
    }),
    add({ text: 'after' }),
  ])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({ reason: expect.any(RangeError) })
  expect(new Set(await texts())).toEqual(new Set(['before', 'after']))
})

test('a work sees what it wrote; a read elsewhere sees only what was committed', async () => {
  const readElsewhere = fromOutside(() => texts())
  const seen = await db.write(async (tx) => {
    await tx.insert(note).values(aNote({ text: 'mine' }))
    return { mine: await texts(tx), elsewhere: await readElsewhere() }
  })
  expect(seen).toEqual({ mine: ['mine'], elsewhere: [] })
})

test('tx works in its own turn only', async () => {
  let leaked: Db | undefined
  await db.write((tx) => { leaked = tx })
  const late = leaked ?? db.read
  await expect((async () => await texts(late))()).rejects.toThrow(/transaction is over/)
  const useElsewhere = fromOutside(() => texts(late))
  await db.write(async () => {
    await expect(useElsewhere()).rejects.toThrow(/transaction is over/)
  })
})

test('a query prepared by hand does not slip out of its turn either', async () => {
  let leaked: { execute(): unknown } | undefined
  await db.write(async (tx) => { leaked = tx.insert(note).values(aNote()).prepare() })
  await expect((async () => await leaked?.execute())()).rejects.toThrow(/transaction is over/)
  expect(await texts()).toEqual([])
})

test.each(['write', 'read', 'auth'] as const)('inside a work, %s is refused', async (door) => {
  const used = db.write(async (tx) => {
    await tx.insert(note).values(aNote())
    await (door === 'write' ? add() : texts(db[door]))
  })
  await expect(used).rejects.toThrow(/inside a transaction/)
  expect(await texts()).toEqual([])
})

test('better-auth never becomes part of an open transaction', async () => {
  const signUp = fromOutside(async () => { await db.auth.insert(note).values(aNote({ text: 'account' })) })
  let outcome: PromiseSettledResult<void> | undefined
  await db.write(async (tx) => {
    await tx.insert(note).values(aNote({ text: 'undone' }))
    outcome = (await Promise.allSettled([signUp()]))[0]
    throw new Error('undo')
  }).catch(() => undefined)
  // SQLite has one writing connection, so it says no; PostgreSQL gives it another one.
  expect(outcome?.status).toBe(engine === 'sqlite' ? 'rejected' : 'fulfilled')
  expect(await texts()).toEqual(engine === 'sqlite' ? [] : ['account'])
  await db.auth.insert(note).values(aNote({ text: 'later' }))
  expect(await texts()).toContain('later')
})

test('of 5,000 honest works none is refused', async () => {
  const total = engine === 'sqlite' ? 5_000 : 200
  await Promise.all(Array.from({ length: total }, () => db.write(async (tx) => {
    const [row] = await tx.insert(note).values(aNote()).returning()
    await Promise.all([1, 2].map(async () => await tx.select().from(note).where(eq(note.id, row?.id ?? ''))))
    return (async () => (await tx.update(note).set({ revision: 1 }).where(eq(note.id, row?.id ?? ''))))()
  })))
  expect(await db.read.select({ count: count(), sum: sum(note.revision).mapWith(Number) }).from(note)).toEqual([{ count: total, sum: total }])
}, 60_000)

test('counts and sums are numbers, also without being told', async () => {
  await add({ revision: 2, writtenAt: 1_700_000_000_000 })
  const [row] = await db.read.select({ n: sql`count(*)`, s: sql`sum(${note.revision})`, at: sql`sum(${note.writtenAt})` }).from(note)
  expect(row).toEqual({ n: 1, s: 2, at: 1_700_000_000_000 })
})

test('every kind of column gives back what it was given, and keeps the order of keys', async () => {
  const full = {
    ...aNote(), revision: 3, isLive: false, isRead: true, writtenAt: 1_800_000_000_123, sentAt: new Date(1_800_000_000_456),
    extra: { b: 1, a: [null, 'x'], ab: 0.5 }, weight: 0.1,
  }
  const empty = { ...aNote(), revision: 0, isLive: true, isRead: null, writtenAt: null, sentAt: null, extra: null, weight: null }
  await db.write(async (tx) => { await tx.insert(note).values([full, empty]) })
  const rows = await db.read.select().from(note).orderBy(note.id)
  expect(rows).toEqual([full, empty])
  expect(JSON.stringify(rows[0]?.extra)).toBe(JSON.stringify(full.extra))
  await db.write(async (tx) => { await tx.update(note).set({ extra: '12' }) })
  expect((await db.read.select().from(note))[0]?.extra).toBe('12')
})

test('closing finishes what was asked before, and refuses what comes after', async () => {
  const other = await databaseWith(tables)
  const asked = Array.from({ length: 150 }, () => other.write(async (tx) => (await tx.insert(note).values(aNote()).returning()).length))
  const closed = other.close()
  await expect(other.write(() => 1)).rejects.toBeInstanceOf(DatabaseUnavailable)
  await closed
  expect((await Promise.all(asked)).length).toBe(150)
})

test('it answers a ping', async () => {
  await db.ping()
})
