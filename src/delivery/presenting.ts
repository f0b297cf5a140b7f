import type { SittingAnswer, SittingQuestion, Sitting, TypedText } from '../../views/delivery/sitting-types.ts'
import type { TestCardView } from '../../views/delivery/tests.tsx'
import type { Explained } from '../../views/delivery/practice.tsx'
import type { ReceiptView } from '../../views/delivery/hand-in.tsx'
import { paths } from '../../views/paths.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import type { PaperForm, Question } from '../papers/content.ts'
import { toHtml } from '../papers/markdown.ts'
import { differenceOf } from './difference.ts'
import type { SealRow } from './queries.ts'
import { isEmpty, markOf } from './saving.ts'
import { handedInAtOf, isToStart, stateOf } from './sitting.ts'
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
export type TypedOver = ReadonlyMap<string, TypedText>

/** A question without anything that would give the answer away. */
const shown = (question: Question, language: string): SittingQuestion => ({
  language,
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

/** What a page shows of a form. */
export type FormToShow = Pick<PaperForm, 'id' | 'title' | 'language' | 'instruction' | 'caseTitle' | 'caseText' | 'attachments' | 'questions'>

/** A form's texts as HTML, and its questions without what would give the answers away. */
export function shownForm(form: FormToShow): ShownForm {
  const known = shownForms.get(form.id)
  if (known) return known
  const made = {
    instructionHtml: toHtml(form.instruction),
    caseHtml: form.caseText === null ? null : toHtml(form.caseText),
    questions: form.questions.map((question) => shown(question, form.language)),
  }
  shownForms.set(form.id, made)
  return made
}

/** The mark of an answer that nobody has given yet. */
const NOTHING = markOf({ text: '', choice: [] })

/** What stands on the page of a test, by question: the answers, and over them what was typed and could not be saved. */
export function answersOf(answers: readonly Answered[], typed: TypedOver = new Map()): Map<string, SittingAnswer> {
  const shownAnswers = new Map<string, SittingAnswer>()
  for (const { questionId, text, choice, revision, savedAt, inGrace = false } of answers) {
    const over = typed.get(questionId)
    const difference = over?.outcome === 'stale' ? differenceOf(text, over.text) : []
    shownAnswers.set(questionId, { text, choice, revision, savedAt, inGrace, mark: markOf({ text, choice }), typed: over ? { ...over, difference } : null })
  }
  for (const [questionId, over] of typed) {
    const nothing = { text: '', choice: [], revision: 0, savedAt: null, inGrace: false, mark: NOTHING }
    if (!shownAnswers.has(questionId)) shownAnswers.set(questionId, { ...nothing, typed: { ...over, difference: [] } })
  }
  return shownAnswers
}

interface Work {
  readonly answers: readonly Answered[]
  readonly bookmarks?: readonly string[]
  readonly typed?: TypedOver
  /** Where whoever looks on finds what goes with the case; the candidate's own address unless told. */
  readonly attachment?: (key: string) => string
}

/** Everything the page of a test shows. */
export function sittingOf(form: PaperForm, timed: Timed, limits: Limits, work: Work): Sitting {
  const { id: attemptId, enrolmentId, kind, startsAt } = timed.attempt
  const attachment = work.attachment ?? ((key: string) => paths.attemptAttachment(attemptId, key))
  return {
    attemptId,
    drawer: attemptId,
    kind,
    title: form.title,
    language: form.language,
    caseTitle: form.caseTitle,
    ...shownForm(form),
    attachments: form.attachments.map((one) => ({ ...one, href: attachment(one.key) })),
    answers: answersOf(work.answers, work.typed),
    bookmarks: new Set(work.bookmarks ?? []),
    time: { startsAt, ...limits, handedInAt: handedInAtOf(timed.attempt, limits), clock: paths.attemptClock(attemptId) },
    links: {
      page: paths.attempt(attemptId),
      answers: paths.answers(attemptId),
      answer: (questionId) => paths.answer(attemptId, questionId),
      bookmark: (questionId) => paths.bookmark(attemptId, questionId),
      history: (questionId) => paths.answerHistory(attemptId, questionId),
      handIn: paths.handIn(attemptId),
      problem: paths.attemptProblem(attemptId),
      back: { href: paths.tests(enrolmentId), label: 'delivery.testsTitle' },
    },
    windowId: newId(),
  }
}

/** One question of a form as the candidate meets it; `undefined` when it is of another form. */
export const shownQuestion = (form: FormToShow, questionId: string): SittingQuestion | undefined =>
  shownForm(form).questions.find((question) => question.id === questionId)

/** A test as its card shows it. @param answered how many questions say something */
export function testCardOf(timed: Timed & { title: string }, limits: Limits, counts: { answered: number; total: number }, now: Instant): TestCardView {
  const { attempt, title } = timed
  return {
    attemptId: attempt.id,
    kind: attempt.kind,
    title,
    state: isToStart(attempt, now) ? 'notStarted' : stateOf(timed, limits, now),
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

/** What each answer should be, by question: for who has nothing to gain by it any more. */
export const explained = (form: FormToShow): ReadonlyMap<string, Explained> =>
  new Map(
    form.questions.map((question) => [
      question.id,
      question.type === 'choice'
        ? { rightKeys: question.options.filter(({ correct }) => correct).map(({ key }) => key), html: toHtml(question.explanation) }
        : { rightKeys: [], html: toHtml(question.modelAnswer) },
    ]),
  )
