import { refuse } from '../refusal.ts'

/** Points are whole hundredths of a point, marks whole tenths: every sum and every comparison is exact. */

interface ChoiceRule {
  readonly maximumPoints: number
  readonly options: readonly { readonly key: string; readonly correct: boolean }[]
}

interface Level {
  readonly key: string
  readonly label: string
  readonly description: string
  readonly points: number
}

export interface Rubric {
  readonly maximumPoints: number
  readonly criteria: readonly { readonly key: string; readonly title: string; readonly levels: readonly Level[] }[]
}

/** The level chosen per criterion, by their keys. */
export type Levels = Readonly<Record<string, string>>

/**
 * All or nothing: the full points for exactly the right options, otherwise 0.
 *
 * @param choice keys of the chosen options, in any order
 * @returns hundredths of a point
 * @source domain.md, "Scoring"
 */
export function scoreChoice(question: ChoiceRule, choice: readonly string[]): number {
  const chosen = new Set(choice)
  const right = question.options.filter(({ correct }) => correct)
  const exact = right.length === chosen.size && right.every(({ key }) => chosen.has(key))
  return exact && right.length > 0 ? question.maximumPoints : 0
}

/** Whether an answer to an open question says nothing at all: 0 points by itself, and no work for an assessor. */
export const isEmptyAnswer = (text: string): boolean => text.trim() === ''

/**
 * What the chosen levels are worth together. The levels alone give points.
 *
 * @returns hundredths of a point; criteria without a level count 0
 * @throws Refusal `invalid` for a criterion or level that the rubric does not have
 * @source domain.md, "Scoring"
 */
export function pointsOfLevels(question: Rubric, levels: Levels): number {
  let points = 0
  for (const [criterionKey, levelKey] of Object.entries(levels)) {
    const criterion = question.criteria.find(({ key }) => key === criterionKey) ?? refuse('invalid')
    points += (criterion.levels.find(({ key }) => key === levelKey) ?? refuse('invalid')).points
  }
  return points >= 0 && points <= question.maximumPoints ? points : refuse('invalid')
}

/** How many criteria have no level yet. */
export const criteriaLeft = (question: Rubric, levels: Levels): number =>
  question.criteria.filter(({ key }) => levels[key] === undefined).length

/** Inclusive: whoever reaches the pass mark has passed. @param points @param passMark hundredths of a point */
export const isSufficient = (points: number, passMark: number): boolean => points >= passMark

/**
 * The Dutch mark: linear from 1.0 at zero to 5.5 at the pass mark and on to 10.0 at the maximum, to one decimal
 * (halves up). Rounding carries nobody across 5.5: below the pass mark it is 5.4 at most. Where the pass mark is
 * the maximum, whoever has everything right gets 10.0.
 *
 * @param points @param passMark @param maximum hundredths of a point
 * @returns tenths, 10 to 100
 * @throws RangeError for points or a pass mark that cannot be
 * @source domain.md, "Scoring"
 */
export function markOf(points: number, passMark: number, maximum: number): number {
  const whole = [points, passMark, maximum].every(Number.isSafeInteger)
  if (!whole || points < 0 || points > maximum || passMark <= 0 || passMark > maximum) {
    throw new RangeError(`no mark for ${points} of ${maximum} points with pass mark ${passMark}`)
  }
  if (!isSufficient(points, passMark)) return Math.min(54, 10 + share45(points, passMark))
  return maximum === passMark ? 100 : 55 + share45(points - passMark, maximum - passMark)
}

/** 45 tenths times part / whole, rounded half up, in whole numbers. */
const share45 = (part: number, whole: number): number => Math.floor((90 * part + whole) / (2 * whole))
