import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { round } from '../../db/schema/rounds.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY } from '../../src/clock.ts'
import { newId } from '../../src/ids.ts'
import { importPaper } from '../../src/papers/actions.ts'
import { changeRound, closeRound, importRound, makeRound, noteRoundStates, openRound, planOf } from '../../src/rounds/actions.ts'
import { editionOf, usualPlan } from '../../src/rounds/plan.ts'
import type { RoundPlan } from '../../src/rounds/plan.ts'
import { getRound, listRoundForms, listRounds } from '../../src/rounds/queries.ts'
import { enrolmentIsOpen, phaseOf, windowOf } from '../../src/rounds/rounds.ts'
import { aPerson, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { casePaper, publishedPaper, reflectionPaper, seed } from '../support/papers.ts'
import { roundPlan } from '../support/rounds.ts'

const NOW = Date.UTC(2026, 8, 1, 9)
const FIRST = windowOf(roundPlan()).firstAt

let db: Database
let caseForm: string
let reflectionForm: string
beforeEach(async () => {
  db = await freshDatabase()
  caseForm = await db.write((tx) => publishedPaper(tx, casePaper('x'), NOW))
  reflectionForm = await db.write((tx) => publishedPaper(tx, reflectionPaper('y'), NOW))
})
afterEach(() => db.close())

const both = () => ({ formIds: [caseForm, reflectionForm] })
const made = (plan: Partial<RoundPlan> = {}) => db.write((tx) => makeRound(tx, roundPlan({ ...both(), ...plan }), 'staff', NOW))
const changed = (id: string, plan: Partial<RoundPlan>, now = NOW) => db.write((tx) => changeRound(tx, { id, seen: null }, roundPlan({ ...both(), ...plan }), 'staff', now))
const opened = (id: string, now = NOW) => db.write((tx) => openRound(tx, id, 'staff', now))
const closed = (id: string, now = NOW) => db.write((tx) => closeRound(tx, id, 'staff', now))
const noted = (now: number) => db.write((tx) => noteRoundStates(tx, now))
const whats = async (id: string) => (await listEvents(db.read, { roundId: id }, 50)).map(({ what, actor }) => `${what} by ${actor}`).toReversed()

test('a round is made with what was planned, its papers in order of preference, and is closed', async () => {
  const other = await db.write((tx) => publishedPaper(tx, casePaper('z'), NOW))
  const id = await made({ note: 'Beoordeeld in januari', maximumCandidates: 20, formIds: [other, caseForm, reflectionForm] })
  expect(await getRound(db.read, id)).toMatchObject({ name: 'Vierde toetsronde 2026', note: 'Beoordeeld in januari', workingHours: 72, maximumCandidates: 20, handState: null })
  expect((await listRoundForms(db.read, id)).map(({ formId, kind, position }) => [formId, kind, position])).toEqual([
    [other, 'case', 0], [caseForm, 'case', 1], [reflectionForm, 'reflection', 2],
  ])
  expect(enrolmentIsOpen(await getRound(db.read, id), NOW)).toBe(false)
  expect(await whats(id)).toEqual(['round.made by staff'])
})

test('the audit log holds what was planned, without name and note', async () => {
  const id = await made({ note: 'Een notitie' })
  const [event] = await listEvents(db.read, { subject: id }, 1)
  expect(event?.after).toMatchObject({ windowFirstOn: '2026-11-07', workingHours: 72, formIds: [caseForm, reflectionForm] })
  expect(JSON.stringify(event)).not.toMatch(/Vierde|notitie/)
})

test('a name is used once; of two racing rounds of one name one is refused', async () => {
  const outcomes = await Promise.allSettled([made(), made()])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(made()).rejects.toMatchObject({ reason: 'roundNameTaken', field: 'name' })
  const other = await made({ name: 'Andere' })
  await expect(changed(other, {})).rejects.toMatchObject({ reason: 'roundNameTaken' })
  expect(await listRounds(db.read)).toHaveLength(2)
})

test('a round cannot open without a paper of each kind: not by hand, not by a date', async () => {
  const id = await made({ formIds: [caseForm] })
  await expect(opened(id)).rejects.toMatchObject({ reason: 'roundPapersMissing' })
  await expect(changed(id, { formIds: [reflectionForm], enrolmentOpensAt: NOW + DAY })).rejects.toMatchObject({ reason: 'roundPapersMissing' })
  await expect(made({ name: 'Andere', formIds: [], enrolmentOpensAt: NOW + DAY })).rejects.toMatchObject({ reason: 'roundPapersMissing' })
  await changed(id, {})
  await opened(id)
  await expect(changed(id, { formIds: [caseForm] })).rejects.toMatchObject({ reason: 'roundPapersMissing' })
})

test('a round uses published papers only', async () => {
  const draft = await db.write((tx) => importPaper(tx, casePaper('draft'), 'staff', NOW))
  await expect(made({ formIds: [draft] })).rejects.toMatchObject({ reason: 'roundPaperNotPublished' })
  await expect(made({ formIds: ['none'] })).rejects.toMatchObject({ reason: 'roundPaperNotPublished' })
})

test('opening and closing by hand, again and again, each noted', async () => {
  const id = await made()
  await opened(id)
  await expect(opened(id)).rejects.toMatchObject({ reason: 'roundIsOpen' })
  await closed(id, NOW + 1)
  await expect(closed(id, NOW + 1)).rejects.toMatchObject({ reason: 'roundIsClosed' })
  await opened(id, NOW + 2)
  expect(await whats(id)).toEqual(['round.made by staff', 'round.opened by staff', 'round.closed by staff', 'round.opened by staff'])
  expect(await checkChains(db.read)).toEqual([])
})

test('of two racing openings one is refused, and one event exists', async () => {
  const id = await made()
  const outcomes = await Promise.allSettled([opened(id), opened(id)])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await whats(id)).toEqual(['round.made by staff', 'round.opened by staff'])
})

test('a planned opening can be closed by hand beforehand, and the date does not open it', async () => {
  const id = await made({ enrolmentOpensAt: NOW + DAY })
  await closed(id)
  expect(enrolmentIsOpen(await getRound(db.read, id), NOW + 2 * DAY)).toBe(false)
  expect(await noted(NOW + 2 * DAY)).toBe(0)
})

test('after the window, or once called off or released, a round neither opens nor changes', async () => {
  const id = await made()
  await expect(opened(id, windowOf(roundPlan()).endAt)).rejects.toMatchObject({ reason: 'roundIsOver' })
  const changedNothing = () => changed(id, {})
  const set = (facts: Partial<typeof round.$inferInsert>) => db.write((tx) => tx.update(round).set(facts).where(eq(round.id, id)))
  await set({ releasedAt: NOW })
  for (const act of [opened, closed, changedNothing]) await expect(act(id)).rejects.toMatchObject({ reason: 'roundIsReleased' })
  await set({ releasedAt: null, calledOffAt: NOW })
  for (const act of [opened, closed, changedNothing]) await expect(act(id)).rejects.toMatchObject({ reason: 'roundIsCalledOff' })
})

test('a change notes only what changed; no change, no event', async () => {
  const id = await made()
  await changed(id, {})
  await changed(id, { workingHours: 80, name: 'Nieuwe naam' })
  const [event, ...rest] = await listEvents(db.read, { roundId: id }, 10)
  expect(event).toMatchObject({ what: 'round.changed', before: { workingHours: 72 }, after: { workingHours: 80, textsChanged: true } })
  expect(Object.keys(Object(event?.before))).toEqual(['workingHours'])
  expect(rest.map(({ what }) => what)).toEqual(['round.made'])
})

test('once a candidate’s start moment has come, window and hours stay; a chosen moment to come stays in the window', async () => {
  const id = await made()
  await opened(id)
  const person = await aPerson(db)
  await anEnrolment(db, person.id, id, { startsAt: FIRST + DAY })
  await expect(changed(id, { windowFirstOn: '2026-11-09' })).rejects.toMatchObject({ reason: 'roundStartsOutside', params: { firstOn: '2026-11-08' } })
  await changed(id, { workingHours: 80 }, FIRST + DAY - 1)
  await expect(changed(id, { workingHours: 90 }, FIRST + DAY)).rejects.toMatchObject({ reason: 'roundStarted', field: 'workingHours' })
  await changed(id, { workingHours: 80, maximumCandidates: 30 }, FIRST + DAY)
})

test('a change that was made on an older plan is refused, and nothing of the newer one is lost', async () => {
  const id = await made()
  const seen = editionOf(planOf(await getRound(db.read, id), both().formIds))
  const save = (plan: Partial<RoundPlan>) => db.write((tx) => changeRound(tx, { id, seen }, roundPlan({ ...both(), ...plan }), 'staff', NOW))
  await save({ maximumCandidates: 20 })
  await expect(save({ workingHours: 80 })).rejects.toMatchObject({ reason: 'roundChangedElsewhere' })
  expect(await getRound(db.read, id)).toMatchObject({ maximumCandidates: 20, workingHours: 72 })
  await db.write((tx) => openRound(tx, id, 'staff', NOW))
  const now = editionOf(planOf(await getRound(db.read, id), both().formIds))
  expect(now, 'opening changes no plan').toBe(editionOf(roundPlan({ ...both(), maximumCandidates: 20 })))
  expect(editionOf(roundPlan({ formIds: [reflectionForm, caseForm] })), 'the order of the papers is part of it').not.toBe(editionOf(roundPlan(both())))
})

test('as long as somebody has a place in it a round keeps a paper of each kind, even when it was closed by hand', async () => {
  const id = await made()
  await opened(id)
  await closed(id)
  const own = await anEnrolment(db, (await aPerson(db)).id, id)
  await expect(changed(id, { formIds: [caseForm] })).rejects.toMatchObject({ reason: 'roundPapersMissing' })
  await db.write((tx) => tx.update(enrolment).set({ endedAt: NOW, endReason: 'cancelled' }).where(eq(enrolment.id, own.id)))
  await changed(id, { formIds: [caseForm] })
  expect(await listRoundForms(db.read, id)).toHaveLength(1)
})

test('a start moment of an enrolment that was cancelled binds nobody', async () => {
  const id = await made()
  const person = await aPerson(db)
  await anEnrolment(db, person.id, id, { startsAt: FIRST + DAY, endedAt: NOW, endReason: 'cancelled' })
  await changed(id, { workingHours: 90 }, FIRST + 2 * DAY)
})

test('a paper that an attempt is bound to stays; another is added beside it', async () => {
  const id = await made()
  const person = await aPerson(db)
  const enrolment = await anEnrolment(db, person.id, id, { startsAt: FIRST })
  await db.write((tx) =>
    tx.insert(attempt).values({
      id: newId(), enrolmentId: enrolment.id, personId: person.id, roundId: id, formId: caseForm, kind: 'case',
      candidateNumber: 'K-1', startsAt: FIRST, workingHours: 72, extraMinutes: 0, incidentMinutes: 0,
    }),
  )
  const other = await db.write((tx) => publishedPaper(tx, casePaper('z'), NOW))
  await expect(changed(id, { formIds: [other, reflectionForm] }, FIRST)).rejects.toMatchObject({ reason: 'roundPaperUsed', params: { title: 'Casustoets x' } })
  await changed(id, { formIds: [other, caseForm, reflectionForm] }, FIRST)
  expect((await listRoundForms(db.read, id)).map(({ formId }) => formId)).toEqual([other, caseForm, reflectionForm])
})

test('the job notes once what a date opened and closed, and a late job notes both', async () => {
  const dates = { enrolmentOpensAt: NOW + DAY, enrolmentClosesAt: NOW + 3 * DAY }
  const id = await made(dates)
  expect([await noted(NOW), await noted(NOW + DAY), await noted(NOW + 2 * DAY), await noted(NOW + 3 * DAY), await noted(NOW + 4 * DAY)]).toEqual([0, 1, 0, 1, 0])
  expect(await whats(id)).toEqual(['round.made by staff', 'round.opened by clock', 'round.closed by clock'])
  const late = await made({ ...dates, name: 'Late' })
  expect([await noted(NOW + 4 * DAY), await noted(NOW + 5 * DAY)]).toEqual([2, 0])
  expect(await whats(late)).toEqual(['round.made by staff', 'round.opened by clock', 'round.closed by clock'])
})

test('what a hand did is not noted again by the job, and its closing date is', async () => {
  const id = await made({ enrolmentClosesAt: NOW + 3 * DAY })
  await opened(id)
  expect([await noted(NOW + 1), await noted(NOW + 3 * DAY)]).toEqual([0, 1])
  expect(await whats(id)).toEqual(['round.made by staff', 'round.opened by staff', 'round.closed by clock'])
})

test('the six rounds that were held are imported by the same way, and their windows are as they were', async () => {
  const held = seed('rounds-2023-2024.json')
  if (!Array.isArray(held)) throw new Error('a list was expected')
  for (const plan of held) await db.write((tx) => importRound(tx, { ...usualPlan, ...plan }, 'staff', NOW))
  const rounds = (await listRounds(db.read)).toReversed()
  expect(rounds.map(({ name, windowFirstOn, windowLastOn }) => [name, windowFirstOn, windowLastOn])).toEqual(
    held.map(({ name, windowFirstOn, windowLastOn }) => [name, windowFirstOn, windowLastOn]),
  )
  expect(rounds.map((one) => new Date(windowOf(one).firstAt).toISOString())).toEqual([
    '2023-12-06T23:00:00.000Z', '2024-01-10T23:00:00.000Z', '2024-04-10T22:00:00.000Z',
    '2024-06-19T22:00:00.000Z', '2024-11-06T23:00:00.000Z', '2024-12-09T23:00:00.000Z',
  ])
  expect(rounds.at(-1)?.note).toContain('januari 2025')
  expect(new Set(rounds.map((one) => phaseOf(one, NOW)))).toEqual(new Set(['past']))
  await expect(db.write((tx) => makeRound(tx, { ...usualPlan, ...held[0], name: 'Nu' }, 'staff', NOW))).rejects.toMatchObject({ reason: 'roundWindowPast' })
})
