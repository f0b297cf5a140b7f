/**
 * The practice test: the same page, the same rules of saving, and nothing that follows from it. Nobody else reads it,
 * so it has no history, no seal and no place in the audit log.
 */
import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { mustFit } from './actions.ts'
import { practiceForm } from './practice-form.ts'
import { emptyPractice, findPracticeAnswer, practiceHandedInAt, putPractice, putPracticeAnswer, putPracticeMark } from './practice-queries.ts'
import type { PracticeAnswerRow } from './practice-queries.ts'
import { countOf, outcomeOf, overtakenBy } from './saving.ts'
import type { Draft, Outcome, Settled } from './saving.ts'

/** What became of one save of the practice test. */
export interface Practised {
  readonly outcome: Outcome
  /** The answer as it stands now; for a stale or late text not what was sent. */
  readonly standing: Pick<PracticeAnswerRow, 'text' | 'choice' | 'revision' | 'savedAt'> | null
  /** Of a stale text that leaves nothing to choose: why. */
  readonly settled: Settled | null
}

/**
 * Saves one practice answer by the rules of a real one; `late` once the practice test was handed in.
 *
 * @throws Refusal `notFound`, `answerTooLong`, `optionUnknown`
 */
export async function savePractice(
  tx: Db,
  given: { personId: string; questionId: string; draft: Draft },
  now: Instant,
): Promise<Practised> {
  const { personId, questionId, draft } = given
  mustFit(practiceForm, questionId, draft)
  const found = await findPracticeAnswer(tx, personId, questionId)
  const standing = found !== undefined && found.revision > 0 ? found : undefined
  const sealed = (await practiceHandedInAt(tx, personId)) !== null
  const outcome = outcomeOf(draft, standing, { sealed, writableUntil: Infinity }, now)
  const settled = outcome === 'stale' && standing ? overtakenBy(draft, standing) : null
  if (outcome !== 'saved') return { outcome, standing: standing ?? null, settled }
  const { text, choice, windowId } = draft
  const saved = { personId, questionId, text, choice, revision: (standing?.revision ?? 0) + 1, windowId, windowCount: countOf(draft, standing), savedAt: now }
  await putPracticeAnswer(tx, saved)
  return { outcome, standing: saved, settled }
}

/** Marks a question to come back to, or takes the mark away. @throws Refusal `notFound`. */
export async function markPractice(tx: Db, given: { personId: string; questionId: string; marked: boolean }, now: Instant): Promise<void> {
  if (!practiceForm.questions.some(({ id }) => id === given.questionId)) refuse('notFound')
  await putPracticeMark(tx, given, now)
}

/** Closes the practice test: from now on it shows the explanations. A second time changes nothing. */
export async function handInPractice(tx: Db, personId: string, now: Instant): Promise<void> {
  if ((await practiceHandedInAt(tx, personId)) === null) await putPractice(tx, personId, now)
}

/** Begins again, with empty answers. */
export async function beginPracticeAgain(tx: Db, personId: string, now: Instant): Promise<void> {
  await putPractice(tx, personId, null)
  await emptyPractice(tx, personId, newId(), now)
}
