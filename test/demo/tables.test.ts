import { readdirSync } from 'node:fs'
import { getTableName } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { PgTable } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { everyTable } from '../../src/demo/queries.ts'

const isTable = (one: unknown): one is SQLiteTable => one instanceof SQLiteTable || one instanceof PgTable

test('starting the demonstration afresh empties every table there is', async () => {
  const folder = new URL('../../db/schema/', import.meta.url)
  const modules: object[] = await Promise.all(readdirSync(folder).map((file) => import(new URL(file, folder).href)))
  const tables = modules.flatMap((module) => Object.values(module).filter(isTable))
  expect(everyTable.map((table) => getTableName(table)).toSorted()).toEqual(tables.map((table) => getTableName(table)).toSorted())
})
