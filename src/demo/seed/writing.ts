import { HOUR, MINUTE, SECOND } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { markQuestion, openAttempt, saveAnswer } from '../../delivery/actions.ts'
import { handInAndTell, sealAttemptByItself } from '../../delivery/closing.ts'
import { getOwnAttempt } from '../../delivery/queries.ts'
import type { AttemptRow } from '../../delivery/queries.ts'
import { limitsOf } from '../../delivery/sitting.ts'
import type { PaperForm } from '../../papers/content.ts'
import { getPublishedForm } from '../../papers/queries.ts'
import { timeAt } from '../../local-time.ts'
import { answerOf, growing } from './answers.ts'
import type { Candidate, Quality, Sitting } from './cast.ts'
import { draw } from './chance.ts'
import { deadlineRemindersLife } from './reminders.ts'
import type { Life, Stage } from './stage.ts'

/** Somebody writing one test. */
export interface Writing {
  readonly who: Candidate
  readonly quality: Quality
  readonly attempt: AttemptRow
  readonly sitting: Sitting
}

interface Save {
  readonly at: Instant
  readonly questionId: string
  readonly text: string
  readonly choice: readonly string[]
}

/** One test: it is opened, written over some days, and handed in, by its writer or by the deadline. */
export async function* writingLife(stage: Stage, writing: Writing): Life {
  const { attempt, sitting } = writing
  const { tx, graceMs } = stage
  const own = { attemptId: attempt.id, personId: attempt.personId }
  stage.works.set(attempt.id, writing)
  const { dueAt, writableUntil } = limitsOf(await getOwnAttempt(tx, attempt.id, attempt.personId), graceMs)
  stage.enter(deadlineRemindersLife(stage, dueAt))
  if (sitting.writes) yield* writes(stage, writing)
  const hours = sitting.handsInAfter?.[attempt.kind] ?? null
  if (hours !== null) {
    const at = attempt.startsAt + hours * HOUR + Math.round(50 * draw(`hands in ${writing.who.key} ${attempt.kind}`)) * MINUTE
    const now = yield Math.min(awake(at), dueAt - 3 * MINUTE)
    await handInAndTell(tx, { ...own, graceMs }, now)
    return
  }
  const now = yield writableUntil + 4 * SECOND
  await sealAttemptByItself(tx, { attemptId: attempt.id, graceMs }, now)
}

async function* writes(stage: Stage, writing: Writing): Life {
  const { tx, graceMs } = stage
  const { attempt: { id: attemptId, personId, startsAt, formId, kind }, who } = writing
  const form = await getPublishedForm(tx, formId)
  let now = yield startsAt + (kind === 'case' ? 12 : 25) * MINUTE
  await openAttempt(tx, { attemptId, personId }, now)
  const windowId = `window-${attemptId}`
  const revisions = new Map<string, number>()
  for (const [count, save] of savesOf(stage, writing, form).entries()) {
    now = yield save.at
    const { questionId, text, choice } = save
    const baseRevision = revisions.get(questionId) ?? 0
    const draft = { text, choice, windowId, windowCount: count + 1, baseRevision }
    await saveAnswer(tx, { attemptId, questionId, personId, graceMs, draft }, now)
    revisions.set(questionId, baseRevision + 1)
    const isFirst = baseRevision === 0
    if (isFirst && draw(`doubt ${who.key} ${questionId}`) < 0.08) await markQuestion(tx, { attemptId, questionId, personId, marked: true })
  }
}

/** Everything that is saved, in the order of time: a choice at once, a text as it grows. */
function savesOf({ cast }: Stage, { who, quality, attempt, sitting }: Writing, form: PaperForm): Save[] {
  // The reflection test comes second, on the second day, beside what is left of the case test.
  const from = attempt.startsAt + (attempt.kind === 'case' ? 0.5 : 16) * HOUR
  const to = attempt.startsAt + ((sitting.handsInAfter?.[attempt.kind] ?? 71) - 1) * HOUR
  const slot = (to - from) / form.questions.length
  const saves = form.questions.flatMap((question, index) => {
    const { text, choice } = answerOf(cast.writers, who, quality, question)
    if (text === '' && choice.length === 0) return []
    const begins = from + (index + 0.2 * draw(`${who.key} ${question.key}`)) * slot
    const texts = question.type === 'choice' ? [text] : growing(text)
    const at = (step: number) => Math.min(awake(begins + (0.75 * step * slot) / texts.length), to)
    return texts.map((written, step): Save => ({ at: at(step), questionId: question.id, text: written, choice }))
  })
  return saves.toSorted((one, other) => one.at - other.at)
}

/** Nobody writes at night: what would be saved then, is saved in the morning. */
function awake(at: Instant): Instant {
  const hour = Number(timeAt(at).slice(0, 2))
  return Math.round(hour >= 7 ? at : at + (7 - hour) * HOUR)
}
