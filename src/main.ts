/** The composition root: settings → database → application → port; and the way back when the process is told to stop. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { migrate } from '../db/migrate.ts'
import { open } from '../db/open.ts'
import { createApp, jobsOf } from './app.ts'
import type { Deps } from './app.ts'
import { SECOND, movableClock, wallClock } from './clock.ts'
import { ConfigError, readConfig } from './config.ts'
import type { Config } from './config.ts'
import { ensureDemo } from './demo/actions.ts'
import { loadAssets } from './http/assets.ts'
import { createLog } from './http/log.ts'
import { rolesOf } from './identity/identity.ts'
import { listOfficials } from './identity/queries.ts'
import { continueAfter } from './ids.ts'
import { startLoop } from './jobs/loop.ts'
import { findNewestId } from './jobs/queries.ts'
import { portsOf } from './ports.ts'

/** Who is still waiting for an answer by then gets none. */
const PATIENCE = 20 * SECOND

function settings(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(`Toetsronde does not start:\n${error.problems.map((problem) => `- ${problem}`).join('\n')}`)
    process.exit(1)
  }
}

async function start(config: Config, log: Logger): Promise<void> {
  await migrate(config.databaseUrl)
  const db = await open(config.databaseUrl)
  const newestId = await findNewestId(db.read)
  if (newestId !== undefined) continueAfter(newestId)
  const clock = config.demo ? movableClock(wallClock) : wallClock
  let isStopping = false
  const deps: Deps = { config, db, clock, log, assets: await loadAssets(), isStopping: () => isStopping, ...portsOf(config, db) }
  if (config.demo && (await ensureDemo(deps))) log.info('the demonstration is ready')

  const server = await listen(deps)
  const loop = startLoop({ db, clock, log }, jobsOf(deps))
  await greet(deps, server)

  const stop = async (why: string, code: number) => {
    if (isStopping) return
    isStopping = true
    log.info({ why }, 'stopping')
    await closed(server)
    await loop.stop()
    await db.close()
    log.info('stopped')
    process.exit(code)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal, 0))
  const fail = (error: unknown) => {
    log.fatal({ error: error instanceof Error ? { name: error.name, at: placeOf(error) } : typeof error }, 'unexpected error outside a request')
    void stop('error', 1)
  }
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
}

/** Where it happened, without the message: that can hold what people typed. */
const placeOf = (error: Error): string | undefined => error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).join('\n')

function listen(deps: Deps): Promise<Server> {
  const { host: hostname, port } = deps.config
  return new Promise((resolve, reject) => {
    const server = createServer(getRequestListener(createApp(deps).fetch))
    server.once('error', reject).listen(port, hostname, () => resolve(server))
  })
}

/** Takes no new connections, and ends those that are waiting for nothing; resolves when every request was answered. */
async function closed(server: Server): Promise<void> {
  const impatience = setTimeout(() => server.closeAllConnections(), PATIENCE)
  // A connection whose last request is answered only now would be kept for a next one.
  const idle = setInterval(() => server.closeIdleConnections(), SECOND / 10)
  await new Promise((resolve) => server.close(resolve))
  clearInterval(idle)
  clearTimeout(impatience)
}

async function greet({ config, db, log }: Deps, server: Server): Promise<void> {
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port
  // What this very connection promises about a power cut, not what one opened beside it would.
  const durability = await db.durability()
  log.info({ host: config.host, port, engine: db.engine, demo: config.demo, durability }, 'listening')
  if (config.environment === 'production') return
  console.log(`\nToetsronde: ${config.port === 0 ? `http://localhost:${port}` : config.baseUrl}`)
  if (!config.demo) return
  const officials = await listOfficials(db.read)
  console.log('This is a demonstration; sign in with one click at /demo.')
  for (const person of officials) console.log(`  ${person.name} <${person.email}>: ${rolesOf(person).join(', ')}`)
}

const config = settings()
const log = createLog(config.logLevel)
start(config, log).catch((error: unknown) => {
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' }
  log.fatal({ error: name }, 'does not start')
  console.error(`Toetsronde does not start: ${message}`)
  process.exit(1)
})
