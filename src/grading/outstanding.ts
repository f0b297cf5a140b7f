import type { Db } from '../../db/database.ts'
import type { PaperForm } from '../papers/content.ts'
import { isEmptyAnswer } from './scoring.ts'
import { formsOf, listAttemptsWithSeal, listSnapshots, listTasks } from './queries.ts'
import type { LiveTask } from './queries.ts'

/** An answer to be assessed that nobody has. */
export interface OpenAnswer {
  readonly attemptId: string
  readonly personId: string
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
  /** Unfinished work of attempts that do not count any more. */
  readonly voided: readonly LiveTask[]
  /** Unfinished work of somebody who is no assessor any more. */
  readonly stranded: readonly LiveTask[]
  /** All other work, as it lies with the assessors. */
  readonly standing: readonly LiveTask[]
}

type Attempts = Awaited<ReturnType<typeof listAttemptsWithSeal>>
type Sealed = Attempts[number] & { readonly sealId: string }

/** Looks at all that was handed in, and at all work that was given out. Reads no more snapshots than it must. */
export async function findOutstanding(db: Db, roundId: string): Promise<Outstanding> {
  const sealed = (await listAttemptsWithSeal(db, roundId)).filter((one): one is Sealed => one.sealId !== null && !one.released)
  const all = await listTasks(db, roundId)
  const stranded = all.filter(({ task, voidedAt, assesses }) => task.finishedAt === null && voidedAt === null && !assesses)
  const tasks = all.filter((one) => !stranded.includes(one))
  const forms = await formsOf(db, sealed.map(({ formId }) => formId))
  const sealOf = new Map(sealed.map(({ attemptId, sealId }) => [attemptId, sealId]))
  const isBehind = ({ task }: LiveTask) => (sealOf.get(task.attemptId) ?? task.sealId) !== task.sealId

  const assigned = new Set(tasks.map(({ task }) => `${task.attemptId} ${task.questionId}`))
  const open = openAnswers(sealed, forms).filter(({ attemptId, questionId }) => !assigned.has(`${attemptId} ${questionId}`))
  const behind = tasks.filter((one) => one.voidedAt === null && isBehind(one))
  const sealIds = [...open.map(({ sealId }) => sealId), ...behind.flatMap(({ task }) => [task.sealId, sealOf.get(task.attemptId) ?? task.sealId])]
  const snapshots = await listSnapshots(db, [...new Set(sealIds)])
  const textOf = (sealId: string, questionId: string) => snapshots.get(sealId)?.get(questionId)?.text ?? ''
  const newText = ({ task }: LiveTask) => textOf(sealOf.get(task.attemptId) ?? task.sealId, task.questionId)

  const emptied = behind.filter((one) => isEmptyAnswer(newText(one)))
  const gone = new Set(emptied)
  return {
    unassigned: open.filter(({ sealId, questionId }) => !isEmptyAnswer(textOf(sealId, questionId))),
    moved: behind.filter((one) => !gone.has(one)).map((one) => ({
      task: one.task,
      personId: one.personId,
      sealId: sealOf.get(one.task.attemptId) ?? one.task.sealId,
      changed: newText(one) !== textOf(one.task.sealId, one.task.questionId),
    })),
    emptied,
    voided: tasks.filter(({ voidedAt, task }) => voidedAt !== null && task.finishedAt === null),
    stranded,
    standing: tasks.filter((one) => one.voidedAt === null && !gone.has(one)),
  }
}

/** Every open question of every attempt, question by question. */
function openAnswers(sealed: readonly Sealed[], forms: ReadonlyMap<string, PaperForm>): OpenAnswer[] {
  return [...forms.values()].flatMap((form) => {
    const ofForm = sealed.filter(({ formId }) => formId === form.id)
    return form.questions
      .filter(({ type }) => type === 'open')
      .flatMap(({ id: questionId }) =>
        ofForm.map(({ attemptId, personId, sealId, formId }) => ({ attemptId, personId, sealId, formId, questionId })),
      )
  })
}

/** Whether anything has to happen at all. */
export const isOutstanding = ({ unassigned, moved, emptied, voided, stranded }: Outstanding): boolean =>
  unassigned.length + moved.length + emptied.length + voided.length + stranded.length > 0
