import type { Instant } from '../../src/clock.ts'
import type { Piece } from '../../src/delivery/difference.ts'
import type { Key } from '../../src/language/translate.ts'
import type { Question, TestKind } from '../../src/papers/content.ts'
import type { Params, Reason } from '../../src/refusal.ts'
import type { ShownAttachment } from '../papers/attachments.tsx'

/** One question as the candidate meets it: without the key, the model answer or the rubric. */
export interface SittingQuestion {
  /** Of the paper, so of the answers too; the page around it may be in another. */
  readonly language: string
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

/** What somebody typed that came stale or late, or cannot be saved as it is; it stays in the field. */
export interface TypedText {
  readonly text: string
  readonly choice: readonly string[]
  readonly outcome: 'stale' | 'late' | 'early' | 'refused'
  /** Why it was refused. */
  readonly refusal?: { readonly reason: Reason; readonly params: Params } | null
}

/** An answer as it is on the page: what stands, and what was typed over it when that could not be saved. */
export interface SittingAnswer {
  readonly text: string
  readonly choice: readonly string[]
  readonly revision: number
  readonly savedAt: Instant | null
  readonly inGrace: boolean
  /** Of what stands, so that a field which comes back untouched is known as such. */
  readonly mark: string
  /** With how it differs from what stands. */
  readonly typed: (TypedText & { readonly difference: readonly Piece[] }) | null
}

/** Where the page of a test sends and leads. */
export interface SittingLinks {
  readonly page: string
  readonly answers: string
  readonly answer: (questionId: string) => string
  readonly bookmark: (questionId: string) => string
  /** `null` where no earlier versions are kept. */
  readonly history: ((questionId: string) => string) | null
  readonly handIn: string
  /** Where a problem is reported; absent where nobody watches. */
  readonly problem?: string
  readonly back: { readonly href: string; readonly label: Key }
}

/** When writing ends. */
export interface SittingTime {
  readonly startsAt: Instant
  readonly dueAt: Instant
  readonly writableUntil: Instant
  /** When it was handed in before its time was up; `null` otherwise. */
  readonly handedInAt: Instant | null
  /** Where the time left is asked. */
  readonly clock: string
}

/** Everything the page of a test shows; the practice test is one without time. */
export interface Sitting {
  /** `null` for the practice test. */
  readonly attemptId: string | null
  /** Under this name the browser keeps what could not be sent. */
  readonly drawer: string
  readonly kind: TestKind | 'practice'
  readonly title: string
  /** Of the paper. */
  readonly language: string
  readonly instructionHtml: string
  readonly caseTitle: string | null
  readonly caseHtml: string | null
  readonly attachments: readonly ShownAttachment[]
  readonly questions: readonly SittingQuestion[]
  readonly answers: ReadonlyMap<string, SittingAnswer>
  readonly bookmarks: ReadonlySet<string>
  /** `null`: no clock runs. */
  readonly time: SittingTime | null
  readonly links: SittingLinks
  readonly windowId: string
}
