/** What only a server with many connections can do to us. */
import { AsyncResource } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { engine } from '../../db/dialect.ts'
import { DatabaseUnavailable, loggable, unavailable } from '../../db/fault.ts'
import { databaseWith } from '../support/database.ts'
import { aNote, note, tables } from './tables.ts'

describe.runIf(engine === 'postgres')('on PostgreSQL', () => {
  let db: Database
  beforeEach(async () => {
    db = await databaseWith(tables, { retryForMs: 2_000, idleInTransactionMs: 200, poolSize: 8 })
    await db.write(async (tx) => { await tx.insert(note).values(aNote({ id: 'counter', text: 'counter' })) })
  })
  afterEach(() => db.close())

  const counted = async () => (await db.read.select().from(note).where(eq(note.id, 'counter')))[0]?.revision
  const killMe = sql<boolean>`pg_terminate_backend(pg_backend_pid())`

  test('transactions that collide run again until each has counted', async () => {
    let runs = 0
    await Promise.all(Array.from({ length: 20 }, () => db.write(async (tx) => {
      runs++
      const [row] = await tx.select().from(note).where(eq(note.id, 'counter'))
      await tx.update(note).set({ revision: (row?.revision ?? 0) + 1 }).where(eq(note.id, 'counter'))
    })))
    expect(await counted()).toBe(20)
    expect(runs).toBeGreaterThan(20)
  })

  test('one that keeps colliding is given up as unavailable', async () => {
    const collide = AsyncResource.bind(async () => { await db.auth.update(note).set({ revision: sql`${note.revision} + 1` }) })
    await expect(db.write(async (tx) => {
      await tx.select().from(note)
      await collide()
      await tx.update(note).set({ revision: 0 }).where(eq(note.id, 'counter'))
    })).rejects.toBeInstanceOf(DatabaseUnavailable)
  })

  test('who looked first and lost the race sees the winner the second time', async () => {
    const win = AsyncResource.bind(async () => { await db.auth.insert(note).values(aNote({ id: 'winner', text: 'same' })) })
    const saw: number[] = []
    const outcome = await db.write(async (tx) => {
      const found = await tx.select().from(note).where(eq(note.text, 'same'))
      saw.push(found.length)
      if (found.length > 0) return 'there already'
      await win()
      await tx.insert(note).values(aNote({ text: 'same' }))
      return 'added'
    })
    expect(outcome).toBe('there already')
    expect(saw).toEqual([0, 1])
  })

  test('a work that goes on after a failed query is not acknowledged', async () => {
    const work = db.write(async (tx) => {
      await tx.update(note).set({ revision: 5 })
      await (async () => await tx.insert(note).values(aNote({ text: 'counter' })))().catch(() => undefined)
      return 'done'
    })
    await expect(work).rejects.toThrow(/went on after a query/)
    expect(await counted()).toBe(0)
  })

  test('a lost connection is unavailable, and all is well after', async () => {
    await expect(db.write(async (tx) => { await tx.select({ gone: killMe }).from(note) })).rejects.toBeInstanceOf(DatabaseUnavailable)
    const reading = (async () => await db.read.select({ gone: killMe }).from(note))()
    expect(unavailable(await reading.catch((error: unknown) => error))).toBeInstanceOf(DatabaseUnavailable)
    await db.write(async (tx) => { await tx.update(note).set({ revision: 9 }) })
    expect(await counted()).toBe(9)
  })

  test('a work that waits too long is ended by the server, and holds up nobody after that', async () => {
    const waiting = db.write(async (tx) => {
      await tx.update(note).set({ revision: 7 })
      await pause(600)
      await tx.update(note).set({ revision: 8 })
    })
    await expect(waiting).rejects.toBeInstanceOf(DatabaseUnavailable)
    expect(await counted()).toBe(0)
  })

  test('what is logged of a failed query quotes nothing of what was written', async () => {
    const failed = (async () => await db.auth.insert(note).values(aNote({ id: 'counter', text: 'private' })))()
    const error = await failed.catch((error: unknown) => error)
    if (!(error instanceof Error)) throw new Error('it should have failed')
    const logged = loggable(error)
    expect(logged).toMatchObject({ code: '23505', constraint: 'note_pkey' })
    expect(JSON.stringify(logged)).not.toMatch(/private|counter/)
  })

  test('nobody answers at a wrong address: unavailable', async () => {
    const { open } = await import('../../db/open.ts')
    await expect(open('postgres://postgres@127.0.0.1:1/none')).rejects.toBeInstanceOf(DatabaseUnavailable)
  })
})
