/** What was acknowledged is there after the process was killed in the middle of its work. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import SqliteFile from 'better-sqlite3'
import { expect, test } from 'vitest'
import { placeWith } from '../support/database.ts'
import { tables } from './tables.ts'

test('of a process that is killed while it writes, no acknowledged work is lost', async () => {
  const place = await placeWith(tables)
  const writer = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('endless-writer.ts', import.meta.url)), place.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.length > 20_000) writer.kill('SIGKILL')
  })
  await once(writer, 'close')
  const acknowledged = said.split('\n').slice(0, -1) // the last line may be cut short
  expect(acknowledged.length).toBeGreaterThan(500)
  const after = new SqliteFile(place.url)
  const kept = new Set(after.prepare('select id from note').pluck().all())
  after.close()
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
  await place.remove()
}, 30_000)
