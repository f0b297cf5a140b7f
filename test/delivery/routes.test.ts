import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { listAnswers, listEnrolmentAttempts, listRevisions } from '../../src/delivery/queries.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { startApp } from '../support/app.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'

let server: Awaited<ReturnType<typeof startApp>>
let me: Awaited<ReturnType<typeof aPerson>>
let enrolmentId: string
let attemptId: string
let questionId: string

beforeEach(async () => {
  server = await startApp()
  const forms = await thePapers(server.db)
  me = await aPerson(server.db, { name: 'Roos van Dam' })
  const round = await aRound(server.db, forms)
  enrolmentId = (await anEnrolment(server.db, me.id, round.id, { startsAt: NOW })).id
  await server.as(me)(`/enrolments/${enrolmentId}/tests`)
  const attempts = await listEnrolmentAttempts(server.db.read, enrolmentId)
  attemptId = attempts.find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
  const form = await getPublishedForm(server.db.read, forms[0])
  questionId = form.questions.find((question) => question.type === 'open')?.id ?? ''
})
afterEach(() => server.stop())

const one = (text: string, more = {}) => ({ window: 'window-aaaa', count: '1', revision: '0', text, ...more })
const whole = (text: string, more = {}) => ({ window: 'window-aaaa', [`revision-${questionId}`]: '0', [`text-${questionId}`]: text, go: questionId, ...more })
const saveOne = (text: string, more = {}) => server.as(me)(`/attempts/${attemptId}/answers/${questionId}`, { form: one(text, more), headers: { 'HX-Request': 'true' } })
const saveWhole = (text: string, more = {}) => server.as(me)(`/attempts/${attemptId}/answers`, { form: whole(text, more) })
const standing = async () => (await listAnswers(server.db.read, attemptId)).find((answer) => answer.questionId === questionId)
const field = async (response: Response) => parse(await response.text()).querySelector(`[id="answer-${questionId}"]`)?.textContent.replace(/^\n/, '')

test('the door to the tests makes the attempts at the first visit after the start, without waiting for a job', async () => {
  expect(await listEnrolmentAttempts(server.db.read, enrolmentId)).toHaveLength(2)
  const page = await (await server.as(me)(`/enrolments/${enrolmentId}/tests`)).text()
  expect(page).toContain('Open de casustoets')
  expect(page).toContain('zondag 8 november 2026, 10:00 uur')
})

test('a page of the test shows no answer key, model answer or rubric', async () => {
  const page = await (await server.as(me)(`/attempts/${attemptId}`)).text()
  const form = await getPublishedForm(server.db.read, (await listEnrolmentAttempts(server.db.read, enrolmentId))[0]?.attempt.formId ?? '')
  for (const question of form.questions) {
    if (question.type === 'open') expect(page).not.toContain(question.modelAnswer.slice(0, 60))
    else expect(page).not.toContain(question.explanation.slice(0, 60))
  }
})

test('the plain Save button saves every answer on the page and comes back to the question', async () => {
  const response = await saveWhole('Ik vraag door.\r\nEn luister.')
  expect(response.status).toBe(303)
  expect(response.headers.get('Location')).toBe(`/attempts/${attemptId}?saved=1#question-${questionId}`)
  expect(await standing()).toMatchObject({ text: 'Ik vraag door.\nEn luister.', revision: 1 })
})

test('a save says when it was saved, its revision and the time left by the server', async () => {
  server.clock.forward(HOUR)
  const response = await saveOne('Ik vraag door.')
  const reply = parse(await response.text()).querySelector('[data-outcome]')
  expect(response.status).toBe(200)
  expect(reply?.attributes).toMatchObject({ 'data-outcome': 'saved', 'data-revision': '1', 'data-left': String(71 * HOUR) })
  expect(reply?.text).toContain('Opgeslagen om 11:00:00')
})

test('from an old window nothing is overwritten: 409, both texts on the page, mine still in the field', async () => {
  await saveOne('nieuw', { window: 'window-bbbb' })
  const response = await saveWhole('oud')
  expect(response.status).toBe(409)
  const text = await response.clone().text()
  expect(text).toContain('In een ander venster staat nieuwere tekst')
  expect(text).toContain('nieuw')
  expect(await field(response)).toBe('oud')
  expect(await standing()).toMatchObject({ text: 'nieuw' })
})

test('after the choice for my own text a second save makes it the answer; for the other it stays', async () => {
  await saveOne('nieuw', { window: 'window-bbbb' })
  await saveWhole('mijn')
  expect((await saveWhole('mijn', { [`revision-${questionId}`]: '1', theirs: questionId })).status).toBe(303)
  expect(await standing()).toMatchObject({ text: 'nieuw' })
  expect((await saveWhole('mijn', { [`revision-${questionId}`]: '1' })).status).toBe(303)
  expect(await standing()).toMatchObject({ text: 'mijn' })
})

test('an answer that arrives 61 s after the deadline is refused, says when, and is kept as history', async () => {
  await saveOne('op tijd')
  server.clock.forward(72 * HOUR + 61 * SECOND)
  const response = await saveWhole('te laat')
  expect(response.status).toBe(409)
  expect(await response.clone().text()).toContain('zondag 8 november 2026, 10:00 uur')
  expect(await field(response)).toBe('te laat')
  expect(await standing()).toMatchObject({ text: 'op tijd' })
  expect((await listRevisions(server.db.read, attemptId, questionId))[0]).toMatchObject({ text: 'te laat', outcome: 'late' })
})

test('what arrives after handing in, days before the deadline, is told so: kept, not counted, and never that the time is over', async () => {
  await saveOne('ingeleverd')
  await server.as(me)(`/attempts/${attemptId}/hand-in`, { form: {} })
  server.clock.forward(MINUTE)
  for (const response of [await saveWhole('nog iets'), await saveOne('en nog iets', { window: 'window-bbbb' })]) {
    expect(response.status).toBe(409)
    const said = await response.text()
    expect(said).toContain('Deze toets is ingeleverd op donderdag 5 november 2026, 10:00 uur. Deze tekst kwam daarna.')
    expect(said).not.toMatch(/De tijd van deze toets is voorbij|na het uiterste inlevermoment/)
  }
  const read = await (await server.as(me)(`/attempts/${attemptId}`)).text()
  expect(read).toContain('Er is ook tekst te laat binnengekomen.')
})

test('once the time is up the page shows the work as it was handed in, before any job has run', async () => {
  await saveOne('op tijd')
  server.clock.forward(72 * HOUR + MINUTE + 1)
  const page = await (await server.as(me)(`/attempts/${attemptId}`)).text()
  expect(page).toContain('Deze toets is ingeleverd')
  expect(page).toContain('op tijd')
  expect(page).not.toContain('<textarea')
  const receipt = await (await server.as(me)(`/attempts/${attemptId}/receipt`)).text()
  expect(receipt).toContain('De tijd was om')
})

test('handing in asks once more, names what is empty, and gives a receipt', async () => {
  await saveOne('Ik vraag door.')
  const asked = await (await server.as(me)(`/attempts/${attemptId}/hand-in`)).text()
  expect(asked).toContain('15 vragen zijn nog leeg')
  const handed = await server.as(me)(`/attempts/${attemptId}/hand-in`, { form: {} })
  expect(handed.headers.get('Location')).toBe(`/attempts/${attemptId}/receipt`)
  expect(await (await server.as(me)(`/attempts/${attemptId}/receipt`)).text()).toContain('1 van 16 vragen beantwoord')
  expect((await saveWhole('nog iets')).status).toBe(409)
  expect(await standing()).toMatchObject({ text: 'Ik vraag door.' })
})

const both = async (text: string, other: string, more = {}) => {
  const { questions } = await getPublishedForm(server.db.read, (await listEnrolmentAttempts(server.db.read, enrolmentId)).find(({ attempt }) => attempt.id === attemptId)?.attempt.formId ?? '')
  const second = questions.filter((question) => question.type === 'open')[1]?.id ?? ''
  const response = await saveWhole(text, { [`revision-${second}`]: '0', [`text-${second}`]: other, ...more })
  return { response, second, page: parse(await response.clone().text()) }
}

test.each([
  ['is too long', 'é'.repeat(50_001), 'é'.repeat(50_001), 'langer dan 50000 tekens'],
  ['has a NUL in it', 'goed\0fout', 'goedfout', 'NUL-teken'],
])('without JavaScript an answer that %s comes back in its field with the reason, and all others are saved', async (_, text, shown, why) => {
  const { response, second, page } = await both(text, 'Dit antwoord past.')
  expect(response.status).toBe(422)
  expect(await field(response)).toBe(shown)
  expect(page.querySelector('.error-summary')?.text).toContain(why)
  expect(page.querySelector('.error-summary a')?.getAttribute('href')).toBe(`#answer-${questionId}`)
  expect(page.querySelector(`[id="answer-${questionId}"]`)?.getAttribute('aria-invalid')).toBe('true')
  expect(page.querySelector(`[id="problem-${questionId}"]`)?.text).toContain(why)
  expect((await listAnswers(server.db.read, attemptId)).map((answer) => [answer.questionId, answer.text])).toEqual([[second, 'Dit antwoord past.']])
})

test('a field of a plain form that comes back as the page showed it says nothing about newer text from elsewhere', async () => {
  await saveOne('zoals de bladzijde het toonde')
  const shown = parse(await (await server.as(me)(`/attempts/${attemptId}`)).text())
  const mark = shown.querySelector(`[name="shown-${questionId}"]`)?.getAttribute('value') ?? ''
  await saveOne('intussen elders', { count: '2' })
  const old = { [`revision-${questionId}`]: '1', [`shown-${questionId}`]: mark }
  expect((await both('zoals de bladzijde het toonde', 'Alleen hier getypt.', old)).response.status).toBe(303)
  expect(await standing()).toMatchObject({ text: 'intussen elders' })
  expect((await listRevisions(server.db.read, attemptId, questionId)).map(({ outcome }) => outcome)).not.toContain('stale')
  expect((await saveWhole('toch veranderd', old)).status).toBe(409)
})

test('a field that was empty and comes back empty says nothing either', async () => {
  await saveOne('intussen elders')
  expect((await saveWhole('')).status).toBe(303)
  expect(await standing()).toMatchObject({ text: 'intussen elders' })
})

test('two tabs of one plain form carry the same window: the second overwrites nothing of the first', async () => {
  await saveWhole('uit het ene tabblad')
  const response = await saveWhole('uit het andere tabblad')
  expect(response.status).toBe(409)
  expect(await field(response)).toBe('uit het andere tabblad')
  expect(await standing()).toMatchObject({ text: 'uit het ene tabblad' })
})

test('NUL is refused by name; emoji, right-to-left and combining characters are kept exactly', async () => {
  const refused = await saveWhole('a\0b')
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('NUL-teken')
  const odd = 'é 👩‍🦽 العربية ‏x‏ \u0301 <b>&amp;</b>\n'
  await saveWhole(odd)
  expect((await standing())?.text).toBe(odd)
  expect(await field(await server.as(me)(`/attempts/${attemptId}`))).toBe(odd)
})

test('50,000 characters are saved, one more is refused by name', async () => {
  expect((await saveOne('é'.repeat(50_000))).status).toBe(200)
  const refused = await saveOne('é'.repeat(50_001))
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('langer dan 50000 tekens')
})

test("somebody else's attempt is 404 in every way", async () => {
  const other = await aPerson(server.db)
  const as = server.as(other)
  for (const path of ['', '/clock', '/hand-in', '/receipt', `/answers/${questionId}/history`]) {
    expect((await as(`/attempts/${attemptId}${path}`)).status, path).toBe(404)
  }
  expect((await as(`/attempts/${attemptId}/answers/${questionId}`, { form: one('x') })).status).toBe(404)
  expect((await as(`/attempts/${attemptId}/answers`, { form: whole('x') })).status).toBe(404)
  expect((await as(`/attempts/${attemptId}/hand-in`, { form: {} })).status).toBe(404)
})

test('who has not declared own work is led to the rules first, while the clock runs', async () => {
  const other = await aPerson(server.db)
  const round = await aRound(server.db, await thePapersAgain())
  const { id } = await anEnrolment(server.db, other.id, round.id, { startsAt: NOW, declaredAt: null })
  const response = await server.as(other)(`/enrolments/${id}/tests`)
  expect(response.headers.get('Location')).toBe(`/enrolments/${id}/declaration`)
})

test('an earlier version can be looked back at and put back', async () => {
  await saveOne('eerste versie')
  server.clock.forward(2 * MINUTE)
  await saveOne('tweede versie', { count: '2' })
  const history = await (await server.as(me)(`/attempts/${attemptId}/answers/${questionId}/history`)).text()
  expect(history).toContain('eerste versie')
  const first = (await listRevisions(server.db.read, attemptId, questionId)).find((revision) => revision.text === 'eerste versie')
  await server.as(me)(`/attempts/${attemptId}/answers/${questionId}/history/${first?.id}`, { form: {} })
  expect(await standing()).toMatchObject({ text: 'eerste versie', revision: 3 })
  expect((await listRevisions(server.db.read, attemptId, questionId)).map(({ text }) => text)).toContain('tweede versie')
})

test('a question can be marked to come back to, with and without JavaScript', async () => {
  const bookmark = (form: Record<string, string>) => server.as(me)(`/attempts/${attemptId}/bookmarks/${questionId}`, { form })
  await bookmark({ marked: '1' })
  expect(await (await server.as(me)(`/attempts/${attemptId}/hand-in`)).text()).toContain('Je hebt één vraag gemarkeerd')
  await saveWhole('x')
  expect(await (await server.as(me)(`/attempts/${attemptId}/hand-in`)).text()).not.toContain('gemarkeerd')
})

/** The forms that are there already. */
const thePapersAgain = async () => {
  const attempts = await listEnrolmentAttempts(server.db.read, enrolmentId)
  return attempts.map(({ attempt }) => attempt.formId)
}

test('every button that saves has a name of its own: the question it stands under, or all of them', async () => {
  const page = parse(await (await server.as(me)(`/attempts/${attemptId}`)).text())
  const names = page.querySelectorAll('.sitting-questions button[name=go]').map((button) => button.text.replace(/\s+/g, ' ').trim())
  expect(names.slice(0, 2)).toEqual(['Opslaan Vraag 1', 'Opslaan Vraag 2'])
  expect(names).toContain('Alles opslaan')
  expect(new Set(names).size).toBe(names.length)
})
