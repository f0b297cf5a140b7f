import type { PaperForm, Question, TestKind } from '../papers/content.ts'
import type { HandedIn } from './grading.ts'
import { isEmptyAnswer, scoreChoice } from './scoring.ts'
import type { Levels } from './scoring.ts'

/** The mark that counts for one open answer. */
export interface FinishedScore {
  readonly scoreId: string
  readonly levels: Levels
  /** Hundredths of a point. */
  readonly points: number
  readonly comment: string
}

/** What one question brought. */
export interface QuestionScore {
  readonly questionId: string
  /** Hundredths of a point; `null` as long as an open answer is not assessed. */
  readonly points: number | null
  readonly scoreId: string | null
  readonly levels: Levels
  readonly comment: string
}

/** What an attempt brought so far. */
export interface Total {
  /** Every answer has its points. */
  readonly complete: boolean
  /** Hundredths of a point, of what has points so far. */
  readonly points: number
  readonly openLeft: number
  readonly detail: readonly QuestionScore[]
}

export interface AttemptScores extends Total {
  readonly attemptId: string
  readonly enrolmentId: string
  readonly personId: string
  readonly candidateNumber: string
  readonly formId: string
  readonly kind: TestKind
  /** The seal that counts; `null` while the attempt is open. */
  readonly sealId: string | null
  /** Hundredths of a point. */
  readonly maximumPoints: number
}

/**
 * Adds up an attempt: choice questions by the system, an empty open answer 0 by itself, other open answers as
 * assessed.
 *
 * @param handedIn answers of the seal that counts, by question id; `null` while the attempt is open
 * @param scores the finished marks, by question id
 */
export function totalOf(
  form: Pick<PaperForm, 'questions'>,
  handedIn: ReadonlyMap<string, HandedIn> | null,
  scores: ReadonlyMap<string, FinishedScore>,
): Total {
  const detail = form.questions.map((question) =>
    handedIn === null ? unknown(question) : scoreOf(question, handedIn.get(question.id), scores.get(question.id)),
  )
  const openLeft = detail.filter(({ points }) => points === null).length
  const points = detail.reduce((sum, one) => sum + (one.points ?? 0), 0)
  return { complete: handedIn !== null && openLeft === 0, points, openLeft, detail }
}

const none = { scoreId: null, levels: {}, comment: '' }

const unknown = (question: Question): QuestionScore => ({ questionId: question.id, points: null, ...none })

function scoreOf(question: Question, answer: HandedIn | undefined, score: FinishedScore | undefined): QuestionScore {
  const questionId = question.id
  if (question.type === 'choice') return { questionId, points: scoreChoice(question, answer?.choice ?? []), ...none }
  if (isEmptyAnswer(answer?.text ?? '')) return { questionId, points: 0, ...none }
  return score ? { questionId, ...score } : { questionId, points: null, ...none }
}
