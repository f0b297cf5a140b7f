import { Hono } from 'hono'
import { html } from 'hono/html'
import { HandInPage, ReceiptPage } from '../../views/delivery/hand-in.tsx'
import { ClockReply } from '../../views/delivery/bar.tsx'
import { ProblemAnswers } from '../../views/delivery/problem.tsx'
import { ReadPage } from '../../views/delivery/reading.tsx'
import { SaveReply } from '../../views/delivery/saved.tsx'
import { NotStartedPage, SignedInAgainPage, SittingPage } from '../../views/delivery/sitting.tsx'
import { TestsPage } from '../../views/delivery/tests.tsx'
import type { TypedText } from '../../views/delivery/sitting-types.ts'
import { paths } from '../../views/paths.ts'
import { getOwnEnrolment } from '../enrolment/queries.ts'
import { roles } from '../http/env.ts'
import type { Ctx, Env } from '../http/env.ts'
import { typedIn } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import { getPublishedForm } from '../papers/queries.ts'
import { Refusal, refuse } from '../refusal.ts'
import { markQuestion, openAttempt, saveAnswer } from './actions.ts'
import { attachmentRoutes } from './attachment-routes.tsx'
import { handInAndTell, sealAttemptByItself } from './closing.ts'
import { differenceOf } from './difference.ts'
import { draftsOf, isTouched, refusalOf, SaveForm } from './forms.ts'
import { historyRoutes } from './history-routes.tsx'
import { practiceRoutes } from './practice-routes.tsx'
import { listProblems } from './problem-queries.ts'
import { receiptOf, shownQuestion, sittingOf, testCardOf } from './presenting.ts'
import type { TypedOver } from './presenting.ts'
import { countAnsweredOf } from './counting-queries.ts'
import { getOwnAttempt, lastSealOf, listAnswers, listBookmarks, listEnrolmentAttempts, listUncounted } from './queries.ts'
import { isSame } from './saving.ts'
import { isToStart, limitsOf, stateOf } from './sitting.ts'
import { startDueEnrolments } from './starting.ts'

interface Settings {
  /** How long after the deadline a save still counts, ms. */
  readonly graceMs: number
}

/** The candidate's own attempt and its limits; sealed first when its time was up and no job has come by yet. */
async function ownSitting(c: Ctx, { graceMs }: Settings, attemptId: string) {
  const { db, now } = c.var
  const { personId } = viewerOf(c)
  let timed = await getOwnAttempt(db.read, attemptId, personId)
  const limits = limitsOf(timed, graceMs)
  if (timed.attempt.sealedAt === null && stateOf(timed, limits, now) === 'timeIsUp') {
    await db.write((tx) => sealAttemptByItself(tx, { attemptId, graceMs }, now)).catch(unlessSealed)
    timed = await getOwnAttempt(db.read, attemptId, personId)
  }
  return { timed, limits, personId, state: stateOf(timed, limits, now), form: await getPublishedForm(db.read, timed.attempt.formId) }
}

/** Somebody else sealed it a moment earlier: that is what was wanted. */
const unlessSealed = (error: unknown): void => {
  if (!(error instanceof Refusal && error.reason === 'handedIn')) throw error
}

async function testsPage(c: Ctx, { graceMs }: Settings) {
  const { db, now } = c.var
  const { enrolment } = await getOwnEnrolment(db.read, c.req.param('id') ?? '', viewerOf(c).personId)
  if (enrolment.startsAt === null) return c.redirect(paths.start(enrolment.id), 303)
  if (enrolment.startsAt > now) return page(c, <NotStartedPage here={here(c)} startsAt={enrolment.startsAt} enrolmentId={enrolment.id} />)
  if (enrolment.declaredAt === null) return c.redirect(paths.declaration(enrolment.id), 303)
  let attempts = await listEnrolmentAttempts(db.read, enrolment.id)
  if (attempts.length === 0) {
    await db.write((tx) => startDueEnrolments(tx, now, 1, enrolment.id))
    attempts = await listEnrolmentAttempts(db.read, enrolment.id)
  }
  if (attempts.length === 0) return c.redirect(paths.enrolment(enrolment.id), 303)
  const counts = await countAnsweredOf(db.read, enrolment.id, attempts.map(({ attempt }) => attempt))
  const tests = attempts.map((timed) => testCardOf(timed, limitsOf(timed, graceMs), counts(timed.attempt), now))
  return page(c, <TestsPage here={here(c)} enrolmentId={enrolment.id} tests={tests} />)
}

async function testPage(c: Ctx, settings: Settings) {
  const { db, now } = c.var
  const { timed, limits, personId, state, form } = await ownSitting(c, settings, c.req.param('id') ?? '')
  const { attempt, declaredAt } = timed
  if (isToStart(attempt, now)) return c.redirect(paths.tests(attempt.enrolmentId), 303)
  if (declaredAt === null) return c.redirect(paths.declaration(attempt.enrolmentId), 303)
  const answers = await listAnswers(db.read, attempt.id)
  if (state !== 'writing') {
    const late = (await listUncounted(db.read, attempt.id)).filter((revision) => revision.outcome === 'late')
    const problems = await listProblems(db.read, attempt.id)
    return page(c, <ReadPage here={here(c)} sitting={sittingOf(form, timed, limits, { answers })} state={state} late={late} problems={problems} />)
  }
  if (attempt.openedAt === null) await db.write((tx) => openAttempt(tx, { attemptId: attempt.id, personId }, now))
  const bookmarks = await listBookmarks(db.read, attempt.id)
  const sitting = sittingOf(form, timed, limits, { answers, bookmarks })
  const problems = await listProblems(db.read, attempt.id)
  return page(c, <SittingPage here={here(c)} sitting={sitting} saved={c.req.query('saved') !== undefined} problems={problems} />)
}

/** One save of the module: the answer is a fragment, whatever became of it. */
async function saveOne(c: Ctx, { graceMs }: Settings) {
  // Not `c.var`, which copies everything at each asking: this is the busiest path there is.
  const [db, now, t] = [c.get('db'), c.get('now'), c.get('t')]
  const { personId } = viewerOf(c)
  const attemptId = c.req.param('id') ?? ''
  const questionId = c.req.param('questionId') ?? ''
  const parsed = SaveForm.safeParse(await typedIn(c))
  if (!parsed.success) throw refusalOf(parsed.error)
  const { text = '', choice, window, heir: heirOf, count, revision } = parsed.data
  const draft = { text, choice, windowId: window, heirOf, windowCount: count, baseRevision: revision }
  const saved = await db.write((tx) => saveAnswer(tx, { attemptId, questionId, personId, graceMs, draft }, now))
  const { outcome, standing, settled, limits, handedInAt, formId } = saved
  const question = shownQuestion(await getPublishedForm(db.read, formId), questionId) ?? refuse('notFound')
  const savedAt = standing?.savedAt ?? null
  const told = { outcome, settled, revision: standing?.revision ?? 0, savedAt, inGrace: savedAt !== null && savedAt > limits.dueAt }
  const difference = outcome === 'stale' ? differenceOf(standing?.text ?? '', text) : []
  const reply = <SaveReply t={t} {...told} question={question} standing={standing} difference={difference} dueAt={limits.dueAt} handedInAt={handedInAt} now={now} />
  // A plain string goes out at once; what `html` makes goes as a stream, some turns of the event loop later, and each
  // of those can be the commit of others.
  return c.html(String(await reply.toString()), outcome === 'saved' ? 200 : 409)
}

/** The whole page as a plain form: every answer that changed is saved, and what could not be comes back in its field. */
async function saveAll(c: Ctx, settings: Settings) {
  const { db, now } = c.var
  const { graceMs } = settings
  const attemptId = c.req.param('id') ?? ''
  const typed = await typedIn(c)
  const { personId, form } = await ownSitting(c, settings, attemptId)
  const drafts = draftsOf(typed)
  const theirs = typed['theirs']
  const outcomes = await db.write(async (tx) => {
    const standing = new Map((await listAnswers(tx, attemptId)).map((answer) => [answer.questionId, answer]))
    const over = new Map<string, TypedText>()
    for (const [questionId, plain] of drafts) {
      const { draft, refusal } = plain
      const { text, choice } = draft
      if (questionId === theirs || !isTouched(plain) || isSame(standing.get(questionId) ?? { text: '', choice: [] }, draft)) continue
      if (refusal) {
        over.set(questionId, { text, choice, outcome: 'refused', refusal })
        continue
      }
      const { outcome } = await saveAnswer(tx, { attemptId, questionId, personId, graceMs, draft }, now)
      if (outcome !== 'saved') over.set(questionId, { text, choice, outcome })
    }
    for (const { id: questionId } of form.questions) {
      if (drafts.has(questionId)) await markQuestion(tx, { attemptId, questionId, personId, marked: typed[`mark-${questionId}`] !== undefined })
    }
    return over
  })
  if (outcomes.size > 0) return savedInPart(c, settings, attemptId, outcomes)
  const go = typeof typed['go'] === 'string' ? typed['go'] : ''
  if (go === 'hand-in') return c.redirect(paths.handIn(attemptId), 303)
  if (go === 'problem') return c.redirect(paths.attemptProblem(attemptId), 303)
  const anchor = form.questions.some((question) => question.id === go) ? `#question-${go}` : ''
  return c.redirect(`${paths.attempt(attemptId)}?saved=1${anchor}`, 303)
}

async function savedInPart(c: Ctx, settings: Settings, attemptId: string, typed: TypedOver) {
  const { timed, limits, form } = await ownSitting(c, settings, attemptId)
  const answers = await listAnswers(c.var.db.read, attemptId)
  const bookmarks = await listBookmarks(c.var.db.read, attemptId)
  const sitting = sittingOf(form, timed, limits, { answers, bookmarks, typed })
  const outcomes = new Set([...typed.values()].map(({ outcome }) => outcome))
  const refused = (['late', 'early', 'stale'] as const).find((outcome) => outcomes.has(outcome)) ?? null
  // What comes after handing in is not out of time.
  const reason = refused === 'late' && sitting.time?.handedInAt ? 'handedIn' : refused
  return page(c, <SittingPage here={here(c)} sitting={sitting} refused={reason} />, outcomes.has('refused') ? 422 : 409)
}

async function handInPage(c: Ctx, settings: Settings) {
  const { db } = c.var
  const { timed, limits, state, form } = await ownSitting(c, settings, c.req.param('id') ?? '')
  if (isToStart(timed.attempt, c.var.now)) return c.redirect(paths.tests(timed.attempt.enrolmentId), 303)
  if (timed.declaredAt === null) return c.redirect(paths.declaration(timed.attempt.enrolmentId), 303)
  if (state !== 'writing') return c.redirect(paths.receipt(timed.attempt.id), 303)
  const answers = await listAnswers(db.read, timed.attempt.id)
  const bookmarks = await listBookmarks(db.read, timed.attempt.id)
  return page(c, <HandInPage here={here(c)} sitting={sittingOf(form, timed, limits, { answers, bookmarks })} />)
}

async function receiptPage(c: Ctx, settings: Settings) {
  const { timed, limits, state, form } = await ownSitting(c, settings, c.req.param('id') ?? '')
  const { attempt } = timed
  if (state === 'writing') return c.redirect(paths.handIn(attempt.id), 303)
  const seal = (await lastSealOf(c.var.db.read, attempt.id)) ?? refuse('notFound')
  const { id: attemptId, enrolmentId, kind } = attempt
  const sitting = sittingOf(form, timed, limits, { answers: await listAnswers(c.var.db.read, attemptId) })
  const facts = { kind, enrolmentId, attemptId, sitting, state, title: form.title, roundName: timed.roundName, personName: viewerOf(c).name }
  return page(c, <ReceiptPage here={here(c)} {...facts} receipt={receiptOf(seal, form)} />)
}

/** The time left, and what the office answered meanwhile. An open page asks this every minute. */
async function clockReply(c: Ctx, settings: Settings) {
  const { db, now, t } = c.var
  const { timed, limits, state } = await ownSitting(c, settings, c.req.param('id') ?? '')
  const { id: attemptId } = timed.attempt
  const problems = await listProblems(db.read, attemptId)
  return (
    <ClockReply t={t} state={isToStart(timed.attempt, now) ? 'notStarted' : state} dueAt={limits.dueAt} now={now}>
      <ProblemAnswers t={t} attemptId={attemptId} problems={problems} />
    </ClockReply>
  )
}

/** What the candidate does during the 72 hours. */
export const deliveryRoutes = (settings: Settings) =>
  new Hono<Env>()
    .route('/', historyRoutes(settings))
    .route('/', attachmentRoutes)
    .route('/', practiceRoutes)
    .get('/enrolments/:id/tests', allow('candidate'), (c) => testsPage(c, settings))
    .get('/signed-in-again', allow(...roles), (c) => page(c, <SignedInAgainPage here={here(c)} />))
    .get('/attempts/:id', allow('candidate'), (c) => testPage(c, settings))
    .get('/attempts/:id/clock', allow('candidate'), async (c) => {
      return c.html(html`${await clockReply(c, settings)}`)
    })
    .post('/attempts/:id/answers', allow('candidate'), (c) => saveAll(c, settings))
    .post('/attempts/:id/answers/:questionId', allow('candidate'), (c) => saveOne(c, settings))
    .post('/attempts/:id/bookmarks/:questionId', allow('candidate'), async (c) => {
      const { id: attemptId, questionId } = c.req.param()
      const marked = (await typedIn(c))['marked'] !== undefined
      await c.var.db.write((tx) => markQuestion(tx, { attemptId, questionId, personId: viewerOf(c).personId, marked }))
      return c.redirect(paths.attemptQuestion(attemptId, questionId), 303)
    })
    .get('/attempts/:id/hand-in', allow('candidate'), (c) => handInPage(c, settings))
    .post('/attempts/:id/hand-in', allow('candidate'), async (c) => {
      const { timed, personId, state } = await ownSitting(c, settings, c.req.param('id'))
      const attemptId = timed.attempt.id
      if (state === 'writing') {
        await c.var.db.write((tx) => handInAndTell(tx, { attemptId, personId, graceMs: settings.graceMs }, c.var.now))
      }
      return c.redirect(paths.receipt(attemptId), 303)
    })
    .get('/attempts/:id/receipt', allow('candidate'), (c) => receiptPage(c, settings))
