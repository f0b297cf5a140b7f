import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { missingMasterclasses } from '../eligibility/eligibility.ts'
import { listMasterclasses } from '../eligibility/queries.ts'
import { deadlinesOf, lastOf, stageOf } from '../enrolment/enrolment.ts'
import type { Stage } from '../enrolment/enrolment.ts'
import { listAccommodations, listBegun, listEnrolments } from '../enrolment/queries.ts'
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

/** Where these people stand now, by their id, for the panel of the demonstration. */
export async function standingsOf(db: Db, personIds: readonly string[], now: Instant): Promise<ReadonlyMap<string, Standing>> {
  const facts = await factsOf(db, personIds)
  return new Map(personIds.map((personId) => [personId, standingOf(factsAbout(facts, personId), now)]))
}

/** What tells where people stand, in one question each. */
async function factsOf(db: Db, personIds: readonly string[]) {
  const enrolments = await listEnrolments(db, ...personIds)
  return {
    enrolments: enrolments.map(({ enrolment, round }) => ({ personId: enrolment.personId, enrolment, round })),
    begun: await listBegun(db, ...enrolments.map(({ enrolment }) => enrolment.id)),
    accommodations: await listAccommodations(db, ...personIds),
    results: await listReleasedResults(db, ...personIds),
    records: await listMasterclasses(db, ...personIds),
  }
}
type Facts = Awaited<ReturnType<typeof factsOf>>

function factsAbout(facts: Facts, personId: string): Facts {
  const own = <Fact extends { readonly personId: string }>(all: readonly Fact[]) => all.filter((one) => one.personId === personId)
  return {
    ...facts, enrolments: own(facts.enrolments), accommodations: own(facts.accommodations), results: own(facts.results), records: own(facts.records),
  }
}

/** @param facts about one person, but for `begun` */
function standingOf(facts: Facts, now: Instant): Standing {
  const live = facts.enrolments.find(({ enrolment }) => enrolment.endedAt === null)
  if (live === undefined) return standingWithout(facts)
  const { enrolment, round } = live
  const begun = facts.begun.filter(({ enrolmentId }) => enrolmentId === enrolment.id)
  const { startsAt } = enrolment
  const deadlines = startsAt === null ? [] : deadlinesOf(enrolment, startsAt, round, facts.accommodations[0] ?? null, begun)
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

function standingWithout({ enrolments: [last], results, records }: Facts): Standing {
  const told = { round: last?.round.name ?? '', at: null }
  // Newest first: of each test the first one counts.
  const counting = results.filter(({ kind }, index) => results.findIndex((one) => one.kind === kind) === index)
  const insufficient = counting.filter(({ sufficient }) => !sufficient)
  if (insufficient.some(({ enrolmentKind }) => enrolmentKind === 'retake')) return { ...told, kind: 'failedTwice' }
  if (insufficient.length > 0) return { ...told, kind: 'mayRetake' }
  if (counting.length === 2) return { ...told, kind: 'passed' }
  if (last?.enrolment.endReason === 'calledOff') return { ...told, kind: 'calledOff' }
  return { ...told, kind: missingMasterclasses(records).length > 0 ? 'missing' : 'mayEnrol' }
}
