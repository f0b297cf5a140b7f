import { Hono } from 'hono'
import { z } from 'zod'
import { ProblemPage } from '../../views/delivery/problem.tsx'
import { ProblemLists, ProblemsNotice, ProblemsPage, StaffProblemPage } from '../../views/delivery/problems.tsx'
import { paths } from '../../views/paths.ts'
import { etagOf, unlessShown } from '../http/conditional.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, someText, submit } from '../http/form.ts'
import { allow, here, isFragment, isStill, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { countOpenProblems, findLastSave, findProblems, getProblem, listProblems } from './problem-queries.ts'
import { LONGEST_REPORT, answerProblem, reportProblem } from './problems.ts'
import { getOwnAttempt } from './queries.ts'

const TextForm = z.object({ text: someText(LONGEST_REPORT) })

async function problemPage(c: Ctx, form: Form) {
  const { read } = c.var.db
  const { attempt } = await getOwnAttempt(read, c.req.param('id') ?? '', viewerOf(c).personId)
  const problems = await listProblems(read, attempt.id)
  const sent = c.req.query('sent') !== undefined
  return <ProblemPage here={here(c)} attemptId={attempt.id} form={form} problems={problems} sent={sent} />
}

async function problemsPage(c: Ctx) {
  const { read } = c.var.db
  const found = {
    open: await findProblems(read, { state: 'open', page: pageNumber(c) }),
    answered: await findProblems(read, { state: 'answered', page: pageNumber(c, 'answered') }),
  }
  const lists = { ...found, etag: etagOf(c, found), still: isStill(c) }
  if (isFragment(c)) return unlessShown(c, lists.etag, <ProblemLists t={c.var.t} lists={lists} />)
  return page(c, <ProblemsPage here={here(c)} lists={lists} />)
}

async function staffProblemPage(c: Ctx, form: Form) {
  const { read } = c.var.db
  const known = await getProblem(read, c.req.param('id') ?? '')
  const lastSaveAt = await findLastSave(read, known.problem.attemptId)
  return <StaffProblemPage here={here(c)} known={known} lastSaveAt={lastSaveAt} form={form} />
}

/** What candidates report from the page of a test, and what the office answers. */
export const problemRoutes = new Hono<Env>()
  .get('/attempts/:id/problem', allow('candidate'), async (c) => page(c, await problemPage(c, emptyForm())))
  .post('/attempts/:id/problems', allow('candidate'), async (c) => {
    const { db, now } = c.var
    const { personId } = viewerOf(c)
    const attemptId = c.req.param('id')
    await getOwnAttempt(db.read, attemptId, personId)
    const userAgent = c.req.header('User-Agent') ?? ''
    return submit(c, TextForm, {
      act: ({ text }) => db.write((tx) => reportProblem(tx, { attemptId, personId, text, userAgent }, now)),
      done: () => `${paths.attemptProblem(attemptId)}?sent=1`,
      again: (form) => problemPage(c, form),
    })
  })
  .get('/staff/problems', allow('staff'), (c) => problemsPage(c))
  .get('/staff/problems/notice', allow('staff'), async (c) => {
    const count = await countOpenProblems(c.var.db.read)
    const onFront = c.req.query('front') === '1'
    const etag = etagOf(c, count)
    return unlessShown(c, etag, <ProblemsNotice t={c.var.t} count={count} etag={etag} still={false} onFront={onFront} />)
  })
  .get('/staff/problems/:id', allow('staff'), async (c) => page(c, await staffProblemPage(c, emptyForm())))
  .post('/staff/problems/:id/answer', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { problem } = await getProblem(db.read, c.req.param('id'))
    return submit(c, TextForm, {
      act: ({ text }) => db.write((tx) => answerProblem(tx, { problemId: problem.id, answer: text }, viewerOf(c).personId, now)),
      done: () => paths.problems(),
      again: (form) => staffProblemPage(c, form),
    })
  })
