import { test, expect } from 'vitest'
import { readBoard } from '../../src/overview/board-queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
test('x', async () => {
  const db = await freshDatabase()
  const forms = await thePapers(db)
  const round = await aRound(db, forms)
  await anEnrolment(db, (await aPerson(db)).id, round.id, { startsAt: NOW })
  await anEnrolment(db, (await aPerson(db)).id, round.id, { startsAt: NOW + 10000000 })
  await db.write((tx) => startDueEnrolments(tx, NOW, 10))
  console.log(JSON.stringify(await readBoard(db.read, { roundId: round.id, show: 'all', text: '', page: 1 }, NOW), null, 1))
  console.log(JSON.stringify(await readBoard(db.read, { roundId: round.id, show: 'quiet', text: 'x', page: 1 }, NOW), null, 1))
  await db.close()
})
