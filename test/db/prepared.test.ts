/** Prepared queries do what built ones do: same values, same transaction. */
import { and, desc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { databaseWith } from '../support/database.ts'
import { aNote, note, tables } from './tables.ts'

type NewNote = Pick<typeof note.$inferSelect, 'id' | 'text' | 'isRead' | 'sentAt' | 'extra'>

const putNote = prepared('put_note', (db, value: Values<NewNote>) =>
  db.insert(note)
    .values({ id: value('id'), text: value('text'), isRead: value('isRead'), sentAt: value('sentAt'), extra: value('extra') })
    .onConflictDoUpdate({
      target: note.id,
      set: { text: value('text', note.text), isRead: value('isRead', note.isRead), extra: value('extra', note.extra) },
    })
    .returning())

const listNotes = prepared('list_notes', (db, value: Values<{ isRead: boolean; limit: number }>) =>
  db.select({ id: note.id }).from(note)
    .where(and(eq(note.isRead, value('isRead', note.isRead)), eq(note.isLive, true)))
    .orderBy(desc(note.id)).limit(value('limit')))

const removeNote = prepared('remove_note', (db, value: Values<{ id: string }>) => db.delete(note).where(eq(note.id, value('id'))))

let db: Database
beforeEach(async () => { db = await databaseWith(tables) })
afterEach(() => db.close())

const given = (over: Partial<NewNote> = {}): NewNote => ({ ...aNote(), isRead: null, sentAt: null, extra: null, ...over })

test('values are stored as their columns store them, and nothing as nothing', async () => {
  const full = given({ isRead: true, sentAt: new Date(5), extra: { b: 1, a: 2 } })
  const empty = given()
  const rows = await db.write(async (tx) => [await putNote(tx, full), await putNote(tx, empty)])
  expect(rows.flat()).toMatchObject([full, empty])
  const [changed] = await db.write((tx) => putNote(tx, { ...full, isRead: false, extra: null }))
  expect(changed).toMatchObject({ ...full, isRead: false, extra: null })
})

test('the same query runs on the reading and on the writing connection', async () => {
  for (const id of ['a', 'b', 'c']) await db.write((tx) => putNote(tx, given({ id, isRead: id !== 'b' })))
  expect(await listNotes(db.read, { isRead: true, limit: 5 })).toEqual([{ id: 'c' }, { id: 'a' }])
  expect(await db.write((tx) => listNotes(tx, { isRead: true, limit: 1 }))).toEqual([{ id: 'c' }])
  await db.write(async (tx) => { await removeNote(tx, { id: 'c' }) })
  expect(await listNotes(db.read, { isRead: true, limit: 5 })).toEqual([{ id: 'a' }])
})

test('a prepared query is rolled back with its transaction, each time', async () => {
  await db.write((tx) => putNote(tx, given({ id: 'kept', isRead: true })))
  for (let times = 0; times < 3; times++) {
    await expect(db.write(async (tx) => {
      await putNote(tx, given({ id: 'undone', isRead: true }))
      expect(await listNotes(tx, { isRead: true, limit: 5 })).toHaveLength(2)
      throw new Error('undo')
    })).rejects.toThrow('undo')
    expect(await listNotes(db.read, { isRead: true, limit: 5 })).toEqual([{ id: 'kept' }])
  }
})

test('a prepared query keeps to its turn', async () => {
  await db.write((tx) => putNote(tx, given()))
  const tx = await db.write((tx) => ({ tx }))
  await expect(putNote(tx.tx, given())).rejects.toThrow(/transaction is over/)
  await expect(db.write(() => listNotes(db.read, { isRead: true, limit: 1 }))).rejects.toThrow(/inside a transaction/)
})
