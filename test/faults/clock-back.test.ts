/** The machine's clock is put back an hour while people write. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { open } from '../../db/open.ts'
import { jobsOf } from '../../src/app.ts'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { lastSealOf, listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { startLoop } from '../../src/jobs/loop.ts'
import { listLeases } from '../../src/jobs/queries.ts'
import { aPerson, anEnrolment, NOW } from '../support/builders.ts'
import { execute, freshDatabase, freshPlace } from '../support/database.ts'
import { spawnServer } from '../support/server.ts'
import { atWork } from './at-work.ts'
import type { AtWork } from './at-work.ts'

let work: AtWork
beforeEach(async () => {
  work = await atWork(await freshDatabase())
})
afterEach(async () => {
  vi.useRealTimers()
  await work.stop()
})

/** Both clocks that the program reads: the one that is handed on, and the machine's own, which ids and sessions know. */
function setBack(ms: number): void {
  work.app.clock.setAhead(work.app.clock.aheadMs - ms)
  vi.setSystemTime(Date.now() - ms)
}

const deadlineOn = async () => /<time[^>]*datetime="([^"]+)"/.exec(await (await work.browser(work.path)).text())?.[1]

test('what is typed after the clock went back is saved over what was typed before it, and the history has both in that order', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const deadline = await deadlineOn()
  expect((await work.save('Voor de sprong.')).status).toBe(200)
  setBack(HOUR)
  expect((await work.save('Na de sprong.')).status).toBe(200)
  expect(await work.standing()).toMatchObject({ text: 'Na de sprong.', revision: 2 })
  expect((await work.history()).map(({ text }) => text)).toEqual(['Na de sprong.', 'Voor de sprong.'])
  expect(await deadlineOn()).toBe(deadline)
  setBack(-HOUR)
  expect((await work.save('Weer goed.')).status).toBe(200)
  expect(await work.standing()).toMatchObject({ text: 'Weer goed.', revision: 3 })
  expect((await work.history()).map(({ text }) => text)).toEqual(['Weer goed.', 'Na de sprong.', 'Voor de sprong.'])
})

test('every job goes on at once: who starts now begins', async () => {
  const { app, roundId } = work
  const { db, clock, deps } = app
  const jobs = jobsOf(deps)
  const loop = startLoop({ db, clock, log: deps.log }, jobs, 10)
  const haveAllRun = async () => {
    const leases = await listLeases(db.read)
    return leases.length === jobs.length && leases.every(({ ranAt, until }) => ranAt === clock.now() && until <= clock.now())
  }
  await expect.poll(haveAllRun, { timeout: 10_000 }).toBe(true)
  clock.setAhead(-HOUR)
  const person = await aPerson(db)
  const enrolment = await anEnrolment(db, person.id, roundId, { startsAt: NOW - HOUR })
  await expect.poll(haveAllRun, { timeout: 10_000 }).toBe(true)
  clock.forward(MINUTE)
  await expect.poll(async () => (await listEnrolmentAttempts(db.read, enrolment.id)).length, { timeout: 10_000 }).toBe(2)
  await loop.stop()
})

test('work that was sealed at its deadline stays sealed when the clock goes back before it', async () => {
  await work.save('Af.')
  work.app.clock.setAhead(70 * HOUR + 2 * MINUTE)
  await work.app.runJobs()
  const seal = await lastSealOf(work.app.db.read, work.attemptId)
  expect(seal).toBeDefined()
  work.app.clock.setAhead(69 * HOUR + 2 * MINUTE)
  expect((await work.save('Nog iets.')).status).toBe(409)
  await work.app.runJobs()
  expect(await work.standing()).toMatchObject({ text: 'Af.', revision: 1 })
  expect(await lastSealOf(work.app.db.read, work.attemptId)).toEqual(seal)
})

test('the program is started again after the clock was set back: its ids sort after those in the database', { timeout: 60_000 }, async () => {
  const place = await freshPlace()
  const ahead = '01ffffff-ffff-7fff-bfff-ffffffffffff'
  const event = `('${ahead}', 's', 1, 1, 'a', 'w', 'null', 'null', '${'0'.repeat(64)}', '${'0'.repeat(64)}')`
  await execute(place.url, [`insert into audit_event (id, subject, sequence, at, actor, what, before_values, after_values, previous_hash, hash) values ${event}`])
  const server = await spawnServer({ DATABASE_URL: place.url, DEMO: 'false' })
  const db = await open(place.url)
  // Whoever holds a lease has an id that was made when the program started.
  await expect.poll(async () => (await listLeases(db.read))[0]?.holder, { timeout: 20_000 }).toSatisfy((holder) => typeof holder === 'string' && holder > ahead)
  await server.end('SIGTERM')
  await db.close()
  await place.remove()
})
