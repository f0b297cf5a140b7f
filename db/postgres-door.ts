/** PostgreSQL's door: a pool, and serializable transactions that are run again when they collide with others. */
import { setTimeout as pause } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Pool, PoolClient } from 'pg'
import { asDb, guard } from './database.ts'
import type { Database, Db, Durability, OpenOptions } from './database.ts'
import { DatabaseUnavailable, faultOf, unavailable } from './fault.ts'
import { mustBeInTurnOf, mustBeOutsideTurns, takeTurn } from './turn.ts'

// Counts and sums arrive as text, because they could be too large for a number. Ours are not, and a sum that is
// text here and a number on SQLite is a trap.
for (const type of [pg.types.builtins.INT8, pg.types.builtins.NUMERIC]) pg.types.setTypeParser(type, Number)

/** A pooled connection, its builder (and so its prepared queries), and what went wrong in the running turn. */
interface Session {
  readonly client: PoolClient
  readonly tx: Db
  failure: unknown
}

const isLoss = (error: unknown): boolean =>
  error instanceof Error && faultOf(error) === undefined &&
  (/^(?:Connection terminated|Client has encountered|Client was closed|Query read timeout|timeout exceeded)/.test(error.message) ||
    ('code' in error && /^(?:E[A-Z]+)$/.test(String(error.code))))

const orUnavailable = (error: unknown): unknown =>
  isLoss(error) ? new DatabaseUnavailable('the connection was lost', error) : error

/** The same client or pool, telling `onError` of each query that fails. */
function watched<T extends Pool | PoolClient>(target: T, onError: (error: unknown) => void): T {
  return new Proxy(target, {
    get(_, key) {
      if (key !== 'query') return Reflect.get(target, key)
      return async (...given: unknown[]) => {
        try {
          return await Reflect.apply(target.query, target, given)
        } catch (error) {
          onError(error)
          throw orUnavailable(error)
        }
      }
    },
  })
}

const QUERY_MS = 30_000

const ignore = () => undefined

function openPool(url: string, options: OpenOptions): Pool {
  const settings = {
    synchronous_commit: 'on',
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 5_000,
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    query_timeout: QUERY_MS, // a server that fell silent must not keep its callers for ever
    keepAlive: true,
    options: Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`).join(' '),
  })
  // A connection that dies tells so to its query; unheard, the same event would end the process.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return pool
}

/** @throws DatabaseUnavailable when the server cannot be reached; Error when it acknowledges what is not on disk */
export async function openPostgres(url: string, options: OpenOptions): Promise<Database> {
  const pool = openPool(url, options)
  const outside = (what: string) => asDb(drizzle(watched(pool, ignore), guard(() => mustBeOutsideTurns(what))))
  const { write, finish } = serializableWrites(pool, options.retryForMs ?? 5_000)
  try {
    const { settings } = await durabilityOf(pool)
    if (!isOn(settings['synchronous_commit'])) {
      throw new Error(`PostgreSQL does not keep what it acknowledges: ${JSON.stringify(settings)}`)
    }
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    engine: 'postgres',
    read: outside('a read of its own'),
    write,
    auth: outside('a query of its own'),
    durability: () => durabilityOf(pool),
    ping: async () => void (await ask(pool, 'select 1')),
    async close() {
      await finish()
      await pool.end()
    },
  }
}

const isOn = (setting: string | undefined) => setting === 'on' || setting === 'remote_apply'

async function ask(pool: Pool, query: string) {
  try {
    return await pool.query<Record<string, string>>(query)
  } catch (error) {
    throw new DatabaseUnavailable('it does not answer', error)
  }
}

async function durabilityOf(pool: Pool): Promise<Durability> {
  const names = ['synchronous_commit', 'fsync', 'full_page_writes']
  const { rows } = await ask(pool, `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`)
  const settings = rows[0] ?? {}
  return { safe: names.every((name) => isOn(settings[name])), settings }
}

type Work<T> = (tx: Db) => Promise<T> | T

/** Gives `write`, and `finish`, which refuses new work and waits for what runs. */
function serializableWrites(pool: Pool, retryForMs: number): Pick<Database, 'write'> & { finish(): Promise<void> } {
  const once = transactionsOn(pool)
  const running = new Set<Promise<unknown>>()
  let isClosing = false

  const untilCommitted = async <T>(work: Work<T>): Promise<T> => {
    const from = performance.now()
    for (let times = 1; ; times++) {
      const attempt = await once(work)
      if (attempt.kind === 'committed') return attempt.value
      if (!mayRunAgain(attempt.error, times)) throw unavailable(attempt.error) ?? attempt.error
      if (performance.now() - from > retryForMs) throw new DatabaseUnavailable('it kept colliding', attempt.error)
      await pause(Math.random() * Math.min(100, 2 ** times))
    }
  }

  return {
    async write(work) {
      mustBeOutsideTurns('another write')
      if (isClosing) throw new DatabaseUnavailable('it is closing')
      const promise = untilCommitted(work)
      running.add(promise)
      return promise.finally(() => running.delete(promise))
    },
    async finish() {
      isClosing = true
      await Promise.allSettled(running)
    },
  }
}

/**
 * Collisions are retried as long as time allows. A broken unique index once: when two transactions race, the loser
 * hears that although it looked first, and sees the winner's row the second time, as it would on SQLite.
 */
function mayRunAgain(error: unknown, times: number): boolean {
  const code = faultOf(error)?.code
  return code === '40001' || code === '40P01' || (code === '23505' && times === 1)
}

/** Gives the function that runs a work once, on a connection of the pool. */
function transactionsOn(pool: Pool): <T>(work: Work<T>) => Promise<Attempt<T>> {
  const sessions = new WeakMap<PoolClient, Session>()
  return async (work) => {
    const client = await pool.connect().catch((error: unknown) => {
      throw new DatabaseUnavailable('no connection', error)
    })
    const session = sessions.get(client) ?? sessionOf(client)
    sessions.set(client, session)
    const attempt = await inTransaction(session, work)
    client.release(attempt.kind === 'failed' && attempt.isLost)
    return attempt
  }
}

function sessionOf(client: PoolClient): Session {
  const noted = watched(client, (error) => { session.failure ??= error })
  const session: Session = { client, tx: asDb(drizzle(noted, guard(() => mustBeInTurnOf(client)))), failure: undefined }
  return session
}

type Attempt<T> =
  | { readonly kind: 'committed'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown; readonly isLost: boolean }

/** Runs the work once. After a failed query a transaction is dead, whatever the work made of the error. */
async function inTransaction<T>(session: Session, work: Work<T>): Promise<Attempt<T>> {
  const { client, tx } = session
  const turn = { open: true, connection: client }
  session.failure = undefined
  try {
    await client.query('begin isolation level serializable')
    const value = await takeTurn(turn, async () => await work(tx))
    turn.open = false
    if (session.failure !== undefined) throw swallowed(session.failure)
    await client.query('commit')
    return { kind: 'committed', value }
  } catch (error) {
    turn.open = false
    const isLost = isLoss(error) || !(await rolledBack(client))
    // A collision that the work answered with an error of its own is still a collision.
    const collided = mayRunAgain(session.failure, Infinity)
    return { kind: 'failed', error: collided ? session.failure : orUnavailable(error), isLost }
  }
}

const swallowed = (failure: unknown) =>
  new Error('a work went on after a query of it had failed: its transaction cannot be committed', { cause: failure })

const rolledBack = (client: PoolClient): Promise<boolean> => client.query('rollback').then(() => true, () => false)
