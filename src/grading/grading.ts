import { z } from 'zod'
import type { OpenQuestion, PaperForm } from '../papers/content.ts'
import { Refusal, refuse } from '../refusal.ts'
import { criteriaLeft, pointsOfLevels } from './scoring.ts'
import type { Levels } from './scoring.ts'

export type TaskState = 'todo' | 'draft' | 'done'

/** Where an assessor stands with one answer. @param task `points`: of the last mark, drafts included; null before the first */
export function taskStateOf(task: { readonly finishedAt: number | null; readonly points: number | null }): TaskState {
  if (task.finishedAt !== null) return 'done'
  return task.points === null ? 'todo' : 'draft'
}

const Snapshot = z.object({
  answers: z.array(z.object({ questionId: z.string(), text: z.string(), choice: z.array(z.string()) })),
})

export interface HandedIn {
  readonly text: string
  readonly choice: readonly string[]
}

/** What was handed in, by question id; a question that was never answered is absent. @param snapshot of a seal */
export function readSnapshot(snapshot: string): ReadonlyMap<string, HandedIn> {
  const { answers } = Snapshot.parse(JSON.parse(snapshot))
  return new Map(answers.map(({ questionId, text, choice }) => [questionId, { text, choice }]))
}

/** @throws Refusal `notFound` when this form has no such open question. */
export function getOpenQuestion(form: PaperForm, questionId: string): OpenQuestion {
  const question = form.questions.find(({ id }) => id === questionId)
  return question?.type === 'open' ? question : refuse('notFound')
}

/**
 * @param points @param maximumPoints hundredths of a point
 * @throws Refusal `passMarkRange` unless above zero and at most the maximum
 */
export function mustBePassMark(points: number, maximumPoints: number): void {
  if (!Number.isSafeInteger(points) || points <= 0 || points > maximumPoints) throw new Refusal('passMarkRange', {}, 'points')
}

/**
 * What a mark is worth.
 *
 * @returns hundredths of a point
 * @throws Refusal `invalid` for levels outside the rubric; `levelsMissing`, at the first criterion without a level, when it is finished
 */
export function mustBeMark(question: OpenQuestion, levels: Levels, finished: boolean): number {
  const points = pointsOfLevels(question, levels)
  const left = criteriaLeft(question, levels)
  const open = question.criteria.find(({ key }) => levels[key] === undefined)
  if (finished && left > 0) throw new Refusal('levelsMissing', { left }, open && `level-${open.key}`)
  return points
}

/** Points as staff type them, "26" or "26,5", in hundredths; `null` when it is no such number. */
export function parsePoints(text: string): number | null {
  const [, whole, fraction = ''] = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

/** The two mark sheets say the same. */
export const isSameMark = (
  one: { levels: Levels; comment: string; finished: boolean },
  other: { levels: Levels; comment: string; finished: boolean },
): boolean => {
  const keys = new Set([...Object.keys(one.levels), ...Object.keys(other.levels)])
  const sameLevels = [...keys].every((key) => one.levels[key] === other.levels[key])
  return sameLevels && one.comment === other.comment && one.finished === other.finished
}
