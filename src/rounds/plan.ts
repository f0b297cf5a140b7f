import { createHash } from 'node:crypto'
import type { Instant } from '../clock.ts'
import { dateAt, daysOf, instantsAt } from '../local-time.ts'
import { testKinds } from '../papers/content.ts'
import type { TestKind } from '../papers/content.ts'
import { refuse } from '../refusal.ts'
import { enrolmentStateOf, windowOf } from './rounds.ts'
import type { RoundFacts, WindowDays } from './rounds.ts'

const LONGEST_WINDOW_DAYS = 60
const HOURS = { min: 1, max: 720 }

/** What staff decide about a round. */
export interface RoundPlan extends WindowDays {
  readonly name: string
  readonly note: string | null
  /** The enrolment's planned opening and closing; `null` leaves it to a hand. */
  readonly enrolmentOpensAt: Instant | null
  readonly enrolmentClosesAt: Instant | null
  /** Elapsed hours for both tests; a test's own limit is shorter, `null` for none. */
  readonly workingHours: number
  readonly caseHours: number | null
  readonly reflectionHours: number | null
  readonly minimumCandidates: number | null
  readonly maximumCandidates: number | null
  /** Local date on which the assessing should be done. */
  readonly assessingDueOn: string | null
  /** Published papers, in order of preference. */
  readonly formIds: readonly string[]
}

/** What a round is unless staff say otherwise. @source domain.md, "Test rounds": 72 hours */
export const usualPlan = {
  note: null,
  enrolmentOpensAt: null,
  enrolmentClosesAt: null,
  workingHours: 72,
  caseHours: null,
  reflectionHours: null,
  minimumCandidates: null,
  maximumCandidates: null,
  assessingDueOn: null,
  formIds: [],
} as const

/**
 * The instant of a date and time that staff typed; of a time that clocks show twice, the first.
 *
 * @param dateOn `yyyy-mm-dd`; @param time `HH:mm`; @param field the field that a refusal belongs to
 * @throws Refusal `timeSkipped` { dateOn, time } for a time that clocks skip in spring
 */
export const momentOf = (dateOn: string, time: string, field: string): Instant =>
  instantsAt(dateOn, time)[0] ?? refuse('timeSkipped', { dateOn, time }, field)

/**
 * A plan that holds together, whenever it is. Each refusal names its field.
 *
 * @throws Refusal `roundWindowInverted`, `roundWindowTooLong`, `roundHoursOutOfRange`, `roundOwnHoursTooLong`,
 *   `roundClosesBeforeOpens`, `roundClosesAfterWindow`, `roundOpensAfterWindow`, `roundCandidatesOutOfRange`,
 *   `roundMinimumAboveMaximum`, `roundAssessingTooEarly`
 */
export function mustBePlan(plan: RoundPlan): void {
  mustBeWindow(plan)
  mustBeEnrolmentTimes(plan)
  mustBeHours(plan)
  mustBeNumbers(plan)
  if (plan.assessingDueOn !== null && plan.assessingDueOn <= plan.windowLastOn) refuse('roundAssessingTooEarly', {}, 'assessingDueOn')
}

function mustBeWindow({ windowFirstOn, windowLastOn }: WindowDays): void {
  if (windowLastOn < windowFirstOn) refuse('roundWindowInverted', {}, 'windowLastOn')
  const days = daysOf(windowFirstOn, windowLastOn)
  if (days > LONGEST_WINDOW_DAYS) refuse('roundWindowTooLong', { days, max: LONGEST_WINDOW_DAYS }, 'windowLastOn')
}

function mustBeEnrolmentTimes(plan: RoundPlan): void {
  const { endAt } = windowOf(plan)
  const { enrolmentOpensAt: opensAt, enrolmentClosesAt: closesAt } = plan
  if (opensAt !== null && opensAt >= endAt) refuse('roundOpensAfterWindow', {}, 'enrolmentOpensOn')
  if (closesAt === null) return
  if (opensAt !== null && closesAt <= opensAt) refuse('roundClosesBeforeOpens', {}, 'enrolmentClosesOn')
  if (closesAt > endAt) refuse('roundClosesAfterWindow', {}, 'enrolmentClosesOn')
}

function mustBeHours(plan: RoundPlan): void {
  for (const field of ['workingHours', 'caseHours', 'reflectionHours'] as const) {
    const hours = plan[field]
    if (hours === null) continue
    if (!Number.isInteger(hours) || hours < HOURS.min || hours > HOURS.max) refuse('roundHoursOutOfRange', HOURS, field)
    if (hours > plan.workingHours) refuse('roundOwnHoursTooLong', { hours: plan.workingHours }, field)
  }
}

function mustBeNumbers({ minimumCandidates, maximumCandidates }: RoundPlan): void {
  if (minimumCandidates !== null && minimumCandidates < 1) refuse('roundCandidatesOutOfRange', {}, 'minimumCandidates')
  if (maximumCandidates !== null && maximumCandidates < 1) refuse('roundCandidatesOutOfRange', {}, 'maximumCandidates')
  if (minimumCandidates !== null && maximumCandidates !== null && minimumCandidates > maximumCandidates) {
    refuse('roundMinimumAboveMaximum', {}, 'maximumCandidates')
  }
}

type Dates = Pick<RoundPlan, 'windowFirstOn' | 'windowLastOn' | 'enrolmentOpensAt' | 'enrolmentClosesAt'>

/**
 * What is new in a plan lies ahead; what was there before may have passed.
 *
 * @param before the round as it is, `null` for a new one
 * @throws Refusal `roundWindowPast`, `roundMomentPast`
 */
export function mustLieAhead(plan: Dates, before: Dates | null, now: Instant): void {
  const today = dateAt(now)
  for (const field of ['windowFirstOn', 'windowLastOn'] as const) {
    if (plan[field] !== before?.[field] && plan[field] < today) refuse('roundWindowPast', {}, field)
  }
  const moments = { enrolmentOpensOn: 'enrolmentOpensAt', enrolmentClosesOn: 'enrolmentClosesAt' } as const
  for (const [field, name] of Object.entries(moments)) {
    const at = plan[name]
    if (at !== null && at !== before?.[name] && at <= now) refuse('roundMomentPast', {}, field)
  }
}

/** What has been built on a round already: places, chosen start moments, and papers that attempts are bound to. */
export interface Use {
  /** Somebody has a place in it. */
  readonly hasPlaces: boolean
  readonly firstStartsAt: Instant | null
  readonly lastStartsAt: Instant | null
  readonly formIds: readonly string[]
}

type Fixed = Pick<RoundPlan, 'windowFirstOn' | 'windowLastOn' | 'workingHours' | 'caseHours' | 'reflectionHours'>

/**
 * Once the first start moment has come, window and hours stay as they are; before that, the window still holds every
 * start moment that was chosen.
 *
 * @throws Refusal `roundStarted`, `roundStartsOutside` { firstOn, lastOn }
 */
export function mustKeepPromises(plan: Fixed, before: Fixed, use: Use, now: Instant): void {
  const { firstStartsAt, lastStartsAt } = use
  if (firstStartsAt === null || lastStartsAt === null) return
  const fields = ['windowFirstOn', 'windowLastOn', 'workingHours', 'caseHours', 'reflectionHours'] as const
  const changed = fields.find((field) => plan[field] !== before[field])
  if (changed !== undefined && firstStartsAt <= now) refuse('roundStarted', {}, changed)
  const { firstAt, endAt } = windowOf(plan)
  if (firstStartsAt >= firstAt && lastStartsAt < endAt) return
  const field = firstStartsAt < firstAt ? 'windowFirstOn' : 'windowLastOn'
  refuse('roundStartsOutside', { firstOn: dateAt(firstStartsAt), lastOn: dateAt(lastStartsAt) }, field)
}

/** A paper stays in the round once an attempt is bound to it. @throws Refusal `roundPaperUsed` { title }. */
export function mustKeepUsedPapers(
  formIds: readonly string[], before: readonly { readonly formId: string; readonly title: string }[], use: Use,
): void {
  const gone = before.find(({ formId }) => use.formIds.includes(formId) && !formIds.includes(formId))
  if (gone !== undefined) refuse('roundPaperUsed', { title: gone.title }, `paper-${gone.formId}`)
}

/**
 * What a plan says, in a few characters: two plans that say the same have the same one. A form carries it along, so
 * that a change which was made on an older plan is noticed.
 */
export function editionOf({ formIds, ...plan }: RoundPlan): string {
  const facts = Object.entries(plan).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256').update(JSON.stringify([facts, formIds])).digest('hex').slice(0, 16)
}

/** @throws Refusal `roundPapersMissing` unless there is a paper of each kind. */
export function mustHavePapers(papers: readonly { readonly kind: TestKind }[]): void {
  if (testKinds.some((kind) => !papers.some((paper) => paper.kind === kind))) refuse('roundPapersMissing')
}

/** @throws Refusal `roundIsCalledOff`, `roundIsReleased`. */
export function mustBeChangeable({ calledOffAt, releasedAt }: Pick<RoundFacts, 'calledOffAt' | 'releasedAt'>): void {
  if (calledOffAt !== null) refuse('roundIsCalledOff')
  if (releasedAt !== null) refuse('roundIsReleased')
}

/** @throws Refusal `roundIsCalledOff`, `roundIsReleased`, `roundIsOver` (the window), `roundIsOpen`. */
export function mustBeOpenable(round: RoundFacts, now: Instant): void {
  mustBeChangeable(round)
  const state = enrolmentStateOf(round, now)
  if (state.because === 'windowOver') refuse('roundIsOver')
  if (state.open) refuse('roundIsOpen')
}

/** Closing is for an enrolment that is open, or that a date will open. @throws Refusal `roundIsCalledOff`, `roundIsReleased`, `roundIsClosed`. */
export function mustBeClosable(round: RoundFacts, now: Instant): void {
  mustBeChangeable(round)
  const { open, opensAt } = enrolmentStateOf(round, now)
  if (!open && opensAt === null) refuse('roundIsClosed')
}
