import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { Refusal } from '../refusal.ts'
import { listClocks } from './closing-queries.ts'
import { sealAttemptByItself } from './closing.ts'
import { limitsOf } from './sitting.ts'
import { listDueStarts } from './starting-queries.ts'
import { startEnrolments } from './starting.ts'

// Small enough that a page asked meanwhile waits for hundredths of a second.
const STARTS_PER_TRANSACTION = 10
// How many times as long as it works the job lets others work.
const PAUSES = 3
const SEALS_AT_ONCE = 30

/** Makes the attempts of everybody whose clock started. */
async function startAll({ db, now }: JobDeps): Promise<void> {
  // Looked up once: with thousands who start together, each look passes all who have started already.
  const due = await listDueStarts(db.read, now, Number.MAX_SAFE_INTEGER)
  for (let from = 0; from < due.length; from += STARTS_PER_TRANSACTION) {
    const begunMs = performance.now()
    await db.write((tx) => startEnrolments(tx, due.slice(from, from + STARTS_PER_TRANSACTION), now))
    // Whoever opens their tests is started by that page: when everybody comes at once, the pages go before.
    await pause((performance.now() - begunMs) * PAUSES)
  }
}

/**
 * Seals every attempt whose deadline and grace have passed, each in its own small transaction: on SQLite those that
 * wait share a commit, and saves of others go between them.
 */
export async function sealAll({ db, now }: Pick<JobDeps, 'db' | 'now'>, graceMs: number): Promise<number> {
  const due = (await listClocks(db.read, now)).filter(({ extraPercent, accommodatedMinutes, ...attempt }) =>
    now > limitsOf({ attempt, extraPercent, accommodatedMinutes }, graceMs).writableUntil)
  for (let from = 0; from < due.length; from += SEALS_AT_ONCE) {
    await Promise.all(due.slice(from, from + SEALS_AT_ONCE).map(({ id }) => sealOne(db, id, graceMs, now)))
  }
  return due.length
}

async function sealOne(db: JobDeps['db'], attemptId: string, graceMs: number, now: Instant): Promise<void> {
  try {
    await db.write((tx) => sealAttemptByItself(tx, { attemptId, graceMs }, now))
  } catch (error) {
    // Handed in, or sealed by another process, between the list and the transaction: that is what was wanted.
    if (!(error instanceof Refusal)) throw error
  }
}

export const deliveryJobs = (graceMs: number): readonly Job[] => [
  { name: 'delivery.start', everyMs: 5 * SECOND, run: startAll },
  { name: 'delivery.seal', everyMs: 2 * SECOND, run: async (deps) => void (await sealAll(deps, graceMs)) },
]

