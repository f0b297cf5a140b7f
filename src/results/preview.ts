import type { Db } from '../../db/database.ts'
import { listEvents } from '../audit/queries.ts'
import type { Instant } from '../clock.ts'
import { formsOf, passMarksOf, scoresOfRound } from '../grading/queries.ts'
import type { AttemptScores } from '../grading/totals.ts'
import type { PaperForm } from '../papers/content.ts'
import { refuse } from '../refusal.ts'
import { getRound } from '../rounds/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentStateOf, windowOf } from '../rounds/rounds.ts'
import { listHeldOut, listPlacesToCome } from './queries.ts'
import type { ReleaseRow } from './queries.ts'
import { listProgress } from './release-queries.ts'
import type { Progress } from './release-queries.ts'
import { decide, digestOf, isMissing, mayStillStart } from './results.ts'
import type { Missing } from './results.ts'

/** An attempt that a release would decide. */
export interface Candidate extends AttemptScores {
  /** Hundredths of a point; `null` when none was set. */
  readonly passMark: number | null
  /** What would be decided; `null` as long as something is missing. */
  readonly decision: { readonly mark: number; readonly sufficient: boolean } | null
}

/** What a release would decide now. */
export interface Preview {
  readonly round: Round
  /** By candidate number. */
  readonly candidates: readonly Candidate[]
  readonly missing: Missing
  readonly digest: string
  readonly forms: ReadonlyMap<string, PaperForm>
}

/**
 * Adds everything up that stands between a round and its results, from every answer and every mark. For what decides;
 * a page looks at what assessing keeps.
 *
 * @throws Refusal `notFound`
 */
export async function previewOf(db: Db, roundId: string, now: Instant): Promise<Preview> {
  const round = await getRound(db, roundId)
  const heldOut = await listHeldOut(db, roundId)
  const scores = (await scoresOfRound(db, roundId)).filter(({ attemptId, released }) => !released && !heldOut.has(attemptId))
  const passMarks = await passMarksOf(db, roundId)
  const forms = await formsOf(db, scores.map(({ formId }) => formId))
  const candidates = scores.map(({ released: _released, ...one }) => candidateOf(one, passMarks))
  const missing = await missingOf(db, round, progressOf(candidates), { forms, passMarks }, now)
  return { round, candidates, missing, digest: digestOf(candidates, passMarks), forms }
}

function candidateOf(scores: AttemptScores, passMarks: ReadonlyMap<string, number>): Candidate {
  const passMark = passMarks.get(scores.formId) ?? null
  const decision = scores.complete && passMark !== null ? decide(scores.points, passMark, scores.maximumPoints) : null
  return { ...scores, passMark, decision }
}

/** The same as assessing keeps it, added up anew. */
function progressOf(candidates: readonly Candidate[]): Progress[] {
  return candidates.map(({ formId, sealId, complete, openLeft }) => {
    const isSealed = sealId !== null
    return { formId, tests: 1, notSealed: isSealed ? 0 : 1, notAssessed: isSealed && !complete ? 1 : 0, answersLeft: isSealed ? openLeft : 0 }
  })
}

interface Rules {
  readonly forms: ReadonlyMap<string, PaperForm>
  /** Hundredths of a point by form id. */
  readonly passMarks: ReadonlyMap<string, number>
}

/** What stands in the way of a release. @param progress of the tests that it would hold */
export async function missingOf(db: Db, round: Round, progress: readonly Progress[], { forms, passMarks }: Rules, now: Instant): Promise<Missing> {
  const places = await listPlacesToCome(db, round.id, now)
  const sumOf = (what: 'notSealed' | 'notAssessed' | 'answersLeft') => progress.reduce((sum, one) => sum + one[what], 0)
  const titles = progress.filter(({ formId }) => !passMarks.has(formId)).map(({ formId }) => (forms.get(formId) ?? refuse('notFound')).title)
  return {
    startsToCome: places.filter((place) => mayStillStart(place, round, now)).length,
    enrolmentOpen: mayStillEnrol(round, now),
    notSealed: sumOf('notSealed'),
    notAssessed: sumOf('notAssessed'),
    answersLeft: sumOf('answersLeft'),
    withoutPassMark: [...new Set(titles)],
  }
}

/** Somebody new could enrol now or later, and start within the window. */
function mayStillEnrol(round: Round, now: Instant): boolean {
  const { open, opensAt } = enrolmentStateOf(round, now)
  return now < windowOf(round).endAt && (open || opensAt !== null)
}

/**
 * Whether a proposal is not what would be released now, because a score, a pass mark or who is in it has changed. Adds
 * everything up: for what decides.
 */
export async function isOvertaken(db: Db, release: Pick<ReleaseRow, 'roundId' | 'digest'>, now: Instant): Promise<boolean> {
  const { missing, digest } = await previewOf(db, release.roundId, now)
  return isMissing(missing) || digest !== release.digest
}

/** What rounds came to when they were last added up, and after which event. */
const addedUp = new Map<string, { readonly eventId: string | undefined; readonly digest: string }>()

/**
 * What a release of this round would be bound to, for pages and for the job that looks every minute: all that changes it
 * is an event of the round, so that thousands of tests are added up again only after one. Of several processes one can
 * miss an event that another wrote meanwhile, until the next: whoever agrees, `agreeRelease` adds everything up.
 */
export async function digestOfRound(db: Db, roundId: string, now: Instant): Promise<string> {
  const [event] = await listEvents(db, { roundId }, 1)
  const known = addedUp.get(roundId)
  if (event !== undefined && known?.eventId === event.id) return known.digest
  const { digest } = await previewOf(db, roundId, now)
  addedUp.set(roundId, { eventId: event?.id, digest })
  return digest
}

/** The same as `isOvertaken`, from what assessing keeps and from the last event of the round. */
export async function seemsOvertaken(db: Db, { roundId, digest }: Pick<ReleaseRow, 'roundId' | 'digest'>, now: Instant): Promise<boolean> {
  const round = await getRound(db, roundId)
  const progress = await listProgress(db, round)
  const rules = { forms: await formsOf(db, progress.map(({ formId }) => formId)), passMarks: await passMarksOf(db, roundId) }
  return isMissing(await missingOf(db, round, progress, rules, now)) || (await digestOfRound(db, roundId, now)) !== digest
}
