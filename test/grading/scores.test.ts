import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { passMark, score, task } from '../../db/schema/grading.ts'
import { release, result } from '../../db/schema/results.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { assignAssessors, declareConflict, giveScore, setPassMark } from '../../src/grading/actions.ts'
import type { GivenScore } from '../../src/grading/actions.ts'
import { passMarksOf, scoresOfRound } from '../../src/grading/queries.ts'
import { newId } from '../../src/ids.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER, anAssessor, aRoundToAssess, aStaffMember } from '../support/grading.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

async function assigned(candidates = 1) {
  const made = await aRoundToAssess(db, candidates)
  const staff = await aStaffMember(db, 'Toetsbureau Een')
  const one = await anAssessor(db, 'Beoordelaar Een')
  await db.write((tx) => assignAssessors(tx, { roundId: made.round.id, assessorIds: [one.id] }, staff.id, AFTER))
  const [caseForm, reflectionForm] = made.forms
  const set = (points: number, more: { reason?: string; after?: number; formId?: string } = {}) => {
    const { reason = null, formId = caseForm.id, ...rest } = more
    return db.write((tx) => setPassMark(tx, { roundId: made.round.id, formId, points, reason, ...rest }, staff.id, AFTER))
  }
  const work = (await db.read.select().from(task)).filter(({ questionId }) => caseForm.questions.some(({ id }) => id === questionId))
  const [mine] = work
  const question = caseForm.questions.find(({ id }) => id === mine?.questionId)
  if (!mine || question?.type !== 'open') throw new Error('no work')
  const highest = Object.fromEntries(question.criteria.map(({ key, levels }) => [key, levels.at(-1)?.key ?? '']))
  const lowest = Object.fromEntries(question.criteria.map(({ key, levels }) => [key, levels[0]?.key ?? '']))
  const give = (more: Partial<GivenScore> = {}, now = AFTER) =>
    db.write((tx) => giveScore(tx, { taskId: mine.id, assessorId: one.id, levels: highest, comment: 'goed', finished: true, ...more }, now))
  return { ...made, caseForm, reflectionForm, staff, one, set, give, mine, question, highest, lowest }
}

const scores = () => db.read.select().from(score)
const release1 = async (roundId: string, attemptId: string) => {
  const releaseId = newId()
  await db.write(async (tx) => {
    await tx.insert(release).values({ id: releaseId, roundId, digest: '', proposedAt: AFTER, proposedBy: 'a', agreedAt: AFTER, agreedBy: 'b' })
    await tx.insert(result).values({
      id: newId(), attemptId, releaseId, sequence: 1, points: 1, maximumPoints: 2, passMark: 1, mark: 55, sufficient: true, detail: {}, releasedAt: AFTER,
    })
  })
}

describe('the pass mark', () => {
  test('is set freely before the first assessment, afterwards only with a reason, and every one stays', async () => {
    const { set, give, round, caseForm } = await assigned()
    await set(2600)
    await set(2700)
    await give()
    await expect(set(2800)).rejects.toMatchObject({ reason: 'passMarkReason', field: 'reason' })
    await set(2800, { reason: 'Vraag 3 was te moeilijk' })
    expect((await passMarksOf(db.read, round.id)).get(caseForm.id)).toBe(2800)
    expect(await db.read.select().from(passMark)).toHaveLength(3)
    expect(await checkChains(db.read)).toEqual([])
  })
  test('the reason is kept with it and not in the audit log, which holds no free text', async () => {
    const { set, round } = await assigned()
    await set(2600, { reason: 'Een goede reden' })
    expect(await db.read.select().from(passMark)).toMatchObject([{ reason: 'Een goede reden' }])
    expect(JSON.stringify(await listEvents(db.read, { roundId: round.id }, 50))).not.toContain('goede reden')
  })
  test.each([0, -5, 1_000_000])('%i is refused: it is above zero and at most the maximum', async (points) => {
    const { set } = await assigned()
    await expect(set(points)).rejects.toMatchObject({ reason: 'passMarkRange' })
  })
  test('the maximum itself is allowed, and the same again changes nothing', async () => {
    const { set, caseForm } = await assigned()
    await set(caseForm.maximumPoints)
    await set(caseForm.maximumPoints)
    expect(await db.read.select().from(passMark)).toHaveLength(1)
  })
  test('of two staff members who set it at once one is told that it was changed', async () => {
    const { set } = await assigned()
    const both = await Promise.allSettled([set(2600, { after: 0 }), set(2700, { after: 0 })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { reason: 'passMarkChanged' } })
    expect(await db.read.select().from(passMark)).toHaveLength(1)
  })
  test('is fixed once a result of the form is out', async () => {
    const { set, round, mine } = await assigned()
    await set(2600)
    await release1(round.id, mine.attemptId)
    await expect(set(2500, { reason: 'Te laat' })).rejects.toMatchObject({ reason: 'scoresLocked' })
  })
  test('of a form that the round does not use there is none', async () => {
    const { set } = await assigned()
    await expect(set(2600, { formId: 'other' })).rejects.toMatchObject({ reason: 'notFound' })
  })
})

describe('a mark', () => {
  test('cannot be given, not even as a draft, before the pass mark is set', async () => {
    const { give } = await assigned()
    await expect(give()).rejects.toMatchObject({ reason: 'passMarkFirst' })
    await expect(give({ finished: false })).rejects.toMatchObject({ reason: 'passMarkFirst' })
    expect(await scores()).toEqual([])
  })
  test('has the points of its levels, and the pass mark of another form does not help', async () => {
    const { give, set, question, reflectionForm } = await assigned()
    await set(2600, { formId: reflectionForm.id })
    await expect(give()).rejects.toMatchObject({ reason: 'passMarkFirst' })
    await set(2600)
    expect(await give()).toMatchObject({ points: question.maximumPoints, sequence: 1 })
  })
  test('is added to the earlier ones and supersedes them, drafts too; the very same again changes nothing', async () => {
    const { give, set, lowest } = await assigned()
    await set(2600)
    await give({ finished: false, levels: {} })
    await give()
    await give()
    await give({ levels: lowest, comment: 'bij nader inzien' }, AFTER + 5)
    expect((await scores()).map(({ sequence, finished, comment }) => [sequence, finished, comment]).toSorted()).toEqual([
      [1, false, 'goed'],
      [2, true, 'goed'],
      [3, true, 'bij nader inzien'],
    ])
    expect((await db.read.select().from(task)).find(({ finishedAt }) => finishedAt !== null)).toMatchObject({ finishedAt: AFTER + 5 })
  })
  test('a draft takes a finished mark back', async () => {
    const { give, set, round } = await assigned()
    await set(2600)
    await give()
    const left = async () => (await scoresOfRound(db.read, round.id)).reduce((sum, { openLeft }) => sum + openLeft, 0)
    const before = await left()
    await give({ finished: false })
    expect(await left()).toBe(before + 1)
  })
  test('needs a level for each criterion when it is finished', async () => {
    const { give, set, question } = await assigned()
    await set(2600)
    await expect(give({ levels: {} })).rejects.toMatchObject({ reason: 'levelsMissing', params: { left: question.criteria.length } })
  })
  test.each<[string, Record<string, string>]>([
    ['criterion', { unknown: '0' }],
    ['level', { c1: 'unknown' }],
  ])('with an unknown %s is refused', async (_what, levels) => {
    const { give, set } = await assigned()
    await set(2600)
    await expect(give({ levels, finished: false })).rejects.toMatchObject({ reason: 'invalid' })
  })
  test('of somebody else’s work does not exist', async () => {
    const { give, set } = await assigned()
    await set(2600)
    const other = await anAssessor(db, 'Ander')
    await expect(give({ assessorId: other.id })).rejects.toMatchObject({ reason: 'notFound' })
  })
  test('of two windows that give one at once the second is told; what the first gave stands', async () => {
    const { give, set, lowest } = await assigned()
    await set(2600)
    const both = await Promise.allSettled([give({ after: 0 }), give({ after: 0, levels: lowest })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { reason: 'scoreChanged' } })
    expect(await scores()).toHaveLength(1)
  })
  test('is refused for a text that is no longer the one handed in', async () => {
    const { give, set } = await assigned()
    await set(2600)
    await expect(give({ sealId: 'earlier' })).rejects.toMatchObject({ reason: 'answerChanged' })
  })
  test('is fixed once the result is out', async () => {
    const { give, set, round, mine } = await assigned()
    await set(2600)
    await give()
    await release1(round.id, mine.attemptId)
    await expect(give({ comment: 'later' })).rejects.toMatchObject({ reason: 'scoresLocked' })
  })
  test('a finished answer is not the place to say that one knows this person', async () => {
    const { give, set, mine, one } = await assigned()
    await set(2600)
    await give()
    await expect(db.write((tx) => declareConflict(tx, { taskId: mine.id, assessorId: one.id }, AFTER))).rejects.toMatchObject({ reason: 'scoreFinished' })
  })
})

test('an attempt is complete when its every open answer is finished; choice questions are scored by the system', async () => {
  const { round, forms, one, set, reflectionForm } = await assigned(2)
  await set(2600)
  await set(2600, { formId: reflectionForm.id })
  expect((await scoresOfRound(db.read, round.id)).every(({ complete }) => !complete)).toBe(true)
  const questions = new Map(forms.flatMap((form) => form.questions.map((question) => [question.id, question] as const)))
  for (const { id, questionId } of await db.read.select().from(task)) {
    const question = questions.get(questionId)
    if (question?.type !== 'open') throw new Error('not open')
    const levels = Object.fromEntries(question.criteria.map(({ key, levels: all }) => [key, all.at(-1)?.key ?? '']))
    await db.write((tx) => giveScore(tx, { taskId: id, assessorId: one.id, levels, comment: '', finished: true }, AFTER))
  }
  for (const { complete, points, maximumPoints } of await scoresOfRound(db.read, round.id)) {
    expect({ complete, points }).toEqual({ complete: true, points: maximumPoints })
  }
})
