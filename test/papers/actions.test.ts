import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { form, question } from '../../db/schema/papers.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { importFramework } from '../../src/frameworks/actions.ts'
import { formIsIntact, importPaper, publishForm } from '../../src/papers/actions.ts'
import { getForm, getPublishedForm, listForms, listPublishedForms } from '../../src/papers/queries.ts'
import { blueprintOf, blueprintTotal } from '../../src/papers/papers.ts'
import { freshDatabase } from '../support/database.ts'
import { casePaper, publishedPaper, reflectionPaper, seed } from '../support/papers.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
  await db.write((tx) => importFramework(tx, seed('frameworks/bcmb-framework.json'), 1))
})
afterEach(() => db.close())

const imported = (file: unknown) => db.write((tx) => importPaper(tx, file, 'staff', 5))

test('an imported paper is a draft with all its questions in order, and their points counted', async () => {
  const id = await imported(casePaper('x'))
  const draft = await getForm(db.read, id)
  expect(draft).toMatchObject({ paperKey: 'x', version: 1, kind: 'case', caseKey: 'x', maximumPoints: 2_000, suggestedPassMark: 1_100, publishedAt: null })
  expect(draft.questions.map(({ number, key, type, maximumPoints }) => [number, key, type, maximumPoints])).toEqual([
    [1, 'x-01', 'choice', 200], [2, 'x-02', 'choice', 200], [3, 'x-03', 'choice', 200], [4, 'x-04', 'choice', 200],
    [5, 'x-05', 'open', 600], [6, 'x-06', 'open', 600],
  ])
  expect(draft.questions[0]).toMatchObject({ options: [{ key: 'a', text: 'dit', correct: true }, { key: 'b' }], several: false })
  await expect(getPublishedForm(db.read, id)).rejects.toMatchObject({ reason: 'notFound' })
})

test('the real papers are imported as they are', async () => {
  for (const name of ['casus-familie-yilmaz', 'reflectie-grenzen']) {
    const id = await db.write((tx) => publishedPaper(tx, Object(seed(`papers/${name}.json`))))
    expect(await formIsIntact(db.read, id)).toBe(true)
  }
})

test('a paper that does not hold together is refused with what is wrong, and nothing is kept', async () => {
  await expect(imported({ ...casePaper('x'), case: null })).rejects.toMatchObject({ reason: 'paperInvalid', params: { detail: 'a case paper needs a case' } })
  await expect(imported({ ...casePaper('x'), title: '' })).rejects.toMatchObject({ reason: 'paperInvalid', params: { detail: 'title: is empty' } })
  await expect(imported({ ...casePaper('x'), framework: 'other' })).rejects.toMatchObject({ reason: 'paperInvalid' })
  expect(await listForms(db.read)).toEqual([])
})

test('a correction is a higher version; the same or a lower one is refused', async () => {
  await imported(casePaper('x', 2))
  for (const version of [1, 2]) await expect(imported(casePaper('x', version))).rejects.toMatchObject({ reason: 'paperVersionNotNew' })
  await imported(casePaper('x', 3))
  expect((await listForms(db.read)).map(({ version }) => version)).toEqual([3, 2])
})

test('of two racing imports of one version one is refused', async () => {
  const outcomes = await Promise.allSettled([imported(casePaper('x')), imported(casePaper('x'))])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await listForms(db.read)).toHaveLength(1)
})

test('publishing takes the digest once, and is noted; after that the form is published for good', async () => {
  const id = await imported(reflectionPaper('y'))
  await db.write((tx) => publishForm(tx, id, 'staff', 7))
  const published = await getPublishedForm(db.read, id)
  expect(published).toMatchObject({ publishedAt: 7, publishedBy: 'staff', digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
  await expect(db.write((tx) => publishForm(tx, id, 'staff', 8))).rejects.toMatchObject({ reason: 'paperPublished' })
  expect((await listEvents(db.read, { subject: id }, 10)).map(({ what, at }) => [what, at])).toEqual([['paper.published', 7], ['paper.imported', 5]])
  expect(await checkChains(db.read)).toEqual([])
  expect((await listPublishedForms(db.read)).map((head) => head.id)).toEqual([id])
})

test('a published form is parsed once and cannot be changed in memory', async () => {
  const id = await db.write((tx) => publishedPaper(tx, casePaper('x')))
  const first = await getPublishedForm(db.read, id)
  expect(await getPublishedForm(db.read, id)).toBe(first)
  const [choice] = first.questions
  expect(() => Object.assign(Object(choice), { maximumPoints: 0 })).toThrow(TypeError)
  expect(() => Object.assign(Object(choice?.type === 'choice' && choice.options[0]), { correct: false })).toThrow(TypeError)
})

test('a changed text, point, right answer or a missing question shows in the digest', async () => {
  const changes = [
    (id: string) => db.write((tx) => tx.update(form).set({ caseText: 'anders' }).where(eq(form.id, id))),
    (id: string) => db.write((tx) => tx.update(form).set({ maximumPoints: 1 }).where(eq(form.id, id))),
    (id: string) => db.write((tx) => tx.update(question).set({ maximumPoints: 100 }).where(eq(question.formId, id))),
    (id: string) => db.write((tx) => tx.delete(question).where(eq(question.key, id))),
  ]
  for (const [index, change] of changes.entries()) {
    const id = await db.write((tx) => publishedPaper(tx, casePaper(`x${index}`)))
    expect(await formIsIntact(db.read, id)).toBe(true)
    await change(index === 3 ? 'x3-06' : id)
    expect(await formIsIntact(db.read, id)).toBe(false)
  }
})

test('the blueprint counts questions and points by masterclass and type, with all codes', async () => {
  const { questions } = await getForm(db.read, await imported(casePaper('x')))
  const rows = blueprintOf(questions)
  expect(rows.map(({ masterclass, choice, open, all }) => [masterclass, choice.points, open.points, all.questions])).toEqual([
    [1, 200, 600, 2], [2, 200, 0, 1], [3, 200, 600, 2], [4, 200, 0, 1],
  ])
  expect(rows[0]).toMatchObject({ competences: ['1.1', '2.1', '7.4'], tasks: [2, 6] })
  expect(blueprintTotal(questions).all).toEqual({ questions: 6, points: 2_000 })
})
