/** Who a session belongs to, with a few seconds of memory in front of the database. */
import type { Db } from '../../db/database.ts'
import { SECOND, stopwatch, wallClock } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { Viewer } from '../http/env.ts'
import type { Language } from '../language/translate.ts'
import { needsSecondFactor, rolesOf } from './identity.ts'
import { findSession } from './queries.ts'

/** How long an answer is kept: what another process changes shows after this at the latest. */
const KEPT = 3 * SECOND
/** Most sessions kept in memory at once. */
const MOST = 10_000

export interface Found {
  readonly viewer: Viewer
  readonly language: Language
}

interface Kept extends Found {
  /** By the stopwatch, like everything here: a machine's clock that is set back would prolong it. */
  readonly until: Instant
}

const kept = new Map<string, Kept>()
/** Accounts that changed just now, and until when nothing about them is kept: their transaction may still be open. */
const changing = new Map<string, Instant>()
const CHANGE_LASTS = 10 * SECOND

/** Whatever was remembered about this account no longer holds: it was signed out, or its person's roles changed. */
export function forgetViewers(accountId: string): void {
  const now = stopwatch.now()
  for (const [account, until] of changing) if (until <= now) changing.delete(account)
  changing.set(accountId, now + CHANGE_LASTS)
  for (const [token, { viewer }] of kept) if (viewer.accountId === accountId) kept.delete(token)
}

/**
 * Who is signed in with this session; `null` when the session was ended, ran out or never was.
 * Sessions run out by the machine's own clock: the demonstration's clock jumps for days, and nobody is signed out by that.
 *
 * @param token of the cookie, its signature already checked
 * @param demo in the demonstration nobody needs a second factor
 */
export async function findViewer(db: Db, token: string, demo: boolean): Promise<Found | null> {
  const now = stopwatch.now()
  const known = kept.get(token)
  if (known !== undefined && known.until > now) return known
  kept.delete(token)
  const [row] = await findSession(db, { token })
  const leftMs = row === undefined ? 0 : row.expiresAt.getTime() - wallClock.now()
  if (row === undefined || leftMs <= 0) return null
  const roles = rolesOf(row)
  const { personId, accountId, sessionId, name, language } = row
  const secondFactorDue = !demo && needsSecondFactor(roles) && row.twoFactorEnabled !== true
  const found = { viewer: { personId, accountId, sessionId, name, roles, secondFactorDue }, language }
  remember(token, found, now + Math.min(KEPT, leftMs), now)
  return found
}

function remember(token: string, found: Found, until: Instant, now: Instant): void {
  if ((changing.get(found.viewer.accountId) ?? 0) > now) return
  if (kept.size >= MOST) kept.clear()
  kept.set(token, { ...found, until })
}
