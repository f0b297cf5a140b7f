/** With the interface in English, what a Dutch paper says is still marked as Dutch: a screen reader changes its voice. */
import { eq } from 'drizzle-orm'
import { parse } from 'node-html-parser'
import type { HTMLElement } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { attempt } from '../../db/schema/delivery.ts'
import { release } from '../../db/schema/results.ts'
import { task } from '../../db/schema/grading.ts'
import type { PaperForm } from '../../src/papers/content.ts'
import { releaseRound } from '../../src/certificates/actions.ts'
import { proposeRelease } from '../../src/results/actions.ts'
import { startApp } from '../support/app.ts'
import { AFTER, aRoundToAssess, aStaffMember, anAssessor, assessAll } from '../support/grading.ts'

let server: Awaited<ReturnType<typeof startApp>>
let made: Awaited<ReturnType<typeof aRoundToAssess>>
beforeEach(async () => {
  server = await startApp({ now: AFTER })
  made = await aRoundToAssess(server.db, 1)
})
afterEach(() => server.stop())

/** A page as somebody reads it who chose English. */
async function english(person: { readonly id: string }, path: string): Promise<HTMLElement> {
  const ask = server.as(person)
  await ask('/language', { form: { language: 'en', next: '/' } })
  const page = parse(await (await ask(path)).text())
  expect(page.querySelector('html')?.getAttribute('lang')).toBe('en')
  return page
}

/** Of every element that says exactly this, or begins with it, in whose voice it is read. */
function voicesOf(page: HTMLElement, text: string): (string | undefined)[] {
  const wanted = squeezed(text)
  return page
    .querySelectorAll('main *')
    .filter((element) => element.tagName !== 'SCRIPT' && element.childNodes.some((node) => node.nodeType === 3 && squeezed(node.text).startsWith(wanted)))
    .map((element) => element.closest('[lang]')?.getAttribute('lang'))
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The first words of a Markdown text, as far as they carry no mark-up. */
const opening = (markdown: string): string => squeezed(markdown.replace(/^#+ /, '').split(/[\n*_]/).find((part) => part.trim() !== '') ?? '').slice(0, 60)

function mustBeDutch(page: HTMLElement, texts: readonly string[]): void {
  for (const text of texts) {
    const voices = voicesOf(page, text)
    expect(voices.length, text).toBeGreaterThan(0)
    expect(new Set(voices), text).toEqual(new Set(['nl']))
  }
}

const caseForm = () => made.forms[0]
const openIn = (form: PaperForm) => form.questions.flatMap((question) => (question.type === 'open' ? [question] : []))
const choicesIn = (form: PaperForm) => form.questions.flatMap((question) => (question.type === 'choice' ? [question] : []))
const criteriaOf = (form: PaperForm) => openIn(form)[0]?.criteria ?? []

test('on the page of a test: the case, the questions, the options, and the field one writes in', async () => {
  const [somebody] = made.people
  if (!somebody) throw new Error('nobody')
  const id = somebody.attempts[0]?.id ?? ''
  await server.db.write((tx) => tx.update(attempt).set({ startsAt: AFTER, sealedAt: null }).where(eq(attempt.id, id)))
  const page = await english(somebody.person, `/attempts/${id}`)
  const options = choicesIn(caseForm()).flatMap((question) => question.options.map(({ text }) => text))
  mustBeDutch(page, [caseForm().title, opening(caseForm().caseText ?? ''), ...caseForm().questions.map(({ prompt }) => opening(prompt)), ...options])
  expect(new Set(page.querySelectorAll('textarea').map((field) => field.getAttribute('lang')))).toEqual(new Set(['nl']))
  expect(voicesOf(page, 'Question 1'), 'what is ours stays English').toContain('en')
})

test('in work that was handed in: the answers too', async () => {
  const [somebody] = made.people
  const page = await english(await aStaffMember(server.db, 'Toetsbureau'), `/staff/attempts/${somebody?.attempts[0]?.id}`)
  const right = choicesIn(caseForm()).flatMap(({ options }) => options.filter(({ correct }) => correct).map(({ text }) => text))
  mustBeDutch(page, [...caseForm().questions.map(({ prompt }) => opening(prompt)), ...right, 'Mijn antwoord op'])
})

test('in the practice test: what its answers could have been', async () => {
  const [somebody] = made.people
  if (!somebody) throw new Error('nobody')
  const page = await english(somebody.person, '/practice')
  expect(page.querySelectorAll('main .prose').length).toBeGreaterThan(0)
  expect(new Set(page.querySelectorAll('main .prose').map((part) => part.getAttribute('lang')))).toEqual(new Set(['nl']))
})

test('beside an answer to assess: question, model answer, rubric and the answer itself', async () => {
  const { assessor } = await assessed()
  const [work] = (await server.db.read.select().from(task)).filter(({ questionId }) => questionId === openIn(caseForm())[0]?.id)
  const page = await english(assessor, `/assessor/tasks/${work?.id}`)
  const [question] = openIn(caseForm())
  const levels = criteriaOf(caseForm()).flatMap((criterion) => [criterion.title, criterion.description, ...criterion.levels.flatMap(({ label, description }) => [label, description])])
  mustBeDutch(page, [opening(caseForm().caseText ?? ''), opening(question?.prompt ?? ''), opening(question?.modelAnswer ?? ''), 'Mijn antwoord op', ...levels])
})

test('in a result: the criteria, their levels and what the assessor wrote', async () => {
  await assessed()
  const [staff, colleague] = [await aStaffMember(server.db, 'Een'), await aStaffMember(server.db, 'Twee')]
  await server.db.write((tx) => proposeRelease(tx, made.round.id, staff.id, AFTER))
  const [pending] = await server.db.read.select().from(release)
  await server.db.write((tx) => releaseRound(tx, pending?.id ?? '', colleague.id, AFTER))
  const [somebody] = made.people
  const page = await english(somebody?.person ?? { id: '' }, `/results/${somebody?.attempts[0]?.id}`)
  const chosen = criteriaOf(caseForm()).flatMap(({ title, levels }) => [title, levels.at(-1)?.description ?? ''])
  mustBeDutch(page, [caseForm().title, ...chosen, 'Bij '])
})

test('in a paper as staff read it', async () => {
  const staff = await aStaffMember(server.db, 'Toetsbureau')
  const page = await english(staff, `/staff/papers/${caseForm().id}`)
  const levels = criteriaOf(caseForm()).flatMap(({ levels: all }) => all.map(({ description }) => description))
  mustBeDutch(page, [...openIn(caseForm()).flatMap(({ prompt, modelAnswer }) => [opening(prompt), opening(modelAnswer)]), ...levels])
})

async function assessed() {
  const [staff, assessor] = [await aStaffMember(server.db, 'Toetsbureau'), await anAssessor(server.db, 'Beoordelaar')]
  await assessAll(server.db, { round: made.round, forms: made.forms, staffId: staff.id, assessorId: assessor.id })
  return { assessor }
}
