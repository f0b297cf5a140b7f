import { Hono } from 'hono'
import { z } from 'zod'
import { HoldOutPage } from '../../views/results/holdout.tsx'
import { ReleasePage } from '../../views/results/release.tsx'
import { ResultPage } from '../../views/results/result.tsx'
import { paths } from '../../views/paths.ts'
import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { findFramework } from '../frameworks/queries.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, someText, submit } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { testKinds } from '../papers/content.ts'
import { endHoldOut, holdOut, proposeRelease, withdrawRelease } from './actions.ts'
import { previewOf } from './preview.ts'
import { getOwnReleasedResult, getUndecided, listReleases } from './queries.ts'
import { byCluster, distributionOf, isMissing } from './results.ts'

const HoldOutForm = z.object({ reason: someText(500) })

/** How many tests of each list a page of a release holds. */
const PAGE = 100

/** The page of a round's release. @param wanted which page of its lists, from 1; one too far is the last */
async function readRelease(db: Db, roundId: string, wanted: number, now: Instant) {
  const preview = await previewOf(db, roundId, now)
  const releases = await listReleases(db, roundId)
  const missing = isMissing(preview.missing)
  const pending = releases.find(({ agreedAt, lapsedAt }) => agreedAt === null && lapsedAt === null)
  const decided = preview.candidates.flatMap(({ kind, decision }) => (decision ? [{ kind, ...decision }] : []))
  const distributions = testKinds.map((kind) => ({ kind, ...distributionOf(decided.filter((one) => one.kind === kind)) }))
  const { round, candidates, heldOut, released } = preview
  const pages = Math.max(1, Math.ceil(Math.max(candidates.length, released.length) / PAGE))
  const shown = Math.min(wanted, pages)
  const onPage = <Line,>(lines: readonly Line[]) => lines.slice((shown - 1) * PAGE, shown * PAGE)
  return {
    roundId, roundName: round.name, missing: preview.missing, isMissing: missing, page: shown, pages,
    candidates: onPage(candidates), candidateCount: candidates.length, heldOut, released: onPage(released), releasedCount: released.length, releases,
    distributions: distributions.filter(({ count }) => count > 0),
    pending: pending ? { ...pending, overtaken: missing || pending.digest !== preview.digest } : null,
  }
}

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
    return page(c, <ResultPage here={here(c)} result={result} questions={detail.questions} clusters={clusters} />)
  })
  .get('/staff/rounds/:id/release', allow('staff'), async (c) =>
    page(c, <ReleasePage here={here(c)} view={await readRelease(c.var.db.read, c.req.param('id'), pageNumber(c), c.var.now)} />),
  )
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
