import { afterEach, beforeEach, expect, test } from 'vitest'
import { importPaper } from '../../src/papers/actions.ts'
import { getForm } from '../../src/papers/queries.ts'
import { NOW, aPerson, thePapers } from '../support/builders.ts'
import { startApp } from '../support/app.ts'
import type { Browser } from '../support/app.ts'
import { casePaper } from '../support/papers.ts'

let app: Awaited<ReturnType<typeof startApp>>
let staff: Browser
let forms: string[]
beforeEach(async () => {
  app = await startApp()
  staff = app.as(await aPerson(app.db, { candidateSince: null, staffSince: NOW }))
  forms = await thePapers(app.db)
})
afterEach(() => app.stop())

test('staff see every paper', async () => {
  const html = await (await staff('/staff/papers')).text()
  for (const text of ['Familie Yilmaz', 'Mevrouw De Graaf', 'Reflectietoets', 'Vrijgegeven']) expect(html).toContain(text)
})

test('staff see a whole paper: case, questions, answers, rubric and blueprint', async () => {
  for (const id of forms) {
    const form = await getForm(app.db.read, id)
    const answer = await staff(`/staff/papers/${id}`)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).toContain(form.digest)
    expect(html).toContain('Toetsmatrijs')
    for (const { number } of form.questions) expect(html).toContain(`id="question-${number}"`)
    expect(html).toContain('Antwoordmodel')
    expect(html).not.toMatch(/\{\{|undefined|\[object/)
  }
})

test('a draft is published with one button, once', async () => {
  const id = await app.db.write((tx) => importPaper(tx, casePaper('x'), 'staff', NOW))
  expect(await (await staff(`/staff/papers/${id}`)).text()).toContain('Vrijgeven voor gebruik')
  const sent = await staff(`/staff/papers/${id}/publication`, { method: 'POST' })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, `/staff/papers/${id}`])
  expect((await staff(`/staff/papers/${id}/publication`, { method: 'POST' })).status).toBe(409)
})

test('papers are for staff alone: they hold the answers', async () => {
  for (const roles of [{}, { candidateSince: null, assessorSince: NOW }, { candidateSince: null, administratorSince: NOW }]) {
    const other = app.as(await aPerson(app.db, roles))
    for (const path of ['/staff/papers', `/staff/papers/${forms[0]}`]) expect((await other(path)).status).toBe(403)
    expect((await other(`/staff/papers/${forms[0]}/publication`, { method: 'POST' })).status).toBe(403)
  }
  expect((await staff('/staff/papers/none')).status).toBe(404)
})
