import { Hono } from 'hono'
import { z } from 'zod'
import { ConflictPage } from '../../views/grading/conflict.tsx'
import { AssessorPage } from '../../views/grading/front.tsx'
import { PilePage } from '../../views/grading/pile.tsx'
import { TaskPage } from '../../views/grading/task.tsx'
import type { TaskView } from '../../views/grading/task.tsx'
import { paths } from '../../views/paths.ts'
import type { Db } from '../../db/database.ts'
import type { Env } from '../http/env.ts'
import { showFile } from '../http/file.ts'
import { anyText, chosenId, optional, submit, wholeNumber } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form, Typed } from '../http/typed.ts'
import { toHtml } from '../papers/markdown.ts'
import { getAttachedFile, getPublishedForm } from '../papers/queries.ts'
import { refuse } from '../refusal.ts'
import { declareConflict, giveScore } from './actions.ts'
import { findNext, findPlace, getBlindTask, hasPassMark, listOwnPiles, listOwnScores, listPile } from './blind-queries.ts'
import { getOpenQuestion, readSnapshot, taskStateOf } from './grading.ts'
import { countWords, pileToGoOn, pilesOf } from './piles.ts'
import { formsOf } from './queries.ts'
import type { Levels } from './scoring.ts'
import { gradingStaffRoutes } from './staff-routes.tsx'

/** The longest comment, in characters. */
const LONGEST_COMMENT = 5_000

const LEVEL = 'level-'

const ScoreForm = z.looseObject({
  sealId: chosenId(),
  after: wholeNumber(0, 1_000_000),
  comment: optional(anyText(LONGEST_COMMENT)).transform((text) => text ?? ''),
  finished: z.enum(['0', '1']).transform((value) => value === '1'),
})

/** The levels among the fields of a form: `level-<criterion>` = level. */
const levelsOf = (fields: Readonly<Record<string, unknown>>): Levels =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (name.startsWith(LEVEL) && typeof value === 'string' ? [[name.slice(LEVEL.length), value]] : [])),
  )

/** A mark as it stands in the form. */
const typedOf = (mark: { levels: Levels; comment: string } | undefined): Typed => ({
  ...Object.fromEntries(Object.entries(mark?.levels ?? {}).map(([key, level]) => [`${LEVEL}${key}`, level])),
  comment: mark?.comment ?? '',
})

/** One answer with all that stands beside it. @throws Refusal `notFound` unless it is this assessor's */
async function readTask(db: Db, taskId: string, assessorId: string): Promise<TaskView> {
  const task = await getBlindTask(db, taskId, assessorId)
  const { roundId, questionId, formId } = task
  const form = await getPublishedForm(db, formId)
  const question = getOpenQuestion(form, questionId)
  const text = readSnapshot(task.snapshot).get(questionId)?.text ?? ''
  return {
    taskId, roundId, sealId: task.sealId, candidateNumber: task.candidateNumber, question, title: form.title, language: form.language, text,
    words: countWords(text),
    promptHtml: toHtml(question.prompt),
    modelAnswerHtml: toHtml(question.modelAnswer),
    caseTitle: form.caseTitle,
    caseHtml: form.caseText === null ? null : toHtml(form.caseText),
    attachments: form.attachments.map((one) => ({ ...one, href: paths.taskAttachment(taskId, one.key) })),
    finished: task.finishedAt !== null,
    locked: task.locked,
    hasPassMark: await hasPassMark(db, roundId, formId),
    scores: await listOwnScores(db, taskId, assessorId),
    ...(await findPlace(db, { assessorId, roundId, questionId }, task.candidateNumber)),
  }
}

/** What assessors do, where nothing reads more of somebody than a candidate number; and what staff arrange for it. */
export const gradingRoutes = new Hono<Env>()
  .route('/', gradingStaffRoutes)
  .get('/assessor', allow('assessor'), async (c) => {
    const db = c.var.db.read
    const assessorId = viewerOf(c).personId
    const own = await listOwnPiles(db, assessorId)
    const rounds = pilesOf(own, await formsOf(db, own.map(({ formId }) => formId)))
    const pile = pileToGoOn(rounds.flatMap(({ piles }) => piles))
    const nextTaskId = pile === undefined ? null : await findNext(db, { assessorId, ...pile }, '')
    return page(c, <AssessorPage here={here(c)} rounds={rounds} nextTaskId={nextTaskId} passedOn={c.req.query('passedOn') === '1'} />)
  })
  .get('/assessor/rounds/:roundId/questions/:questionId', allow('assessor'), async (c) => {
    const db = c.var.db.read
    const { roundId, questionId } = c.req.param()
    const pile = { assessorId: viewerOf(c).personId, roundId, questionId }
    const { lines, ...pager } = await listPile(db, pile, pageNumber(c))
    const [first] = lines
    if (!first) return refuse('notFound')
    const form = await getPublishedForm(db, first.formId)
    const { number, maximumPoints } = getOpenQuestion(form, questionId)
    const { roundName, assessingDueOn } = first
    const shown = { roundId, questionId, roundName, assessingDueOn, number, maximumPoints, title: form.title }
    const states = lines.map((line) => ({ ...line, state: taskStateOf(line) }))
    return page(c, <PilePage here={here(c)} {...shown} {...pager} lines={states} nextTaskId={await findNext(db, pile, '')} />)
  })
  .get('/assessor/tasks/:id', allow('assessor'), async (c) => {
    const task = await readTask(c.var.db.read, c.req.param('id'), viewerOf(c).personId)
    const form: Form = { typed: typedOf(task.scores[0]), problems: [], refusal: null }
    return page(c, <TaskPage here={here(c)} task={task} form={form} />)
  })
  .post('/assessor/tasks/:id/scores', allow('assessor'), async (c) => {
    const { db, now } = c.var
    const taskId = c.req.param('id')
    const assessorId = viewerOf(c).personId
    const { roundId, questionId, candidateNumber } = await getBlindTask(db.read, taskId, assessorId)
    return submit(c, ScoreForm, {
      act: async ({ sealId, after, comment, finished, ...fields }) => {
        await db.write((tx) => giveScore(tx, { taskId, assessorId, sealId, after, levels: levelsOf(fields), comment, finished }, now))
        if (!finished) return paths.task(taskId)
        const next = await findNext(db.read, { assessorId, roundId, questionId }, candidateNumber)
        return next === null ? paths.pile(roundId, questionId) : paths.task(next)
      },
      done: (path) => path,
      again: async (form) => <TaskPage here={here(c)} task={await readTask(db.read, taskId, assessorId)} form={form} />,
    })
  })
  .get('/assessor/tasks/:id/attachments/:key', allow('assessor'), async (c) => {
    const { id, key } = c.req.param()
    const { formId } = await getBlindTask(c.var.db.read, id, viewerOf(c).personId)
    return showFile(c, await getAttachedFile(c.var.db.read, formId, key))
  })
  .get('/assessor/tasks/:id/conflict', allow('assessor'), async (c) => {
    const { taskId, candidateNumber } = await getBlindTask(c.var.db.read, c.req.param('id'), viewerOf(c).personId)
    return page(c, <ConflictPage here={here(c)} taskId={taskId} candidateNumber={candidateNumber} />)
  })
  .post('/assessor/tasks/:id/conflict', allow('assessor'), async (c) => {
    const { db, now } = c.var
    const taskId = c.req.param('id')
    await db.write((tx) => declareConflict(tx, { taskId, assessorId: viewerOf(c).personId }, now))
    return c.redirect(`${paths.assessor()}?passedOn=1`, 303)
  })
