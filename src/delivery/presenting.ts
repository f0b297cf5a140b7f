import type { SittingAnswer, SittingQuestion, Sitting } from '../../views/delivery/sitting-types.ts'
import type { TestCardView } from '../../views/delivery/tests.tsx'
import type { ReceiptView } from '../../views/delivery/hand-in.tsx'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import type { PaperForm, Question } from '../papers/content.ts'
import { toHtml } from '../papers/markdown.ts'
import type { SealRow } from './queries.ts'
import { isEmpty } from './saving.ts'
import { stateOf } from './sitting.ts'
import type { Limits, Timed } from './sitting.ts'
import { readSnapshot } from './sealing.ts'

/** An answer as a page needs it; both rows of the table and answers of a snapshot fit. */
export interface Answered {
  readonly questionId: string
  readonly text: string
  readonly choice: readonly string[]
  readonly revision: number
  readonly savedAt: Instant
  readonly inGrace?: boolean
}

/** What somebody typed that could not become the answer. */
export type TypedOver = ReadonlyMap<string, NonNullable<SittingAnswer['typed']>>

/** A question without anything that would give the answer away. */
const shown = (question: Question): SittingQuestion => ({
  id: question.id,
  number: question.number,
  type: question.type,
  masterclass: question.masterclass,
  maximumPoints: question.maximumPoints,
  promptHtml: toHtml(question.prompt),
  several: question.type === 'choice' && question.several,
  options: question.type === 'choice' ? question.options.map(({ key, text }) => ({ key, text })) : [],
  adviceWords: question.type === 'open' ? question.adviceWords : null,
})

interface ShownForm {
  readonly instructionHtml: string
  readonly caseHtml: string | null
  readonly questions: readonly SittingQuestion[]
}

// A published form is frozen, so its HTML is made once.
const shownForms = new Map<string, ShownForm>()

function shownForm(form: PaperForm): ShownForm {
  const known = shownForms.get(form.id)
  if (known) return known
  const made = {
    instructionHtml: toHtml(form.instruction),
    caseHtml: form.caseText === null ? null : toHtml(form.caseText),
    questions: form.questions.map(shown),
  }
  shownForms.set(form.id, made)
  return made
}

/** Everything the page of a test shows. */
export function sittingOf(
  form: PaperForm,
  timed: Timed,
  limits: Limits,
  work: { answers: readonly Answered[]; bookmarks?: readonly string[]; typed?: TypedOver },
): Sitting {
  const { attempt } = timed
  const typed = work.typed ?? new Map()
  const answers = new Map<string, SittingAnswer>()
  for (const { questionId, text, choice, revision, savedAt, inGrace = false } of work.answers) {
    answers.set(questionId, { text, choice, revision, savedAt, inGrace, typed: typed.get(questionId) ?? null })
  }
  for (const [questionId, one] of typed) {
    if (!answers.has(questionId)) answers.set(questionId, { text: '', choice: [], revision: 0, savedAt: null, inGrace: false, typed: one })
  }
  return {
    attemptId: attempt.id,
    enrolmentId: attempt.enrolmentId,
    kind: attempt.kind,
    title: form.title,
    caseTitle: form.caseTitle,
    ...shownForm(form),
    answers,
    bookmarks: new Set(work.bookmarks ?? []),
    startsAt: attempt.startsAt,
    dueAt: limits.dueAt,
    writableUntil: limits.writableUntil,
    windowId: newId(),
  }
}

/** One question of a form as the candidate meets it; `undefined` when it is of another form. */
export const shownQuestion = (form: PaperForm, questionId: string): SittingQuestion | undefined =>
  shownForm(form).questions.find((question) => question.id === questionId)

/** A test as its card shows it. @param answered how many questions say something */
export function testCardOf(timed: Timed & { title: string }, limits: Limits, counts: { answered: number; total: number }, now: Instant): TestCardView {
  const { attempt, title } = timed
  return {
    attemptId: attempt.id,
    kind: attempt.kind,
    title,
    state: stateOf(timed, limits, now),
    opened: attempt.openedAt !== null,
    dueAt: limits.dueAt,
    sealedAt: attempt.sealedAt,
    ...counts,
  }
}

/** A seal as its receipt shows it. */
export function receiptOf(seal: SealRow, form: PaperForm): ReceiptView {
  const { receiptCode, at, by, sha256, snapshot } = seal
  const answered = readSnapshot(snapshot).answers.filter((answer) => !isEmpty(answer)).length
  return { receiptCode, at, by, sha256, answered, total: form.questions.length }
}
