/** Every test gets a database of its own, with nothing of the one before in it. */
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { table, text } from '../../db/dialect.ts'
import { execute, freshDatabase, freshPlace } from '../support/database.ts'

// Any table that the schema has and that stands by itself will do.
const mail = table('verification', { id: text('id') })

test('two fresh databases do not know each other, and the next one is empty', async () => {
  const place = await freshPlace()
  const other = await freshDatabase()
  await execute(place.url, ["insert into verification (id, identifier, value, expires_at, created_at, updated_at) values ('x', 'x', 'x', 1, 1, 1)"])
  expect(await other.read.select({ n: sql`count(*)` }).from(mail)).toEqual([{ n: 0 }])
  await other.close()
  await place.remove()
  const next = [await freshDatabase(), await freshDatabase()]
  for (const db of next) {
    expect(await db.read.select({ n: sql`count(*)` }).from(mail)).toEqual([{ n: 0 }])
    await db.close()
  }
})
