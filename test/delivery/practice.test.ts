import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { form } from '../../db/schema/papers.ts'
import { MINUTE } from '../../src/clock.ts'
import { practiceForm } from '../../src/delivery/practice-form.ts'
import { listPracticeAnswers } from '../../src/delivery/practice-queries.ts'
import { startApp } from '../support/app.ts'
import { aPerson, NOW } from '../support/builders.ts'

let server: Awaited<ReturnType<typeof startApp>>
let me: Awaited<ReturnType<typeof aPerson>>
const [first, , open] = practiceForm.questions.map(({ id }) => id)
const choiceId = first ?? ''
const openId = open ?? ''

beforeEach(async () => {
  server = await startApp()
  me = await aPerson(server.db, { name: 'Roos van Dam' })
})
afterEach(() => server.stop())

const mine = (path: string, form?: Record<string, string>) => server.as(me)(path, form ? { form } : {})
const save = (text: string, more = {}) =>
  server.as(me)(`/practice/answers/${openId}`, { form: { window: 'window-aaaa', count: '1', revision: '0', text, ...more }, headers: { 'HX-Request': 'true' } })
const standing = async () => (await listPracticeAnswers(server.db.read, me.id)).find(({ questionId }) => questionId === openId)

test('it is the very page of a test, without a clock, and no round can use its paper', async () => {
  const page = parse(await (await mine('/practice')).text())
  expect(page.querySelector('form.sitting')?.getAttribute('action')).toBe('/practice/answers')
  expect(page.querySelectorAll('[data-question]')).toHaveLength(4)
  expect(page.querySelector('[data-countdown]')).toBeNull()
  expect(page.text).toContain('Oefenen: er loopt geen klok')
  expect(await server.db.read.select().from(form)).toEqual([])
})

test.each(['assessorSince', 'staffSince', 'administratorSince'] as const)('anybody with an account may practise: %s', async (role) => {
  const demo = await startApp({ demo: true })
  const person = await aPerson(demo.db, { candidateSince: null, [role]: NOW })
  expect((await demo.as(person)('/practice')).status).toBe(200)
  await demo.stop()
})

test('it shows no answer before it is handed in', async () => {
  const page = await (await mine('/practice')).text()
  for (const question of practiceForm.questions) expect(page).not.toContain((question.type === 'open' ? question.modelAnswer : question.explanation).slice(3, 40))
})

test('a save is acknowledged by the same rules: another window that has not seen it overwrites nothing', async () => {
  const response = await save('eerst')
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('Opgeslagen om 10:00:00')
  const stale = await save('uit het andere venster', { window: 'window-bbbb' })
  expect(stale.status).toBe(409)
  const text = await stale.text()
  expect(text).toContain('Wat je hier typte, staat nog in het veld')
  expect(text).not.toContain(', is bewaard')
  expect(await standing()).toMatchObject({ text: 'eerst', revision: 1 })
})

test('without JavaScript the whole page is saved, with its marks, and a choice that does not exist is refused', async () => {
  const fields = { window: 'window-aaaa', [`revision-${openId}`]: '0', [`text-${openId}`]: 'Samen lezen.', [`revision-${choiceId}`]: '0', [`choice-${choiceId}`]: 'b', [`mark-${openId}`]: 'on', go: openId }
  const saved = await mine('/practice/answers', fields)
  expect(saved.headers.get('Location')).toBe(`/practice?saved=1#question-${openId}`)
  expect(await standing()).toMatchObject({ text: 'Samen lezen.', marked: true })
  expect(await (await mine('/practice/hand-in')).text()).toContain('Je hebt één vraag gemarkeerd')
  expect((await mine('/practice/answers', { ...fields, [`choice-${choiceId}`]: 'zz' })).status).toBe(422)
})

test('once handed in, all choices stand there with their letters: the explanation speaks of them', async () => {
  await mine('/practice/answers', { window: 'window-aaaa', [`revision-${choiceId}`]: '0', [`choice-${choiceId}`]: 'a' })
  await mine('/practice/hand-in', {})
  const lines = parse(await (await mine('/practice')).text()).querySelector('main .panel ul')?.querySelectorAll('li').map((line) => line.text.trim())
  expect(lines?.map((line) => line.slice(0, 2))).toEqual(['a.', 'b.', 'c.', 'd.'])
  expect(lines?.filter((line) => line.endsWith('Jouw antwoord')).map((line) => line[0])).toEqual(['a'])
  expect(lines?.filter((line) => line.endsWith('Goed antwoord')).map((line) => line[0])).toEqual(['b'])
})

test('handing in shows the explanations and closes it: what comes later is not saved, and says so', async () => {
  await save('Samen lezen.')
  expect((await mine('/practice/hand-in', {})).headers.get('Location')).toBe('/practice')
  const page = await (await mine('/practice')).text()
  expect(page).toContain('Samen lezen.')
  expect(page).toContain('gewone woorden')
  const late = await save('nog iets', { count: '2' })
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('Wat je nu typte, is niet opgeslagen')
  expect(await standing()).toMatchObject({ text: 'Samen lezen.' })
})

test('beginning again empties it, and a window that was still open elsewhere brings nothing back unasked', async () => {
  await save('Samen lezen.')
  await mine('/practice/hand-in', {})
  server.clock.forward(MINUTE)
  await mine('/practice/beginning', {})
  expect(await standing()).toMatchObject({ text: '', revision: 2, marked: false })
  expect((await save('uit het oude venster', { count: '9', revision: '1' })).status).toBe(409)
  expect(parse(await (await mine('/practice')).text()).querySelector(`[id="answer-${openId}"]`)?.textContent.trim()).toBe('')
})

test('nobody sees the practice of somebody else', async () => {
  await save('Van mij.')
  const other = await aPerson(server.db)
  expect(await (await server.as(other)('/practice')).text()).not.toContain('Van mij.')
})

test('who has no account signs in first', async () => {
  expect((await server.visitor()('/practice')).status).toBe(401)
})
