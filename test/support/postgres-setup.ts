/** Once per run of the tests on PostgreSQL: a server, and a migrated database that fresh ones are copied from. */
import type { TestProject } from 'vitest/node'
import { TEMPLATE, createDatabase } from './database.ts'
import { startPostgres } from './postgres.ts'
import { migrate } from '../../db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  try {
    await migrate(await createDatabase(server.url, TEMPLATE))
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('postgresUrl', server.url)
  return server.stop
}
