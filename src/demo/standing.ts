import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { missingMasterclasses } from '../eligibility/eligibility.ts'
import { listMasterclasses } from '../eligibility/queries.ts'
import { deadlinesOf, lastOf, stageOf } from '../enrolment/enrolment.ts'
import type { Stage } from '../enrolment/enrolment.ts'
import { findAccommodation, listBegun, listEnrolments } from '../enrolment/queries.ts'
import { listReleasedResults } from '../results/queries.ts'

/**
 * Where a candidate stands: the stages of a live enrolment, told a little finer once tests are handed in; otherwise
 * what they have achieved or may do.
 */
export type StandingKind =
  | Exclude<Stage, 'ended'>
  | 'handedInOne' | 'handedIn' | 'retaking'
  | 'missing' | 'mayEnrol' | 'calledOff' | 'passed' | 'mayRetake' | 'failedTwice'

export interface Standing {
  readonly kind: StandingKind
  /** The name of the round it is about. */
  readonly round: string
  /** The start moment or the last deadline, where there is one. */
  readonly at: Instant | null
}

/** Where somebody stands now, for the panel of the demonstration. */
export async function standingOf(db: Db, personId: string, now: Instant): Promise<Standing> {
  const enrolments = await listEnrolments(db, personId)
  const live = enrolments.find(({ enrolment }) => enrolment.endedAt === null)
  if (live === undefined) return standingWithout(db, personId, enrolments[0])
  const { enrolment, round } = live
  const begun = await listBegun(db, enrolment.id)
  const { startsAt } = enrolment
  const deadlines = startsAt === null ? [] : deadlinesOf(enrolment, startsAt, round, await findAccommodation(db, personId), begun)
  const dueAt = lastOf(deadlines)
  const stage = stageOf(enrolment, round, dueAt, now)
  const sealed = begun.filter(({ sealedAt }) => sealedAt !== null).length
  const kind = stage === 'ended' ? 'mayEnrol' : finer(stage, { sealed, begun: begun.length, isRetake: enrolment.kind === 'retake' })
  return { kind, round: round.name, at: stage === 'planned' ? startsAt : stage === 'writing' ? dueAt : null }
}

function finer(stage: Exclude<Stage, 'ended'>, tests: { sealed: number; begun: number; isRetake: boolean }): StandingKind {
  if (stage !== 'writing') return stage
  if (tests.sealed > 0) return tests.sealed === tests.begun ? 'handedIn' : 'handedInOne'
  return tests.isRetake ? 'retaking' : 'writing'
}

type Last = Awaited<ReturnType<typeof listEnrolments>>[number] | undefined

async function standingWithout(db: Db, personId: string, last: Last): Promise<Standing> {
  const told = { round: last?.round.name ?? '', at: null }
  const results = await listReleasedResults(db, personId)
  // Newest first: of each test the first one counts.
  const counting = results.filter(({ kind }, index) => results.findIndex((one) => one.kind === kind) === index)
  const insufficient = counting.filter(({ sufficient }) => !sufficient)
  if (insufficient.some(({ enrolmentKind }) => enrolmentKind === 'retake')) return { ...told, kind: 'failedTwice' }
  if (insufficient.length > 0) return { ...told, kind: 'mayRetake' }
  if (counting.length === 2) return { ...told, kind: 'passed' }
  if (last?.enrolment.endReason === 'calledOff') return { ...told, kind: 'calledOff' }
  return { ...told, kind: missingMasterclasses(await listMasterclasses(db, personId)).length > 0 ? 'missing' : 'mayEnrol' }
}
