import { MINUTE } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { assignAssessors, declareConflict, giveScore, setPassMark } from '../../grading/actions.ts'
import { listTasks } from '../../grading/task-queries.ts'
import type { TaskRow } from '../../grading/queries.ts'
import type { Levels } from '../../grading/scoring.ts'
import type { OpenQuestion } from '../../papers/content.ts'
import { getPublishedForm } from '../../papers/queries.ts'
import { listRoundForms } from '../../rounds/queries.ts'
import { getAttempt } from '../../delivery/queries.ts'
import { authorOf } from './answers.ts'
import { draw } from './chance.ts'
import { markOf } from './marks.ts'
import { idOf, momentOn } from './stage.ts'
import type { Life, Stage } from './stage.ts'

const ASSESSORS = ['assessorOne', 'assessorTwo', 'assessorThree']
/** Whom the first assessor supervised, and so does not assess. */
const SUPERVISED = 'w08'

interface Assessing {
  readonly roundId: string
  readonly assessing: { readonly from: number; readonly evenings: number }
  /** The demonstration begins while it is going on: with a draft here and there, and a conflict. */
  readonly interrupted: boolean
}

/** The office sets the pass marks and hands out the work; then the assessors sit down to it, evening after evening. */
export async function* assessingLife(stage: Stage, plan: Assessing): Life {
  const { tx, people } = stage
  const { roundId, assessing: { from, evenings } } = plan
  let now = yield momentOn(stage, from, '09:40')
  for (const { formId, suggestedPassMark } of await listRoundForms(tx, roundId)) {
    await setPassMark(tx, { roundId, formId, points: suggestedPassMark, reason: null }, idOf(people, 'staffOne'), now)
  }
  now = yield now + 15 * MINUTE
  await assignAssessors(tx, { roundId, assessorIds: ASSESSORS.map((key) => idOf(people, key)) }, idOf(people, 'staffOne'), now)
  for (const key of ASSESSORS) stage.enter(assessorLife(stage, plan, key))
  yield momentOn(stage, from + evenings, '22:30')
}

const openTasks = async ({ tx }: Stage, roundId: string, assessorId: string) =>
  (await listTasks(tx, { roundId })).filter(({ task }) => task.assessorId === assessorId && task.finishedAt === null)

async function* assessorLife(stage: Stage, plan: Assessing, key: string): Life {
  const { roundId, assessing: { from, evenings }, interrupted } = plan
  const assessorId = idOf(stage.people, key)
  const share = Math.ceil((await openTasks(stage, roundId, assessorId)).length / evenings)
  for (let evening = 0; evening < evenings; evening++) {
    let now = yield momentOn(stage, from + evening, '19:20') + Math.floor(35 * draw(`${key} ${evening}`)) * MINUTE
    if (interrupted && evening === 1 && key === 'assessorOne') await meetsSomebodyKnown(stage, roundId, assessorId, now)
    const open = await openTasks(stage, roundId, assessorId)
    const isLast = evening === evenings - 1
    // Whoever looks in the middle of it finds the last answer of each evening as a draft.
    const tonight = open.slice(0, isLast && !interrupted ? open.length : share)
    for (const [index, { task }] of tonight.entries()) {
      const finished = !interrupted || index < tonight.length - 1
      await assess(stage, task, finished, now)
      now = yield now + Math.round(4 + 6 * draw(`${task.questionId} ${index} ${key}`)) * MINUTE
    }
  }
}

async function meetsSomebodyKnown(stage: Stage, roundId: string, assessorId: string, now: Instant): Promise<void> {
  const known = idOf(stage.people, SUPERVISED)
  const [first] = (await openTasks(stage, roundId, assessorId)).filter(({ personId }) => personId === known)
  if (first !== undefined) await declareConflict(stage.tx, { taskId: first.task.id, assessorId }, now)
}

async function assess(stage: Stage, task: TaskRow, finished: boolean, now: Instant): Promise<void> {
  const { tx, cast, works } = stage
  const work = works.get(task.attemptId)
  const { attempt } = await getAttempt(tx, task.attemptId)
  const question = (await getPublishedForm(tx, attempt.formId)).questions.find(({ id }) => id === task.questionId)
  if (work === undefined || question?.type !== 'open') return
  const author = authorOf(cast.writers, work.who, work.quality, question.key)
  const { who, sitting } = work
  const mark = markOf(question, { quality: author.quality, luck: sitting.luck[attempt.kind], name: `${who.key} ${question.key}` }, cast.remarks)
  const levels = finished ? mark.levels : begun(question, mark.levels)
  const { id: taskId, assessorId, sealId } = task
  await giveScore(tx, { taskId, assessorId, sealId, levels, comment: finished ? mark.comment : '', finished }, now)
}

/** All but the last criterion. */
const begun = ({ criteria }: OpenQuestion, levels: Levels): Levels =>
  Object.fromEntries(criteria.slice(0, -1).flatMap(({ key }) => (levels[key] === undefined ? [] : [[key, levels[key]]])))
