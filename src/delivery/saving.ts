import { createHash } from 'node:crypto'
import { MINUTE } from '../clock.ts'
import type { Instant } from '../clock.ts'

/** The most characters (UTF-16 units) one answer may have. */
export const LONGEST_ANSWER = 50_000

/** A window that is gone, whose unsent text was found on the device. */
export interface Forebear {
  readonly windowId: string
  /** How often it had sent something when that text was kept: what it sent later is newer. */
  readonly windowCount: number
}

/** What one window sends of one answer. */
export interface Draft {
  readonly text: string
  /** Keys of the chosen options; empty for an open question. */
  readonly choice: readonly string[]
  readonly windowId: string
  /** The window's own count of what it sent, rising; `null` from a plain form. */
  readonly windowCount: number | null
  /** The revision that stood in the window when it was opened or last told. */
  readonly baseRevision: number
  /** The windows before a reload or a crash whose unsent text this one goes on from, the oldest first. */
  readonly heirOf?: readonly Forebear[] | undefined
}

/** The answer as it stands. */
export interface Standing {
  readonly text: string
  readonly choice: readonly string[]
  readonly revision: number
  readonly windowId: string
  readonly windowCount: number
  readonly historyId: string
  readonly savedAt: Instant
}

export type Outcome = 'saved' | 'stale' | 'late' | 'early'

/**
 * What becomes of a text that arrives.
 *
 * - `late`: writing was over (sealed, or past the deadline and its grace): kept as history, not counted.
 * - `early`: staff moved the start to a moment that is still to come: kept as history, not counted.
 * - `stale`: newer text came from another window, or later from this one: kept as history, the person chooses.
 * - `saved`: it is the answer now.
 *
 * @param standing the answer as it stands; `undefined` when nothing was saved yet
 * @param sitting `writableUntil`: deadline plus grace, the last moment that still counts, included; `startsAt` where the
 *   clock may still be to start
 * @source architecture.md, "Saving an answer"
 */
export function outcomeOf(
  draft: Draft,
  standing: Pick<Standing, 'revision' | 'windowId' | 'windowCount'> | undefined,
  sitting: { sealed: boolean; startsAt?: Instant; writableUntil: Instant },
  now: Instant,
): Outcome {
  if (sitting.sealed || now > sitting.writableUntil) return 'late'
  if (sitting.startsAt !== undefined && now < sitting.startsAt) return 'early'
  return standing === undefined || hasSeen(draft, standing) ? 'saved' : 'stale'
}

/** Whether a text was typed by somebody who had what stands before them, or typed it themselves. */
function hasSeen(draft: Draft, standing: Pick<Standing, 'revision' | 'windowId' | 'windowCount'>): boolean {
  const { windowId, windowCount, heirOf = [], baseRevision } = draft
  // A plain form has no count: a tab that was duplicated carries the same window, so only what it showed can tell.
  if (windowCount !== null && windowId === standing.windowId) return windowCount >= standing.windowCount
  if (heirOf.some((one) => one.windowId === standing.windowId && one.windowCount >= standing.windowCount)) return true
  return baseRevision >= standing.revision
}

/** Why a stale text leaves nothing to choose: its own window, or the one it was found behind, went on from it. */
export type Settled = 'own' | 'before'

/** Whether what stands came later from the window of a stale text, or from one whose text it went on from. */
export function overtakenBy(draft: Draft, standing: Pick<Standing, 'windowId'>): Settled | null {
  if (draft.windowId === standing.windowId) return 'own'
  return (draft.heirOf ?? []).some(({ windowId }) => windowId === standing.windowId) ? 'before' : null
}

/** The count that an answer is saved under; after a plain form, what its window sent before counts as older. */
export const countOf = (draft: Draft, standing: Pick<Standing, 'windowId' | 'windowCount'> | undefined): number =>
  draft.windowCount ?? (standing?.windowId === draft.windowId ? standing.windowCount + 1 : 0)

/** What a page showed of an answer, in a few characters: a field that comes back with just that was not touched. */
export const markOf = ({ text, choice }: { text: string; choice: readonly string[] }): string =>
  createHash('sha256').update(JSON.stringify([text, [...choice].sort()])).digest('base64url').slice(0, 16)

/** How often saving notes in the attempt that somebody is writing. */
export const BUSY_NOTED_EVERY = 5 * MINUTE

/** Whether a save notes that somebody is writing: the last note is too old, or there is none. */
export const notesBusy = (busyAt: Instant | null, now: Instant): boolean => busyAt === null || now - busyAt >= BUSY_NOTED_EVERY

/** Whether an answer says anything. White space alone does not. */
export const isEmpty = (answer: { text: string; choice: readonly string[] }): boolean =>
  answer.text.trim() === '' && answer.choice.length === 0

export const isSame = (a: { text: string; choice: readonly string[] }, b: { text: string; choice: readonly string[] }): boolean =>
  a.text === b.text && a.choice.length === b.choice.length && a.choice.every((key) => b.choice.includes(key))

/**
 * Whether the text that stands must stay in the history beside the new one. At most one revision a minute is kept,
 * and every one that an emptying, a cut of more than half or another window replaced.
 */
export function keepsStanding(standing: Standing, draft: Draft, now: Instant): boolean {
  if (Math.floor(standing.savedAt / MINUTE) !== Math.floor(now / MINUTE)) return true
  if (standing.windowId !== draft.windowId) return true
  if (isEmpty(draft) !== isEmpty(standing)) return true
  return draft.text.length * 2 < standing.text.length
}
