import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { formsOf, passMarksOf, scoresOfRound } from '../grading/queries.ts'
import type { AttemptScores } from '../grading/totals.ts'
import type { PaperForm } from '../papers/content.ts'
import { refuse } from '../refusal.ts'
import { getRound } from '../rounds/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentStateOf, windowOf } from '../rounds/rounds.ts'
import { listHoldouts, listPlaces, listResultsOfRound } from './queries.ts'
import { decide, digestOf, isMissing, mayStillStart } from './results.ts'
import type { Missing } from './results.ts'

/** An attempt that a release would decide, or one held out of it. */
export interface Candidate extends AttemptScores {
  readonly title: string
  /** Hundredths of a point; `null` when none was set. */
  readonly passMark: number | null
  /** What would be decided; `null` as long as something is missing. */
  readonly decision: { readonly mark: number; readonly sufficient: boolean } | null
}

/** How a round stands before its release, for staff only. */
export interface Preview {
  readonly round: Round
  /** By candidate number: what a release would decide now. */
  readonly candidates: readonly Candidate[]
  /** Held out of it, with the reason. */
  readonly heldOut: readonly (Candidate & { readonly reason: string; readonly heldAt: Instant })[]
  /** Results that are out already. */
  readonly released: Awaited<ReturnType<typeof listResultsOfRound>>
  readonly missing: Missing
  readonly digest: string
  readonly forms: ReadonlyMap<string, PaperForm>
  readonly passMarks: ReadonlyMap<string, number>
}

/** Everything that stands between a round and its results. @throws Refusal `notFound` */
export async function previewOf(db: Db, roundId: string, now: Instant): Promise<Preview> {
  const round = await getRound(db, roundId)
  const scores = await scoresOfRound(db, roundId)
  const passMarks = await passMarksOf(db, roundId)
  const released = await listResultsOfRound(db, roundId)
  const holdouts = new Map((await listHoldouts(db, roundId)).map((holdout) => [holdout.attemptId, holdout]))
  const forms = await formsOf(db, scores.map(({ formId }) => formId))
  const isOut = new Set(released.map(({ attemptId }) => attemptId))
  const open = scores.filter(({ attemptId }) => !isOut.has(attemptId)).map((one) => candidateOf(one, forms, passMarks))
  const candidates = open.filter(({ attemptId }) => !holdouts.has(attemptId))
  const heldOut = open.flatMap((one) => {
    const holdout = holdouts.get(one.attemptId)
    return holdout ? [{ ...one, reason: holdout.reason, heldAt: holdout.heldAt }] : []
  })
  const places = await listPlaces(db, roundId)
  const missing = {
    startsToCome: places.filter((place) => mayStillStart(place, round, now)).length,
    enrolmentOpen: mayStillEnrol(round, now),
    ...missingOf(candidates),
  }
  return { round, candidates, heldOut, released, missing, digest: digestOf(candidates, passMarks), forms, passMarks }
}

function candidateOf(scores: AttemptScores, forms: ReadonlyMap<string, PaperForm>, passMarks: ReadonlyMap<string, number>): Candidate {
  const { title } = forms.get(scores.formId) ?? refuse('notFound')
  const passMark = passMarks.get(scores.formId) ?? null
  const decision = scores.complete && passMark !== null ? decide(scores.points, passMark, scores.maximumPoints) : null
  return { ...scores, title, passMark, decision }
}

/** Somebody new could enrol now or later, and start within the window. */
function mayStillEnrol(round: Round, now: Instant): boolean {
  const { open, opensAt } = enrolmentStateOf(round, now)
  return now < windowOf(round).endAt && (open || opensAt !== null)
}

function missingOf(candidates: readonly Candidate[]) {
  const sealed = candidates.filter(({ sealId }) => sealId !== null)
  const notAssessed = sealed.filter(({ complete }) => !complete)
  return {
    notSealed: candidates.length - sealed.length,
    notAssessed: notAssessed.length,
    answersLeft: notAssessed.reduce((sum, { openLeft }) => sum + openLeft, 0),
    withoutPassMark: [...new Set(candidates.filter(({ passMark }) => passMark === null).map(({ title }) => title))],
  }
}

/** Whether a proposal is not what would be released now, because a score, a pass mark or who is in it has changed. */
export async function isOvertaken(db: Db, release: { readonly roundId: string; readonly digest: string }, now: Instant): Promise<boolean> {
  const { missing, digest } = await previewOf(db, release.roundId, now)
  return isMissing(missing) || digest !== release.digest
}
