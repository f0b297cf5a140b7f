/**
 * `npm run db:generate`: drizzle-kit writes what changed in the schema to both migration folders, and the new
 * SQLite tables become STRICT, which drizzle-kit does not know of. Arguments go to drizzle-kit:
 *
 *     npm run db:generate -- --name add_rounds
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrationsOf } from './migrate.ts'

/** The same migration with every table it creates or rebuilds made STRICT. */
const strict = (migration: string): string =>
  migration.replace(/^(CREATE TABLE `[^`]+` \($[\s\S]*?^\));$/gm, '$1 STRICT;')

const migrations = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.sql'))
  } catch {
    return [] // the first time there is no folder yet
  }
}

const DRIZZLE_KIT = fileURLToPath(new URL('../node_modules/drizzle-kit/bin.cjs', import.meta.url))

function generate(databaseUrl: string): void {
  const { status } = spawnSync(process.execPath, [DRIZZLE_KIT, 'generate', ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
  if (status !== 0) process.exit(status ?? 1)
}

const folder = migrationsOf('sqlite')
const before = new Set(migrations(folder))
generate('')
for (const name of migrations(folder).filter((name) => !before.has(name))) {
  const file = join(folder, name)
  writeFileSync(file, strict(readFileSync(file, 'utf8')))
}
generate('postgres://')
