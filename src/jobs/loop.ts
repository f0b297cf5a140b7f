import type { Logger } from 'pino'
import type { Database } from '../../db/database.ts'
import type { Clock, Instant } from '../clock.ts'
import { MINUTE, SECOND } from '../clock.ts'
import { newId } from '../ids.ts'
import type { Job, JobDeps } from '../job.ts'
import { SKEW, endLease, findMark, listLeases, takeLease } from './queries.ts'
import type { JobLease } from './queries.ts'

/** A process that dies keeps a job from the others for this long at most. */
const LEASE = 5 * MINUTE
/** How often the loop looks what is due, in real ms. */
const LOOK = SECOND
/** Jobs cause work for each other, but not without end. */
const MOST_ROUNDS = 20

export interface Loop {
  /** Runs every job now, those that run already once more. */
  wake(): void
  /** Starts nothing more; resolves when what runs has ended. */
  stop(): Promise<void>
}

interface Deps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Runs each job when it is due, as long as no other process has it. Jobs run beside each other: a bank that does not
 * answer keeps nobody's work from being sealed.
 *
 * @param lookMs real ms between looks
 */
export function startLoop(deps: Deps, jobs: readonly Job[], lookMs = LOOK): Loop {
  const holder = newId()
  const running = new Map<string, Promise<void>>()
  const woken = new Set<string>()
  let looking: Promise<void> = Promise.resolve()
  let isStopped = false

  const start = (job: Job) => {
    if (isStopped || running.has(job.name)) return
    const everyMs = woken.delete(job.name) ? 0 : job.everyMs
    running.set(job.name, runLeased(deps, job, holder, everyMs).finally(() => running.delete(job.name)))
  }
  const look = () => {
    looking = looking.then(async () => {
      const leases = await findLeases(deps)
      if (leases === null) return
      for (const job of jobs) {
        if (woken.has(job.name) || isDue(job, leases.get(job.name), deps.clock.now())) start(job)
      }
    })
  }

  const timer = setInterval(look, lookMs)
  look()
  return {
    wake() {
      for (const job of jobs) woken.add(job.name)
      look()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await looking
      await Promise.all(running.values())
    },
  }
}

/** Whether it is time, and nobody has it; as `takeLease` has it, so that few ask in vain. */
function isDue(job: Job, lease: JobLease | undefined, now: Instant): boolean {
  if (lease === undefined) return true
  const isFree = lease.until <= now || lease.until > now + LEASE + SKEW
  const ranAt = lease.ranAt ?? 0
  return isFree && (ranAt + job.everyMs <= now || ranAt > now + SKEW)
}

/** Who has what; `null` while the database does not answer. */
async function findLeases({ db, log }: Deps): Promise<ReadonlyMap<string, JobLease> | null> {
  try {
    return new Map((await listLeases(db.read)).map((lease) => [lease.name, lease]))
  } catch (error) {
    log.error({ error: nameOf(error) }, 'jobs cannot be looked up')
    return null
  }
}

/** @param everyMs elapsed ms since its last run began, of whichever process, before it runs again */
async function runLeased({ db, clock, log }: Deps, job: Job, holder: string, everyMs: number): Promise<void> {
  const { name } = job
  const now = clock.now()
  try {
    const isOurs = await db.write((tx) => takeLease(tx, { name, holder, now, until: now + LEASE, ranBefore: now - everyMs }))
    if (!isOurs) return
    await runSafely(job, { db, now, log })
    await db.write((tx) => endLease(tx, name, holder))
  } catch (error) {
    // Its lease times out by itself.
    log.error({ job: name, error: nameOf(error) }, 'job lease failed')
  }
}

async function runSafely(job: Job, deps: JobDeps): Promise<void> {
  try {
    await job.run(deps)
  } catch (error) {
    deps.log.error({ job: job.name, error: nameOf(error), stack: stackOf(error) }, 'job failed')
  }
}

/**
 * Runs every job again and again until none changes anything: when the clock of the demonstration was moved, in
 * tests, and by hand. Takes no leases, for a job that runs twice does no harm.
 */
export async function runAll(deps: JobDeps, jobs: readonly Job[]): Promise<void> {
  let before = await findMark(deps.db.read)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const job of jobs) await runSafely(job, deps)
    const after = await findMark(deps.db.read)
    if (after === before) return
    before = after
  }
  deps.log.error({ rounds: MOST_ROUNDS }, 'jobs kept changing things')
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)

/** Where it happened, without the message: drizzle puts parameters there. */
const stackOf = (error: unknown): string | undefined =>
  error instanceof Error ? error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).join('\n') : undefined
