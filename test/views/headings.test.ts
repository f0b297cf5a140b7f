/** Headings say how a page hangs together: one h1, and no level is skipped on the way down. */
import { eq } from 'drizzle-orm'
import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { attempt } from '../../db/schema/delivery.ts'
import { task } from '../../db/schema/grading.ts'
import { startApp } from '../support/app.ts'
import { AFTER, aRoundToAssess, aStaffMember, anAssessor, assessAll } from '../support/grading.ts'

let server: Awaited<ReturnType<typeof startApp>>
let made: Awaited<ReturnType<typeof aRoundToAssess>>
beforeEach(async () => {
  server = await startApp({ now: AFTER })
  made = await aRoundToAssess(server.db, 1)
})
afterEach(() => server.stop())

const somebody = () => made.people[0] ?? expect.fail('nobody')
const caseAttempt = () => somebody().attempts[0]?.id ?? ''

async function headingsOf(person: { readonly id: string }, path: string) {
  const response = await server.as(person)(path)
  expect(response.status, path).toBe(200)
  const found = parse(await response.text()).querySelectorAll('h1, h2, h3, h4, h5, h6')
  return found.map((heading) => ({ level: Number(heading.tagName.slice(1)), text: heading.text.replace(/\s+/g, ' ').trim() }))
}

function mustDescend(headings: readonly { readonly level: number; readonly text: string }[]): void {
  expect(headings.filter(({ level }) => level === 1)).toHaveLength(1)
  const skipped = headings.filter(({ level }, index) => level > (headings[index - 1]?.level ?? 0) + 1)
  expect(skipped).toEqual([])
}

const partsOf = (headings: readonly { readonly level: number; readonly text: string }[]) => headings.filter(({ level }) => level === 2).map(({ text }) => text)

test('of a test that is being written: the case, the instruction and the questions are parts beside each other', async () => {
  await server.db.write((tx) => tx.update(attempt).set({ startsAt: AFTER, sealedAt: null }).where(eq(attempt.id, caseAttempt())))
  const headings = await headingsOf(somebody().person, `/attempts/${caseAttempt()}`)
  mustDescend(headings)
  expect(partsOf(headings)).toEqual([made.forms[0].caseTitle, 'Instructie', 'Vragen'])
})

test('of work that is read back', async () => {
  const headings = await headingsOf(somebody().person, `/attempts/${caseAttempt()}`)
  mustDescend(headings)
  expect(partsOf(headings)).toEqual([made.forms[0].caseTitle, 'Vragen'])
})

test('of one test as the office sees it', async () => {
  mustDescend(await headingsOf(await aStaffMember(server.db, 'Toetsbureau'), `/staff/attempts/${caseAttempt()}`))
})

test('of an answer to assess: what unfolds has a heading of its own', async () => {
  const [staff, assessor] = [await aStaffMember(server.db, 'Toetsbureau'), await anAssessor(server.db, 'Beoordelaar')]
  await assessAll(server.db, { round: made.round, forms: made.forms, staffId: staff.id, assessorId: assessor.id })
  const inCase = new Set(made.forms[0].questions.map(({ id }) => id))
  const work = (await server.db.read.select().from(task)).find(({ questionId }) => inCase.has(questionId))
  const headings = await headingsOf(assessor, `/assessor/tasks/${work?.id}`)
  mustDescend(headings)
  expect(partsOf(headings)).toEqual(expect.arrayContaining([expect.stringContaining(made.forms[0].caseTitle ?? ''), 'De vraag', 'Het antwoord', 'Antwoordmodel']))
})
