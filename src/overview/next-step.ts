import type { Instant } from '../clock.ts'
import { stageOf, testsOf } from '../enrolment/enrolment.ts'
import type { Deadline, Enrolment } from '../enrolment/enrolment.ts'
import type { TestKind } from '../papers/content.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentStateOf, workingHoursOf } from '../rounds/rounds.ts'

/** A round as the next step names it. */
export interface NamedRound {
  readonly id: string
  readonly name: string
}

/** The one thing a candidate does now, with its date where there is one. Exactly one at any moment. */
export type NextStep =
  | { readonly kind: 'masterclasses'; readonly missing: readonly number[] }
  | { readonly kind: 'enrol'; readonly rounds: readonly (NamedRound & { readonly closesAt: Instant })[] }
  | { readonly kind: 'waitForRound'; readonly round: (NamedRound & { readonly opensAt: Instant }) | null }
  | { readonly kind: 'pay'; readonly orderId: string | null; readonly enrolmentId: string; readonly until: Instant }
  | { readonly kind: 'choose'; readonly enrolmentId: string; readonly firstOn: string; readonly lastOn: string; readonly hours: number }
  | { readonly kind: 'lapsed'; readonly round: NamedRound }
  | { readonly kind: 'declare'; readonly enrolmentId: string; readonly startsAt: Instant }
  | { readonly kind: 'wait'; readonly enrolmentId: string; readonly startsAt: Instant }
  /** The clock runs; with the rules still to be read it leads there first. */
  | { readonly kind: 'write'; readonly enrolmentId: string; readonly until: Instant; readonly declared: boolean; readonly left: readonly TestKind[] }
  | { readonly kind: 'handedIn'; readonly assessingDueOn: string | null }
  | { readonly kind: 'voided' }
  | { readonly kind: 'retake'; readonly tests: readonly TestKind[] }
  | { readonly kind: 'complete' }
  | { readonly kind: 'final'; readonly tests: readonly TestKind[] }

/** The enrolment that has not ended and whose hold has not run out, with what its clock asks for. */
export interface LiveEnrolment {
  readonly enrolment: Enrolment
  readonly round: Round
  readonly orderId: string | null
  /** Of the tests it covers and that count; none before a start moment was chosen. */
  readonly deadlines: readonly Deadline[]
  /** The tests that were handed in, or whose time is up. */
  readonly finished: readonly TestKind[]
}

/** All that the next step depends on. */
export interface CandidateFacts {
  readonly missing: readonly number[]
  readonly live: LiveEnrolment | null
  /** Every round, in any order. */
  readonly rounds: readonly Round[]
  /** A test was declared void and its chance was not given back yet. */
  readonly chanceOwed: boolean
  /** Released decisions; of each attempt the one that counts. */
  readonly decided: readonly { readonly kind: TestKind; readonly sufficient: boolean }[]
  /** Tests that may be retaken now. */
  readonly retakable: readonly TestKind[]
  /** Staff let them enrol in full once more, and they have not done so. */
  readonly hasNewChance: boolean
}

/**
 * What must I do now? Exactly one answer at any moment.
 *
 * @source domain.md, "Test rounds", "The two tests" and "Retake"
 */
export function nextStepOf(facts: CandidateFacts, now: Instant): NextStep {
  const { live, decided, retakable, missing, chanceOwed, hasNewChance } = facts
  if (live !== null) return stepOfEnrolment(live, now)
  if (chanceOwed) return { kind: 'voided' }
  if (retakable.length > 0) return { kind: 'retake', tests: retakable }
  const passed = new Set(decided.filter(({ sufficient }) => sufficient).map(({ kind }) => kind))
  const failed = [...new Set(decided.map(({ kind }) => kind))].filter((kind) => !passed.has(kind))
  if (failed.length > 0 && !hasNewChance) return { kind: 'final', tests: failed }
  if (passed.size === 2) return { kind: 'complete' }
  if (missing.length > 0) return { kind: 'masterclasses', missing }
  return stepToARound(facts.rounds, now)
}

function stepOfEnrolment(live: LiveEnrolment, now: Instant): NextStep {
  const { enrolment, round, orderId, deadlines, finished } = live
  const { id: enrolmentId, startsAt, declaredAt } = enrolment
  const stage = stageOf(enrolment, round, null, now)
  if (stage === 'unpaid' || stage === 'expired') return { kind: 'pay', orderId, enrolmentId, until: enrolment.heldUntil }
  if (stage === 'lapsed') return { kind: 'lapsed', round }
  if (startsAt === null) {
    const hours = Math.max(...testsOf(enrolment).map((kind) => workingHoursOf(round, kind)))
    return { kind: 'choose', enrolmentId, firstOn: round.windowFirstOn, lastOn: round.windowLastOn, hours }
  }
  if (stage === 'planned') return declaredAt === null ? { kind: 'declare', enrolmentId, startsAt } : { kind: 'wait', enrolmentId, startsAt }
  const left = deadlines.filter(({ kind }) => !finished.includes(kind))
  if (left.length === 0) return { kind: 'handedIn', assessingDueOn: round.assessingDueOn }
  const until = Math.min(...left.map(({ dueAt }) => dueAt))
  return { kind: 'write', enrolmentId, until, declared: declaredAt !== null, left: left.map(({ kind }) => kind) }
}

/** A round that takes enrolments, or else the first that a date will open. */
function stepToARound(rounds: readonly Round[], now: Instant): NextStep {
  const states = rounds.map((round) => ({ round, state: enrolmentStateOf(round, now) }))
  const open = states.flatMap(({ round: { id, name, windowFirstOn }, state }) => (state.closesAt === null ? [] : [{ id, name, windowFirstOn, closesAt: state.closesAt }]))
  if (open.length > 0) return { kind: 'enrol', rounds: open.toSorted((one, other) => (one.windowFirstOn < other.windowFirstOn ? -1 : 1)) }
  const coming = states.flatMap(({ round: { id, name }, state }) => (state.opensAt === null ? [] : [{ id, name, opensAt: state.opensAt }]))
  return { kind: 'waitForRound', round: coming.toSorted((one, other) => one.opensAt - other.opensAt)[0] ?? null }
}
