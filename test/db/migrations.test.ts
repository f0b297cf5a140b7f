/** The migrations make the schema, on the engine under test. */
import { expect, test } from 'vitest'
import { engine } from '../../db/dialect.ts'
import { missingMigration } from '../../db/drift.ts'
import { migrate } from '../../db/migrate.ts'
import { open } from '../../db/open.ts'
import { freshPlace } from '../support/database.ts'

test('the migrations match the schema: nothing is left to generate', async () => {
  expect(await missingMigration(engine)).toEqual([])
})

test('migrating what is up to date changes nothing, also from several processes at once', async () => {
  const place = await freshPlace()
  await Promise.all([migrate(place.url), migrate(place.url)])
  const db = await open(place.url)
  await db.ping()
  await db.close()
  await place.remove()
})
