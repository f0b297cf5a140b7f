/** Long lists come a page at a time, and are searched where somebody looks for a name or a number. */
import { parse } from 'node-html-parser'
import type { HTMLElement } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { incident, problemReport } from '../../db/schema/delivery.ts'
import { task } from '../../db/schema/grading.ts'
import { release } from '../../db/schema/results.ts'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { assignAssessors, setPassMark } from '../../src/grading/actions.ts'
import { newId } from '../../src/ids.ts'
import { previewOf } from '../../src/results/preview.ts'
import { startApp } from '../support/app.ts'
import { NOW, aRound, anEnrolment, aPerson } from '../support/builders.ts'
import { AFTER, aCandidate, aRoundToAssess, aStaffMember, anAssessor, anAttempt, nothing } from '../support/grading.ts'
import { aBuyer, begun } from '../support/payments.ts'

let server: Awaited<ReturnType<typeof startApp>>
let staff: Awaited<ReturnType<typeof aStaffMember>>
beforeEach(async () => {
  server = await startApp({ now: AFTER })
  staff = await aStaffMember(server.db, 'Toetsbureau')
})
afterEach(() => server.stop())

const ask = async (path: string, who: { readonly id: string } = staff) => parse(await (await server.as(who)(path)).text())
const firstCells = (part: HTMLElement | null | undefined) => (part?.querySelectorAll('tbody th') ?? []).map((cell) => cell.text.trim())
const next = (part: HTMLElement | null | undefined) => part?.querySelector('.pager a[rel=next]')?.getAttribute('href') ?? expect.fail('no next page')
const panel = (page: HTMLElement, title: string) => page.querySelectorAll('.panel').find((one) => one.querySelector('h2')?.text === title)

test('rounds: the latest first, the rest behind', async () => {
  for (let number = 1; number <= 28; number++) await aRound(server.db, [], { name: `Ronde ${number}`, windowFirstOn: `2020-01-${String(number).padStart(2, '0')}` })
  const first = await ask('/staff/rounds')
  expect(firstCells(first)).toHaveLength(25)
  expect(firstCells(first)[0]).toBe('Ronde 28')
  expect(firstCells(await ask(next(first)))).toEqual(['Ronde 3', 'Ronde 2', 'Ronde 1'])
})

test('reports of problems: those that wait and those that were answered have pages of their own', async () => {
  const made = await aRoundToAssess(server.db, 1)
  const [somebody] = made.people
  const report = (index: number, answered: boolean) => ({
    id: newId(), attemptId: somebody?.attempts[0]?.id ?? '', personId: somebody?.person.id ?? '', roundId: made.round.id, text: `melding ${index}`, reportedAt: NOW + index, userAgent: '',
    ...(answered ? { answer: 'ja', answeredAt: AFTER, answeredBy: staff.id } : {}),
  })
  const reports = [...Array.from({ length: 27 }, (_, index) => report(index, false)), ...Array.from({ length: 26 }, (_, index) => report(index, true))]
  await server.db.write((tx) => tx.insert(problemReport).values(reports))
  const page = await ask('/staff/problems')
  const [open, done] = page.querySelectorAll('#problems .panel')
  expect([firstCells(open).length, firstCells(done).length]).toEqual([25, 25])
  const [openOn, doneStill] = (await ask(next(open))).querySelectorAll('#problems .panel')
  expect(openOn?.text).toContain('melding 26')
  expect([firstCells(openOn).length, firstCells(doneStill).length]).toEqual([2, 25])
  const [, doneOn] = (await ask(next(done))).querySelectorAll('#problems .panel')
  expect(firstCells(doneOn)).toHaveLength(1)
})

test('outages: the newest first, none falls off', async () => {
  const rows = Array.from({ length: 27 }, (_, index) => ({
    id: newId(), scope: 'all', fromAt: NOW + index * HOUR, untilAt: NOW + index * HOUR + MINUTE, reason: `storing ${index}`, madeAt: NOW, madeBy: staff.id, appliedAt: NOW,
  }))
  await server.db.write((tx) => tx.insert(incident).values(rows))
  const first = await ask('/staff/incidents')
  expect(firstCells(first)).toHaveLength(25)
  expect((await ask(next(first))).text).toContain('storing 0')
})

test('payments: by a part of the name, whatever its capitals, or by the number of the order', async () => {
  const [one, other] = [await aBuyer(server.db), await aBuyer(server.db, { name: 'Nog een ronde' })]
  for (const made of [one, other]) await begun(server.db, made)
  expect(firstCells(await ask('/staff/payments'))).toHaveLength(2)
  for (const text of [one.person.name.toUpperCase(), one.order.number.toLowerCase()]) {
    const found = await ask(`/staff/payments?${new URLSearchParams({ text }).toString()}`)
    expect(firstCells(found), text).toEqual([one.order.number])
    expect(found.querySelector('form[role=search] input[name=text]')?.getAttribute('value')).toBe(text)
  }
  expect((await ask('/staff/payments?text=100%25')).text).toContain('Geen betaling gevonden')
})

test('the preview of a release: a page of it, or what was looked for; what is proposed holds all the same every test', async () => {
  const made = await aRoundToAssess(server.db, 0)
  // Handed in empty, a test needs no assessor.
  for (let index = 0; index < 27; index++) await aCandidate(server.db, { name: `Kandidaat Nummer${index}`, roundId: made.round.id, forms: made.forms, answers: nothing })
  for (const { id: formId } of made.forms) await server.db.write((tx) => setPassMark(tx, { roundId: made.round.id, formId, points: 2000, reason: null }, staff.id, AFTER))
  const at = `/staff/rounds/${made.round.id}/release`
  const before = await previewOf(server.db.read, made.round.id, AFTER)
  const first = panel(await ask(at), 'Wat er wordt vrijgegeven')
  expect(firstCells(first)).toHaveLength(50)
  expect(firstCells(panel(await ask(next(first)), 'Wat er wordt vrijgegeven'))).toHaveLength(4)
  const named = panel(await ask(`${at}?text=nummer26`), 'Wat er wordt vrijgegeven')
  expect(firstCells(named)).toHaveLength(2)
  const [number = ''] = firstCells(named)
  expect(firstCells(panel(await ask(`${at}?text=${number.toLowerCase()}`), 'Wat er wordt vrijgegeven'))).toEqual([number])
  expect((await server.as(staff)(`${at}?text=nummer26`, { form: {} })).status).toBe(303)
  const [proposed] = await server.db.read.select().from(release)
  expect(proposed?.digest).toBe(before.digest)
  expect(before.candidates).toHaveLength(54)
})

test('a pile of answers: a page at a time, while the next answer is looked for in all of it', async () => {
  const made = await aRoundToAssess(server.db, 0)
  const assessor = await anAssessor(server.db, 'Beoordelaar')
  for (let index = 0; index < 52; index++) {
    const somebody = await aPerson(server.db)
    const { id: enrolmentId } = await anEnrolment(server.db, somebody.id, made.round.id, { startsAt: NOW })
    const one = (question: { readonly key?: string; readonly number: number }) => (question.number === made.openQuestions[0]?.number ? { text: 'iets', choice: [] } : null)
    await anAttempt(server.db, { enrolmentId, personId: somebody.id, roundId: made.round.id, form: made.forms[0], answers: one, candidateNumber: `A${String(index).padStart(3, '0')}-AAAA` })
  }
  await server.db.write((tx) => assignAssessors(tx, { roundId: made.round.id, assessorIds: [assessor.id] }, staff.id, AFTER))
  const work = await server.db.read.select().from(task)
  expect(work).toHaveLength(52)
  const questionId = work[0]?.questionId ?? ''
  const path = `/assessor/rounds/${made.round.id}/questions/${questionId}`
  const first = await ask(path, assessor)
  expect(firstCells(first)).toHaveLength(50)
  expect(firstCells(await ask(next(first), assessor))).toEqual(['A050-AAAA', 'A051-AAAA'])
  const firstHref = first.querySelector('tbody th a')?.getAttribute('href')
  expect((await ask(next(first), assessor)).querySelector('.next-step a')?.getAttribute('href'), 'also from the second page').toBe(firstHref)
})
