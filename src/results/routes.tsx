import { Hono } from 'hono'
import { z } from 'zod'
import { HoldOutPage } from '../../views/results/holdout.tsx'
import { ReleasePage } from '../../views/results/release.tsx'
import { ResultPage } from '../../views/results/result.tsx'
import { paths } from '../../views/paths.ts'
import { findFramework } from '../frameworks/queries.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, someText, submit } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { endHoldOut, holdOut, proposeRelease, withdrawRelease } from './actions.ts'
import { getOwnReleasedResult, getUndecided, isTakenAgain } from './queries.ts'
import { readRelease } from './release-view.ts'
import { byCluster } from './results.ts'

const HoldOutForm = z.object({ reason: someText(500) })

/** The page that asks why an attempt is held out. @throws Refusal `notFound` for one of another round, or whose result is out */
async function holdOutPage(c: Ctx, roundId: string, attemptId: string, form: Form) {
  const { candidateNumber, roundName } = await getUndecided(c.var.db.read, roundId, attemptId)
  return <HoldOutPage here={here(c)} roundId={roundId} roundName={roundName} attemptId={attemptId} candidateNumber={candidateNumber} form={form} />
}

export const resultRoutes = new Hono<Env>()
  .get('/results/:attemptId', allow('candidate'), async (c) => {
    const { detail, ...result } = await getOwnReleasedResult(c.var.db.read, c.req.param('attemptId'), viewerOf(c).personId)
    const framework = await findFramework(c.var.db.read, detail.frameworkId)
    const clusters = byCluster(detail, framework?.clusters ?? [])
    const takenAgain = await isTakenAgain(c.var.db.read, result, c.var.now)
    return page(c, <ResultPage here={here(c)} result={result} takenAgain={takenAgain} questions={detail.questions} frameworkLanguage={framework?.language} clusters={clusters} />)
  })
  .get('/staff/rounds/:id/release', allow('staff'), async (c) => {
    const looked = { text: (c.req.query('text') ?? '').slice(0, 100), page: pageNumber(c), releasedPage: pageNumber(c, 'released') }
    const view = await readRelease(c.var.db.read, c.req.param('id'), looked, c.var.now)
    return page(c, <ReleasePage here={here(c)} view={view} search={emptyForm({ text: view.text })} />)
  })
  .post('/staff/rounds/:id/release', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    await db.write((tx) => proposeRelease(tx, roundId, viewerOf(c).personId, now))
    return c.redirect(paths.roundRelease(roundId), 303)
  })
  .post('/staff/rounds/:id/release/:releaseId/withdrawal', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { id: roundId, releaseId } = c.req.param()
    await db.write((tx) => withdrawRelease(tx, { roundId, releaseId }, viewerOf(c).personId, now))
    return c.redirect(paths.roundRelease(roundId), 303)
  })
  .get('/staff/rounds/:id/holdouts/:attemptId', allow('staff'), async (c) =>
    page(c, await holdOutPage(c, c.req.param('id'), c.req.param('attemptId'), emptyForm())),
  )
  .post('/staff/rounds/:id/holdouts/:attemptId', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { id: roundId, attemptId } = c.req.param()
    return submit(c, HoldOutForm, {
      act: ({ reason }) => db.write((tx) => holdOut(tx, { roundId, attemptId, reason }, viewerOf(c).personId, now)),
      done: () => paths.roundRelease(roundId),
      again: (form) => holdOutPage(c, roundId, attemptId, form),
    })
  })
  .post('/staff/rounds/:id/holdouts/:attemptId/ending', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { id: roundId, attemptId } = c.req.param()
    await db.write((tx) => endHoldOut(tx, { roundId, attemptId }, viewerOf(c).personId, now))
    return c.redirect(paths.roundRelease(roundId), 303)
  })
