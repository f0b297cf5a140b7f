import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MINUTE } from '../../src/clock.ts'
import { listAnswers, listEnrolmentAttempts, listRevisions } from '../../src/delivery/queries.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { startApp } from '../support/app.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'

let server: Awaited<ReturnType<typeof startApp>>
let me: Awaited<ReturnType<typeof aPerson>>
let attemptId: string
let questionId: string
let otherId: string
let count = 0

beforeEach(async () => {
  server = await startApp()
  const forms = await thePapers(server.db)
  me = await aPerson(server.db)
  const round = await aRound(server.db, forms)
  const { id } = await anEnrolment(server.db, me.id, round.id, { startsAt: NOW })
  await server.as(me)(`/enrolments/${id}/tests`)
  attemptId = (await listEnrolmentAttempts(server.db.read, id)).find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
  const open = (await getPublishedForm(server.db.read, forms[0])).questions.filter(({ type }) => type === 'open').map((question) => question.id)
  ;[questionId = '', otherId = ''] = open
})
afterEach(() => server.stop())

const save = (text: string, window = 'window-aaaa') => {
  count += 1
  const form = { window, count: String(count), revision: '0', text }
  return server.as(me)(`/attempts/${attemptId}/answers/${questionId}`, { form, headers: { 'HX-Request': 'true' } })
}
const history = (rest = '') => server.as(me)(`/attempts/${attemptId}/answers/${questionId}/history${rest}`)
const versionOf = async (wanted: string) => (await listRevisions(server.db.read, attemptId, questionId)).find(({ text }) => text === wanted)?.id ?? ''

test('a stale window is shown the difference in words, not by colour alone', async () => {
  await save('Ik bel de gemeente.')
  const reply = parse(await (await save('Ik bel Sevda.', 'window-bbbb')).text())
  expect(reply.querySelector('.difference .answer-read del')?.text).toContain('alleen daar: de gemeente')
  expect(reply.querySelector('.difference .answer-read ins')?.text).toContain('alleen hier: Sevda')
  expect(reply.querySelector('template[data-part="standing"]')?.text).toBe('Ik bel de gemeente.')
})

test('the same difference is on the page of a plain form', async () => {
  await save('Ik bel de gemeente.')
  const fields = { window: 'window-bbbb', [`revision-${questionId}`]: '0', [`text-${questionId}`]: 'Ik bel Sevda.', go: questionId }
  const page = parse(await (await server.as(me)(`/attempts/${attemptId}/answers`, { form: fields })).text())
  expect(page.querySelector('.difference .answer-read ins')?.text).toContain('Sevda')
})

test('an earlier version is compared with the answer of now, and put back', async () => {
  await save('Ik bel de gemeente.')
  server.clock.forward(2 * MINUTE)
  await save('Ik bel Sevda.')
  const earlier = await versionOf('Ik bel de gemeente.')
  const page = parse(await (await history(`/${earlier}`)).text())
  expect(page.querySelector('.difference .answer-read del')?.text).toContain('de gemeente')
  expect(page.querySelector('.difference .answer-read ins')?.text).toContain('Sevda')
  expect(page.querySelector(`form[action$="${earlier}"]`)).not.toBeNull()
  await server.as(me)(`/attempts/${attemptId}/answers/${questionId}/history/${earlier}`, { form: {} })
  expect((await listAnswers(server.db.read, attemptId))[0]?.text).toBe('Ik bel de gemeente.')
})

test('a long history comes twenty versions at a time, the newest first', async () => {
  for (let minute = 1; minute <= 45; minute += 1) {
    server.clock.forward(MINUTE)
    await save(`Versie van minuut ${minute}.`)
  }
  const first = await (await history()).text()
  expect(first).toContain('Versie van minuut 45.')
  expect(first).not.toContain('Versie van minuut 25.')
  expect(await (await history('?page=3')).text()).toContain('Versie van minuut 1.')
  for (const page of ['999', '1.01', '-1', 'abc']) expect((await history(`?page=${page}`)).status, page).toBe(200)
})

test('a version of another question, or of somebody else, is not found', async () => {
  await save('Van mij.')
  const version = await versionOf('Van mij.')
  expect((await server.as(me)(`/attempts/${attemptId}/answers/${otherId}/history/${version}`)).status).toBe(404)
  const stranger = await aPerson(server.db)
  expect((await server.as(stranger)(`/attempts/${attemptId}/answers/${questionId}/history/${version}`)).status).toBe(404)
})

test('a stale text that is sent again, because its answer was lost, is kept once', async () => {
  await save('Ik bel de gemeente.')
  for (const _ of [1, 2, 3]) expect((await save('Ik bel Sevda.', 'window-bbbb')).status).toBe(409)
  expect((await listRevisions(server.db.read, attemptId, questionId)).map(({ text }) => text)).toEqual(['Ik bel Sevda.', 'Ik bel de gemeente.'])
})
