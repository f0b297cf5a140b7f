import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { getPerson } from '../identity/queries.ts'
import { dateAt } from '../local-time.ts'
import { getPublishedForm } from '../papers/queries.ts'
import { Refusal, refuse } from '../refusal.ts'
import { getRound, listRoundForms } from '../rounds/queries.ts'
import { recountWork } from './counting.ts'
import { getOpenQuestion, isSameMark, mustBeMark, mustBePassMark } from './grading.ts'
import { handOutWork, takeBack } from './handing-out.ts'
import type { HandedOut } from './handing-out.ts'
import { addPassMark, addRoundAssessor, assessedSoFar, findPassMark, listAssessors, listRoundAssessors, withdrawRoundAssessor } from './queries.ts'
import type { Levels } from './scoring.ts'
import { addConflict, addScore, getOwnTask, lastScoreOf, listTasks, listUnfinishedOf, putMarked } from './task-queries.ts'
import type { ScoreRow } from './task-queries.ts'

/**
 * Sets the pass mark of a form in a round: freely before the first assessment, afterwards with a reason. The earlier
 * ones stay. The same points again change nothing.
 *
 * @param given `points` in hundredths; `after`: the sequence that stood on the page (0 for none), so that of two
 *   staff members who set it at once the second is told
 * @throws Refusal `notFound`, `passMarkRange`, `passMarkReason`, `passMarkChanged`, `scoresLocked` once results are out
 */
export async function setPassMark(
  tx: Db,
  given: { roundId: string; formId: string; points: number; reason: string | null; after?: number },
  by: Actor,
  now: Instant,
): Promise<void> {
  const { roundId, formId, points } = given
  const form = (await listRoundForms(tx, roundId)).find((one) => one.formId === formId) ?? refuse('notFound')
  mustBePassMark(points, form.maximumPoints)
  const last = await findPassMark(tx, roundId, formId)
  const { assessed, released } = await assessedSoFar(tx, roundId, formId)
  if (released) throw new Refusal('scoresLocked')
  if (last?.points === points) return
  const sequence = last?.sequence ?? 0
  if (given.after !== undefined && given.after !== sequence) throw new Refusal('passMarkChanged')
  if (assessed && given.reason === null) throw new Refusal('passMarkReason', {}, 'reason')
  const row = { id: newId(), roundId, formId, sequence: sequence + 1, points, reason: given.reason, setAt: now, setBy: by }
  try {
    await addPassMark(tx, row)
  } catch (error) {
    if (isUniqueViolation(error, 'pass_mark_sequence')) throw new Refusal('passMarkChanged')
    throw error
  }
  const after = { passMarkId: row.id, formId, points, sequence: row.sequence }
  await record(tx, { at: now, by, what: 'passMark.set', on: roundId, roundId, before: { points: last?.points ?? null }, after })
}

/**
 * Makes these the assessors of a round, and gives them what was handed in. Who is no longer among them loses the
 * work they have not finished; what they finished stays.
 *
 * @throws Refusal `notFound` for a round or an assessor that there is not
 */
export async function assignAssessors(
  tx: Db,
  given: { roundId: string; assessorIds: readonly string[] },
  by: Actor,
  now: Instant,
): Promise<HandedOut> {
  const { roundId } = given
  await getRound(tx, roundId)
  const known = new Set((await listAssessors(tx)).map(({ id }) => id))
  const wanted = new Set(given.assessorIds)
  for (const id of wanted) if (!known.has(id)) refuse('notFound')
  const present = await listRoundAssessors(tx, roundId)
  const leaving = present.filter(({ person }) => !wanted.has(person.id))
  const coming = [...wanted].filter((id) => !present.some(({ person }) => person.id === id))

  for (const assessorId of coming) {
    await addRoundAssessor(tx, { id: newId(), roundId, assessorId, assignedAt: now })
    await record(tx, { at: now, by, what: 'assessor.assigned', on: roundId, personId: assessorId, roundId, after: { assessorId } })
  }
  for (const { id, person } of leaving) {
    await withdrawRoundAssessor(tx, id, now)
    await record(tx, { at: now, by, what: 'assessor.withdrawn', on: roundId, personId: person.id, roundId, before: { assessorId: person.id } })
  }
  if (leaving.length > 0) {
    const gone = new Set(leaving.map(({ person }) => person.id))
    const tasks = (await listTasks(tx, { roundId })).filter(({ task }) => task.finishedAt === null && gone.has(task.assessorId))
    await takeBack(tx, { roundId, tasks, reason: 'staff', by }, now)
  }
  return handOutWork(tx, roundId, { by, mailKey: String(now) }, now)
}

/**
 * Gives the open answers of a round that nobody has to its assessors, without those that somebody has a conflict
 * with. Doing it twice changes nothing.
 *
 * @param given `redistribute`: also divides anew what nobody has begun with
 * @throws Refusal `notFound`, `noAssessors`, `noAssessorFree` { count } when there is work and nobody can take any
 */
export async function assignTasks(
  tx: Db,
  roundId: string,
  by: Actor,
  now: Instant,
  given: { redistribute?: boolean } = {},
): Promise<HandedOut> {
  await getRound(tx, roundId)
  if ((await listRoundAssessors(tx, roundId)).length === 0) throw new Refusal('noAssessors')
  const done = await handOutWork(tx, roundId, { by, mailKey: String(now), ...given }, now)
  if (done.given === 0 && done.left > 0) throw new Refusal('noAssessorFree', { number: done.left })
  return done
}

export interface GivenScore {
  readonly taskId: string
  readonly assessorId: string
  /** The seal whose text stood on the page. */
  readonly sealId?: string
  /** The sequence of the mark that stood on the page, 0 for none. */
  readonly after?: number
  /** Level key by criterion key; a draft may leave criteria out. */
  readonly levels: Levels
  readonly comment: string
  readonly finished: boolean
}

/**
 * Gives a mark, or keeps a draft of one. Every mark stays; the newest counts, and may be followed by another until
 * the result is released. A draft takes a finished mark back. The very same mark again changes nothing.
 *
 * @throws Refusal `notFound` for who was not given this answer, `scoresLocked`, `passMarkFirst`, `answerChanged` when
 *   the answer was handed in anew meanwhile, `scoreChanged` when another window was first, `levelsMissing`, `invalid`
 */
export async function giveScore(tx: Db, given: GivenScore, now: Instant): Promise<ScoreRow> {
  const { task, formId, personId, released } = await getOwnTask(tx, given.taskId, given.assessorId)
  if (released) throw new Refusal('scoresLocked')
  if (!(await findPassMark(tx, task.roundId, formId))) throw new Refusal('passMarkFirst')
  if (given.sealId !== undefined && given.sealId !== task.sealId) throw new Refusal('answerChanged')
  const question = getOpenQuestion(await getPublishedForm(tx, formId), task.questionId)
  const points = mustBeMark(question, given.levels, given.finished)
  const last = await lastScoreOf(tx, task.id)
  const { levels, comment, finished } = given
  if (last && isSameMark(last, given) && finished === (task.finishedAt !== null)) return last
  const sequence = last?.sequence ?? 0
  if (given.after !== undefined && given.after !== sequence) throw new Refusal('scoreChanged')
  const score = { id: newId(), taskId: task.id, sequence: sequence + 1, levels, points, comment, finished, givenAt: now, givenBy: given.assessorId }
  try {
    await addScore(tx, score)
  } catch (error) {
    if (isUniqueViolation(error, 'score_sequence')) throw new Refusal('scoreChanged')
    throw error
  }
  await putMarked(tx, task.id, { finishedAt: finished ? now : null, points })
  await recountWork(tx, [task])
  const before = last ? { points: last.points, finished: last.finished } : null
  const after = { scoreId: score.id, sequence: score.sequence, points, finished, levels }
  await record(tx, { at: now, by: given.assessorId, what: 'score.given', on: task.id, personId, roundId: task.roundId, before, after })
  return score
}

/**
 * An assessor says that they taught or supervised whoever wrote this answer, without being told who that is. All
 * their unfinished work of that person goes to somebody else, or stays for staff to see when there is nobody.
 *
 * @throws Refusal `notFound`, `scoreFinished` for an answer that was assessed already
 */
export async function declareConflict(tx: Db, given: { taskId: string; assessorId: string }, now: Instant): Promise<HandedOut> {
  const { assessorId } = given
  const { task, personId } = await getOwnTask(tx, given.taskId, assessorId)
  if (task.finishedAt !== null) throw new Refusal('scoreFinished')
  return keepApart(tx, { assessorId, personId }, assessorId, now)
}

/**
 * Staff say that an assessor taught or supervised a person.
 *
 * @throws Refusal `notFound` unless both are there and the one is an assessor
 */
export async function declareConflictFor(
  tx: Db,
  given: { assessorId: string; personId: string },
  by: Actor,
  now: Instant,
): Promise<HandedOut> {
  await getPerson(tx, given.personId)
  if ((await getPerson(tx, given.assessorId)).assessorSince === null) refuse('notFound')
  return keepApart(tx, given, by, now)
}

async function keepApart(tx: Db, given: { assessorId: string; personId: string }, by: Actor, now: Instant): Promise<HandedOut> {
  const { assessorId, personId } = given
  const id = newId()
  if (await addConflict(tx, { id, assessorId, personId, declaredAt: now, declaredBy: by })) {
    await record(tx, { at: now, by, what: 'conflict.declared', on: id, personId, after: { assessorId } })
  }
  const unfinished = await listUnfinishedOf(tx, assessorId, personId)
  const sum = { given: 0, left: 0 }
  for (const roundId of new Set(unfinished.map((one) => one.roundId))) {
    const tasks = unfinished.filter((one) => one.roundId === roundId).map(({ id: taskId }) => ({ task: { id: taskId, assessorId } }))
    await takeBack(tx, { roundId, tasks, reason: 'conflict', by }, now)
    const { given: passedOn, left } = await handOutWork(tx, roundId, { by, mailKey: dateAt(now) }, now)
    sum.given += passedOn
    sum.left += left
  }
  return sum
}
