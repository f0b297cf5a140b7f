/** Whether what assessing keeps (decision 018) is what seals, answers and marks give. Changes nothing. */
import type { Db } from '../../db/database.ts'
import { countAllPiles } from './count-queries.ts'
import type { Pile } from './count-queries.ts'
import { AT_A_TIME, workOut } from './counting.ts'
import { listCounted, listKeptCounts, listKeptPiles, listKeptWaiting, listMarksAmiss } from './proving-queries.ts'

/** Where it is kept. */
export type CountKind = 'attempt.open_left' | 'attempt.points' | 'waiting_answer' | 'task.points' | 'pile'

/** Something that is kept and is not so, in plain English. */
export interface Misfit {
  readonly kind: CountKind
  readonly of: string
  readonly kept: string
  readonly counted: string
}

/** Looks at something with a database that it is handed. */
export type Look = (db: Db) => Promise<Misfit[]>

/**
 * Everything there is to be compared, in pieces. Between two readings of one piece somebody may have marked an answer:
 * a piece in which something is amiss has to be looked at again where nothing moves, in a transaction.
 */
export async function looksAtCounts(db: Db): Promise<Look[]> {
  const ids = await listCounted(db)
  const looks: Look[] = [marksAmiss, pilesAmiss]
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = ids.slice(from, from + AT_A_TIME)
    looks.push((on) => attemptsAmiss(on, some))
  }
  return looks
}

const said = (value: number | null | undefined) => String(value ?? 'nothing')

async function attemptsAmiss(db: Db, ids: readonly string[]): Promise<Misfit[]> {
  const kept = await listKeptCounts(db, ids)
  const keptIds = kept.map(({ attemptId }) => attemptId)
  const { counted, waiting } = await workOut(db, keptIds)
  const truth = new Map(counted.map((one) => [one.attemptId, one]))
  const differing = kept.flatMap(({ attemptId, openLeft, points }) => {
    const [of, is] = [`attempt ${attemptId}`, truth.get(attemptId)]
    return [
      ...(is?.openLeft === openLeft ? [] : [{ kind: 'attempt.open_left', of, kept: said(openLeft), counted: said(is?.openLeft) } as const]),
      ...(is?.points === points ? [] : [{ kind: 'attempt.points', of, kept: said(points), counted: said(is?.points) } as const]),
    ]
  })
  return [...differing, ...waitingAmiss(await listKeptWaiting(db, keptIds), waiting)]
}

type Waiting = Awaited<ReturnType<typeof listKeptWaiting>>

function waitingAmiss(kept: Waiting, counted: Waiting): Misfit[] {
  const nameOf = ({ attemptId, questionId, roundId }: Waiting[number]) => `question ${questionId} of attempt ${attemptId} in round ${roundId}`
  const [isKept, isCounted] = [new Set(kept.map(nameOf)), new Set(counted.map(nameOf))]
  return [
    ...[...isKept].filter((of) => !isCounted.has(of)).map((of) => ({ kind: 'waiting_answer', of, kept: 'waiting', counted: 'not waiting' }) as const),
    ...[...isCounted].filter((of) => !isKept.has(of)).map((of) => ({ kind: 'waiting_answer', of, kept: 'not waiting', counted: 'waiting' }) as const),
  ]
}

const marksAmiss: Look = async (db) =>
  (await listMarksAmiss(db)).map(({ taskId, kept, given }) => ({ kind: 'task.points', of: `task ${taskId}`, kept: said(kept), counted: said(given) }))

const NONE = '0 to do, 0 drafts, 0 done'

const pilesAmiss: Look = async (db) => {
  const nameOf = ({ assessorId, roundId, questionId }: Pile) => `question ${questionId} in round ${roundId} with assessor ${assessorId}`
  const byName = (piles: readonly Pile[]) => new Map(piles.map((one) => [nameOf(one), `${one.todo} to do, ${one.draft} drafts, ${one.done} done`]))
  const [kept, counted] = [byName(await listKeptPiles(db)), byName(await countAllPiles(db))]
  return [...new Set([...kept.keys(), ...counted.keys()])]
    .map((of) => ({ kind: 'pile', of, kept: kept.get(of) ?? NONE, counted: counted.get(of) ?? NONE }) as const)
    .filter((one) => one.kept !== one.counted)
}
