import { MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { Refusal } from '../refusal.ts'
import type { Ending } from './incidents.ts'

/** The most minutes that can be given to one attempt: thirty days. */
export const MOST_EXTRA_MINUTES = 43_200

/** An attempt as far as staff can still do something about it. */
export interface Facts {
  readonly startsAt: Instant
  readonly sealedAt: Instant | null
  readonly voidedAt: Instant | null
  readonly extraMinutes: number
}

/** An attempt whose result is out, or that does not count, is left alone. @throws Refusal `attemptVoided`, `resultReleased` */
export function mustBeLive({ voidedAt }: Pick<Facts, 'voidedAt'>, isReleased: boolean): void {
  if (voidedAt !== null) throw new Refusal('attemptVoided')
  if (isReleased) throw new Refusal('resultReleased')
}

/**
 * Whether so many minutes can be given, or taken back where too many were given.
 *
 * @param openDueAt the deadline as it is; of a closed attempt, as it would be if it were open
 * @param ending the last seal of a closed attempt; `null` while it is open
 * @returns the new deadline, and whether the attempt opens again: its deadline had closed it, and now lies ahead
 * @throws Refusal `extraOutOfRange` { most }; `extraTooShort` when the new deadline has passed; `handedInOtherwise` when
 *   the candidate or staff closed it
 */
export function extraTimeOf(
  facts: Facts, minutes: number, { openDueAt, ending }: { readonly openDueAt: Instant; readonly ending: Ending | null }, now: Instant,
): { dueAt: Instant; reopens: boolean } {
  const total = facts.extraMinutes + minutes
  if (!Number.isInteger(minutes) || minutes === 0 || total < 0 || total > MOST_EXTRA_MINUTES) {
    throw new Refusal('extraOutOfRange', { most: MOST_EXTRA_MINUTES }, 'minutes')
  }
  if (ending !== null && ending.by !== 'deadline') throw new Refusal('handedInOtherwise')
  const newDueAt = openDueAt + minutes * MINUTE
  if (newDueAt <= now) throw new Refusal('extraTooShort', {}, 'minutes')
  return { dueAt: newDueAt, reopens: ending !== null }
}

/**
 * A test that was handed in by mistake, or closed by staff, opens again until its deadline.
 *
 * @throws Refusal `reopenOpen` when it is open, `reopenTooLate` once the deadline has come
 */
export function mustBeReopenable({ sealedAt }: Pick<Facts, 'sealedAt'>, dueAt: Instant, now: Instant): void {
  if (sealedAt === null) throw new Refusal('reopenOpen')
  if (now >= dueAt) throw new Refusal('reopenTooLate')
}

/** @throws Refusal `closeClosed` when it is closed, `closeNotBegun` before its start, `closeTimeIsUp` when the clock closes it by itself */
export function mustBeClosable({ startsAt, sealedAt }: Pick<Facts, 'startsAt' | 'sealedAt'>, dueAt: Instant, now: Instant): void {
  if (sealedAt !== null) throw new Refusal('closeClosed')
  if (now < startsAt) throw new Refusal('closeNotBegun')
  if (now >= dueAt) throw new Refusal('closeTimeIsUp')
}

/** @throws Refusal `notFound` unless the text came late, `lateAccepted` when it counts already, `lateOpen` while the attempt is open */
export function mustBeAcceptable(text: { readonly outcome: string; readonly acceptedAt: Instant | null }, { sealedAt }: Pick<Facts, 'sealedAt'>): void {
  if (text.outcome !== 'late') throw new Refusal('notFound')
  if (text.acceptedAt !== null) throw new Refusal('lateAccepted')
  if (sealedAt === null) throw new Refusal('lateOpen')
}
