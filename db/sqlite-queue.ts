/** The queue in front of SQLite's writer: group commit, and the watch over what a work may wait for. */
import type { Database as SqliteClient } from 'better-sqlite3'
import type { Database, Db } from './database.ts'
import { DatabaseUnavailable, unavailable } from './fault.ts'
import { mustBeOutsideTurns, takeTurn } from './turn.ts'

/** One caller's work, waiting for its turn, and how to answer the caller. */
interface Job {
  run(): Promise<void>
  acknowledge(): void
  refuse(error: unknown): void
}

interface Outcome {
  readonly kind: 'done' | 'failed'
  readonly error?: unknown
}
const DONE: Outcome = { kind: 'done' }

interface Answer {
  readonly job: Job
  readonly outcome: Outcome
}

/**
 * A commit that takes this long kept everybody out meanwhile. The event loop takes in one new connection a turn, so it
 * then turns for a tenth as long before the next commit: all who came share that one.
 */
const SLOW_MS = 20

const WAITS = 'a work waited for something other than the database; do that before or after the transaction'

/**
 * Comes when microtasks have run dry, and before any timer, file or network event: a work that is not over by
 * then waits for something that is not the database, and would keep the transaction open for everybody.
 */
const ranDry = (): Promise<Outcome> =>
  new Promise((resolve) =>
    queueMicrotask(() => process.nextTick(() => resolve({ kind: 'failed', error: new Error(WAITS) }))))

export interface WriteQueue {
  readonly write: Database['write']
  /** Refuses new work; resolves when all that waited has been answered. */
  finish(): Promise<void>
}

/**
 * @param writer the one connection that writes
 * @param tx the builder on that connection, usable only in a turn
 * @param worksPerCommit the most works that share a commit
 */
export function writeQueue(writer: SqliteClient, tx: Db, worksPerCommit: number): WriteQueue {
  const waiting: Job[] = []
  const commitTogether = groupCommit(writer)
  const onIdle: (() => void)[] = []
  let isScheduled = false
  let isClosing = false
  let openUntilMs = 0

  // Every batch has an event-loop turn of its own, so that nothing slips between its BEGIN and its COMMIT.
  const drain = async () => {
    if (performance.now() < openUntilMs && waiting.length < worksPerCommit) return void setImmediate(drain)
    const fromMs = performance.now()
    waiting.unshift(...await commitTogether(waiting.splice(0, worksPerCommit)))
    const tookMs = performance.now() - fromMs
    openUntilMs = tookMs < SLOW_MS ? 0 : performance.now() + tookMs / 10
    isScheduled = false
    if (waiting.length > 0) schedule()
    else for (const idle of onIdle.splice(0)) idle()
  }
  const schedule = () => {
    if (isScheduled) return
    isScheduled = true
    setImmediate(drain)
  }

  return {
    write: async (work) => {
      mustBeOutsideTurns('another write')
      if (isClosing) throw new DatabaseUnavailable('it is closing')
      return new Promise((resolve, reject) => {
        waiting.push(jobOf(async () => await work(tx), resolve, reject))
        schedule()
      })
    },
    async finish() {
      isClosing = true
      if (isScheduled) await new Promise<void>((resolve) => onIdle.push(resolve))
    },
  }
}

function jobOf<T>(work: () => Promise<T>, resolve: (value: T) => void, reject: (error: unknown) => void): Job {
  let acknowledge = () => reject(new Error('acknowledged without having run'))
  return {
    run: async () => {
      const value = await work()
      acknowledge = () => resolve(value)
    },
    acknowledge: () => acknowledge(),
    refuse: (error) => reject(unavailable(error) ?? error),
  }
}

/** Gives the function that runs a batch in one transaction, answers it, and gives back the works it did not run. */
function groupCommit(writer: SqliteClient): (batch: Job[]) => Promise<Job[]> {
  const begin = writer.prepare('begin immediate')
  const commit = writer.prepare('commit')
  const inSavepoint = savepoints(writer)

  return async (batch) => {
    const answers: Answer[] = []
    try {
      begin.run()
      for (const job of batch) {
        const outcome = await inSavepoint(job)
        answers.push({ job, outcome })
        if (!writer.inTransaction) {
          // SQLite gave up the whole transaction (a full disk, say), and with it what earlier works had done.
          refuseAll(answers, new DatabaseUnavailable('the transaction was lost', outcome.error))
          return batch.slice(answers.length)
        }
      }
      commit.run()
    } catch (error) {
      undoAll(writer)
      refuseAll([...answers, ...batch.slice(answers.length).map((job) => ({ job, outcome: DONE }))], error)
      return []
    }
    // Only now: nobody hears of a change, nor of a refusal, while the transaction is open.
    for (const { job, outcome } of answers) {
      if (outcome.kind === 'done') job.acknowledge()
      else job.refuse(outcome.error)
    }
    return []
  }
}

/** What a work refused by itself stays its refusal; what was done is gone, for the reason given. */
function refuseAll(answers: Answer[], reason: unknown): void {
  for (const { job, outcome } of answers) job.refuse(outcome.kind === 'failed' ? outcome.error : reason)
}

function undoAll(writer: SqliteClient): void {
  try {
    if (writer.inTransaction) writer.prepare('rollback').run()
  } catch {
    // The next batch meets the same trouble at its BEGIN, says so, and tries again.
  }
}

/** Gives the function that runs one work in a savepoint of its own, and undoes it unless it is done. */
function savepoints(writer: SqliteClient): (job: Job) => Promise<Outcome> {
  const savepoint = writer.prepare('savepoint work')
  const undo = writer.prepare('rollback to work')
  const release = writer.prepare('release work')

  return async (job) => {
    const turn = { open: true, connection: writer }
    try {
      savepoint.run()
      const done = takeTurn(turn, job.run).then(() => DONE, (error: unknown): Outcome => ({ kind: 'failed', error }))
      const outcome = await Promise.race([done, ranDry()])
      turn.open = false
      if (writer.inTransaction) {
        if (outcome.kind === 'failed') undo.run()
        release.run()
      }
      return outcome
    } catch (error) {
      turn.open = false
      undoAll(writer)
      return { kind: 'failed', error }
    }
  }
}
