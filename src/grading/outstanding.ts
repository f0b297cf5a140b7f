import type { Db } from '../../db/database.ts'
import type { PaperForm } from '../papers/content.ts'
import { listToHandOut } from './count-queries.ts'
import { isEmptyAnswer } from './scoring.ts'
import { formsOf, listAttemptsWithSeal, listSnapshots } from './queries.ts'
import { listStrandedTasks, listTasks, listVoidedTasks } from './task-queries.ts'
import type { LiveTask } from './task-queries.ts'

/** An answer to be assessed that nobody has. */
export interface OpenAnswer {
  readonly attemptId: string
  readonly personId: string
  readonly candidateNumber: string
  readonly sealId: string
  readonly formId: string
  readonly questionId: string
}

/** What has to happen in a round before everything that was handed in lies with somebody. */
export interface Outstanding {
  /** In the order of the papers: question by question, by candidate number within. */
  readonly unassigned: readonly OpenAnswer[]
  /** Work whose answer was handed in anew: to be put under the seal that counts. */
  readonly moved: readonly (Pick<LiveTask, 'task' | 'personId'> & { readonly sealId: string; readonly changed: boolean })[]
  /** Work whose answer was handed in anew, empty. */
  readonly emptied: readonly LiveTask[]
  /** Work of attempts that do not count any more. */
  readonly voided: readonly LiveTask[]
  /** Unfinished work of somebody who is no assessor any more. */
  readonly stranded: readonly LiveTask[]
  /** The attempts that were looked at. */
  readonly attemptIds: readonly string[]
}

type Attempts = Awaited<ReturnType<typeof listAttemptsWithSeal>>
type Sealed = Attempts[number] & { readonly sealId: string }

/** Looks at the attempts in which something waits, and at work that must be taken back: never at a whole round. */
export async function findOutstanding(db: Db, roundId: string): Promise<Outstanding> {
  const stranded = await listStrandedTasks(db, roundId)
  const voided = await listVoidedTasks(db, roundId)
  const attemptIds = [...new Set([...(await listToHandOut(db, roundId)), ...stranded.map(({ task }) => task.attemptId)])]
  const sealed = (await listAttemptsWithSeal(db, { ids: attemptIds })).filter((one): one is Sealed => one.sealId !== null && !one.released)
  const forms = await formsOf(db, sealed.map(({ formId }) => formId))
  const sealOf = new Map(sealed.map(({ attemptId, sealId }) => [attemptId, sealId]))
  const gone = new Set(stranded.map(({ task }) => task.id))
  const tasks = (await listTasks(db, { ids: attemptIds })).filter(({ task }) => !gone.has(task.id))

  const assigned = new Set(tasks.map(({ task }) => `${task.attemptId} ${task.questionId}`))
  const open = openAnswers(sealed, forms).filter(({ attemptId, questionId }) => !assigned.has(`${attemptId} ${questionId}`))
  const behind = tasks.filter(({ task }) => (sealOf.get(task.attemptId) ?? task.sealId) !== task.sealId)
  const sealIds = [...open.map(({ sealId }) => sealId), ...behind.flatMap(({ task }) => [task.sealId, sealOf.get(task.attemptId) ?? task.sealId])]
  const snapshots = await listSnapshots(db, [...new Set(sealIds)])
  const textOf = (sealId: string, questionId: string) => snapshots.get(sealId)?.get(questionId)?.text ?? ''
  const newText = ({ task }: LiveTask) => textOf(sealOf.get(task.attemptId) ?? task.sealId, task.questionId)

  const emptied = behind.filter((one) => isEmptyAnswer(newText(one)))
  return {
    unassigned: open.filter(({ sealId, questionId }) => !isEmptyAnswer(textOf(sealId, questionId))),
    moved: behind.filter((one) => !emptied.includes(one)).map((one) => ({
      task: one.task,
      personId: one.personId,
      sealId: sealOf.get(one.task.attemptId) ?? one.task.sealId,
      changed: newText(one) !== textOf(one.task.sealId, one.task.questionId),
    })),
    emptied,
    voided,
    stranded,
    attemptIds,
  }
}

/** Every open question of every attempt, question by question. */
function openAnswers(sealed: readonly Sealed[], forms: ReadonlyMap<string, PaperForm>): OpenAnswer[] {
  return [...forms.values()].flatMap((form) => {
    const ofForm = sealed.filter(({ formId }) => formId === form.id)
    return form.questions
      .filter(({ type }) => type === 'open')
      .flatMap(({ id: questionId }) =>
        ofForm.map(({ attemptId, personId, candidateNumber, sealId, formId }) => ({ attemptId, personId, candidateNumber, sealId, formId, questionId })),
      )
  })
}

/** Whether anything has to happen at all. */
export const isOutstanding = ({ unassigned, moved, emptied, voided, stranded }: Outstanding): boolean =>
  unassigned.length + moved.length + emptied.length + voided.length + stranded.length > 0
