import { Hono } from 'hono'
import { html } from 'hono/html'
import { HandInPage } from '../../views/delivery/hand-in.tsx'
import { PracticeDonePage } from '../../views/delivery/practice.tsx'
import { SaveReply } from '../../views/delivery/saved.tsx'
import { SittingPage } from '../../views/delivery/sitting.tsx'
import type { Sitting, TypedText } from '../../views/delivery/sitting-types.ts'
import { paths } from '../../views/paths.ts'
import { roles } from '../http/env.ts'
import type { Ctx, Env } from '../http/env.ts'
import { typedIn } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import { newId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { differenceOf } from './difference.ts'
import { draftsOf, isTouched, refusalOf, SaveForm } from './forms.ts'
import { practiceForm } from './practice-form.ts'
import { listPracticeAnswers, practiceHandedInAt } from './practice-queries.ts'
import { beginPracticeAgain, handInPractice, markPractice, savePractice } from './practising.ts'
import { answersOf, explained, shownForm, shownQuestion } from './presenting.ts'
import type { TypedOver } from './presenting.ts'
import { isSame } from './saving.ts'

/** The page of a test, without a round, a clock or a history. */
async function practiceOf(c: Ctx, typed?: TypedOver): Promise<Sitting> {
  const { personId } = viewerOf(c)
  const rows = await listPracticeAnswers(c.var.db.read, personId)
  return {
    attemptId: null,
    drawer: `practice-${personId}`,
    kind: 'practice',
    title: practiceForm.title,
    caseTitle: practiceForm.caseTitle,
    language: practiceForm.language,
    ...shownForm(practiceForm),
    attachments: [],
    answers: answersOf(rows.filter(({ revision }) => revision > 0), typed),
    bookmarks: new Set(rows.filter(({ marked }) => marked).map(({ questionId }) => questionId)),
    time: null,
    links: {
      page: paths.practice(),
      answers: paths.practiceAnswers(),
      answer: paths.practiceAnswer,
      bookmark: paths.practiceBookmark,
      history: null,
      handIn: paths.practiceHandIn(),
      back: { href: paths.home(), label: 'practice.onward' },
    },
    windowId: newId(),
  }
}

async function practicePage(c: Ctx) {
  const sitting = await practiceOf(c)
  if ((await practiceHandedInAt(c.var.db.read, viewerOf(c).personId)) !== null) {
    return page(c, <PracticeDonePage here={here(c)} sitting={sitting} explained={explained(practiceForm)} />)
  }
  return page(c, <SittingPage here={here(c)} sitting={sitting} saved={c.req.query('saved') !== undefined} />)
}

/** One save of the module, answered like that of a real test. */
async function saveOne(c: Ctx) {
  const { db, now, t } = c.var
  const { personId } = viewerOf(c)
  const questionId = c.req.param('questionId') ?? ''
  const parsed = SaveForm.safeParse(await typedIn(c))
  if (!parsed.success) throw refusalOf(parsed.error)
  const { text = '', choice, window, heir: heirOf, count, revision } = parsed.data
  const draft = { text, choice, windowId: window, heirOf, windowCount: count, baseRevision: revision }
  const { outcome, standing, settled } = await db.write((tx) => savePractice(tx, { personId, questionId, draft }, now))
  const question = shownQuestion(practiceForm, questionId) ?? refuse('notFound')
  const difference = outcome === 'stale' ? differenceOf(standing?.text ?? '', text) : []
  const told = { outcome, settled, revision: standing?.revision ?? 0, savedAt: standing?.savedAt ?? null, inGrace: false }
  const reply = <SaveReply t={t} {...told} question={question} standing={standing} difference={difference} dueAt={null} handedInAt={null} now={now} />
  return c.html(html`${reply}`, outcome === 'saved' ? 200 : 409)
}

/** The whole page as a plain form. */
async function saveAll(c: Ctx) {
  const { db, now } = c.var
  const { personId } = viewerOf(c)
  const typed = await typedIn(c)
  const drafts = draftsOf(typed)
  const over = await db.write(async (tx) => {
    const standing = new Map((await listPracticeAnswers(tx, personId)).map((answer) => [answer.questionId, answer]))
    const refused = new Map<string, TypedText>()
    for (const [questionId, plain] of drafts) {
      const { draft, refusal } = plain
      const { text, choice } = draft
      await markPractice(tx, { personId, questionId, marked: typed[`mark-${questionId}`] !== undefined }, now)
      if (questionId === typed['theirs'] || !isTouched(plain) || isSame(standing.get(questionId) ?? { text: '', choice: [] }, draft)) continue
      const outcome = refusal ? 'refused' : (await savePractice(tx, { personId, questionId, draft }, now)).outcome
      if (outcome !== 'saved') refused.set(questionId, { text, choice, outcome, refusal })
    }
    return refused
  })
  const outcomes = new Set([...over.values()].map(({ outcome }) => outcome))
  if (outcomes.has('late')) return c.redirect(paths.practice(), 303)
  if (over.size > 0) {
    const refused = outcomes.has('stale') ? 'stale' : null
    return page(c, <SittingPage here={here(c)} sitting={await practiceOf(c, over)} refused={refused} />, outcomes.has('refused') ? 422 : 409)
  }
  const { go } = typed
  if (go === 'hand-in') return c.redirect(paths.practiceHandIn(), 303)
  const anchor = practiceForm.questions.some(({ id }) => id === go) ? `#question-${String(go)}` : ''
  return c.redirect(`${paths.practice()}?saved=1${anchor}`, 303)
}

const anybody = allow(...roles)

/** The practice test: for everybody with an account, as often as they like. */
export const practiceRoutes = new Hono<Env>()
  .get('/practice', anybody, practicePage)
  .post('/practice/answers', anybody, saveAll)
  .post('/practice/answers/:questionId', anybody, saveOne)
  .post('/practice/bookmarks/:questionId', anybody, async (c) => {
    const { db, now } = c.var
    const questionId = c.req.param('questionId')
    const marked = (await typedIn(c))['marked'] !== undefined
    await db.write((tx) => markPractice(tx, { personId: viewerOf(c).personId, questionId, marked }, now))
    return c.redirect(`${paths.practice()}#question-${questionId}`, 303)
  })
  .get('/practice/hand-in', anybody, async (c) => {
    if ((await practiceHandedInAt(c.var.db.read, viewerOf(c).personId)) !== null) return c.redirect(paths.practice(), 303)
    return page(c, <HandInPage here={here(c)} sitting={await practiceOf(c)} />)
  })
  .post('/practice/hand-in', anybody, async (c) => {
    await c.var.db.write((tx) => handInPractice(tx, viewerOf(c).personId, c.var.now))
    return c.redirect(paths.practice(), 303)
  })
  .post('/practice/beginning', anybody, async (c) => {
    await c.var.db.write((tx) => beginPracticeAgain(tx, viewerOf(c).personId, c.var.now))
    return c.redirect(paths.practice(), 303)
  })
