/** A request arrives when its headers do: a slow line at the deadline costs nobody their text. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { getAttempt, listAnswers, listUncounted } from '../../src/delivery/queries.ts'
import { startApp } from '../support/app.ts'
import { NOW } from '../support/builders.ts'
import { sittersIn } from '../support/savers.ts'
import type { Sitter } from '../support/savers.ts'

let app: Awaited<ReturnType<typeof startApp>>
let sitter: Sitter
beforeEach(async () => {
  app = await startApp()
  const [one] = await sittersIn(app.db, 1)
  if (one === undefined) throw new Error('one sitter was expected')
  sitter = one
  // The last moment of the grace.
  app.clock.forward(72 * HOUR + MINUTE)
})
afterEach(() => app.stop())

/** A save whose headers are here and whose body comes later; `meanwhile` happens in between. */
function slowSave(text: string, meanwhile: () => Promise<void>): Promise<Response> {
  const { attemptId, questionId, personId } = sitter
  const form = new URLSearchParams({ text, window: 'window-a', count: '1', revision: '0' }).toString()
  const body = new ReadableStream({
    async pull(stream) {
      await meanwhile()
      stream.enqueue(new TextEncoder().encode(form))
      stream.close()
    },
  }, { highWaterMark: 0 })
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'HX-Request': 'true' }
  const sent: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' }
  return app.as({ id: personId })(`/attempts/${attemptId}/answers/${questionId}`, sent)
}

test('a save whose headers come within the grace counts, however long its body takes', async () => {
  const response = await slowSave('Op de valreep.', async () => app.clock.forward(30 * SECOND))
  expect(response.status).toBe(200)
  expect((await listAnswers(app.db.read, sitter.attemptId)).map(({ text, inGrace }) => [text, inGrace])).toEqual([['Op de valreep.', true]])
})

test('one that arrived in time but comes to the database after sealing is kept as marked history', async () => {
  const response = await slowSave('Net niet.', async () => {
    app.clock.forward(30 * SECOND)
    await app.runJobs()
  })
  expect(response.status).toBe(409)
  expect(await listAnswers(app.db.read, sitter.attemptId)).toEqual([])
  expect((await listUncounted(app.db.read, sitter.attemptId)).map(({ text, outcome }) => [text, outcome])).toEqual([['Net niet.', 'late']])
  expect((await getAttempt(app.db.read, sitter.attemptId)).attempt.sealedAt, 'as of its deadline').toBe(NOW + 72 * HOUR)
})
