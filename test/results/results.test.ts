import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AttemptScores } from '../../src/grading/totals.ts'
import { byCluster, digestOf, distributionOf, mayStillStart } from '../../src/results/results.ts'
import { HOUR, MINUTE } from '../../src/clock.ts'

const scores = (attemptId: string, points: number, more: Partial<AttemptScores> = {}): AttemptScores => ({
  attemptId, enrolmentId: 'e', personId: 'p', candidateNumber: 'n', formId: 'f', kind: 'case', sealId: `seal-${attemptId}`, maximumPoints: 400,
  complete: true, points, openLeft: 0, detail: [{ questionId: 'q', points, scoreId: `score-${points}`, levels: {}, comment: '' }], ...more,
})
const marks = new Map([['f', 200]])

describe('the digest of a release', () => {
  test('is the same in whatever order the attempts come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.nat(400)), { selector: ([id]) => id }), (rows) => {
        const attempts = rows.map(([id, points]) => scores(id, points))
        expect(digestOf(attempts.toReversed(), marks)).toBe(digestOf(attempts, marks))
      }),
    )
  })
  test.each<[string, AttemptScores[], Map<string, number>]>([
    ['other points', [scores('a', 101)], marks],
    ['another mark with the same points', [scores('a', 100, { detail: [{ questionId: 'q', points: 100, scoreId: 'later', levels: {}, comment: '' }] })], marks],
    ['another seal', [scores('a', 100, { sealId: 'later' })], marks],
    ['another pass mark', [scores('a', 100)], new Map([['f', 201]])],
    ['an attempt more', [scores('a', 100), scores('b', 100)], marks],
    ['an attempt less', [], marks],
  ])('is another with %s', (_what, attempts, passMarks) => {
    expect(digestOf(attempts, passMarks)).not.toBe(digestOf([scores('a', 100)], marks))
  })
})

describe('who can still begin', () => {
  const facts = {
    id: 'r', name: 'r', note: null, enrolmentOpensAt: null, enrolmentClosesAt: null, handState: null, handAt: null, notedState: null,
    windowFirstOn: '2024-11-07', windowLastOn: '2024-11-18', workingHours: 72, caseHours: null, reflectionHours: null, minimumCandidates: null,
    maximumCandidates: null, assessingDueOn: null, createdAt: 0, calledOffAt: null, releasedAt: null,
  }
  const within = Date.UTC(2024, 10, 12)
  const after = Date.UTC(2024, 10, 20)
  const place = { confirmedAt: 0, heldUntil: 0, endedAt: null, startsAt: null, attempts: 0 }
  test.each([
    ['paid, no start moment, in the window', place, within, true],
    ['paid, no start moment, after the window: lapsed', place, after, false],
    ['unpaid, its hold runs', { ...place, confirmedAt: null, heldUntil: within + MINUTE }, within, true],
    ['unpaid, its hold ran out', { ...place, confirmedAt: null, heldUntil: within - MINUTE }, within, false],
    ['unpaid, held over the end of the window', { ...place, confirmedAt: null, heldUntil: after + MINUTE }, after, false],
    ['a start moment that comes', { ...place, startsAt: within + HOUR }, within, true],
    ['begun, and the job has made its attempts', { ...place, startsAt: within, attempts: 2 }, within + HOUR, false],
    ['begun, and the job has not seen it', { ...place, startsAt: within }, within + HOUR, true],
    ['ended', { ...place, endedAt: 1 }, within, false],
  ])('%s', (_what, one, now, expected) => {
    expect(mayStillStart(one, facts, now)).toBe(expected)
  })
})

test('marks fall into bands of one point, and 10.0 into the last', () => {
  const given = [10, 19, 20, 54, 55, 99, 100].map((mark) => ({ mark, sufficient: mark >= 55, tests: 1 }))
  expect(distributionOf(given)).toEqual({ count: 7, sufficient: 3, averageMark: 51, marks: [2, 1, 0, 0, 2, 0, 0, 0, 2] })
  expect(distributionOf([...given.slice(0, 3), { mark: 55, sufficient: true, tests: 7 }])).toMatchObject({ count: 10, sufficient: 7, averageMark: 43 })
  expect(distributionOf([])).toMatchObject({ count: 0, averageMark: null })
})

test('feedback by cluster counts a criterion for its own competences and leaves out what no question was about', () => {
  const question = { questionId: 'q', number: 1, type: 'open' as const, comment: '' }
  const criterion = { key: 'c', title: 'c', level: null }
  const detail = {
    frameworkId: 'f',
    questions: [
      { ...question, competences: ['1.1', '2.1'], points: 300, maximumPoints: 400, criteria: [
        { ...criterion, competences: ['1.1'], points: 100, maximumPoints: 200 },
        { ...criterion, competences: ['1.2', '2.1'], points: 200, maximumPoints: 200 },
      ] },
      { ...question, type: 'choice' as const, competences: ['2.1'], points: 0, maximumPoints: 200, criteria: [] },
    ],
  }
  const clusters = ['1', '2', '3'].map((code) => ({ code, name: `cluster ${code}`, competences: [1, 2].map((n) => ({ code: `${code}.${n}` })) }))
  expect(byCluster(detail, clusters)).toEqual([
    { code: '1', name: 'cluster 1', points: 300, maximumPoints: 400 },
    { code: '2', name: 'cluster 2', points: 200, maximumPoints: 400 },
  ])
})
