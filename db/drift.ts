/** The difference between the schema and what the migrations make of it. For development and tests only. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as kit from 'drizzle-kit/api'
import type { Engine } from './engine.ts'
import { migrationsOf } from './migrate.ts'

/** Everything that the files of `db/schema` export. */
async function schema(): Promise<Record<string, unknown>> {
  const folder = fileURLToPath(new URL('./schema/', import.meta.url))
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  const modules: Record<string, unknown>[] = await Promise.all(files.map((file) => import(join(folder, file))))
  return Object.assign({}, ...modules)
}

function latestSnapshot(engine: Engine): string {
  const folder = join(migrationsOf(engine), 'meta')
  const latest = readdirSync(folder).filter((name) => name.endsWith('_snapshot.json')).sort().at(-1)
  if (latest === undefined) throw new Error(`no migrations for ${engine}`)
  return readFileSync(join(folder, latest), 'utf8')
}

/**
 * The statements that would create these tables in an empty database, or only the difference with `before`.
 *
 * @param engine must be the one the column kit was imported for
 * @param tables drizzle's tables, by any name
 * @param before a snapshot of drizzle-kit, as its text
 */
export async function statementsFor(engine: Engine, tables: Record<string, unknown>, before?: string): Promise<string[]> {
  if (engine === 'postgres') {
    const then = before === undefined ? kit.generateDrizzleJson({}) : JSON.parse(before)
    return kit.generateMigration(then, kit.generateDrizzleJson(tables, then.id))
  }
  const then = before === undefined ? await kit.generateSQLiteDrizzleJson({}) : JSON.parse(before)
  return kit.generateSQLiteMigration(then, await kit.generateSQLiteDrizzleJson(tables, then.id))
}

/** What a new migration would have to do; nothing when the migrations match the schema. */
export const missingMigration = async (engine: Engine): Promise<string[]> =>
  statementsFor(engine, await schema(), latestSnapshot(engine))
