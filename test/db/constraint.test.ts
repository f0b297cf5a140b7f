/** Both engines' refusals read the same. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isUniqueViolation, violatedConstraint, violation } from '../../db/constraint.ts'
import type { Database, Db } from '../../db/database.ts'
import { engine } from '../../db/dialect.ts'
import { faultOf, unavailable } from '../../db/fault.ts'
import { databaseWith } from '../support/database.ts'
import { aNote, label, note, tables } from './tables.ts'

let db: Database
beforeEach(async () => {
  db = await databaseWith(tables)
  await db.write(async (tx) => {
    await tx.insert(note).values([aNote({ id: 'a', text: 'taken' }), aNote({ id: 'b', text: 'Upper', revision: 7, isLive: false })])
    await tx.insert(label).values({ noteId: 'a', name: 'x', rank: 1 })
  })
})
afterEach(() => db.close())

const errorOf = (work: (tx: Db) => PromiseLike<unknown>): Promise<unknown> =>
  db.write(async (tx) => { await work(tx) }).then(() => undefined, (error: unknown) => error)

test.each<[string, (tx: Db) => PromiseLike<unknown>]>([
  ['note_one_live', (tx) => tx.insert(note).values(aNote({ text: 'taken', revision: 1 }))],
  ['note_text_lower', (tx) => tx.insert(note).values(aNote({ text: 'UPPER', revision: 7 }))],
  ['note_pkey', (tx) => tx.insert(note).values(aNote({ id: 'a' }))],
  ['label_pkey', (tx) => tx.insert(label).values({ noteId: 'a', name: 'x' })],
  ['label_rank', (tx) => tx.insert(label).values({ noteId: 'a', name: 'y', rank: 1 })],
])('a row that is there already is refused by %s', async (name, work) => {
  const error = await errorOf(work)
  expect(isUniqueViolation(error, name)).toBe(true)
  expect(isUniqueViolation(error, 'another')).toBe(false)
  expect(unavailable(error)).toBeUndefined()
})

test('a check, a foreign key and a missing value are told apart', async () => {
  const check = await errorOf((tx) => tx.insert(note).values(aNote({ revision: -1 })))
  expect(violation(check)).toEqual({ kind: 'check', names: ['note_revision'] })
  expect(violatedConstraint(check)).toBe('note_revision')
  const orphan = await errorOf((tx) => tx.insert(label).values({ noteId: 'nobody', name: 'x' }))
  expect(violation(orphan)?.kind).toBe('foreignKey')
  expect(violatedConstraint(orphan)).toBe(engine === 'sqlite' ? 'foreignKey' : 'label_note_id_note_id_fk')
})

test('it can be asked inside the work too, and an error of another kind is none', async () => {
  const found = await errorOf(async (tx) => {
    try {
      await tx.insert(note).values(aNote({ text: 'taken', revision: 1 }))
    } catch (error) {
      throw new Error(violatedConstraint(error))
    }
  })
  expect(found).toMatchObject({ message: 'note_one_live' })
  expect(violatedConstraint(new Error('note_one_live'))).toBeUndefined()
  expect(violatedConstraint(undefined)).toBeUndefined()
  expect(faultOf(Object.assign(new Error('no'), { code: 'EPIPE' }))).toBeUndefined()
})
