import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { getPublishedForm } from '../papers/queries.ts'
import type { PaperForm } from '../papers/content.ts'
import { Refusal, refuse } from '../refusal.ts'
import { findLastVersionOf } from './history-queries.ts'
import { addSeal, closeAttempt, forgetCount } from './closing-queries.ts'
import { getOwnAnswer, getOwnAttempt, lastSealOf, listAnswersToSeal, noteBusy, noteOpened, putAnswer, putBookmark, putRevision } from './queries.ts'
import type { AnswerRow, AttemptRow } from './queries.ts'
import { countOf, isSame, keepsStanding, LONGEST_ANSWER, notesBusy, outcomeOf, overtakenBy } from './saving.ts'
import type { Draft, Outcome, Settled } from './saving.ts'
import { canonical, digestOf, receiptCode } from './sealing.ts'
import { handedInAtOf, limitsOf, mustBeWritable, mustHaveStarted } from './sitting.ts'
import type { Limits } from './sitting.ts'

/** What became of one save: committed first, told afterwards. */
export interface Saved {
  readonly outcome: Outcome
  readonly attemptId: string
  readonly questionId: string
  readonly formId: string
  /** The answer as it stands now; for a stale or late text not what was sent. `null` when nothing was ever saved. */
  readonly standing: { text: string; choice: readonly string[]; revision: number; savedAt: Instant } | null
  /** Of a stale text that leaves nothing to choose: why. */
  readonly settled: Settled | null
  readonly limits: Limits
  readonly sealed: boolean
  /** When it was handed in before its time was up; `null` otherwise. */
  readonly handedInAt: Instant | null
}

/** @throws Refusal `notFound` for a question of another form, `optionUnknown`, `answerTooLong`. */
export function mustFit(form: Pick<PaperForm, 'questions'>, questionId: string, draft: Draft): void {
  const question = form.questions.find((one) => one.id === questionId) ?? refuse('notFound')
  if (draft.text.length > LONGEST_ANSWER) throw new Refusal('answerTooLong', { most: LONGEST_ANSWER })
  if (question.type === 'open') {
    if (draft.choice.length > 0) throw new Refusal('optionUnknown')
    return
  }
  const known = new Set(question.options.map((option) => option.key))
  const chosen = new Set(draft.choice)
  const tooMany = !question.several && chosen.size > 1
  if (draft.text !== '' || tooMany || chosen.size < draft.choice.length || draft.choice.some((key) => !known.has(key))) {
    throw new Refusal('optionUnknown')
  }
}

/**
 * Saves one answer, or keeps as history what came stale, late or early. Saves are not audited: they have their history.
 *
 * @returns what became of it; the caller tells the person after the commit
 * @throws Refusal `notFound`, `declareFirst`, `answerTooLong`, `optionUnknown` (nothing is kept of those)
 */
export async function saveAnswer(
  tx: Db,
  given: { attemptId: string; questionId: string; personId: string; graceMs: number; draft: Draft },
  now: Instant,
): Promise<Saved> {
  const { attemptId, questionId, draft } = given
  const found = await getOwnAnswer(tx, attemptId, questionId, given.personId)
  if (found.declaredAt === null) throw new Refusal('declareFirst')
  mustFit(await getPublishedForm(tx, found.attempt.formId), questionId, draft)

  const limits = limitsOf(found, given.graceMs)
  const sealed = found.attempt.sealedAt !== null
  const standing = found.answer ?? undefined
  const outcome = outcomeOf(draft, standing, { sealed, startsAt: found.attempt.startsAt, writableUntil: limits.writableUntil }, now)
  const told = { outcome, attemptId, questionId, formId: found.attempt.formId, limits, sealed, handedInAt: handedInAtOf(found.attempt, limits) }
  if (outcome !== 'saved') {
    const wasSaved = outcome === 'stale' && (await wasAnswer(tx, attemptId, questionId, draft))
    if (!wasSaved) await keepUncounted(tx, { ...told, outcome, draft, standing }, now)
    return { ...told, standing: standing ?? null, settled: wasSaved ? 'before' : settledOf(outcome, draft, standing) }
  }
  const saved = await replaceAnswer(tx, { attemptId, questionId, draft, standing, inGrace: now > limits.dueAt }, now)
  if (notesBusy(found.attempt.busyAt, now)) await noteBusy(tx, { attemptId, now })
  return { ...told, standing: saved, settled: null }
}

const settledOf = (outcome: Outcome, draft: Draft, standing: AnswerRow | undefined): Settled | null =>
  outcome === 'stale' && standing ? overtakenBy(draft, standing) : null

/** Whether a text that was found on the device had arrived after all: the last that its window saved is word for word this. */
async function wasAnswer(tx: Db, attemptId: string, questionId: string, draft: Draft): Promise<boolean> {
  const forebear = draft.heirOf?.at(-1)
  const last = forebear && (await findLastVersionOf(tx, attemptId, questionId, forebear.windowId))
  return last?.outcome === 'saved' && isSame(last, draft)
}

/** What could not become the answer, unless it is word for word what stands, or what this window sent last: a retry. */
async function keepUncounted(
  tx: Db,
  given: { attemptId: string; questionId: string; outcome: Exclude<Outcome, 'saved'>; draft: Draft; standing: AnswerRow | undefined },
  now: Instant,
): Promise<void> {
  const { attemptId, questionId, outcome, draft, standing } = given
  if (standing && isSame(standing, draft)) return
  const { text, choice, windowId } = draft
  const last = await findLastVersionOf(tx, attemptId, questionId, windowId)
  if (last?.outcome === outcome && isSame(last, draft)) return
  await putRevision(tx, { id: newId(), attemptId, questionId, revision: standing?.revision ?? 0, outcome, text, choice, windowId, at: now })
}

async function replaceAnswer(
  tx: Db,
  given: { attemptId: string; questionId: string; draft: Draft; standing: AnswerRow | undefined; inGrace: boolean },
  now: Instant,
) {
  const { attemptId, questionId, draft, standing, inGrace } = given
  const { text, choice, windowId } = draft
  const revision = (standing?.revision ?? 0) + 1
  const historyId = standing && !keepsStanding(standing, draft, now) ? standing.historyId : newId()
  const windowCount = countOf(draft, standing)
  await putAnswer(tx, { attemptId, questionId, text, choice, revision, windowId, windowCount, historyId, savedAt: now, inGrace })
  await putRevision(tx, { id: historyId, attemptId, questionId, revision, outcome: 'saved', text, choice, windowId, at: now })
  return { text, choice, revision, savedAt: now }
}

/**
 * Opens the test for its candidate and notes the first time.
 *
 * @throws Refusal `notFound`, `notStarted`, `declareFirst`
 */
export async function openAttempt(tx: Db, given: { attemptId: string; personId: string }, now: Instant): Promise<void> {
  const { attempt, declaredAt } = await getOwnAttempt(tx, given.attemptId, given.personId)
  if (declaredAt === null) throw new Refusal('declareFirst')
  mustHaveStarted(attempt, now)
  if (attempt.openedAt !== null) return
  await noteOpened(tx, attempt.id, now)
  const { id: on, personId, roundId } = attempt
  await record(tx, { at: now, by: given.personId, what: 'attempt.opened', on, personId, roundId, after: { openedAt: now } })
}

/** Marks a question to come back to, or takes the mark away. @throws Refusal `notFound`. */
export async function markQuestion(
  tx: Db,
  given: { attemptId: string; questionId: string; personId: string; marked: boolean },
): Promise<void> {
  const { attempt } = await getOwnAttempt(tx, given.attemptId, given.personId)
  const form = await getPublishedForm(tx, attempt.formId)
  if (!form.questions.some((question) => question.id === given.questionId)) refuse('notFound')
  await putBookmark(tx, given.attemptId, given.questionId, given.marked)
}

/**
 * Hands in one test. Afterwards nothing of it changes; a second time gives the same receipt.
 *
 * @throws Refusal `notFound`, `declareFirst`, `notStarted`, `timeIsUp` (it was handed in by itself)
 */
export async function handIn(
  tx: Db,
  given: { attemptId: string; personId: string; graceMs: number },
  now: Instant,
): Promise<{ receiptCode: string; at: Instant; first: boolean }> {
  const found = await getOwnAttempt(tx, given.attemptId, given.personId)
  if (found.declaredAt === null) throw new Refusal('declareFirst')
  const earlier = await lastSealOf(tx, given.attemptId)
  if (earlier && found.attempt.sealedAt !== null) return { receiptCode: earlier.receiptCode, at: earlier.at, first: false }
  mustHaveStarted(found.attempt, now)
  const limits = limitsOf(found, given.graceMs)
  mustBeWritable(found, limits, now)
  const at = Math.min(now, limits.dueAt)
  const sealed = await sealAttempt(tx, { attempt: found.attempt, by: 'candidate', actor: given.personId, at }, now)
  return { receiptCode: sealed.receiptCode, at, first: true }
}

interface Sealing {
  readonly attempt: AttemptRow
  readonly by: 'candidate' | 'deadline' | 'staff'
  readonly actor: Actor
  /** When writing ended: the moment of handing in, or the deadline. */
  readonly at: Instant
}

/**
 * Takes the snapshot and closes the attempt, in one transaction. Race-proof: closing happens once.
 *
 * @throws Refusal `handedIn` when somebody else closed it first
 */
export async function sealAttempt(tx: Db, sealing: Sealing, now: Instant): Promise<{ receiptCode: string; sha256: string }> {
  if (!(await closeAttempt(tx, sealing.attempt.id, sealing.at))) throw new Refusal('handedIn')
  return addNextSeal(tx, sealing, now)
}

/** Seals the answers as they stand, of an attempt that is closed: the new seal supersedes, every earlier one stays. */
export async function addNextSeal(tx: Db, sealing: Sealing, now: Instant): Promise<{ receiptCode: string; sha256: string }> {
  const { attempt, by, actor, at } = sealing
  const form = await getPublishedForm(tx, attempt.formId)
  const answers = new Map((await listAnswersToSeal(tx, { attemptId: attempt.id })).map((row) => [row.questionId, row]))
  const snapshot = canonical({
    attemptId: attempt.id,
    formId: form.id,
    formDigest: form.digest,
    sealedAt: at,
    answers: form.questions.flatMap((question) => answers.get(question.id) ?? []),
  })
  const sequence = ((await lastSealOf(tx, attempt.id))?.sequence ?? 0) + 1
  const seal = { id: newId(), attemptId: attempt.id, sequence, by, at, madeAt: now, snapshot, sha256: digestOf(snapshot), receiptCode: receiptCode() }
  await addSeal(tx, seal)
  if (sequence > 1) await forgetCount(tx, attempt.id)
  const { personId, roundId } = attempt
  const after = { sealId: seal.id, sequence, by, sealedAt: at, sha256: seal.sha256 }
  await record(tx, { at: now, by: actor, what: 'attempt.sealed', on: attempt.id, personId, roundId, before: { sealedAt: attempt.sealedAt }, after })
  return seal
}
