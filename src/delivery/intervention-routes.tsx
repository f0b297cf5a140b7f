import { Hono } from 'hono'
import { z } from 'zod'
import { ClosePage, ExtraTimePage, LatePage, MoveStartPage, ReopenPage } from '../../views/delivery/interventions.tsx'
import type { AboutAttempt } from '../../views/delivery/interventions.tsx'
import { paths } from '../../views/paths.ts'
import { getEnrolment } from '../enrolment/queries.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, someText, submit, wholeNumber } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { dateAt, timeAt } from '../local-time.ts'
import { getPerson } from '../identity/queries.ts'
import { getPublishedForm } from '../papers/queries.ts'
import { refuse } from '../refusal.ts'
import { parseStart } from '../rounds/start.ts'
import { ReasonForm } from './forms.ts'
import { findEnding } from './incident-queries.ts'
import { getRevision } from './intervention-queries.ts'
import { acceptLate, closeByStaff, giveExtraTime, moveStart, reopenAttempt } from './interventions.ts'
import { shownQuestion } from './presenting.ts'
import { getAttempt, listAnswers, listEnrolmentAttempts } from './queries.ts'
import { limitsOf } from './sitting.ts'

// In the order of the fields on the page: the summary of what is wrong follows it.
const ExtraTimeForm = z.object({ minutes: wholeNumber(-999_999, 999_999), ...ReasonForm.shape })
const MoveStartForm = z.object({ startsOn: someText(20), startsTime: someText(20), ...ReasonForm.shape })

async function aboutOf(c: Ctx): Promise<AboutAttempt> {
  const { read } = c.var.db
  const timed = await getAttempt(read, c.req.param('id') ?? '')
  const { id: attemptId, kind, candidateNumber, extraMinutes, personId } = timed.attempt
  const { name: personName } = await getPerson(read, personId)
  const closedByDeadline = (await findEnding(read, attemptId))?.by === 'deadline'
  return { attemptId, kind, candidateNumber, extraMinutes, personName, dueAt: limitsOf(timed, 0).dueAt, closedByDeadline }
}

const extraTimePage = async (c: Ctx, form: Form) => <ExtraTimePage here={here(c)} about={await aboutOf(c)} form={form} />
const reopenPage = async (c: Ctx, form: Form) => <ReopenPage here={here(c)} about={await aboutOf(c)} form={form} />
const closePage = async (c: Ctx, form: Form) => <ClosePage here={here(c)} about={await aboutOf(c)} form={form} />

async function latePage(c: Ctx, form: Form) {
  const { read } = c.var.db
  const about = await aboutOf(c)
  const late = await getRevision(read, about.attemptId, c.req.param('revisionId') ?? '')
  if (late.outcome !== 'late') refuse('notFound')
  const { attempt } = await getAttempt(read, about.attemptId)
  const question = shownQuestion(await getPublishedForm(read, attempt.formId), late.questionId) ?? refuse('notFound')
  const standing = (await listAnswers(read, about.attemptId)).find(({ questionId }) => questionId === late.questionId) ?? { text: '', choice: [] }
  return <LatePage here={here(c)} about={about} form={form} question={question} standing={standing} late={late} />
}

async function movePage(c: Ctx, typed: Form | null) {
  const { read } = c.var.db
  const { enrolment, round, personName } = await getEnrolment(read, c.req.param('id') ?? '')
  const open = (await listEnrolmentAttempts(read, enrolment.id)).filter(({ attempt }) => attempt.sealedAt === null)
  const tests = open.map((timed) => ({ kind: timed.attempt.kind, dueAt: limitsOf(timed, 0).dueAt }))
  const { startsAt } = enrolment
  const form = typed ?? emptyForm(startsAt === null ? {} : { startsOn: dateAt(startsAt), startsTime: timeAt(startsAt) })
  return <MoveStartPage here={here(c)} form={form} enrolment={enrolment} personName={personName} round={round} tests={tests} />
}

/** What the office does about one test or one start: each with a reason, which the candidate gets by mail. */
export const interventionRoutes = new Hono<Env>()
  .get('/staff/attempts/:id/extra-time', allow('staff'), async (c) => page(c, await extraTimePage(c, emptyForm())))
  .post('/staff/attempts/:id/extra-time', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { attemptId } = await aboutOf(c)
    return submit(c, ExtraTimeForm, {
      act: (values) => db.write((tx) => giveExtraTime(tx, { attemptId, ...values }, viewerOf(c).personId, now)),
      done: () => paths.attemptStaff(attemptId),
      again: (form) => extraTimePage(c, form),
    })
  })
  .get('/staff/attempts/:id/reopening', allow('staff'), async (c) => page(c, await reopenPage(c, emptyForm())))
  .post('/staff/attempts/:id/reopening', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { attemptId } = await aboutOf(c)
    return submit(c, ReasonForm, {
      act: ({ reason }) => db.write((tx) => reopenAttempt(tx, { attemptId, reason }, viewerOf(c).personId, now)),
      done: () => paths.attemptStaff(attemptId),
      again: (form) => reopenPage(c, form),
    })
  })
  .get('/staff/attempts/:id/closing', allow('staff'), async (c) => page(c, await closePage(c, emptyForm())))
  .post('/staff/attempts/:id/closing', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { attemptId } = await aboutOf(c)
    return submit(c, ReasonForm, {
      act: ({ reason }) => db.write((tx) => closeByStaff(tx, { attemptId, reason }, viewerOf(c).personId, now)),
      done: () => paths.attemptStaff(attemptId),
      again: (form) => closePage(c, form),
    })
  })
  .get('/staff/attempts/:id/late/:revisionId/acceptance', allow('staff'), async (c) => page(c, await latePage(c, emptyForm())))
  .post('/staff/attempts/:id/late/:revisionId/acceptance', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { attemptId } = await aboutOf(c)
    const revisionId = c.req.param('revisionId')
    return submit(c, ReasonForm, {
      act: ({ reason }) => db.write((tx) => acceptLate(tx, { attemptId, revisionId, reason }, viewerOf(c).personId, now)),
      done: () => paths.attemptStaff(attemptId),
      again: (form) => latePage(c, form),
    })
  })
  .get('/staff/enrolments/:id/start', allow('staff'), async (c) => page(c, await movePage(c, null)))
  .post('/staff/enrolments/:id/start', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { enrolment, round } = await getEnrolment(db.read, c.req.param('id'))
    return submit(c, MoveStartForm, {
      act: ({ startsOn, startsTime, reason }) => {
        const { startsAt } = parseStart(startsOn, startsTime, round, now)
        return db.write((tx) => moveStart(tx, { enrolmentId: enrolment.id, startsAt, reason }, viewerOf(c).personId, now))
      },
      done: () => paths.person(enrolment.personId),
      again: (form) => movePage(c, form),
    })
  })
