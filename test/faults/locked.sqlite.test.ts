/** Another process keeps the database to itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { open } from '../../db/open.ts'
import { freshPlace } from '../support/database.ts'
import type { Place } from '../support/database.ts'
import { atWork, expectReadable, expectUnavailable } from './at-work.ts'
import type { AtWork } from './at-work.ts'

let place: Place
let work: AtWork
beforeEach(async () => {
  place = await freshPlace()
  work = await atWork(await open(place.url, { busyTimeoutMs: 20 }))
})
afterEach(async () => {
  await work.stop()
  await place.remove()
})

const LOCKS = `
  const database = new (require('better-sqlite3'))(process.argv[1])
  database.exec('begin immediate')
  console.log('locked')
  process.stdin.on('end', () => database.exec('rollback')).resume()`

/** A process that holds the lock. @returns what ends it */
async function lockElsewhere(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['-e', LOCKS, place.url], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return async () => {
    child.stdin.end()
    await once(child, 'exit')
  }
}

test('while another process holds the lock saves are refused and nothing is lost; when it lets go they succeed without a restart', async () => {
  expect((await work.browser(work.path)).status).toBe(200)
  expect((await work.save('Voor de storing.')).status).toBe(200)
  const letGo = await lockElsewhere()
  await expectUnavailable(await work.save('Tijdens de storing.'))
  await expectUnavailable(await work.saveWhole('Tijdens de storing, zonder JavaScript.', 1))
  await expectUnavailable(await work.browser(`${work.path}/hand-in`, { form: {} }))
  await expectReadable(work, 'Voor de storing.')
  expect(await work.standing()).toMatchObject({ text: 'Voor de storing.', revision: 1 })
  await letGo()
  expect((await work.save('Tijdens de storing.')).status).toBe(200)
  expect(await work.standing()).toMatchObject({ text: 'Tijdens de storing.', revision: 2 })
})

test('a refused plain save gives back what was typed', async () => {
  const letGo = await lockElsewhere()
  const page = await (await work.saveWhole('Dit typ ik niet nog eens.', 0)).text()
  await letGo()
  expect(page).toContain('Dit typ ik niet nog eens.')
})
