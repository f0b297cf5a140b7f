import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { formsOf, passMarksOf } from '../grading/queries.ts'
import type { PaperForm } from '../papers/content.ts'
import { testKinds } from '../papers/content.ts'
import { refuse } from '../refusal.ts'
import { getRound } from '../rounds/queries.ts'
import { digestOfRound, missingOf } from './preview.ts'
import { listReleases } from './queries.ts'
import { listHeldOutStanding, listProgress, listResultsOfRound, listStanding, listTotals } from './release-queries.ts'
import { decide, distributionOf, isMissing } from './results.ts'

/** What of a round's release is looked at; pages from 1. */
interface Looked {
  readonly text: string
  readonly page: number
  readonly releasedPage: number
}

/**
 * The page of a round's release, from what assessing keeps of every test. While a proposal waits everything is added up
 * once after each event of the round, because whoever agrees agrees to exactly that.
 *
 * @throws Refusal `notFound`
 */
export async function readRelease(db: Db, roundId: string, looked: Looked, now: Instant) {
  const round = await getRound(db, roundId)
  const text = looked.text.trim()
  const progress = await listProgress(db, round)
  const totals = await listTotals(db, round)
  const heldOut = await listHeldOutStanding(db, round)
  const forms = await formsOf(db, [...progress, ...heldOut].map(({ formId }) => formId))
  const passMarks = await passMarksOf(db, roundId)
  const missing = await missingOf(db, round, progress, { forms, passMarks }, now)
  const all = progress.reduce((sum, { tests }) => sum + tests, 0)
  const { lines, ...pager } = await listStanding(db, round, { text, page: looked.page }, all)
  const decided = lineOf(forms, passMarks)
  const decisions = totals.flatMap((total) => {
    const { kind, decision } = decided({ ...total, complete: true })
    return decision ? [{ kind, tests: total.tests, ...decision }] : []
  })
  const distributions = testKinds.map((kind) => ({ kind, ...distributionOf(decisions.filter((one) => one.kind === kind)) }))
  const releases = await listReleases(db, roundId)
  const pending = releases.find(({ agreedAt, lapsedAt }) => agreedAt === null && lapsedAt === null)
  return {
    roundId, roundName: round.name, missing, isMissing: isMissing(missing), hasCandidates: all > 0, text, releases,
    heldOut: heldOut.map((line) => ({ ...line, ...decided(line) })),
    candidates: { ...pager, lines: lines.map((line) => ({ ...line, ...decided(line) })) },
    released: await listResultsOfRound(db, round, { text, page: looked.releasedPage }),
    distributions: distributions.filter(({ count }) => count > 0),
    pending: pending ? { ...pending, overtaken: isMissing(missing) || (await digestOfRound(db, roundId, now)) !== pending.digest } : null,
  }
}

/** What a test brought, as a release would decide it. */
const lineOf =
  (forms: ReadonlyMap<string, PaperForm>, passMarks: ReadonlyMap<string, number>) =>
  ({ formId, points, complete }: { readonly formId: string; readonly points: number; readonly complete: boolean }) => {
    const { kind, maximumPoints } = forms.get(formId) ?? refuse('notFound')
    const passMark = passMarks.get(formId)
    return { kind, maximumPoints, decision: complete && passMark !== undefined ? decide(points, passMark, maximumPoints) : null }
  }
