import { expect, test } from 'vitest'
import { open } from '../../db/open.ts'
import { runCli } from '../../src/cli.ts'
import { findAhead } from '../../src/demo/queries.ts'
import { searchPeople } from '../../src/identity/queries.ts'
import { freshPlace } from '../support/database.ts'

test('seed demo fills an empty database, once, and never in production', { timeout: 300_000 }, async () => {
  const place = await freshPlace()
  const run = async (args: string[], env = {}) => {
    const said: string[] = []
    const code = await runCli(['seed', 'demo', ...args], { DATABASE_URL: place.url, ...env }, (line) => said.push(line), (line) => said.push(line))
    return { code, said }
  }
  const production = {
    NODE_ENV: 'production', AUTH_SECRET: 'q8Zr4nVw2LkXc7Tb5Yh9Jd3Gf6Ms1PaE', MOLLIE_API_KEY: `test_${'k'.repeat(30)}`,
    SMTP_URL: 'smtp://post.example', BASE_URL: 'https://toetsen.example', OFFICE_EMAIL: 'toetsbureau@bcmb.example', OFFICE_PHONE: '000 000 00 00',
  }
  expect((await run([], production)).code).toBe(1)
  expect((await run(['--candidates', 'veel'])).code).toBe(2)
  expect(await run(['--candidates', '3'])).toEqual({ code: 0, said: ['The demonstration is ready, with 3 candidates more.'] })
  expect((await run([])).code).toBe(1)
  const db = await open(place.url)
  expect(await findAhead(db.read)).toBe(0)
  expect((await searchPeople(db.read, { text: 'kandidaat3@', page: 1 })).total).toBe(1)
  await db.close()
  await place.remove()
})
