import type { Instant } from '../clock.ts'
import { isExpired } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import type { TestKind } from '../papers/content.ts'
import { isFresh } from '../rounds/choosing.ts'
import type { ListedForm, Sat } from '../rounds/choosing.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentIsOpen, windowOf } from '../rounds/rounds.ts'

export const TEST_KINDS: readonly TestKind[] = ['case', 'reflection']

/** A test somebody sat that counts; with its result once that is out. */
export interface Sitting {
  readonly attemptId: string
  readonly kind: TestKind
  readonly enrolmentId: string
  readonly enrolmentKind: 'full' | 'retake'
  readonly roundName: string
  readonly result: { readonly sufficient: boolean; readonly releasedAt: Instant } | null
}

/** A retake that has not ended, with the enrolment it is sat under. */
export interface LiveRetake {
  readonly firstAttemptId: string
  readonly enrolment: Enrolment
  readonly roundName: string
}

/** Where somebody stands with one test after an insufficient first attempt. */
export type Standing =
  | { readonly kind: TestKind; readonly state: 'open'; readonly firstAttemptId: string; readonly roundName: string; readonly releasedAt: Instant }
  | { readonly kind: TestKind; readonly state: 'ordered'; readonly enrolmentId: string; readonly roundName: string }
  | { readonly kind: TestKind; readonly state: 'final'; readonly roundName: string }

/**
 * Where somebody stands with a test: a retake is open after an insufficient result on the first attempt of the last
 * full enrolment; it is ordered until its own result is out; an insufficient result of the retake is final.
 *
 * @param sittings attempts that were not voided, in the order in which they were made
 * @param retakes those that have not ended
 * @returns `undefined` when there is nothing to retake: no result yet, or a sufficient one
 * @source domain.md, "The two tests" and "Retake"
 */
export function standingOf(
  kind: TestKind, sittings: readonly Sitting[], retakes: readonly LiveRetake[], now: Instant,
): Standing | undefined {
  const ofKind = sittings.filter((sitting) => sitting.kind === kind)
  const first = ofKind.findLast((sitting) => sitting.enrolmentKind === 'full')
  if (!first?.result || ofKind.some((sitting) => sitting.result?.sufficient)) return undefined
  const retake = retakes.find((one) => one.firstAttemptId === first.attemptId && !isExpired(one.enrolment, now))
  if (!retake) {
    const { attemptId: firstAttemptId, roundName, result: { releasedAt } } = first
    return { kind, state: 'open', firstAttemptId, roundName, releasedAt }
  }
  const again = ofKind.find((sitting) => sitting.enrolmentId === retake.enrolment.id)
  if (again?.result) return { kind, state: 'final', roundName: again.roundName }
  return { kind, state: 'ordered', enrolmentId: retake.enrolment.id, roundName: retake.roundName }
}

/** What a retake in a round depends on. */
export interface Candidate {
  readonly round: Round
  readonly places: number
  readonly forms: readonly ListedForm[]
  readonly sat: Sat
}

/**
 * Whether a test can be retaken in a round: its enrolment is open and it is not full, its window begins after the
 * first result came out, and it has a paper without a case or question that was sat before.
 *
 * @param releasedAt when the insufficient result came out
 * @source domain.md, "Retake"
 */
export function fits(kind: TestKind, releasedAt: Instant, { round, places, forms, sat }: Candidate, now: Instant): boolean {
  return (
    enrolmentIsOpen(round, now) &&
    windowOf(round).firstAt > releasedAt &&
    (round.maximumCandidates === null || places < round.maximumCandidates) &&
    forms.some((form) => form.kind === kind && isFresh(form, sat))
  )
}
