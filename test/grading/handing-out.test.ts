import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { score, task } from '../../db/schema/grading.ts'
import { mail } from '../../db/schema/mail.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { assignAssessors, assignTasks, declareConflict, declareConflictFor, giveScore, setPassMark } from '../../src/grading/actions.ts'
import { findOutstanding } from '../../src/grading/outstanding.ts'
import { scoresOfRound } from '../../src/grading/queries.ts'
import { gradingJobs } from '../../src/grading/jobs.ts'
import { setRoles } from '../../src/identity/actions.ts'
import pino from 'pino'
import { freshDatabase } from '../support/database.ts'
import { AFTER, aCandidate, anAssessor, aRoundToAssess, aSeal, aStaffMember, everything, nothing } from '../support/grading.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const tasks = () => db.read.select().from(task)
const live = async () => (await tasks()).filter(({ withdrawnAt }) => withdrawnAt === null)
const countOf = async (assessorId: string) => (await live()).filter((one) => one.assessorId === assessorId).length

async function assessed(candidates: number) {
  const made = await aRoundToAssess(db, candidates)
  const staff = await aStaffMember(db, 'Toetsbureau Een')
  const [one, two] = [await anAssessor(db, 'Beoordelaar Een'), await anAssessor(db, 'Beoordelaar Twee')]
  const assign = (...assessorIds: string[]) => db.write((tx) => assignAssessors(tx, { roundId: made.round.id, assessorIds }, staff.id, AFTER))
  return { ...made, staff, one, two, assign }
}

test('every open answer that says something goes to one assessor, balanced, and nothing else does', async () => {
  const { assign, one, two, openQuestions, people } = await assessed(3)
  const done = await assign(one.id, two.id)
  const all = openQuestions.length * people.length
  expect(done).toEqual({ given: all, left: 0 })
  expect(Math.abs((await countOf(one.id)) - (await countOf(two.id)))).toBeLessThanOrEqual(1)
  expect(new Set((await live()).map(({ attemptId, questionId }) => attemptId + questionId)).size).toBe(all)
})

test('an empty open answer is nobody’s work', async () => {
  const { round, forms, assign, one } = await assessed(0)
  await aCandidate(db, { name: 'Leeg', roundId: round.id, forms, answers: nothing })
  await aCandidate(db, { name: 'Wit', roundId: round.id, forms, answers: () => ({ text: ' \n ', choice: [] }) })
  expect(await assign(one.id)).toEqual({ given: 0, left: 0 })
})

test('giving out twice changes nothing; what is handed in later is given out later', async () => {
  const { round, forms, staff, assign, one, two, openQuestions } = await assessed(2)
  await assign(one.id, two.id)
  const before = await tasks()
  expect(await db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))).toEqual({ given: 0, left: 0 })
  expect(await tasks()).toEqual(before)
  await aCandidate(db, { name: 'Later', roundId: round.id, forms })
  expect(await db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))).toEqual({ given: openQuestions.length, left: 0 })
  expect(Math.abs((await countOf(one.id)) - (await countOf(two.id)))).toBeLessThanOrEqual(1)
})

test('of two staff members who give out work at once, each answer still goes to one assessor', async () => {
  const { round, staff, one, two, openQuestions, assign, forms } = await assessed(0)
  await assign(one.id, two.id)
  for (const name of ['A', 'B']) await aCandidate(db, { name, roundId: round.id, forms })
  const both = await Promise.allSettled([1, 2].map(() => db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))))
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect(await live()).toHaveLength(openQuestions.length * 2)
})

test('without assessors nothing is given out, and staff are told', async () => {
  const { round, staff } = await assessed(1)
  await expect(db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))).rejects.toMatchObject({ reason: 'noAssessors' })
})

test('nobody gets the work of somebody they have a conflict with; when nobody is left staff are told how much', async () => {
  const { round, staff, one, two, people, assign, openQuestions } = await assessed(2)
  const [first] = people
  if (!first) throw new Error('nobody')
  await db.write((tx) => declareConflictFor(tx, { assessorId: one.id, personId: first.person.id }, staff.id, AFTER))
  await assign(one.id, two.id)
  const own = new Set(first.attempts.map(({ id }) => id))
  expect((await live()).filter(({ attemptId }) => own.has(attemptId)).every(({ assessorId }) => assessorId === two.id)).toBe(true)
  expect(await db.write((tx) => declareConflictFor(tx, { assessorId: two.id, personId: first.person.id }, staff.id, AFTER))).toEqual({
    given: 0,
    left: openQuestions.length,
  })
  await expect(db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))).rejects.toMatchObject({
    reason: 'noAssessorFree',
    params: { number: openQuestions.length },
  })
  expect((await findOutstanding(db.read, round.id)).unassigned).toHaveLength(openQuestions.length)
})

test('an assessor who knows somebody loses all unfinished work of that person, which goes to somebody else; twice is once', async () => {
  const { round, staff, one, two, assign, forms } = await assessed(2)
  await assign(one.id, two.id)
  for (const form of forms) await db.write((tx) => setPassMark(tx, { roundId: round.id, formId: form.id, points: 2600, reason: null }, staff.id, AFTER))
  const [mine] = (await live()).filter(({ assessorId }) => assessorId === one.id)
  if (!mine) throw new Error('no work')
  const [owner] = await db.read.select().from(attempt).where(eq(attempt.id, mine.attemptId))
  const declare = () => db.write((tx) => declareConflict(tx, { taskId: mine.id, assessorId: one.id }, AFTER))
  const before = (await live()).length
  expect(await declare()).toMatchObject({ left: 0 })
  const ofPerson = new Set((await db.read.select().from(attempt).where(eq(attempt.personId, owner?.personId ?? ''))).map(({ id }) => id))
  const now = await live()
  expect(now).toHaveLength(before)
  expect(now.filter(({ attemptId, assessorId }) => ofPerson.has(attemptId) && assessorId === one.id)).toEqual([])
  expect((await tasks()).find(({ id }) => id === mine.id)).toMatchObject({ withdrawReason: 'conflict' })
  await expect(declare()).rejects.toMatchObject({ reason: 'notFound' })
})

test('an assessor who leaves the round loses what is unfinished; what is finished stays', async () => {
  const { round, staff, one, two, assign, forms } = await assessed(2)
  await assign(one.id)
  for (const form of forms) await db.write((tx) => setPassMark(tx, { roundId: round.id, formId: form.id, points: 2600, reason: null }, staff.id, AFTER))
  const [mine] = await live()
  const question = forms.flatMap(({ questions }) => questions).find(({ id }) => id === mine?.questionId)
  if (!mine || question?.type !== 'open') throw new Error('no work')
  const levels = Object.fromEntries(question.criteria.map(({ key, levels: [level] }) => [key, level?.key ?? '']))
  await db.write((tx) => giveScore(tx, { taskId: mine.id, assessorId: one.id, levels, comment: '', finished: true }, AFTER))
  await assign(two.id)
  expect(await countOf(one.id)).toBe(1)
  expect(await countOf(two.id)).toBe((await live()).length - 1)
})

test('dividing anew moves only work that nobody has begun with', async () => {
  const { round, staff, one, two, assign, forms } = await assessed(2)
  await assign(one.id)
  for (const form of forms) await db.write((tx) => setPassMark(tx, { roundId: round.id, formId: form.id, points: 2600, reason: null }, staff.id, AFTER))
  const begun = (await live()).slice(0, 3)
  for (const { id } of begun) await db.write((tx) => giveScore(tx, { taskId: id, assessorId: one.id, levels: {}, comment: 'nog lezen', finished: false }, AFTER))
  await assign(one.id, two.id)
  expect(await countOf(two.id)).toBe(0)
  await db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER, { redistribute: true }))
  expect(Math.abs((await countOf(one.id)) - (await countOf(two.id)))).toBeLessThanOrEqual(1)
  const stillThere = new Set((await live()).map(({ id }) => id))
  expect(begun.every(({ id }) => stillThere.has(id))).toBe(true)
})

test('a newer seal takes unfinished work with it, an unchanged answer stays assessed and a changed one is assessed again', async () => {
  const { round, staff, one, assign, forms } = await assessed(1)
  await assign(one.id)
  for (const form of forms) await db.write((tx) => setPassMark(tx, { roundId: round.id, formId: form.id, points: 2600, reason: null }, staff.id, AFTER))
  const [caseForm] = forms
  const ofCase = (await live()).filter(({ questionId }) => caseForm.questions.some(({ id }) => id === questionId))
  const [changed, emptied, same] = ofCase
  if (!changed || !emptied || !same) throw new Error('three answers were expected')
  for (const { id, questionId } of [changed, same]) {
    const question = caseForm.questions.find((one) => one.id === questionId)
    if (question?.type !== 'open') throw new Error('not open')
    const levels = Object.fromEntries(question.criteria.map(({ key, levels: [level] }) => [key, level?.key ?? '']))
    await db.write((tx) => giveScore(tx, { taskId: id, assessorId: one.id, levels, comment: '', finished: true }, AFTER))
  }
  const newer = await aSeal(db, {
    attemptId: changed.attemptId, form: caseForm, sequence: 2,
    answers: (question) => {
      if (question.id === emptied.questionId) return null
      return question.id === changed.questionId ? { text: 'Heel anders', choice: [] } : everything(question)
    },
  })
  const [before] = (await scoresOfRound(db.read, round.id)).filter(({ attemptId }) => attemptId === changed.attemptId)
  expect(before?.detail.find(({ questionId }) => questionId === same.questionId)?.points).toBeNull()
  await db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))
  const byQuestion = new Map((await live()).filter(({ attemptId }) => attemptId === changed.attemptId).map((row) => [row.questionId, row]))
  expect(byQuestion.get(changed.questionId)).toMatchObject({ id: changed.id, sealId: newer.id, finishedAt: null })
  expect(byQuestion.get(same.questionId)).toMatchObject({ id: same.id, sealId: newer.id, finishedAt: AFTER })
  expect(byQuestion.has(emptied.questionId)).toBe(false)
  expect([...byQuestion.values()].every(({ sealId }) => sealId === newer.id)).toBe(true)
  expect(await db.read.select().from(score)).toHaveLength(2)
  const [renewed] = await listEvents(db.read, { subject: changed.id }, 1)
  const [was, after] = [{ sealId: changed.sealId, finishedAt: AFTER }, { sealId: newer.id, finishedAt: null }]
  expect(renewed).toMatchObject({ what: 'task.renewed', actor: staff.id, roundId: round.id, before: was, after })
})

test('work of a voided attempt is taken back', async () => {
  const { round, staff, one, assign, people } = await assessed(2)
  await assign(one.id)
  const [gone] = people[0]?.attempts ?? []
  await db.write((tx) => tx.update(attempt).set({ voidedAt: AFTER, voidedBy: staff.id }).where(eq(attempt.id, gone?.id ?? '')))
  await db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))
  expect((await live()).filter(({ attemptId }) => attemptId === gone?.id)).toEqual([])
})

test('assessors hear that there is work: once per action of staff, once a day from the job, and nothing about candidates', async () => {
  const { round, staff, one, two, assign, forms, people } = await assessed(1)
  await assign(one.id, two.id)
  const workMails = async () => (await db.read.select().from(mail)).filter(({ kind }) => kind === 'workAssigned')
  expect(await workMails()).toHaveLength(2)
  const [job] = gradingJobs
  const deps = { db, now: AFTER, log: pino({ level: 'silent' }) }
  for (const name of ['Later', 'Nog later']) {
    await aCandidate(db, { name, roundId: round.id, forms })
    await job?.run(deps)
  }
  expect((await findOutstanding(db.read, round.id)).unassigned).toEqual([])
  expect(await workMails()).toHaveLength(4)
  for (const { body, subject } of await workMails()) {
    for (const { person } of people) expect(body + subject).not.toContain(person.name)
    expect(body).toContain(round.name)
  }
  expect(await db.write((tx) => assignTasks(tx, round.id, staff.id, AFTER))).toEqual({ given: 0, left: 0 })
  expect(await workMails()).toHaveLength(4)
})

test('an assessor who sat a test too does not get their own work', async () => {
  const { round, staff, one, two, assign, openQuestions, forms } = await assessed(0)
  const { person, attempts } = await aCandidate(db, { name: 'Beide', roundId: round.id, forms })
  await db.write((tx) => setRoles(tx, person.id, ['candidate', 'assessor'], staff.id, AFTER))
  expect(await assign(person.id)).toEqual({ given: 0, left: openQuestions.length })
  expect(await assign(person.id, one.id, two.id)).toEqual({ given: openQuestions.length, left: 0 })
  const own = new Set(attempts.map(({ id }) => id))
  expect((await live()).filter(({ assessorId, attemptId }) => assessorId === person.id && own.has(attemptId))).toEqual([])
})

test('who loses the role loses the work that is unfinished, to whoever has it; new work does not come to them', async () => {
  const { round, staff, one, two, assign, openQuestions, forms } = await assessed(1)
  await assign(one.id, two.id)
  await db.write((tx) => setRoles(tx, one.id, [], staff.id, AFTER))
  const [job] = gradingJobs
  await job?.run({ db, now: AFTER, log: pino({ level: 'silent' }) })
  expect([await countOf(one.id), await countOf(two.id)]).toEqual([0, openQuestions.length])
  await aCandidate(db, { name: 'Later', roundId: round.id, forms })
  await job?.run({ db, now: AFTER, log: pino({ level: 'silent' }) })
  expect([await countOf(one.id), await countOf(two.id)]).toEqual([0, 2 * openQuestions.length])
})

test('every step of giving out is in the audit log, and its chains are whole', async () => {
  const { one, two, assign } = await assessed(1)
  await assign(one.id, two.id)
  await assign(two.id)
  expect(await checkChains(db.read)).toEqual([])
})
