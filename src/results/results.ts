import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../clock.ts'
import { hasBegun, isExpired, isLapsed } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import type { AttemptScores, QuestionScore } from '../grading/totals.ts'
import { isSufficient, markOf } from '../grading/scoring.ts'
import type { OpenQuestion, PaperForm, Question } from '../papers/content.ts'
import type { Round } from '../rounds/queries.ts'
import { windowOf } from '../rounds/rounds.ts'

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()
const object = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape).readonly()

/** What a candidate reads of one criterion; points in hundredths. */
const CriterionResult = object({
  key: z.string(),
  title: z.string(),
  competences: list(z.string()),
  level: object({ key: z.string(), label: z.string(), description: z.string() }).nullable(),
  points: z.int(),
  maximumPoints: z.int(),
})
export type CriterionResult = z.output<typeof CriterionResult>

/** What a candidate reads of one question; points in hundredths. */
const QuestionResult = object({
  questionId: z.string(),
  number: z.int(),
  type: z.enum(['choice', 'open']),
  competences: list(z.string()),
  points: z.int(),
  maximumPoints: z.int(),
  /** Of an open question that was answered; empty otherwise. */
  criteria: list(CriterionResult),
  comment: z.string(),
})
export type QuestionResult = z.output<typeof QuestionResult>

/** What the column `result.detail` holds, so that a result reads the same as long as it is kept. */
export const ResultDetail = object({ frameworkId: z.string(), questions: list(QuestionResult) })
export type ResultDetail = z.output<typeof ResultDetail>

/** The feedback of an attempt whose every answer has its points. */
export function detailOf(form: PaperForm, scores: readonly QuestionScore[]): ResultDetail {
  const byId = new Map(scores.map((score) => [score.questionId, score]))
  return { frameworkId: form.frameworkId, questions: form.questions.map((question) => questionResult(question, byId.get(question.id))) }
}

function questionResult(question: Question, score: QuestionScore | undefined): QuestionResult {
  const { id: questionId, number, type, competences, maximumPoints } = question
  const assessed = question.type === 'open' && score?.scoreId ? question.criteria.map((one) => criterionResult(one, score)) : []
  return { questionId, number, type, competences, points: score?.points ?? 0, maximumPoints, criteria: assessed, comment: score?.comment ?? '' }
}

function criterionResult(criterion: OpenQuestion['criteria'][number], score: QuestionScore): CriterionResult {
  const { key, title, competences, levels } = criterion
  const chosen = levels.find((level) => level.key === score.levels[key])
  const level = chosen ? { key: chosen.key, label: chosen.label, description: chosen.description } : null
  return { key, title, competences, level, points: chosen?.points ?? 0, maximumPoints: Math.max(0, ...levels.map(({ points }) => points)) }
}

/** The decision on points: the Dutch mark (tenths) and whether it is sufficient. @param points hundredths */
export const decide = (points: number, passMark: number, maximumPoints: number) => ({
  mark: markOf(points, passMark, maximumPoints),
  sufficient: isSufficient(points, passMark),
})

/**
 * SHA-256 (hex) over everything that a release decides: of each attempt the seal, the pass mark, and per question
 * the points and the very mark they come from. Whatever changes one of these changes it.
 *
 * @param attempts in any order
 * @param passMarks hundredths of a point by form id
 * @source domain.md, "Release"
 */
export function digestOf(attempts: readonly AttemptScores[], passMarks: ReadonlyMap<string, number>): string {
  const lines = attempts
    .toSorted((one, other) => (one.attemptId < other.attemptId ? -1 : 1))
    .map(({ attemptId, sealId, formId, detail }) => [
      attemptId,
      sealId,
      passMarks.get(formId) ?? null,
      detail.map(({ questionId, points, scoreId }) => [questionId, points, scoreId]),
    ])
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex')
}

type Place = Pick<Enrolment, 'confirmedAt' | 'heldUntil' | 'endedAt' | 'startsAt'> & { readonly attempts: number }

/**
 * Whether the clock of this enrolment can still begin, so that somebody would sit a test whose results are out:
 * a start moment that comes, a place that can still be paid or given a start moment, or a start the job has not seen.
 */
export function mayStillStart(place: Place, round: Round, now: Instant): boolean {
  if (place.endedAt !== null || isExpired(place, now)) return false
  if (place.confirmedAt === null) return now < windowOf(round).endAt
  if (place.startsAt === null) return !isLapsed(place, round, now)
  return !hasBegun(place, now) || place.attempts === 0
}

/** What stands in the way of a release, in numbers. */
export interface Missing {
  /** People whose clock can still begin. */
  readonly startsToCome: number
  /** New people can still enrol and start. */
  readonly enrolmentOpen: boolean
  /** Attempts that are still being written. */
  readonly notSealed: number
  /** Attempts with open answers that were not assessed, and how many answers those are. */
  readonly notAssessed: number
  readonly answersLeft: number
  /** Titles of the papers without a pass mark. */
  readonly withoutPassMark: readonly string[]
}

export const isMissing = (missing: Missing): boolean =>
  missing.enrolmentOpen || missing.withoutPassMark.length > 0 || missing.startsToCome + missing.notSealed + missing.notAssessed > 0

/** How the results of some attempts lie. */
export interface Distribution {
  readonly count: number
  readonly sufficient: number
  /** Tenths, rounded; `null` of none. */
  readonly averageMark: number | null
  /** How many have a mark of 1.0–1.9, 2.0–2.9 … 9.0–10.0. */
  readonly marks: readonly number[]
}

/** @param results each with how many tests have it */
export function distributionOf(results: readonly { readonly mark: number; readonly sufficient: boolean; readonly tests: number }[]): Distribution {
  const countOf = (some: typeof results) => some.reduce((sum, { tests }) => sum + tests, 0)
  const bands = Array.from({ length: 9 }, (_, index) => countOf(results.filter(({ mark }) => Math.min(9, Math.floor(mark / 10)) === index + 1)))
  const count = countOf(results)
  const sum = results.reduce((total, { mark, tests }) => total + mark * tests, 0)
  return {
    count,
    sufficient: countOf(results.filter(({ sufficient }) => sufficient)),
    averageMark: count > 0 ? Math.round(sum / count) : null,
    marks: bands,
  }
}

interface Tagged {
  readonly competences: readonly string[]
  readonly points: number
  readonly maximumPoints: number
}

/**
 * Groups a result by cluster of a framework, in its order: a criterion counts for its own competences, a choice
 * question or an unanswered open one for those of the question. What belongs to two clusters counts in both, so that
 * the sum over clusters means nothing; the shares do.
 *
 * @returns points in hundredths; clusters that no question was about are left out
 */
export function byCluster(
  detail: ResultDetail,
  clusters: readonly { readonly code: string; readonly name: string; readonly competences: readonly { readonly code: string }[] }[],
) {
  const parts: Tagged[] = detail.questions.flatMap((question): readonly Tagged[] => (question.criteria.length > 0 ? question.criteria : [question]))
  return clusters.flatMap(({ code, name, competences }) => {
    const ofCluster = parts.filter((part) => part.competences.some((one) => competences.some((other) => other.code === one)))
    if (ofCluster.length === 0) return []
    const points = ofCluster.reduce((sum, part) => sum + part.points, 0)
    return [{ code, name, points, maximumPoints: ofCluster.reduce((sum, part) => sum + part.maximumPoints, 0) }]
  })
}
