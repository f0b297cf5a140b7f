import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { mail } from '../../db/schema/mail.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { saveAnswer } from '../../src/delivery/actions.ts'
import { handInAndTell, sealAttemptByItself } from '../../src/delivery/closing.ts'
import { setAccommodation, voidAttempt } from '../../src/delivery/exceptions.ts'
import { listClocks } from '../../src/delivery/closing-queries.ts'
import { sealAll } from '../../src/delivery/jobs.ts'
import { getAttempt, getOwnAttempt, lastSealOf, listAnswers, listEnrolmentAttempts, listRevisions, listSeals } from '../../src/delivery/queries.ts'
import { digestOf, readSnapshot } from '../../src/delivery/sealing.ts'
import { limitsOf } from '../../src/delivery/sitting.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { getEnrolment } from '../../src/enrolment/queries.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { freshDatabase } from '../support/database.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'
import { mailsOf } from '../support/supervision.ts'

const graceMs = 60 * SECOND
const dueAt = NOW + 72 * HOUR
let db: Database
let personId: string
let attemptId: string
let open: string
let choice: string
let forms: Awaited<ReturnType<typeof thePapers>>

beforeEach(async () => {
  db = await freshDatabase()
  forms = await thePapers(db)
  personId = (await aPerson(db)).id
  const round = await aRound(db, forms)
  const { id } = await anEnrolment(db, personId, round.id, { startsAt: NOW })
  await db.write((tx) => startDueEnrolments(tx, NOW, 10))
  const attempts = await listEnrolmentAttempts(db.read, id)
  attemptId = attempts.find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
  const form = await getPublishedForm(db.read, forms[0])
  open = form.questions.find((question) => question.type === 'open')?.id ?? ''
  choice = form.questions.find((question) => question.type === 'choice' && !question.several)?.id ?? ''
})
afterEach(() => db.close())

const draft = (text: string, values = {}) => ({ text, choice: [], windowId: 'window-a', windowCount: null, baseRevision: 0, ...values })
const save = (text: string, now: number, values = {}, questionId = open) =>
  db.write((tx) => saveAnswer(tx, { attemptId, questionId, personId, graceMs, draft: draft(text, values) }, now))

test('when the clock starts both tests are made, once, each bound to the first form of its kind', async () => {
  expect(await db.write((tx) => startDueEnrolments(tx, NOW + DAY, 10))).toBe(0)
  const { attempt } = await getOwnAttempt(db.read, attemptId, personId)
  expect(attempt).toMatchObject({ formId: forms[0], startsAt: NOW, workingHours: 72 })
  expect((await listEnrolmentAttempts(db.read, attempt.enrolmentId)).map((one) => one.attempt.kind)).toEqual(['case', 'reflection'])
  expect((await getEnrolment(db.read, attempt.enrolmentId)).enrolment).toMatchObject({ startsAt: NOW, testsMadeAt: NOW })
})

test('two processes that start the same enrolment at once make its attempts once', async () => {
  const other = await aPerson(db)
  const round = await aRound(db, forms)
  const { id } = await anEnrolment(db, other.id, round.id, { startsAt: NOW })
  await Promise.all([1, 2, 3].map(() => db.write((tx) => startDueEnrolments(tx, NOW, 10))))
  expect(await listEnrolmentAttempts(db.read, id)).toHaveLength(2)
})

test('a saved answer stands with its revision, exactly as typed', async () => {
  const text = 'Ik bel de gemeente 👩‍🦽\n\n\tمرحبا é é – “goed”'
  expect(await save(text, NOW + HOUR)).toMatchObject({ outcome: 'saved', standing: { revision: 1, text } })
  expect((await listAnswers(db.read, attemptId))[0]).toMatchObject({ text, revision: 1, inGrace: false })
})

test('a stale window does not overwrite: its text is kept as history and the newer one stands', async () => {
  await save('eerste', NOW + HOUR)
  await save('tweede', NOW + HOUR + MINUTE, { windowId: 'window-b', baseRevision: 1 })
  const stale = await save('uit het oude venster', NOW + HOUR + 2 * MINUTE)
  expect(stale).toMatchObject({ outcome: 'stale', standing: { text: 'tweede', revision: 2 } })
  const history = await listRevisions(db.read, attemptId, open)
  expect(history.map(({ outcome, text }) => [outcome, text])).toEqual([
    ['stale', 'uit het oude venster'],
    ['saved', 'tweede'],
    ['saved', 'eerste'],
  ])
})

test('history is thinned to one revision a minute, but what was emptied stays', async () => {
  const start = NOW + HOUR
  for (const [second, text] of [[0, 'a'], [10, 'ab'], [20, 'abc'], [30, ''], [40, 'd']] as const) await save(text, start + second * SECOND, { windowCount: second })
  expect((await listRevisions(db.read, attemptId, open)).map(({ text }) => text)).toEqual(['d', '', 'abc'])
})

test('60 seconds after the deadline a save still counts and is marked; a millisecond later it is kept and does not', async () => {
  expect(await save('op tijd', dueAt + graceMs)).toMatchObject({ outcome: 'saved' })
  expect((await listAnswers(db.read, attemptId))[0]?.inGrace).toBe(true)
  expect(await save('te laat', dueAt + graceMs + 1)).toMatchObject({ outcome: 'late', standing: { text: 'op tijd' } })
  expect((await listRevisions(db.read, attemptId, open))[0]).toMatchObject({ outcome: 'late', text: 'te laat' })
})

test('an answer to a question of another paper, or of nobody, is not found', async () => {
  const other = await getPublishedForm(db.read, forms[1])
  await expect(save('x', NOW + 1, {}, other.questions[0]?.id)).rejects.toMatchObject({ reason: 'notFound' })
  await expect(save('x', NOW + 1, {}, 'nothing')).rejects.toMatchObject({ reason: 'notFound' })
})

test('an option that does not exist, two of one, and text in a choice are refused', async () => {
  await expect(save('', NOW + 1, { choice: ['zz'] }, choice)).rejects.toMatchObject({ reason: 'optionUnknown' })
  await expect(save('', NOW + 1, { choice: ['a', 'b'] }, choice)).rejects.toMatchObject({ reason: 'optionUnknown' })
  await expect(save('tekst', NOW + 1, { choice: ['a'] }, choice)).rejects.toMatchObject({ reason: 'optionUnknown' })
  expect(await save('', NOW + 1, { choice: ['a'] }, choice)).toMatchObject({ outcome: 'saved', standing: { choice: ['a'] } })
})

test('an answer of more than 50,000 characters is refused by name', async () => {
  await expect(save('a'.repeat(50_001), NOW + 1)).rejects.toMatchObject({ reason: 'answerTooLong' })
})

test("somebody else's attempt is not found", async () => {
  const other = await aPerson(db)
  const given = { attemptId, questionId: open, personId: other.id, graceMs, draft: draft('x') }
  await expect(db.write((tx) => saveAnswer(tx, given, NOW))).rejects.toMatchObject({ reason: 'notFound' })
})

test('handing in seals what was saved: the snapshot holds every answer and its hash is its own', async () => {
  await save('Mijn antwoord', NOW + HOUR)
  const handed = await db.write((tx) => handInAndTell(tx, { attemptId, personId, graceMs }, NOW + 2 * HOUR))
  const seal = await lastSealOf(db.read, attemptId)
  expect(seal).toMatchObject({ by: 'candidate', at: NOW + 2 * HOUR, sequence: 1, receiptCode: handed.receiptCode })
  expect(digestOf(seal?.snapshot ?? '')).toBe(seal?.sha256)
  expect(readSnapshot(seal?.snapshot ?? '').answers).toMatchObject([{ questionId: open, text: 'Mijn antwoord', revision: 1 }])
  expect(await checkChains(db.read)).toEqual([])
})

test('after handing in a save is kept as late and changes nothing; handing in again gives the same receipt', async () => {
  await save('Mijn antwoord', NOW + HOUR)
  const first = await db.write((tx) => handInAndTell(tx, { attemptId, personId, graceMs }, NOW + 2 * HOUR))
  expect(await save('nog iets', NOW + 3 * HOUR)).toMatchObject({ outcome: 'late', sealed: true, standing: { text: 'Mijn antwoord' } })
  const again = await db.write((tx) => handInAndTell(tx, { attemptId, personId, graceMs }, NOW + 4 * HOUR))
  expect(again).toMatchObject({ receiptCode: first.receiptCode, first: false })
  expect(await listSeals(db.read, attemptId)).toHaveLength(1)
  expect((await db.read.select().from(mail)).filter((one) => one.kind === 'handedIn')).toHaveLength(1)
})

test('of a hand-in that races the job there is one seal', async () => {
  const late = dueAt + graceMs + 1
  const tries = await Promise.allSettled([1, 2, 3].map(() => db.write((tx) => sealAttemptByItself(tx, { attemptId, graceMs }, late))))
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(await listSeals(db.read, attemptId)).toHaveLength(1)
})

test('at the deadline what was saved last is handed in by itself, as of the deadline, and not before the grace is over', async () => {
  await save('het laatste', dueAt - 1)
  expect(await sealAll({ db, now: dueAt + graceMs }, graceMs)).toBe(0)
  expect(await sealAll({ db, now: dueAt + graceMs + 1 }, graceMs)).toBe(2)
  expect(await lastSealOf(db.read, attemptId)).toMatchObject({ by: 'deadline', at: dueAt })
  expect((await db.read.select().from(mail)).map((one) => one.kind)).toEqual(['handedInByItself', 'handedInByItself'])
})

test('what closes tests looks at those alone whose own hours are over, also of the longest test there is', async () => {
  expect(await listClocks(db.read, dueAt - 1)).toEqual([])
  expect(await listClocks(db.read, dueAt)).toHaveLength(2)
  await db.write((tx) => tx.update(attempt).set({ workingHours: 720 }))
  expect(await listClocks(db.read, NOW + 720 * HOUR - 1)).toEqual([])
  expect(await listClocks(db.read, NOW + 720 * HOUR)).toHaveLength(2)
})

test('extra time moves the one deadline of every test that is not sealed', async () => {
  await db.write((tx) => setAccommodation(tx, { personId, extraPercent: 25, extraMinutes: 30 }, 'staff', NOW))
  const limits = limitsOf(await getAttempt(db.read, attemptId), graceMs)
  expect(limits.dueAt).toBe(NOW + 90 * HOUR + 30 * MINUTE)
  expect(await sealAll({ db, now: dueAt + DAY / 2 }, graceMs)).toBe(0)
  expect(await save('met extra tijd', NOW + 90 * HOUR)).toMatchObject({ outcome: 'saved' })
})

test('voiding one test leaves the other; voiding both ends the enrolment, so that the person can be placed again', async () => {
  const { attempt } = await getAttempt(db.read, attemptId)
  await db.write((tx) => voidAttempt(tx, { attemptId, reason: 'ziek' }, 'staff', NOW + HOUR))
  await expect(getOwnAttempt(db.read, attemptId, personId)).rejects.toMatchObject({ reason: 'testVoided' })
  await expect(getOwnAttempt(db.read, attemptId, 'somebody')).rejects.toMatchObject({ reason: 'notFound' })
  await expect(save('nog een zin', NOW + HOUR)).rejects.toMatchObject({ reason: 'testVoided' })
  const [left] = await listEnrolmentAttempts(db.read, attempt.enrolmentId)
  expect(left?.attempt.kind).toBe('reflection')
  await db.write((tx) => voidAttempt(tx, { attemptId: left?.attempt.id ?? '', reason: 'ziek' }, 'staff', NOW + HOUR))
  await expect(db.write((tx) => voidAttempt(tx, { attemptId, reason: 'ziek' }, 'staff', NOW + HOUR))).rejects.toMatchObject({ reason: 'attemptVoided' })
})

test('voiding a test is told to its candidate, with what comes next and without the reason', async () => {
  await db.write((tx) => voidAttempt(tx, { attemptId, reason: 'Griep met koorts' }, 'staff', NOW + HOUR))
  const [told] = await mailsOf(db, 'attemptVoided')
  expect(told).toMatchObject({ personId, subject: 'Je casustoets is ongeldig verklaard' })
  expect(told?.body).toContain('Je krijgt je kans terug')
  expect(told?.body).not.toContain('Griep')
})

test('who has not declared own work cannot save yet', async () => {
  const other = await aPerson(db)
  const round = await aRound(db, forms)
  const { id } = await anEnrolment(db, other.id, round.id, { startsAt: NOW, declaredAt: null })
  await db.write((tx) => startDueEnrolments(tx, NOW, 10))
  const [timed] = await listEnrolmentAttempts(db.read, id)
  const given = { attemptId: timed?.attempt.id ?? '', questionId: open, personId: other.id, graceMs, draft: draft('x') }
  await expect(db.write((tx) => saveAnswer(tx, given, NOW + 1))).rejects.toMatchObject({ reason: 'declareFirst' })
})
