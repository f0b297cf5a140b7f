/** People are found however somebody types their name. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { changeDetails } from '../../src/identity/actions.ts'
import { searchPeople } from '../../src/identity/queries.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const found = async (text: string) => (await searchPeople(db.read, { text, page: 1 })).people.map(({ name }) => name)

test.each(['özlem', 'OZLEM', 'Özlem', 'ozlem de'])('%s finds Özlem, whatever the capitals and accents', async (text) => {
  await aPerson(db, { name: 'Özlem Demir' })
  await aPerson(db, { name: 'Jan Pieters' })
  expect(await found(text)).toEqual(['Özlem Demir'])
})

test('signs of a pattern are searched as they are', async () => {
  await aPerson(db, { name: 'Een % Procent' })
  await aPerson(db, { name: 'Jan Pieters' })
  expect([await found('%'), await found('_')]).toEqual([['Een % Procent'], []])
})

test('who changes their name is found by the new one alone', async () => {
  const { id } = await aPerson(db, { name: 'Renée Oud' })
  await db.write((tx) => changeDetails(tx, id, { name: 'Renée Nieuw' }, id, NOW))
  expect([await found('renee nieuw'), await found('oud')]).toEqual([['Renée Nieuw'], []])
})
