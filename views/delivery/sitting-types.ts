import type { Instant } from '../../src/clock.ts'
import type { Question, TestKind } from '../../src/papers/content.ts'

/** One question as the candidate meets it: without the key, the model answer or the rubric. */
export interface SittingQuestion {
  readonly id: string
  readonly number: number
  readonly type: Question['type']
  readonly masterclass: number | null
  readonly maximumPoints: number
  /** Already sanitised. */
  readonly promptHtml: string
  readonly several: boolean
  readonly options: readonly { readonly key: string; readonly text: string }[]
  readonly adviceWords: number | null
}

/** An answer as it is on the page: what stands, and what was typed over it when that could not be saved. */
export interface SittingAnswer {
  readonly text: string
  readonly choice: readonly string[]
  readonly revision: number
  readonly savedAt: Instant | null
  readonly inGrace: boolean
  /** What somebody typed that came stale or late; it stays in the field. */
  readonly typed: { readonly text: string; readonly choice: readonly string[]; readonly outcome: 'stale' | 'late' } | null
}

/** Everything the page of a test shows. */
export interface Sitting {
  readonly attemptId: string
  readonly enrolmentId: string
  readonly kind: TestKind
  readonly title: string
  readonly instructionHtml: string
  readonly caseTitle: string | null
  readonly caseHtml: string | null
  readonly questions: readonly SittingQuestion[]
  readonly answers: ReadonlyMap<string, SittingAnswer>
  readonly bookmarks: ReadonlySet<string>
  readonly startsAt: Instant
  readonly dueAt: Instant
  readonly writableUntil: Instant
  readonly windowId: string
}
