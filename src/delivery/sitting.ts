import type { Instant } from '../clock.ts'
import { Refusal } from '../refusal.ts'
import { dueAtOf, nothingSealed } from '../rounds/deadline.ts'
import type { Counted } from '../rounds/deadline.ts'
import type { AttemptRow } from './queries.ts'

/** An attempt as its queries give it: the row, and the accommodation of whoever sits it. */
export interface Timed {
  readonly attempt: AttemptRow
  readonly extraPercent: number | null
  readonly accommodatedMinutes: number | null
}

/** When writing ends, and when a text on its way is still accepted. */
export interface Limits {
  readonly dueAt: Instant
  /** `dueAt` plus the grace; that moment included. */
  readonly writableUntil: Instant
}

/** As much of an attempt as its limits need. */
type Clock = Pick<Timed, 'extraPercent' | 'accommodatedMinutes'> & { readonly attempt: Counted }

/** The limits of an attempt. @param graceMs how long after the deadline a save still counts (a setting) */
export function limitsOf(timed: Clock, graceMs: number): Limits {
  const { attempt, extraPercent, accommodatedMinutes } = timed
  const accommodation = extraPercent === null ? null : { extraPercent, extraMinutes: accommodatedMinutes ?? 0 }
  const dueAt = dueAtOf(attempt, accommodation)
  return { dueAt, writableUntil: dueAt + graceMs }
}

/** The deadline that a closed attempt would have if it were opened again: with the accommodation of its person as it is now. */
export const openDueAtOf = (timed: Clock): Instant => limitsOf({ ...timed, attempt: { ...timed.attempt, ...nothingSealed } }, 0).dueAt

export type SittingState = 'writing' | 'handedIn' | 'timeIsUp'

/** When it was handed in, by whomever; `null` where nothing was, or where the end of its time did it. */
export const handedInAtOf = ({ sealedAt }: Pick<AttemptRow, 'sealedAt'>, { dueAt }: Limits): Instant | null =>
  sealedAt !== null && sealedAt < dueAt ? sealedAt : null

/** Where an attempt stands: sealed before its deadline is handed in, afterwards its time was up. */
export function stateOf({ attempt }: { readonly attempt: Pick<AttemptRow, 'sealedAt'> }, limits: Limits, now: Instant): SittingState {
  if (attempt.sealedAt !== null) return handedInAtOf(attempt, limits) === null ? 'timeIsUp' : 'handedIn'
  return now > limits.writableUntil ? 'timeIsUp' : 'writing'
}

/** Whether the clock is still to start: staff can move a start that has begun. */
export const isToStart = (attempt: Pick<AttemptRow, 'startsAt' | 'sealedAt'>, now: Instant): boolean => attempt.sealedAt === null && now < attempt.startsAt

/** @throws Refusal `notStarted` */
export function mustHaveStarted(attempt: Pick<AttemptRow, 'startsAt' | 'sealedAt'>, now: Instant): void {
  if (isToStart(attempt, now)) throw new Refusal('notStarted')
}

/** @throws Refusal `timeIsUp`, `handedIn` when nothing can be written any more. */
export function mustBeWritable(timed: Timed, limits: Limits, now: Instant): void {
  const state = stateOf(timed, limits, now)
  if (state === 'handedIn') throw new Refusal('handedIn')
  if (state === 'timeIsUp') throw new Refusal('timeIsUp', { dueAt: limits.dueAt })
}
