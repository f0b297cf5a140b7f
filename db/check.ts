/**
 * `npm run db:check`: do the migrations make exactly the schema? Says what is missing per engine, and ends with 1
 * when anything is. The column kit serves one engine per process, so each engine is looked at in its own.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { engine } from './dialect.ts'
import { missingMigration } from './drift.ts'

if (process.argv.includes('--this-engine')) {
  const statements = await missingMigration(engine)
  if (statements.length > 0) console.error(`${engine}: not in the migrations yet:\n${statements.join('\n')}`)
  process.exitCode = statements.length > 0 ? 1 : 0
} else {
  const results = ['', 'postgres://'].map((databaseUrl) =>
    spawnSync(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), '--this-engine'], {
      stdio: 'inherit',
      env: { ...process.env, DATABASE_URL: databaseUrl },
    }).status)
  process.exitCode = results.every((status) => status === 0) ? 0 : 1
}
