import { expect, test } from 'vitest'
import { Framework } from '../../src/frameworks/frameworks.ts'
import { PaperFile } from '../../src/papers/content.ts'
import type { QuestionInFile } from '../../src/papers/content.ts'
import { maximumOfPaper, maximumPointsOf, paperFaults } from '../../src/papers/papers.ts'
import { casePaper, choiceQuestion, openQuestion, reflectionPaper, seed } from '../support/papers.ts'

const framework = Framework.parse(seed('frameworks/bcmb-framework.json'))
const faults = (paper: PaperFile) => paperFaults(paper, framework)

/** A case paper whose first question is this one. */
const withQuestion = (question: QuestionInFile): PaperFile => {
  const paper = casePaper('x')
  return { ...paper, questions: [question, ...paper.questions.slice(1)] }
}
const choice = choiceQuestion('x-01', 1)
const open = openQuestion('x-01', 1)
if (choice.type !== 'choice' || open.type !== 'open') throw new Error('the builders changed')

test('a choice question brings its points, an open one the highest level of each criterion, a paper their sum', () => {
  expect(maximumPointsOf(choice)).toBe(200)
  expect(maximumPointsOf(open)).toBe(600)
  expect(maximumOfPaper(casePaper('x'))).toBe(4 * 200 + 2 * 600)
})

test('a whole paper has no faults', () => {
  expect(faults(casePaper('x'))).toEqual([])
  expect(faults(reflectionPaper('y'))).toEqual([])
})

test('a case paper has a case, and questions of each of the four masterclasses', () => {
  const paper = casePaper('x')
  expect(faults({ ...paper, case: null })).toEqual(['a case paper needs a case'])
  expect(faults({ ...paper, questions: paper.questions.filter(({ masterclass }) => masterclass !== 4) })).toEqual([
    'no question is about masterclass 4',
  ])
  expect(faults({ ...paper, questions: [...paper.questions, openQuestion('x-07', null)] })).toEqual(['x-07: the masterclass is missing'])
})

test('a reflection paper has open questions only, no case and no masterclass', () => {
  const paper = reflectionPaper('y')
  expect(faults({ ...paper, case: casePaper('x').case })).toEqual(['a reflection paper has no case'])
  expect(faults({ ...paper, questions: [...paper.questions, choiceQuestion('y-03', 1)] })).toEqual([
    'y-03: a reflection paper has open questions only',
    'y-03: a reflection question has no masterclass',
  ])
  expect(faults({ ...paper, questions: [] })).toContain('there is no question')
})

test('a question occurs once, and its codes exist', () => {
  const paper = reflectionPaper('y')
  expect(faults({ ...paper, questions: [...paper.questions, openQuestion('y-01', null)] })).toEqual(['y-01: this question occurs twice'])
  expect(faults(withQuestion({ ...choice, competences: ['9.9'], tasks: [15] }))).toEqual([
    'x-01: code 9.9 is not in the framework',
    'x-01: code 15 is not in the framework',
  ])
  const [first] = open.criteria
  const stray = first ? [{ ...first, competences: ['0.1'] }] : []
  expect(faults(withQuestion({ ...open, criteria: stray }))).toEqual(['x-01: criterion c1: code 0.1 is not in the framework'])
})

test('a choice question has exactly one right option, unless several are asked for; then at least two', () => {
  const options = (...right: boolean[]) => right.map((correct, index) => ({ key: 'abcd'[index] ?? 'z', text: 'x', correct }))
  const of = (several: boolean, ...right: boolean[]) => faults(withQuestion({ ...choice, several, options: options(...right) }))
  expect(of(false, true, false, false)).toEqual([])
  expect(of(true, true, true, false)).toEqual([])
  expect(of(false, false, false)).toEqual(['x-01: exactly one option must be right, 0 are'])
  expect(of(false, true, true, false)).toEqual(['x-01: exactly one option must be right, 2 are'])
  expect(of(true, true, false)).toEqual(['x-01: several answers are asked for, so at least two must be right'])
  expect(of(true, true, true)).toEqual(['x-01: at least one option must be wrong'])
  const [a, b] = options(true, false)
  expect(faults(withQuestion({ ...choice, options: a && b ? [a, { ...b, key: 'a' }] : [] }))).toEqual(['x-01: option a occurs twice'])
})

test('the points of the levels of a criterion rise from 0', () => {
  const of = (...points: number[]) => {
    const levels = points.map((value, index) => ({ key: String(index), label: 'x', description: 'x', points: value }))
    return faults(withQuestion({ ...open, criteria: [{ key: 'c1', title: 'x', description: 'x', competences: ['1.1'], levels }] }))
  }
  expect(of(0, 100, 300)).toEqual([])
  for (const wrong of [[100, 200], [0, 200, 200], [0, 200, 100]]) {
    expect(of(...wrong)).toEqual(['x-01: criterion c1: the points of the levels must rise from 0'])
  }
  expect(of(0)).toContain('x-01: criterion c1: at least two levels are needed')
})

test('the pass mark is not above the maximum', () => {
  expect(faults({ ...reflectionPaper('y'), passMark: 1_201 })).toEqual(['the pass mark 1201 is above the maximum 1200'])
})

test.each([
  ['an unknown field', { extra: 1 }],
  ['half a point of a hundredth', { passMark: 10.5 }],
  ['an empty title', { title: ' ' }],
  ['a date that does not exist', { asOf: '2026-02-30' }],
  ['a kind there is not', { kind: 'oral' }],
])('a file with %s is no paper', (_, change) => {
  expect(PaperFile.safeParse({ ...casePaper('x'), ...change }).success).toBe(false)
})
