import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { auditEvent, auditHead } from '../../db/schema/audit.ts'
import type { Database } from '../../db/database.ts'
import { checkChains, record } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { freshDatabase } from '../support/database.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const three = async () => {
  for (const what of ['round.made', 'round.opened', 'round.closed']) {
    await db.write((tx) => record(tx, { at: 1, by: 'p1', what, on: 'r1', roundId: 'r1', before: null, after: { state: what } }))
  }
}

test('events of one subject are numbered and chained, and the chain is whole', async () => {
  await three()
  const events = await listEvents(db.read, { roundId: 'r1' }, 10)
  expect(events.map((event) => event.sequence)).toEqual([3, 2, 1])
  expect(await checkChains(db.read)).toEqual([])
})

test('an altered event shows', async () => {
  await three()
  await db.write((tx) => tx.update(auditEvent).set({ actor: 'p2' }).where(eq(auditEvent.sequence, 2)))
  expect(await checkChains(db.read)).toEqual([{ subject: 'r1', fault: 'event 2 was altered' }])
})

test('a missing event shows, in the middle and at the end', async () => {
  await three()
  await db.write((tx) => tx.delete(auditEvent).where(eq(auditEvent.sequence, 3)))
  expect(await checkChains(db.read)).toEqual([{ subject: 'r1', fault: 'events after 2 are missing' }])
  await db.write((tx) => tx.delete(auditEvent).where(eq(auditEvent.sequence, 1)))
  expect(await checkChains(db.read)).toEqual([{ subject: 'r1', fault: 'event 1 is missing' }])
})

test('a removed head shows', async () => {
  await three()
  await db.write((tx) => tx.delete(auditHead))
  expect(await checkChains(db.read)).toEqual([{ subject: 'r1', fault: 'the head is missing' }])
})

test('an event of a transaction that is rolled back never existed', async () => {
  await expect(
    db.write(async (tx) => {
      await record(tx, { at: 1, by: 'p1', what: 'round.made', on: 'r1' })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await listEvents(db.read, {}, 10)).toEqual([])
})

test('of events of one subject that race each gets its number, and the chain stays whole', async () => {
  const racing = Array.from({ length: 20 }, (_, index) =>
    db.write((tx) => record(tx, { at: index, by: `p${index}`, what: 'round.changed', on: 'r1', roundId: 'r1', after: { index } })))
  await Promise.all(racing)
  const events = await listEvents(db.read, { roundId: 'r1' }, 50)
  expect(events.map(({ sequence }) => sequence).toSorted((one, other) => one - other)).toEqual(racing.map((_, index) => index + 1))
  expect(await checkChains(db.read)).toEqual([])
})
