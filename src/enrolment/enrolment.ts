import type { enrolment } from '../../db/schema/enrolment.ts'
import { MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { TestKind } from '../papers/content.ts'
import { Refusal } from '../refusal.ts'
import { isFresh } from '../rounds/choosing.ts'
import type { ListedForm, Sat as Sitting } from '../rounds/choosing.ts'
import { dueAtOf, nothingSealed } from '../rounds/deadline.ts'
import type { Translate } from '../language/translate.ts'
import type { Counted, ExtraTime } from '../rounds/deadline.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentStateOf, windowOf, workingHoursOf } from '../rounds/rounds.ts'

export type Enrolment = typeof enrolment.$inferSelect
export type EndReason = NonNullable<Enrolment['endReason']>

/** How long an unpaid place is held, ms. @source domain.md, "Enrolment" */
export const HOLD = 30 * MINUTE

/** The tests an enrolment covers, the case test first. */
export const testsOf = (enrolment: Pick<Enrolment, 'caseTest' | 'reflectionTest'>): TestKind[] => [
  ...(enrolment.caseTest ? (['case'] as const) : []),
  ...(enrolment.reflectionTest ? (['reflection'] as const) : []),
]

/** Not paid while the place was held, so it is free again, whether or not the job has noted it. */
export const isExpired = (enrolment: Pick<Enrolment, 'confirmedAt' | 'heldUntil' | 'endedAt'>, now: Instant): boolean =>
  enrolment.endedAt === null && enrolment.confirmedAt === null && now >= enrolment.heldUntil

/** Paid, and no start moment chosen before the window ended. */
export const isLapsed = (enrolment: Pick<Enrolment, 'confirmedAt' | 'startsAt' | 'endedAt'>, round: Round, now: Instant): boolean =>
  enrolment.endedAt === null && enrolment.confirmedAt !== null && enrolment.startsAt === null && now >= windowOf(round).endAt

/** Whether the clock of this enrolment runs, or has run. */
export const hasBegun = (enrolment: Pick<Enrolment, 'startsAt'>, now: Instant): boolean =>
  enrolment.startsAt !== null && enrolment.startsAt <= now

/**
 * Where somebody stands: `unpaid` while the place is held, `expired` after that, `choosing` a start moment, `planned`
 * until it comes, `writing` until the last deadline, `written` after it, `lapsed`, or `ended`.
 */
export type Stage = 'unpaid' | 'expired' | 'choosing' | 'planned' | 'writing' | 'written' | 'lapsed' | 'ended'

/** @param lastDueAt the last deadline of its tests; `null` without a start moment */
export function stageOf(enrolment: Enrolment, round: Round, lastDueAt: Instant | null, now: Instant): Stage {
  if (enrolment.endedAt !== null) return 'ended'
  if (enrolment.confirmedAt === null) return isExpired(enrolment, now) ? 'expired' : 'unpaid'
  if (enrolment.startsAt === null) return isLapsed(enrolment, round, now) ? 'lapsed' : 'choosing'
  if (!hasBegun(enrolment, now)) return 'planned'
  return lastDueAt !== null && now >= lastDueAt ? 'written' : 'writing'
}

/** An attempt's own times, as far as the deadline asks for them. */
export interface AttemptTimes extends Counted {
  readonly kind: TestKind
}

export interface Deadline {
  readonly kind: TestKind
  readonly dueAt: Instant
}

/**
 * The deadline of each test of an enrolment that starts at this moment. A test that has begun counts with the times of
 * its attempt; before that with the round's.
 *
 * @param begun the attempts of the enrolment that were not voided
 */
export function deadlinesOf(
  enrolment: Pick<Enrolment, 'caseTest' | 'reflectionTest'>,
  startsAt: Instant,
  round: Round,
  accommodation: ExtraTime | null,
  begun: readonly AttemptTimes[] = [],
): Deadline[] {
  return testsOf(enrolment).map((kind) => {
    const planned = { startsAt, workingHours: workingHoursOf(round, kind), extraMinutes: 0, incidentMinutes: 0, ...nothingSealed }
    return { kind, dueAt: dueAtOf(begun.find((attempt) => attempt.kind === kind) ?? planned, accommodation) }
  })
}

/** The name of a test, as it stands in a sentence. */
export const testName = (t: Translate, kind: Deadline['kind']): string => t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')

/** The last of these deadlines; `null` of none. */
export const lastOf = (deadlines: readonly Deadline[]): Instant | null =>
  deadlines.length === 0 ? null : Math.max(...deadlines.map(({ dueAt }) => dueAt))

/** @throws Refusal `roundIsCalledOff`, `enrolmentOpensLater`, `enrolmentClosed` unless one can enrol for this round now. */
export function mustTakeEnrolments(round: Round, now: Instant): void {
  const { open, because, opensAt } = enrolmentStateOf(round, now)
  if (open) return
  if (because === 'calledOff') throw new Refusal('roundIsCalledOff')
  if (opensAt !== null) throw new Refusal('enrolmentOpensLater', { opensAt })
  throw new Refusal('enrolmentClosed')
}

/** @param places taken: paid or held. @throws Refusal `roundFull` */
export function mustHaveRoom(round: Pick<Round, 'maximumCandidates'>, places: number): void {
  if (round.maximumCandidates !== null && places >= round.maximumCandidates) throw new Refusal('roundFull')
}

/** @throws Refusal `enrolmentEnded`, `payFirst`, `roundIsCalledOff`, `clockStarted`, `enrolmentLapsed` */
export function mustMayChooseStart(enrolment: Enrolment, round: Round, now: Instant): void {
  if (round.calledOffAt !== null) throw new Refusal('roundIsCalledOff')
  if (enrolment.endedAt !== null) throw new Refusal('enrolmentEnded')
  if (enrolment.confirmedAt === null) throw new Refusal('payFirst')
  if (hasBegun(enrolment, now)) throw new Refusal('clockStarted')
  if (isLapsed(enrolment, round, now)) throw new Refusal('enrolmentLapsed')
}

/** What became of the attempts of one enrolment. */
export interface Sat {
  readonly attempts: number
  readonly voided: number
}

/**
 * Whether the clock may be taken as never having run: it has not come to the start moment and started nothing (staff can
 * move a start that has begun), or every attempt that it started was voided, which gives the chance back.
 *
 * @throws Refusal `clockStarted`
 */
export function mustNotHaveBegun(enrolment: Pick<Enrolment, 'startsAt'>, sat: Sat, now: Instant): void {
  const chanceIsBack = sat.attempts > 0 && sat.voided === sat.attempts
  if ((hasBegun(enrolment, now) || sat.attempts > 0) && !chanceIsBack) throw new Refusal('clockStarted')
}

/**
 * Whether staff may move an enrolment to a round.
 *
 * @throws Refusal `enrolmentEnded`, `payFirst`, `clockStarted`, `sameRound`, `roundIsCalledOff`, `windowOver`
 */
export function mustBeMovable(enrolment: Enrolment, target: Round, sat: Sat, now: Instant): void {
  if (enrolment.endedAt !== null) throw new Refusal('enrolmentEnded')
  if (enrolment.confirmedAt === null) throw new Refusal('payFirst')
  mustNotHaveBegun(enrolment, sat, now)
  if (target.id === enrolment.roundId) throw new Refusal('sameRound', {}, 'roundId')
  mustTakeMovers(target, now)
}

/** What a round must be for somebody's retake. */
interface RetakeFacts {
  /** Whose it is, for the words of the refusal. */
  readonly name: string
  /** When the insufficient first result came out, the later one of two. */
  readonly releasedAt: Instant
  readonly sat: Sitting
}

/**
 * A retake is sat in a round whose window begins after the first result came out, with another case and other questions
 * than the first time. That holds for whoever is moved too.
 *
 * @param forms the papers of the round
 * @throws Refusal `retakeTooEarly` { name }, `retakeNotFresh` { name }
 * @source domain.md, "The two tests" and "Retake"
 */
export function mustFitRetake(tests: readonly TestKind[], target: Round, forms: readonly ListedForm[], { name, releasedAt, sat }: RetakeFacts): void {
  if (windowOf(target).firstAt <= releasedAt) throw new Refusal('retakeTooEarly', { name }, 'roundId')
  const isThere = (kind: TestKind) => forms.some((form) => form.kind === kind && isFresh(form, sat))
  if (!tests.every(isThere)) throw new Refusal('retakeNotFresh', { name }, 'roundId')
}

/** Whether a round can take people from another one. @throws Refusal `roundIsCalledOff`, `windowOver` */
export function mustTakeMovers(target: Round, now: Instant): void {
  if (target.calledOffAt !== null) throw new Refusal('roundIsCalledOff', {}, 'roundId')
  if (now >= windowOf(target).endAt) throw new Refusal('windowOver', {}, 'roundId')
}

/** The rounds that people can be moved to from another one, the first window first. @param rounds the latest first */
export const targetsOf = (rounds: readonly Round[], fromId: string, now: Instant): Round[] =>
  rounds.filter((round) => round.id !== fromId && round.calledOffAt === null && now < windowOf(round).endAt).toReversed()

/** A round without a paper of a kind could not start that test. @throws Refusal `roundPapersMissing` */
export function mustHavePapers(needed: readonly TestKind[], papers: readonly { readonly kind: TestKind }[]): void {
  if (needed.some((kind) => !papers.some((paper) => paper.kind === kind))) throw new Refusal('roundPapersMissing', {}, 'roundId')
}
