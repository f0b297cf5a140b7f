import { expect, test } from 'vitest'
import { seedDemo } from '../../src/demo/seed/seed.ts'
import { freshDatabase } from '../support/database.ts'
import { PROMISED, standings } from '../support/demo.ts'

test.each([
  ['just after midnight', Date.UTC(2026, 10, 21, 23, 4)],
  ['in the night that clocks go back', Date.UTC(2026, 9, 25, 1, 30)],
  ['in the night that clocks go forward', Date.UTC(2027, 2, 28, 1, 30)],
  ['late on New Year’s Eve', Date.UTC(2026, 11, 31, 22, 59)],
])('the demonstration comes about %s as at any other time', async (_when, now) => {
  const db = await freshDatabase()
  await seedDemo(db, { graceMs: 60_000, baseUrl: 'http://localhost:3000' }, { now })
  expect(await standings(db, now)).toEqual(PROMISED)
  await db.close()
}, 300_000)
