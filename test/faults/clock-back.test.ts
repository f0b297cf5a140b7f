/** The machine's clock is put back an hour while people write. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { lastSealOf } from '../../src/delivery/queries.ts'
import { freshDatabase } from '../support/database.ts'
import { atWork } from './at-work.ts'
import type { AtWork } from './at-work.ts'

let work: AtWork
beforeEach(async () => {
  work = await atWork(await freshDatabase())
})
afterEach(() => work.stop())

const deadlineOn = async () => /<time[^>]*datetime="([^"]+)"/.exec(await (await work.browser(work.path)).text())?.[1]

test('what is typed after the clock went back is saved over what was typed before it, and both are in the history', async () => {
  const deadline = await deadlineOn()
  expect((await work.save('Voor de sprong.')).status).toBe(200)
  work.app.clock.setAhead(-HOUR)
  expect((await work.save('Na de sprong.')).status).toBe(200)
  expect(await work.standing()).toMatchObject({ text: 'Na de sprong.', revision: 2 })
  expect((await work.history()).map(({ text }) => text).sort()).toEqual(['Na de sprong.', 'Voor de sprong.'])
  expect(await deadlineOn()).toBe(deadline)
  work.app.clock.setAhead(0)
  expect((await work.save('Weer goed.')).status).toBe(200)
  expect(await work.standing()).toMatchObject({ text: 'Weer goed.', revision: 3 })
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
