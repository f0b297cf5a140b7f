/**
 * `npm run crash-test -- --kills 30 [--engine postgres]`: 200 candidates save as fast as they can while the server is
 * killed again and again, on PostgreSQL the program and its database in turn. Ends with 1 when anything was lost.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median } from './load.ts'

interface Stage {
  readonly url: string
  readonly crashDatabase?: () => Promise<void>
  end(): Promise<void>
}

function onSqlite(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'toetsronde-crash-'))
  return { url: join(folder, 'crash.sqlite'), end: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function onPostgres(): Promise<Stage> {
  const { startKillable } = await import('./postgres-server.ts')
  const { url, crash, stop } = await startKillable()
  return { url, crashDatabase: crash, end: stop }
}

const { values } = parseArgs({ options: { kills: { type: 'string', default: '30' }, engine: { type: 'string', default: 'sqlite' } } })
const kills = Number(values.kills)
if (!(kills >= 1) || !['sqlite', 'postgres'].includes(values.engine)) {
  console.error('Usage: npm run crash-test -- --kills 30 [--engine sqlite|postgres]')
  process.exit(1)
}

const { url, crashDatabase, end } = values.engine === 'postgres' ? await onPostgres() : onSqlite()
// The column kit reads at its import which engine it serves: everything that knows tables comes after this.
process.env['DATABASE_URL'] = url
const { migrate } = await import('../../db/migrate.ts')
const { crashRun, durabilityOfServer } = await import('./crash.ts')
try {
  await migrate(url)
  const plan = { url, kills, candidates: 200, withinMs: 3_000, handIn: true }
  const { acknowledged, lost, torn, seals, restartMs } = await crashRun(crashDatabase === undefined ? plan : { ...plan, crashDatabase })
  // A SIGKILL leaves the machine's own memory as it was, so what a power cut would do is asked of the server's own connection.
  const { safe, settings } = await durabilityOfServer(url)
  console.log(`durability: ${safe ? 'safe' : 'NOT SAFE'} ${JSON.stringify(settings)} seals: ${seals}`)
  console.log(`kills: ${kills} acknowledged: ${acknowledged} lost: ${lost} torn: ${torn} restart p50: ${Math.round(median(restartMs))} ms`)
  process.exitCode = safe && acknowledged > 0 && lost === 0 && torn === 0 ? 0 : 1
} finally {
  await end()
}
