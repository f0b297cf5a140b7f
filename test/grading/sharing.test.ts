import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareOut } from '../../src/grading/sharing.ts'
import type { Hand, Work } from '../../src/grading/sharing.ts'

const hand = (assessorId: string, load = 0, questionIds: string[] = []): Hand => ({ assessorId, load, questionIds: new Set(questionIds) })
const work = (question: number, person: number, owner: string | null = null): Work => ({
  attemptId: `attempt-${person}`,
  questionId: `question-${question}`,
  personId: `person-${person}`,
  owner,
})
const piles = (questions: number, people: number): Work[] =>
  Array.from({ length: questions }, (_, question) => Array.from({ length: people }, (_, person) => work(question, person))).flat()
const nobody = () => false
const count = (given: readonly { assessorId: string }[], assessorId: string) => given.filter((one) => one.assessorId === assessorId).length

const anyWork = fc.record({
  questions: fc.integer({ min: 1, max: 8 }),
  people: fc.integer({ min: 1, max: 12 }),
  assessors: fc.integer({ min: 1, max: 6 }),
})
const hands = (assessors: number) => Array.from({ length: assessors }, (_, index) => hand(`assessor-${index}`))

test('without conflicts everything is given, and nobody has more than one answer more than somebody else', () => {
  fc.assert(
    fc.property(anyWork, ({ questions, people, assessors }) => {
      const { given, left } = shareOut(piles(questions, people), hands(assessors), nobody)
      expect(left).toEqual([])
      expect(given).toHaveLength(questions * people)
      const loads = hands(assessors).map(({ assessorId }) => count(given, assessorId))
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
    }),
  )
})

test('the answers to one question stay together: a question is split no more often than the balance asks', () => {
  fc.assert(
    fc.property(anyWork, ({ questions, people, assessors }) => {
      const { given } = shareOut(piles(questions, people), hands(assessors), nobody)
      const pairs = new Set(given.map(({ work: { questionId }, assessorId }) => `${questionId} ${assessorId}`))
      expect(pairs.size).toBeLessThanOrEqual(questions + assessors - 1)
    }),
  )
})

const anyConflicts = fc.record({
  works: anyWork.map(({ questions, people }) => piles(questions, people)),
  assessors: fc.integer({ min: 1, max: 5 }),
  conflicts: fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(11)).map(([assessor, person]) => `assessor-${assessor} person-${person}`)),
})

test('nobody gets the answer of somebody they have a conflict with, and only what nobody may have is left', () => {
  fc.assert(
    fc.property(anyConflicts, ({ works, assessors, conflicts }) => {
      const hasConflict = (assessorId: string, personId: string) => conflicts.includes(`${assessorId} ${personId}`)
      const { given, left } = shareOut(works, hands(assessors), hasConflict)
      for (const { work: { personId }, assessorId } of given) expect(hasConflict(assessorId, personId)).toBe(false)
      for (const { personId } of left) expect(hands(assessors).every(({ assessorId }) => hasConflict(assessorId, personId))).toBe(true)
      expect(given.length + left.length).toBe(works.length)
    }),
  )
})

test('who has much already gets less', () => {
  const { given } = shareOut(piles(1, 10), [hand('full', 8), hand('new', 0)], nobody)
  expect([count(given, 'full'), count(given, 'new')]).toEqual([1, 9])
})

test('new answers to a question go to who assesses that question', () => {
  const { given } = shareOut([work(2, 1), work(2, 2)], [hand('a', 2, ['question-1']), hand('b', 2, ['question-2'])], nobody)
  expect(given.map(({ assessorId }) => assessorId)).toContain('b')
  expect(shareOut([work(2, 1)], [hand('a', 0, ['question-1']), hand('b', 0, ['question-2'])], nobody).given).toMatchObject([{ assessorId: 'b' }])
})

test('dividing anew leaves with its owner what the balance allows', () => {
  const held = [work(0, 0, 'a'), work(0, 1, 'a'), work(0, 2, 'a'), work(0, 3, 'a')]
  const { given } = shareOut(held, [hand('a'), hand('b')], nobody)
  expect(given.map(({ assessorId }) => assessorId)).toEqual(['a', 'a', 'b', 'b'])
})

test('without assessors everything is left', () => {
  expect(shareOut(piles(1, 2), [], nobody)).toMatchObject({ given: [], left: [{}, {}] })
})
