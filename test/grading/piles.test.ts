/** A pile as its assessor goes through it: page by page, and on to the next answer. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { assignAssessors, giveScore, setPassMark } from '../../src/grading/actions.ts'
import { findNext, findPlace, getBlindTask, listOwnPiles, listPile } from '../../src/grading/blind-queries.ts'
import { pileToGoOn } from '../../src/grading/piles.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER, anAssessor, aRoundToAssess, aStaffMember } from '../support/grading.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

/** The answers of so many people to one question, in order, all with one assessor. */
async function aPile(people: number) {
  const { round: { id: roundId }, forms, openQuestions } = await aRoundToAssess(db, people)
  const [staff, assessor] = [await aStaffMember(db, 'Toetsbureau'), await anAssessor(db, 'Beoordelaar')]
  await db.write(async (tx) => {
    for (const { id: formId } of forms) await setPassMark(tx, { roundId, formId, points: 2000, reason: null }, staff.id, AFTER)
    await assignAssessors(tx, { roundId, assessorIds: [assessor.id] }, staff.id, AFTER)
  })
  const pile = { assessorId: assessor.id, roundId, questionId: openQuestions[0]?.id ?? '' }
  const { lines } = await listPile(db.read, pile, 1)
  /** Marks an answer, for good or as a draft. */
  const mark = async (place: number, finished: boolean) => {
    const question = openQuestions[0]
    const { taskId = '' } = lines[place] ?? {}
    const levels = question?.type === 'open' ? Object.fromEntries(question.criteria.map(({ key, levels: all }) => [key, all[0]?.key ?? ''])) : {}
    const { sealId } = await getBlindTask(db.read, taskId, assessor.id)
    await db.write((tx) => giveScore(tx, { taskId, assessorId: assessor.id, sealId, levels, comment: '', finished }, AFTER))
  }
  const after = async (place: number | null) => {
    const next = await findNext(db.read, pile, place === null ? '' : (lines[place]?.candidateNumber ?? ''))
    return next === null ? null : lines.findIndex(({ taskId }) => taskId === next)
  }
  return { pile, lines, mark, after }
}

test('the next answer is the first untouched one after this, then from the beginning; drafts come when nothing is untouched', async () => {
  const { mark, after } = await aPile(4)
  expect([await after(null), await after(1), await after(3)]).toEqual([0, 2, 0])
  await mark(2, true)
  expect(await after(1)).toBe(3)
  await mark(0, false)
  expect([await after(null), await after(3)]).toEqual([1, 1])
  await mark(1, true)
  await mark(3, true)
  expect([await after(null), await after(3), await after(0)]).toEqual([0, 0, null])
  await mark(0, true)
  expect(await after(null)).toBeNull()
})

test('the front counts each pile by state, and goes on where something is untouched', async () => {
  const { pile, mark } = await aPile(3)
  await mark(0, true)
  await mark(1, false)
  const piles = await listOwnPiles(db.read, pile.assessorId)
  const own = piles.find(({ questionId }) => questionId === pile.questionId)
  expect(own).toMatchObject({ roundId: pile.roundId, todo: 1, draft: 1, done: 1 })
  expect(piles.filter((one) => one !== own).every(({ todo, draft, done }) => todo === 3 && draft + done === 0)).toBe(true)
  const states = [{ ...piles[0], todo: 0, draft: 2 }, { ...piles[0], todo: 1, draft: 0 }].flatMap((one) => (own ? [{ ...own, ...one }] : []))
  expect(pileToGoOn(states)).toBe(states[1])
  expect(pileToGoOn(states.slice(0, 1))).toBe(states[0])
})

test('a long pile comes in pages of fifty, in the order of the candidate numbers', async () => {
  const { pile } = await aPile(53)
  const pages = [await listPile(db.read, pile, 1), await listPile(db.read, pile, 2)]
  expect(pages.map(({ lines, page, pages: count }) => [lines.length, page, count])).toEqual([[50, 1, 2], [3, 2, 2]])
  const numbers = pages.flatMap(({ lines }) => lines.map(({ candidateNumber }) => candidateNumber))
  expect(numbers).toEqual(numbers.toSorted())
  expect((await listPile(db.read, pile, 9)).page).toBe(2)
}, 60_000)

test('an answer knows its place in its pile and its neighbours', async () => {
  const { pile, lines } = await aPile(3)
  const placeOf = (index: number) => findPlace(db.read, pile, lines[index]?.candidateNumber ?? '')
  const [first, second, third] = lines.map(({ taskId }) => taskId)
  expect(await placeOf(0)).toEqual({ place: 1, total: 3, previousId: null, followingId: second })
  expect(await placeOf(1)).toEqual({ place: 2, total: 3, previousId: first, followingId: third })
  expect(await placeOf(2)).toEqual({ place: 3, total: 3, previousId: second, followingId: null })
})
