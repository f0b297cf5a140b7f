import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { recipientOf } from '../identity/identity.ts'
import { sendMail } from '../mail/actions.ts'
import { getRound } from '../rounds/queries.ts'
import { listPiles } from './count-queries.ts'
import type { Pile } from './count-queries.ts'
import { recount, recountWork } from './counting.ts'
import { findOutstanding } from './outstanding.ts'
import type { Outstanding } from './outstanding.ts'
import { listRoundAssessors } from './queries.ts'
import type { RoundAssessor } from './queries.ts'
import { shareOut } from './sharing.ts'
import type { Hand, Work } from './sharing.ts'
import { addTasks, listConflictsOf, listTasks, moveTask, withdrawTasks } from './task-queries.ts'
import type { LiveTask } from './task-queries.ts'

export interface HandedOut {
  /** How many answers were given to somebody. */
  readonly given: number
  /** How many nobody can take: everybody has a conflict, or there is nobody. */
  readonly left: number
}

interface Manner {
  readonly by: Actor
  /** Also divides anew what nobody has begun with. */
  readonly redistribute?: boolean
  /** The same key twice gives an assessor one mail. */
  readonly mailKey: string
}

type Piece = Work & { readonly candidateNumber: string; readonly sealId: string; readonly task: LiveTask['task'] | null }

/**
 * Sees to it that everything handed in lies with somebody: gives out what nobody has, puts work under a newer seal
 * (a changed text is assessed again) and takes back what counts no longer. Doing it twice changes nothing.
 */
export async function handOutWork(tx: Db, roundId: string, manner: Manner, now: Instant): Promise<HandedOut> {
  const outstanding = await findOutstanding(tx, roundId)
  for (const moved of outstanding.moved) await renew(tx, { roundId, by: manner.by, moved }, now)
  await takeBack(tx, { roundId, tasks: outstanding.stranded, reason: 'staff', by: manner.by }, now)
  await takeBack(tx, { roundId, tasks: outstanding.emptied, reason: 'emptied', by: manner.by }, now)
  await takeBack(tx, { roundId, tasks: outstanding.voided, reason: 'voided', by: manner.by }, now)
  const assessors = (await listRoundAssessors(tx, roundId)).filter(({ person }) => person.assessorSince !== null)
  const ids = assessors.map(({ person }) => person.id)
  const conflicts = new Set((await listConflictsOf(tx, ids)).map(({ assessorId, personId }) => `${assessorId} ${personId}`))
  const pieces = piecesOf(outstanding.unassigned, manner.redistribute ? await listUnstarted(tx, roundId) : [])
  // Assessors may be candidates too: nobody assesses their own work.
  const mayNot = (assessorId: string, personId: string) => assessorId === personId || conflicts.has(`${assessorId} ${personId}`)
  const { given, left } = shareOut(pieces, handsOf(ids, await listPiles(tx, roundId), pieces), mayNot)

  const changed = given.filter(({ work, assessorId }) => assessorId !== work.owner)
  const replaced = changed.flatMap(({ work }) => (work.task === null ? [] : [work.task]))
  await takeBack(tx, { roundId, tasks: replaced.map((task) => ({ task })), reason: 'staff', by: manner.by }, now)
  const added = await addTasks(tx, changed.map(({ work: { attemptId, candidateNumber, sealId, questionId }, assessorId }) => ({
    id: newId(), roundId, attemptId, candidateNumber, sealId, questionId, assessorId, turn: 1, assignedAt: now,
  })))
  await recount(tx, outstanding.attemptIds)
  await recountWork(tx, [...outstanding.moved.map(({ task }) => task), ...added])
  for (const assessor of assessors) {
    const count = added.filter(({ assessorId }) => assessorId === assessor.person.id).length
    if (count > 0) await tellAssessor(tx, { roundId, assessor, count, manner }, now)
  }
  return { given: added.length, left: left.filter(({ task }) => task === null).length }
}

/** Puts work under the seal that counts now. A changed text has to be assessed again, and its mark waits until it is. */
async function renew(tx: Db, given: { roundId: string; by: Actor; moved: Outstanding['moved'][number] }, now: Instant): Promise<void> {
  const { roundId, by, moved: { task, personId, sealId, changed } } = given
  await moveTask(tx, task.id, { sealId, changed })
  const [before, after] = [{ sealId: task.sealId, finishedAt: task.finishedAt }, { sealId, finishedAt: changed ? null : task.finishedAt }]
  await record(tx, { at: now, by, what: 'task.renewed', on: task.id, personId, roundId, before, after })
}

/** What is to be divided, question by question: what nobody has, and what may change hands. */
function piecesOf(unassigned: Outstanding['unassigned'], unstarted: readonly LiveTask[]): Piece[] {
  const fresh = unassigned.map((answer): Piece => ({ ...answer, owner: null, task: null }))
  const held = unstarted.map(({ task, personId }): Piece => {
    const { attemptId, candidateNumber, questionId, sealId, assessorId } = task
    return { attemptId, candidateNumber, questionId, personId, sealId, owner: assessorId, task }
  })
  const questions = [...new Set([...fresh, ...held].map(({ questionId }) => questionId))]
  const order = new Map(questions.map((questionId, index) => [questionId, index]))
  return [...fresh, ...held].toSorted((one, other) => (order.get(one.questionId) ?? 0) - (order.get(other.questionId) ?? 0))
}

/** Work that nobody has begun with, and that may so change hands. */
const listUnstarted = async (tx: Db, roundId: string): Promise<LiveTask[]> =>
  (await listTasks(tx, { roundId })).filter(({ task, voidedAt, released }) => task.finishedAt === null && task.points === null && voidedAt === null && !released)

/** The assessors with what stays theirs whatever happens now. */
function handsOf(ids: readonly string[], piles: readonly Pile[], pieces: readonly Piece[]): Hand[] {
  const moving = new Map<string, number>()
  const pileOf = (assessorId: string, questionId: string) => `${assessorId} ${questionId}`
  for (const { owner, questionId } of pieces) if (owner !== null) moving.set(pileOf(owner, questionId), (moving.get(pileOf(owner, questionId)) ?? 0) + 1)
  return ids.map((assessorId) => {
    const staying = piles
      .filter((line) => line.assessorId === assessorId)
      .map(({ questionId, todo, draft, done }) => ({ questionId, count: todo + draft + done - (moving.get(pileOf(assessorId, questionId)) ?? 0) }))
      .filter(({ count }) => count > 0)
    const load = staying.reduce((sum, { count }) => sum + count, 0)
    return { assessorId, load, questionIds: new Set(staying.map(({ questionId }) => questionId)) }
  })
}

/** Takes work back from its assessors, with one audit event for each of them. */
export async function takeBack(
  tx: Db,
  given: {
    readonly roundId: string
    readonly tasks: readonly { readonly task: { readonly id: string; readonly assessorId: string } }[]
    readonly reason: 'conflict' | 'staff' | 'voided' | 'emptied'
    readonly by: Actor
  },
  now: Instant,
): Promise<void> {
  const { roundId, tasks, reason, by } = given
  await recountWork(tx, await withdrawTasks(tx, tasks.map(({ task }) => task.id), reason, now))
  const counts = new Map<string, number>()
  for (const { task } of tasks) counts.set(task.assessorId, (counts.get(task.assessorId) ?? 0) + 1)
  for (const [assessorId, count] of counts) {
    await record(tx, { at: now, by, what: 'task.withdrawn', on: roundId, personId: assessorId, roundId, after: { assessorId, count, reason } })
  }
}

/** Says that there is work: how much and until when, and nothing about whose it is. */
async function tellAssessor(
  tx: Db,
  given: { roundId: string; assessor: RoundAssessor; count: number; manner: Manner },
  now: Instant,
): Promise<void> {
  const { roundId, assessor, count, manner } = given
  const assessorId = assessor.person.id
  await record(tx, { at: now, by: manner.by, what: 'task.assigned', on: roundId, personId: assessorId, roundId, after: { assessorId, count } })
  const { name: round } = await getRound(tx, roundId)
  const onceKey = `workAssigned:${roundId}:${assessorId}:${manner.mailKey}`
  await sendMail(tx, { to: recipientOf(assessor.person), kind: 'workAssigned', params: { round, number: count }, onceKey }, now)
}
