import { DAY, HOUR } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { midnightOf, plusDays } from '../local-time.ts'
import { windowOf } from '../rounds/rounds.ts'
import type { RoundFacts } from '../rounds/rounds.ts'

type Drawn = RoundFacts & { readonly assessingDueOn: string | null }

/** A stretch in the life of a round; its release is a moment, that ends when it begins. */
export interface Stretch {
  readonly what: 'enrolment' | 'window' | 'lastTests' | 'assessing' | 'release'
  readonly from: Instant
  readonly until: Instant
}

/**
 * The stretches of a round as far as they are known: enrolment, window, the working time of whoever starts last
 * (without anybody's extra time), assessing, and the release of the results once it was done.
 */
export function stretchesOf(round: Drawn): Stretch[] {
  const { firstAt, endAt } = windowOf(round)
  const lastAt = endAt + round.workingHours * HOUR
  const dueAt = round.assessingDueOn === null ? null : midnightOf(plusDays(round.assessingDueOn, 1))
  const enrolment = enrolmentOf(round, endAt)
  const stretches: Stretch[] = [
    ...(enrolment === null ? [] : [{ what: 'enrolment' as const, ...enrolment }]),
    { what: 'window', from: firstAt, until: endAt },
    { what: 'lastTests', from: endAt, until: lastAt },
    ...(dueAt === null ? [] : [{ what: 'assessing' as const, from: lastAt, until: dueAt }]),
  ]
  const { releasedAt } = round
  return [...stretches.filter(({ from, until }) => from < until), ...(releasedAt === null ? [] : [{ what: 'release' as const, from: releasedAt, until: releasedAt }])]
}

/** When one could or can enrol; `null` when neither a date nor a hand opened it. */
function enrolmentOf(round: Drawn, endAt: Instant): { from: Instant; until: Instant } | null {
  const { handState, handAt, enrolmentOpensAt, enrolmentClosesAt } = round
  const byHand = handState === 'open' ? handAt : null
  const from = byHand === null ? enrolmentOpensAt : Math.min(byHand, enrolmentOpensAt ?? byHand)
  if (from === null) return null
  // A closing date that had passed when a hand opened it closes nothing any more.
  const closesAt = byHand !== null && enrolmentClosesAt !== null && enrolmentClosesAt <= byHand ? null : enrolmentClosesAt
  const stops = [endAt, closesAt ?? endAt, handState === 'closed' ? (handAt ?? endAt) : endAt]
  return { from, until: Math.min(...stops) }
}

/** From the first moment of these stretches to the last, with a little room at both sides. */
export function frameOf(stretches: readonly { readonly from: Instant; readonly until: Instant }[]): { from: Instant; until: Instant } {
  const from = Math.min(...stretches.map((one) => one.from))
  const until = Math.max(...stretches.map((one) => one.until))
  return { from: from - DAY, until: until + DAY }
}

/** What of these stretches lies within a frame, cut off at its edges. */
export const within = <S extends { readonly from: Instant; readonly until: Instant }>(stretches: readonly S[], frame: { from: Instant; until: Instant }): S[] =>
  stretches
    .filter(({ from, until }) => until > frame.from && from < frame.until)
    .map((one) => ({ ...one, from: Math.max(one.from, frame.from), until: Math.min(one.until, frame.until) }))

/** How many people start in each hour; `hour` in whole hours since 1970. */
export interface Starts {
  readonly hour: number
  readonly count: number
}

/**
 * How many clocks run at the same time, every `step` hours from the first start to the last end, in whole hours.
 *
 * @param workingHours of the round, without anybody's extra time
 * @returns moments in ms since 1970 UTC; none without starts
 */
export function runningOver(starts: readonly Starts[], workingHours: number, step: number): { at: Instant; count: number }[] {
  if (starts.length === 0) return []
  const first = Math.min(...starts.map(({ hour }) => hour))
  const last = Math.max(...starts.map(({ hour }) => hour)) + workingHours
  const moments = Array.from({ length: Math.ceil((last - first) / step) + 1 }, (_, index) => first + index * step)
  return moments.map((hour) => ({
    at: hour * HOUR,
    count: starts.filter((one) => one.hour <= hour && hour < one.hour + workingHours).reduce((sum, { count }) => sum + count, 0),
  }))
}
