import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/database.ts'
import { task } from '../../db/schema/grading.ts'
import * as blind from '../../src/grading/blind-queries.ts'
import { assignAssessors, setPassMark } from '../../src/grading/actions.ts'
import { startApp } from '../support/app.ts'
import { aCandidate, AFTER, anAssessor, aRoundToAssess, aStaffMember } from '../support/grading.ts'
import { listening } from '../support/listening.ts'

let server: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  server = await startApp({ now: AFTER })
})
afterEach(() => server.stop())

/** How each of them is asked; a new one without a line here makes the test fail. */
const asked: { readonly [name in keyof typeof blind]: (db: Db) => PromiseLike<unknown> } = {
  listOwnPiles: (db) => blind.listOwnPiles(db, 'a'),
  listPile: (db) => blind.listPile(db, { assessorId: 'a', roundId: 'r', questionId: 'q' }, 1),
  findPlace: (db) => blind.findPlace(db, { assessorId: 'a', roundId: 'r', questionId: 'q' }, 'n'),
  findNext: (db) => blind.findNext(db, { assessorId: 'a', roundId: 'r', questionId: 'q' }, ''),
  getBlindTask: (db) => blind.getBlindTask(db, 't', 'a'),
  listOwnScores: (db) => blind.listOwnScores(db, 't', 'a'),
  hasPassMark: (db) => blind.hasPassMark(db, 'r', 'f'),
}

const PERSONAL = /"(person|account|session|credential|enrolment|mail|conflict|answer|payment_order)"|person_id|account_id|enrolment_id|"e?mail|recipient|holder_name/i

test.each(Object.entries(asked))('%s cannot select a name, an e-mail address or whose account it is', async (name, ask) => {
  expect(Object.keys(blind)).toContain(name)
  const { db, heard } = listening(server.db.read)
  await Promise.resolve(ask(db)).catch(() => undefined)
  expect(heard.length).toBeGreaterThan(0)
  for (const said of heard) {
    expect(said).not.toMatch(PERSONAL)
    // The only name an assessor reads is the round's.
    expect(said.replaceAll('"round"."name"', '')).not.toMatch(/"name"/)
  }
})

test('every query of the file is listened to', () => {
  expect(Object.keys(blind).toSorted()).toEqual(Object.keys(asked).toSorted())
})

test('no page of an assessor has the name, the address or an id of a candidate, and a pile follows the candidate numbers', async () => {
  const { round, forms } = await aRoundToAssess(server.db, 0)
  const [assessor, staff] = [await anAssessor(server.db, 'Beoordelaar'), await aStaffMember(server.db, 'Toetsbureau')]
  const people = []
  for (const name of ['Aagje Aardbei', 'Bartholomeus Braambes', 'Cunegonda Cranberry']) {
    people.push(await aCandidate(server.db, { name, roundId: round.id, forms: [forms[0]] }))
  }
  await server.db.write((tx) => setPassMark(tx, { roundId: round.id, formId: forms[0].id, points: 2000, reason: null }, staff.id, AFTER))
  await server.db.write((tx) => assignAssessors(tx, { roundId: round.id, assessorIds: [assessor.id] }, staff.id, AFTER))
  const work = await server.db.read.select().from(task)
  const questionId = work[0]?.questionId ?? ''
  const open = server.as(assessor)
  const pages = ['/assessor', `/assessor/rounds/${round.id}/questions/${questionId}`]
  for (const { id } of work) pages.push(`/assessor/tasks/${id}`, `/assessor/tasks/${id}/conflict`)
  for (const path of pages) {
    const response = await open(path)
    expect(response.status).toBe(200)
    const all = (await response.text()) + JSON.stringify([...response.headers])
    for (const { person, enrolment, attempts } of people) {
      for (const secret of [person.name, ...person.name.split(' '), person.email, person.id, enrolment.id, ...attempts.map(({ id }) => id)]) {
        expect(all, path).not.toContain(secret)
      }
    }
  }
  const pile = await (await open(pages[1] ?? '')).text()
  const places = people.flatMap(({ attempts }) => attempts.map(({ candidateNumber }) => candidateNumber)).toSorted().map((number) => pile.indexOf(number))
  expect(places.every((place, index) => place > 0 && place > (places[index - 1] ?? 0))).toBe(true)
})
