import { HOUR } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { midnightOf, plusDays } from '../local-time.ts'
import type { TestKind } from '../papers/content.ts'

/** The window's first and last local date, `yyyy-mm-dd`, both included. */
export interface WindowDays {
  readonly windowFirstOn: string
  readonly windowLastOn: string
}

/** The facts of a round that its rules look at. */
export interface RoundFacts extends WindowDays {
  readonly enrolmentOpensAt: Instant | null
  readonly enrolmentClosesAt: Instant | null
  readonly handState: 'open' | 'closed' | null
  readonly handAt: Instant | null
  readonly workingHours: number
  readonly calledOffAt: Instant | null
  readonly releasedAt: Instant | null
}

export interface Window {
  readonly firstAt: Instant
  readonly endAt: Instant
}

/**
 * The stretch of time that holds a round's start moments: from the first midnight to the first instant after the
 * last day. Over a change of the clock it is an hour shorter or longer than its days times 24 hours.
 *
 * @source domain.md, "Test rounds": a window holds start moments, not hand-ins
 */
export const windowOf = ({ windowFirstOn, windowLastOn }: WindowDays): Window => ({
  firstAt: midnightOf(windowFirstOn),
  endAt: midnightOf(plusDays(windowLastOn, 1)),
})

/** The elapsed hours one has for a test: the test's own limit where there is one, or the round's. */
export function workingHoursOf(
  round: { readonly workingHours: number; readonly caseHours: number | null; readonly reflectionHours: number | null },
  kind: TestKind,
): number {
  const own = kind === 'case' ? round.caseHours : round.reflectionHours
  return own ?? round.workingHours
}

/** Whether one can enrol, what decided that, and when it will change by itself. */
export interface EnrolmentState {
  readonly open: boolean
  readonly because: 'hand' | 'date' | 'windowOver' | 'calledOff' | 'released'
  /** When it opens by itself; `null` when it is open or will not. */
  readonly opensAt: Instant | null
  /** When it closes by itself, at the latest with the window's end; `null` when it is closed. */
  readonly closesAt: Instant | null
}

/**
 * Whether the enrolment is open. Dates do it by themselves; what was done by hand beats them: a hand opening ignores
 * the opening date and a closing date that had passed already, a hand closing stays. Nobody enrols after the window.
 *
 * @source domain.md, "Test rounds": what staff did by hand beats a date
 */
export function enrolmentStateOf(round: RoundFacts, now: Instant): EnrolmentState {
  const closed = (because: EnrolmentState['because'], opensAt: Instant | null = null) => ({ open: false, because, opensAt, closesAt: null })
  const { endAt } = windowOf(round)
  if (round.calledOffAt !== null) return closed('calledOff')
  if (round.releasedAt !== null) return closed('released')
  if (now >= endAt) return closed('windowOver')
  if (round.handState === 'closed') return closed('hand')
  const closesAt = Math.min(endAt, closingDateOf(round) ?? endAt)
  if (now >= closesAt) return closed('date')
  if (round.handState === 'open') return { open: true, because: 'hand', opensAt: null, closesAt }
  const { enrolmentOpensAt } = round
  if (enrolmentOpensAt === null || now < enrolmentOpensAt) return closed('date', enrolmentOpensAt)
  return { open: true, because: 'date', opensAt: null, closesAt }
}

/** The closing date, unless a later hand opening has overtaken it. */
function closingDateOf({ enrolmentClosesAt, handState, handAt }: RoundFacts): Instant | null {
  const overtaken = handState === 'open' && handAt !== null && enrolmentClosesAt !== null && enrolmentClosesAt <= handAt
  return overtaken ? null : enrolmentClosesAt
}

export const enrolmentIsOpen = (round: RoundFacts, now: Instant): boolean => enrolmentStateOf(round, now).open

/** Where a round stands, in the order it goes through; `past`: over without ever having been opened here. */
export const phases = ['draft', 'announced', 'open', 'closed', 'running', 'finishing', 'assessing', 'released', 'calledOff', 'past'] as const
export type Phase = (typeof phases)[number]

/**
 * Where a round stands. It says nothing about enrolment once the window runs (ask `enrolmentStateOf`), and for
 * `finishing` it counts the round's own hours, without anybody's extra time.
 */
export function phaseOf(round: RoundFacts, now: Instant): Phase {
  if (round.calledOffAt !== null) return 'calledOff'
  if (round.releasedAt !== null) return 'released'
  const { firstAt, endAt } = windowOf(round)
  const neverOpened = round.handState === null && (round.enrolmentOpensAt === null || round.enrolmentOpensAt >= endAt)
  if (neverOpened) return now < endAt ? 'draft' : 'past'
  if (now >= endAt + round.workingHours * HOUR) return 'assessing'
  if (now >= endAt) return 'finishing'
  if (now >= firstAt) return 'running'
  const { open, opensAt } = enrolmentStateOf(round, now)
  if (open) return 'open'
  return opensAt === null ? 'closed' : 'announced'
}
