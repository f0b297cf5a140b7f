import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database.ts'
import { open } from '../db/open.ts'
import { commands, runCli } from '../src/cli.ts'
import { rolesOf } from '../src/identity/identity.ts'
import { findPersonByEmail } from '../src/identity/queries.ts'
import { freshPlace } from './support/database.ts'
import type { Place } from './support/database.ts'

let place: Place
let db: Database
beforeEach(async () => {
  place = await freshPlace()
  db = await open(place.url)
})
afterEach(async () => {
  await db.close()
  await place.remove()
})

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(args, { DATABASE_URL: place.url }, (line) => out.push(line), (line) => err.push(line))
  return { code, out, err }
}

test('user create adds a person and gives the link to choose a password', async () => {
  const { code, out } = await run('user', 'create', '--name', 'Bea Visser', '--email', 'bea@voorbeeld.nl', '--role', 'staff', '--role', 'administrator')
  expect(code).toBe(0)
  expect(out.at(-1)).toMatch(/^http:\/\/localhost:3000\/reset-password\?token=/)
  const person = await findPersonByEmail(db.read, 'bea@voorbeeld.nl')
  expect(person && rolesOf(person)).toEqual(['staff', 'administrator'])
})

test('user role gives exactly these roles, and refuses what the rules refuse', async () => {
  await run('user', 'create', '--name', 'Bea', '--email', 'bea@voorbeeld.nl', '--role', 'candidate')
  expect(await run('user', 'role', '--email', 'bea@voorbeeld.nl', '--role', 'assessor')).toMatchObject({ code: 0, out: ['bea@voorbeeld.nl: assessor'] })
  const refused = await run('user', 'role', '--email', 'bea@voorbeeld.nl', '--role', 'assessor', '--role', 'staff')
  expect(refused).toMatchObject({ code: 1, out: [] })
  expect(refused.err).toHaveLength(1)
  expect((await run('user', 'role', '--email', 'wie@voorbeeld.nl', '--role', 'staff')).code).toBe(1)
})

test('migrate can be run again and again', async () => {
  expect((await run('migrate')).code).toBe(0)
  expect((await run('migrate')).code).toBe(0)
})

test.each([
  [['dance']], [['user']], [['user', 'delete']], [['migrate', 'now']], [['user', 'create', '--colour', 'red']], [['user', 'create']],
  [['user', 'create', '--name', 'Bea', '--email', 'nowhere']], [['user', 'role', '--email', 'a@b.nl', '--role', 'king']], [['user', 'create', '--name']],
])('what makes no sense is one line and exit code 2: %j', async (args) => {
  const { code, out, err } = await run(...args)
  expect(code).toBe(2)
  expect(out).toEqual([])
  expect(err).toHaveLength(1)
  expect(err[0]).not.toContain('\n')
})

test('--help names every command, and every option of a command', async () => {
  const { code, out } = await run('--help')
  expect(code).toBe(0)
  for (const { name, options } of commands) {
    expect(out.join('\n')).toContain(name)
    const help = (await run(...name.split(' '), '--help')).out.join('\n')
    for (const option of Object.keys(options)) expect(help).toContain(`--${option}`)
  }
})

test('a setting that is wrong is named', async () => {
  const err: string[] = []
  expect(await runCli(['migrate'], { PORT: 'x' }, () => undefined, (line) => err.push(line))).toBe(1)
  expect(err[0]).toContain('PORT')
})
