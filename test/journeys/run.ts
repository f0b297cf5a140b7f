/**
 * `npm run journey`: the whole journey by plain form posts, printing each step; `-- --engine postgres` on a real
 * PostgreSQL server, `-- --browser` in Chromium, `-- --keyboard` there without a mouse.
 */
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { engine: { type: 'string', default: 'sqlite' }, browser: { type: 'boolean', default: false }, keyboard: { type: 'boolean', default: false } } })
if (values.engine !== 'sqlite' && values.engine !== 'postgres') {
  console.error('--engine is sqlite or postgres')
  process.exit(2)
}

// The column kit chooses its engine when it is imported: everything else is imported after the address is known.
let stopServer: () => Promise<void> = async () => undefined
if (values.engine === 'postgres') {
  const { startPostgres } = await import('../support/postgres.ts')
  const server = await startPostgres()
  stopServer = server.stop
  process.env['DATABASE_URL'] = server.url
  const { TEMPLATE, createDatabase } = await import('../support/database.ts')
  const { migrate } = await import('../../db/migrate.ts')
  await migrate(await createDatabase(server.url, TEMPLATE))
}

let failed = 0
let passed = 0
try {
  const { walk } = await import('./walk.ts')
  ;({ passed, failed } = await walk(values.keyboard ? 'keyboard' : values.browser ? 'mouse' : 'plain', (line) => console.log(line)))
} finally {
  await stopServer()
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
