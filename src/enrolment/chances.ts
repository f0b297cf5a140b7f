import type { newChance } from '../../db/schema/enrolment.ts'
import { testKinds } from '../papers/content.ts'
import type { TestKind } from '../papers/content.ts'
import { refuse } from '../refusal.ts'

export type NewChance = typeof newChance.$inferSelect

/** The decision on one attempt that counts, as it was released last. */
export interface Decided {
  readonly kind: TestKind
  readonly sufficient: boolean
  readonly isRetake: boolean
}

/** The tests somebody has no sufficient result for, the case test first: what a full enrolment is for. */
export const testsLeft = (decided: readonly Decided[]): TestKind[] =>
  testKinds.filter((kind) => !decided.some((one) => one.kind === kind && one.sufficient))

/** These tests as an enrolment names them. */
export const covering = (tests: readonly TestKind[]): { readonly case: boolean; readonly reflection: boolean } => ({
  case: tests.includes('case'), reflection: tests.includes('reflection'),
})

/** The last decision on each test that is not sufficient. */
const failuresOf = (decided: readonly Decided[]): Decided[] =>
  testsLeft(decided).flatMap((kind) => decided.findLast((one) => one.kind === kind) ?? [])

/** Whether a retake was insufficient too, which is final, for a test that nothing has come after. */
export const isFinal = (decided: readonly Decided[]): boolean => failuresOf(decided).some(({ isRetake }) => isRetake)

/** What somebody wants to sit, and what they may. */
interface Wish {
  readonly kind: 'full' | 'retake'
  readonly tests: readonly TestKind[]
  /** Staff let them enrol in full once more, and they have not used that. */
  readonly hasNewChance: boolean
}

/**
 * Whether somebody may sit these tests: none that is sufficient already; and whoever has results enrols in full again
 * only when staff allow it.
 *
 * @param decided in the order in which the attempts were first decided
 * @throws Refusal `alreadySufficient`; for a full enrolment `resultFinal` after an insufficient retake, `retakeInstead`
 *   where a retake is the way on, `chanceOwed` where a test was never decided and the office has to place them
 * @source domain.md, "Enrolment" and "The two tests"
 */
export function mustMaySit({ kind, tests, hasNewChance }: Wish, decided: readonly Decided[]): void {
  const left = testsLeft(decided)
  if (tests.length === 0 || tests.some((one) => !left.includes(one))) refuse('alreadySufficient')
  if (kind === 'retake' || decided.length === 0 || hasNewChance) return
  if (isFinal(decided)) refuse('resultFinal')
  refuse(failuresOf(decided).length > 0 ? 'retakeInstead' : 'chanceOwed')
}

/**
 * Whether staff may let somebody enrol in full once more: there are results, not all of them sufficient, nothing else
 * runs, and it was not allowed already. Whether a retake was insufficient first is for staff to weigh.
 *
 * @throws Refusal `newChanceGiven`, `placeEnrolled`, `newChanceNotNeeded`
 * @source domain.md, "The two tests": insufficient again is final; staff may allow a new full enrolment
 */
export function mustBeAllowable(decided: readonly Decided[], now: { readonly hasNewChance: boolean; readonly isEnrolled: boolean }): void {
  if (now.hasNewChance) refuse('newChanceGiven')
  if (now.isEnrolled) refuse('placeEnrolled')
  if (decided.length === 0 || testsLeft(decided).length === 0) refuse('newChanceNotNeeded')
}
