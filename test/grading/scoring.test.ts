import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSufficient, markOf, pointsOfLevels, scoreChoice } from '../../src/grading/scoring.ts'
import type { Levels } from '../../src/grading/scoring.ts'
import { mustBePassMark, parsePoints } from '../../src/grading/grading.ts'
import { Refusal } from '../../src/refusal.ts'

const choice = { maximumPoints: 200, options: ['a', 'b', 'c', 'd'].map((key) => ({ key, correct: key === 'a' || key === 'c' })) }

describe('a choice question with several right answers is all or nothing', () => {
  test.each([
    [['a', 'c'], 200],
    [['c', 'a'], 200],
    [['a'], 0],
    [['a', 'b', 'c'], 0],
    [['a', 'b'], 0],
    [['b'], 0],
    [['a', 'x'], 0],
    [[], 0],
  ])('%j gives %i', (chosen, points) => {
    expect(scoreChoice(choice, chosen)).toBe(points)
  })

  test('whatever is chosen, it is the full points for exactly the right options and 0 otherwise', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')), (chosen) => {
        const exact = chosen.length === 2 && chosen.includes('a') && chosen.includes('c')
        expect(scoreChoice(choice, chosen)).toBe(exact ? 200 : 0)
      }),
    )
  })
})

const level = (key: string, points: number) => ({ key, label: key, description: key, points })
const rubric = {
  maximumPoints: 350,
  criteria: [
    { key: 'c1', title: 'one', levels: [level('0', 0), level('1', 100), level('2', 200)] },
    { key: 'c2', title: 'two', levels: [level('0', 0), level('1', 150)] },
  ],
}

describe('the levels alone give the points of an open answer', () => {
  test('they are added up', () => {
    expect(pointsOfLevels(rubric, { c1: '2', c2: '1' })).toBe(350)
    expect(pointsOfLevels(rubric, { c1: '1' })).toBe(100)
    expect(pointsOfLevels(rubric, {})).toBe(0)
  })
  test.each<Levels>([{ c3: '0' }, { c1: '3' }, { c1: '' }, { toString: '0' }])('%j is refused: the rubric does not have it', (levels) => {
    expect(() => pointsOfLevels(rubric, levels)).toThrow(Refusal)
  })
})

/** A test with its pass mark, and two scores on it, the lower first; hundredths. */
const anySitting = fc.integer({ min: 1, max: 20_000 }).chain((maximum) =>
  fc.record({
    maximum: fc.constant(maximum),
    passMark: fc.integer({ min: 1, max: maximum }),
    points: fc.tuple(fc.integer({ min: 0, max: maximum }), fc.integer({ min: 0, max: maximum })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  }),
)

describe('the Dutch mark', () => {
  test.each([
    [0, 10],
    [1300, 33],
    [2599, 54],
    [2600, 55],
    [2601, 55],
    [3800, 78],
    [5000, 100],
  ])('with a pass mark of 26 out of 50, %i hundredths give %i tenths', (points, tenths) => {
    expect(markOf(points, 2600, 5000)).toBe(tenths)
  })
  test('is 1.0 at zero, 5.5 at the pass mark and 10.0 at the maximum', () => {
    fc.assert(
      fc.property(anySitting, ({ maximum, passMark }) => {
        expect(markOf(0, passMark, maximum)).toBe(10)
        expect(markOf(passMark, passMark, maximum)).toBe(passMark === maximum ? 100 : 55)
        expect(markOf(maximum, passMark, maximum)).toBe(100)
      }),
    )
  })
  test('is 5.5 or more exactly when the score is sufficient: rounding carries nobody across', () => {
    fc.assert(
      fc.property(anySitting, ({ maximum, passMark, points: [points] }) => {
        expect(markOf(points, passMark, maximum) >= 55).toBe(isSufficient(points, passMark))
      }),
    )
  })
  test('never falls when the points rise, and stays within 1.0 and 10.0', () => {
    fc.assert(
      fc.property(anySitting, ({ maximum, passMark, points: [low, high] }) => {
        const [lower, higher] = [markOf(low, passMark, maximum), markOf(high, passMark, maximum)]
        expect(lower).toBeLessThanOrEqual(higher)
        expect(lower).toBeGreaterThanOrEqual(10)
        expect(higher).toBeLessThanOrEqual(100)
      }),
    )
  })
  test('is within half a tenth of the straight line, but for what must not cross 5.5', () => {
    fc.assert(
      fc.property(anySitting, ({ maximum, passMark, points: [points] }) => {
        fc.pre(passMark < maximum)
        const line = points < passMark ? 10 + (45 * points) / passMark : 55 + (45 * (points - passMark)) / (maximum - passMark)
        const off = Math.abs(markOf(points, passMark, maximum) - line)
        expect(off).toBeLessThanOrEqual(points < passMark && line > 54.5 ? 1 : 0.5 + 1e-9)
      }),
    )
  })
  test.each([
    [-1, 1, 2],
    [3, 1, 2],
    [1, 0, 2],
    [1, 3, 2],
    [0.5, 1, 2],
  ])('is not made of %d points with pass mark %d of %d', (points, passMark, maximum) => {
    expect(() => markOf(points, passMark, maximum)).toThrow(RangeError)
  })
})

test('sufficient is inclusive', () => {
  expect(isSufficient(2600, 2600)).toBe(true)
  expect(isSufficient(2599, 2600)).toBe(false)
})

test.each([0, -1, 5001, 1.5])('%d is no pass mark for a test of 50 points', (points) => {
  expect(() => mustBePassMark(points, 5000)).toThrow(Refusal)
})

test.each([
  ['26', 2600],
  [' 26,5 ', 2650],
  ['26.05', 2605],
  ['0', 0],
  ['', null],
  ['26,555', null],
  ['1e3', null],
  ['-1', null],
])('"%s" reads as %s hundredths', (text, hundredths) => {
  expect(parsePoints(text)).toBe(hundredths)
})
