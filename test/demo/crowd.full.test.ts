import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { MINUTE } from '../../src/clock.ts'
import { listSealsAfter } from '../../src/delivery/queries.ts'
import { digestOf } from '../../src/delivery/sealing.ts'
import { seedDemo } from '../../src/demo/seed/seed.ts'
import { countPlaces } from '../../src/enrolment/queries.ts'
import { searchPeople } from '../../src/identity/queries.ts'
import { listRounds } from '../../src/rounds/queries.ts'
import { NOW } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { startApp } from '../support/app.ts'

const MANY = 300

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
  await seedDemo(db, { graceMs: MINUTE, baseUrl: 'http://localhost:3000' }, { now: NOW, candidates: MANY })
}, 300_000)
afterAll(() => db.close())

test('a crowd of candidates has its places, seals that hold and audit chains that are whole', async () => {
  expect((await searchPeople(db.read, { text: '', page: 1 })).total).toBeGreaterThan(MANY)
  const large = (await listRounds(db.read)).filter(({ name }) => name.startsWith('Grote toetsronde'))
  const places = []
  for (const { id } of large) places.push(await countPlaces(db.read, id, NOW))
  expect(places.reduce((sum, one) => sum + one, 0)).toBe(MANY)
  const seals = await listSealsAfter(db.read, '', 5_000)
  expect(seals.length).toBeGreaterThan(MANY / 2)
  expect(seals.filter(({ snapshot, sha256 }) => digestOf(snapshot) !== sha256)).toEqual([])
  expect(await checkChains(db.read)).toEqual([])
})

test('the clock goes on with a crowd as with anybody else', async () => {
  const app = await startApp({ db: { ...db, close: async () => undefined }, demo: true })
  app.clock.forward(4 * 24 * 60 * MINUTE)
  await app.runJobs()
  expect(await checkChains(db.read)).toEqual([])
  const seals = await listSealsAfter(db.read, '', 5_000)
  expect(seals.some(({ by, madeAt }) => by === 'deadline' && madeAt > NOW)).toBe(true)
}, 300_000)
