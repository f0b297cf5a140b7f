import type { Db } from '../../db/database.ts'
import { putCount, putPile, replaceWaiting } from './count-queries.ts'
import type { Counted, WaitingRow } from './count-queries.ts'
import { addUp } from './queries.ts'
import { isEmptyAnswer } from './scoring.ts'
import { listTasks } from './task-queries.ts'
import type { LiveTask, TouchedTask } from './task-queries.ts'

/** How many attempts are added up at a time. */
export const AT_A_TIME = 200

/**
 * Adds these attempts up anew and keeps what comes of it: open answers left, points so far, and which answers have to
 * be given out or taken back. To be called in the transaction that changes any of these. Attempts that are open or do
 * not count are passed over. Doing it twice changes nothing.
 */
export async function recount(tx: Db, attemptIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(attemptIds)]
  for (let from = 0; from < ids.length; from += AT_A_TIME) await recountSome(tx, ids.slice(from, from + AT_A_TIME))
}

async function recountSome(tx: Db, ids: readonly string[]): Promise<void> {
  const { counted, waiting } = await workOut(tx, ids)
  for (const one of counted) await putCount(tx, one)
  await replaceWaiting(tx, ids, waiting)
}

/** What comes of these attempts when everything is added up; `AT_A_TIME` of them at most. Those that are open or do not count are left out. */
export async function workOut(db: Db, ids: readonly string[]): Promise<{ counted: Counted[]; waiting: WaitingRow[] }> {
  const sealed = (await addUp(db, { ids })).filter(({ attempt }) => attempt.sealId !== null)
  const tasks = new Map((await listTasks(db, { ids })).map((one) => [keyOf(one.task), one]))
  return {
    counted: sealed.map(({ attempt: { attemptId }, total: { openLeft, points } }) => ({ attemptId, openLeft, points })),
    waiting: sealed.flatMap((one) => waitingOf(one, tasks)),
  }
}

/**
 * Counts anew what this work is part of: its attempts and its piles. To be called in the transaction that gave it out,
 * took it back, moved it or marked it.
 */
export async function recountWork(tx: Db, tasks: readonly TouchedTask[]): Promise<void> {
  await recount(tx, tasks.map(({ attemptId }) => attemptId))
  const piles = new Map(tasks.map(({ assessorId, roundId, questionId }) => [`${assessorId} ${roundId} ${questionId}`, { assessorId, roundId, questionId }]))
  for (const pile of piles.values()) await putPile(tx, pile)
}

const keyOf = ({ attemptId, questionId }: { readonly attemptId: string; readonly questionId: string }) => `${attemptId} ${questionId}`

/** Answers that say something and lie with nobody, or under an earlier seal; and empty ones that lie with somebody. */
function waitingOf({ attempt, form, handedIn }: Awaited<ReturnType<typeof addUp>>[number], tasks: ReadonlyMap<string, LiveTask>) {
  const { attemptId, roundId, sealId } = attempt
  return form.questions
    .filter(({ type, id }) => {
      const given = tasks.get(keyOf({ attemptId, questionId: id }))?.task
      const isEmpty = isEmptyAnswer(handedIn?.get(id)?.text ?? '')
      return type === 'open' && (isEmpty ? given !== undefined : given?.sealId !== sealId)
    })
    .map(({ id: questionId }) => ({ attemptId, questionId, roundId }))
}
