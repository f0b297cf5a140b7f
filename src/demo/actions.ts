import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database, Db } from '../../db/database.ts'
import { MINUTE, SECOND, wallClock } from '../clock.ts'
import type { Clock, Instant } from '../clock.ts'
import type { Config } from '../config.ts'
import { SESSION_LASTS } from '../identity/identity.ts'
import { addSession, findAccountByEmail, findPersonByEmail } from '../identity/queries.ts'
import { forgetViewers } from '../identity/viewers.ts'
import { newId } from '../ids.ts'
import type { Job } from '../job.ts'
import { runAll } from '../jobs/loop.ts'
import { takeLease } from '../jobs/queries.ts'
import { refuse } from '../refusal.ts'
import { movable } from './demo.ts'
import { findAhead, isInhabited, listEverySession, putAhead, removeEverything } from './queries.ts'
import { readCast } from './seed/cast.ts'
import { fillDemo } from './seed/seed.ts'
import type { SeedDeps } from './seed/seed.ts'

interface Demo {
  readonly db: Database
  /** One that can be moved. */
  readonly clock: Clock
  readonly log: Logger
  readonly config: Pick<Config, 'baseUrl' | 'graceSeconds'>
}

const seedDepsOf = ({ config }: Demo): SeedDeps => ({ graceMs: config.graceSeconds * SECOND, baseUrl: config.baseUrl })

/**
 * Sees to it, before anybody asks for a page, that there is a demonstration: an empty database is filled, and the
 * clock takes up where it stood. A database with other data in it is left as it is.
 *
 * @returns whether it was filled now
 */
export async function ensureDemo(demo: Demo): Promise<boolean> {
  const { db } = demo
  const clock = movable(demo.clock)
  const ahead = await findAhead(db.read)
  clock.setAhead(ahead ?? 0)
  if (ahead !== undefined || (await isInhabited(db.read))) return false
  const [cast, now] = [readCast(), clock.now()]
  return db.write(async (tx) => {
    // Of two processes that start together, the second finds it done.
    if (await isInhabited(tx)) return false
    await fillDemo(tx, cast, seedDepsOf(demo), now)
    return true
  })
}

/**
 * Moves the clock forward, keeps that for the next start, and does everything the clock would have done by then.
 *
 * @param ms elapsed, zero or more
 */
export async function moveClock(demo: Demo, jobs: readonly Job[], ms: number): Promise<void> {
  const { db, log } = demo
  const clock = movable(demo.clock)
  clock.forward(ms)
  const { aheadMs } = clock
  await db.write((tx) => putAhead(tx, aheadMs))
  await runAll({ db, now: clock.now(), log }, jobs)
}

/**
 * Begins the demonstration afresh, with the clock back at the machine's own time. Who is signed in stays so, as the
 * person with the same address; who is no more is signed out.
 */
export async function startAfresh(demo: Demo, jobs: readonly Job[]): Promise<void> {
  const { db } = demo
  const clock = movable(demo.clock)
  const cast = readCast()
  await holdJobs(db, jobs, clock.now())
  const { aheadMs } = clock
  // Before the new data are there: nothing may look at them with the old time.
  clock.setAhead(0)
  const now = clock.now()
  const refill = async (tx: Db) => {
    const sessions = await listEverySession(tx)
    await removeEverything(tx)
    await fillDemo(tx, cast, seedDepsOf(demo), now)
    for (const { session, email } of sessions) await keepSession(tx, session, email)
    return sessions.map(({ session }) => session.userId)
  }
  const gone = await db.write(refill).catch((error: unknown) => {
    clock.setAhead(aheadMs)
    throw error
  })
  for (const accountId of new Set(gone)) forgetViewers(accountId)
}

/** Keeps the clock's own work out of the way, in every process; the new beginning gives the leases back. */
async function holdJobs(db: Database, jobs: readonly Job[], now: Instant): Promise<void> {
  await db.write(async (tx) => {
    for (const { name } of jobs) await takeLease(tx, { name, holder: 'demonstration', now, until: now + 2 * MINUTE, ranBefore: now })
  })
}

type Session = Awaited<ReturnType<typeof listEverySession>>[number]['session']

async function keepSession(tx: Db, session: Session, email: string): Promise<void> {
  const account = await findAccountByEmail(tx, email)
  if (account !== undefined) await addSession(tx, { ...session, userId: account.id })
}

/**
 * Signs somebody of the demonstration in, without a password or a code.
 *
 * @returns the token of the new session
 * @throws Refusal `notFound` when they have no account
 */
export async function signInAs(tx: Db, email: string, userAgent: string | null): Promise<string> {
  const userId = (await findPersonByEmail(tx, email))?.accountId ?? refuse('notFound')
  const token = randomBytes(24).toString('base64url')
  // Sessions run out by the machine's own clock, as everywhere.
  const at = new Date(wallClock.now())
  const expiresAt = new Date(at.getTime() + SESSION_LASTS)
  await addSession(tx, { id: newId(), token, userId, expiresAt, userAgent, createdAt: at, updatedAt: at })
  return token
}
