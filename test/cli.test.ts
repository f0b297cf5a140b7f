import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database.ts'
import { engineOf } from '../db/engine.ts'
import { open } from '../db/open.ts'
import { auditEvent } from '../db/schema/audit.ts'
import { attempt, seal as sealTable } from '../db/schema/delivery.ts'
import { form } from '../db/schema/papers.ts'
import { HOUR } from '../src/clock.ts'
import { commands, runCli } from '../src/cli.ts'
import { handInAndTell } from '../src/delivery/closing.ts'
import { lastSealOf } from '../src/delivery/queries.ts'
import { digestOf } from '../src/delivery/sealing.ts'
import { recount } from '../src/grading/counting.ts'
import { rolesOf } from '../src/identity/identity.ts'
import { findPersonByEmail } from '../src/identity/queries.ts'
import { listForms } from '../src/papers/queries.ts'
import { aPerson, aRound, anEnrolment, NOW } from './support/builders.ts'
import { freshPlace } from './support/database.ts'
import type { Place } from './support/database.ts'
import { sittersIn } from './support/savers.ts'

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
  const unknown = await run('user', 'role', '--email', 'wie@voorbeeld.nl', '--role', 'staff')
  expect(unknown).toMatchObject({ code: 1, out: [], err: ['nobody has the address wie@voorbeeld.nl'] })
})

test('migrate can be run again and again', async () => {
  expect((await run('migrate')).code).toBe(0)
  expect((await run('migrate')).code).toBe(0)
})

test('round list says of every round where it stands', async () => {
  expect(await run('round', 'list')).toMatchObject({ code: 0, out: ['There are no rounds yet.'] })
  const round = await aRound(db, [], { name: 'Najaar 2026' })
  await anEnrolment(db, (await aPerson(db)).id, round.id)
  const { out } = await run('round', 'list')
  expect(out).toHaveLength(1)
  for (const part of [round.id, '2026-11-04 to 2026-11-16', 'places taken: 1', 'Najaar 2026']) expect(out[0]).toContain(part)
})

test('import takes in exemptions, a framework and a paper with what it attaches, and says what is wrong with a file', async () => {
  const seed = (name: string) => fileURLToPath(new URL(`../db/seed/${name}`, import.meta.url))
  expect((await run('import', seed('exemptions.json'), '--as', 'exemptions')).code).toBe(0)
  expect((await run('import', seed('papers/casus-familie-yilmaz.json'), '--as', 'paper')).code).toBe(1)
  expect((await run('import', seed('frameworks/bcmb-framework.json'), '--as', 'framework')).code).toBe(0)
  expect((await run('import', seed('papers/casus-familie-yilmaz.json'), '--as', 'paper')).code).toBe(0)
  expect((await listForms(db.read)).map(({ caseKey, publishedAt }) => [caseKey !== null, publishedAt])).toEqual([[true, null]])
  for (const wrong of [[seed('none.json'), 'paper'], [seed('people.json'), 'exemptions'], [seed('people.json'), 'paper']] as const) {
    expect(await run('import', wrong[0], '--as', wrong[1])).toMatchObject({ code: 1, err: [expect.any(String)] })
  }
  expect((await run('import', seed('people.json'), '--as', 'poem')).code).toBe(2)
})

/** Work that was handed in, and what its seal covers. */
async function handedIn() {
  const [sitter] = await sittersIn(db, 1)
  if (sitter === undefined) throw new Error('one sitter was expected')
  await sitter.save('Ik luister eerst.')
  const { attemptId, personId, graceMs } = sitter
  await db.write((tx) => handInAndTell(tx, { attemptId, personId, graceMs }, NOW + HOUR))
  const seal = await lastSealOf(db.read, attemptId)
  if (seal === undefined) throw new Error('a seal was expected')
  return seal
}

test('check finds nothing in a database that nobody tampered with', async () => {
  await handedIn()
  expect(await run('check')).toEqual({ code: 0, out: [expect.stringContaining('1 seals, 4 published papers')], err: [] })
})

test('check names a seal whose work was changed, also when its hash was changed with it', async () => {
  const seal = await handedIn()
  const snapshot = seal.snapshot.replace('luister', 'praat')
  await db.write((tx) => tx.update(sealTable).set({ snapshot }).where(eq(sealTable.id, seal.id)))
  expect(await run('check')).toMatchObject({ code: 1, out: [], err: [expect.stringMatching(`${seal.receiptCode}.*hash`)] })
  await db.write((tx) => tx.update(sealTable).set({ sha256: digestOf(snapshot) }).where(eq(sealTable.id, seal.id)))
  expect((await run('check')).err).toEqual([expect.stringMatching(`${seal.receiptCode}.*audit log`)])
})

test('check names a published paper and an event of the audit log that were changed, a line each', async () => {
  const seal = await handedIn()
  const [{ id } = { id: '' }] = await db.read.select().from(form).limit(1)
  await db.write((tx) => tx.update(form).set({ title: 'Een andere titel' }).where(eq(form.id, id)))
  await db.write((tx) => tx.update(auditEvent).set({ actor: 'iemand anders' }).where(eq(auditEvent.subject, seal.attemptId)))
  const { code, err } = await run('check')
  expect(code).toBe(1)
  expect(err).toEqual([expect.stringMatching(`${id}.*published`), expect.stringMatching(`audit log of ${seal.attemptId}`)])
})

test('check names a count of assessing that is not what answers and marks give', async () => {
  const { attemptId } = await handedIn()
  await db.write((tx) => recount(tx, [attemptId]))
  expect((await run('check')).code).toBe(0)
  await db.write((tx) => tx.update(attempt).set({ points: 1 }).where(eq(attempt.id, attemptId)))
  expect(await run('check')).toEqual({ code: 1, out: [], err: [expect.stringMatching(`attempt.points.*${attemptId}: kept 1, counted 0`)] })
})

test.runIf(engineOf(process.env['DATABASE_URL']) === 'postgres')('backup and restore send people with PostgreSQL to its own tools', async () => {
  expect(await run('backup', 'x')).toMatchObject({ code: 2, err: [expect.stringContaining('pg_dump')] })
  expect(await run('restore', 'x')).toMatchObject({ code: 2, err: [expect.stringContaining('pg_restore')] })
})

test.each([
  [['backup']], [['restore']], [['backup', 'a', 'b']], [['restore', '--force']], [['restore', 'a', '--force', 'yes']], [['check', 'now']],
  [['round']], [['round', 'list', '--all']], [['dance']], [['user']], [['user', 'delete']], [['migrate', 'now']], [['user', 'create', '--colour', 'red']], [['user', 'create']],
  [['user', 'create', '--name', 'Bea', '--email', 'nowhere']], [['user', 'role', '--email', 'a@b.nl', '--role', 'king']], [['user', 'create', '--name']],
])('what makes no sense is one line and exit code 2: %j', async (args) => {
  const { code, out, err } = await run(...args)
  expect(code).toBe(2)
  expect(out).toEqual([])
  expect(err).toHaveLength(1)
  expect(err[0]).not.toContain('\n')
})

test('the rows of the README are the commands, with their arguments and options, in order and without another', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const shown = [...readme.matchAll(/^\| `npm run cli -- ([^`]+)` \|/gm)].map(([, command]) => command)
  const meant = commands.map(({ name, argument, options }) => [
    name, ...(argument === undefined ? [] : [argument.name]),
    ...Object.entries(options).map(([option, { isFlag = false }]) => `--${option}${isFlag ? '' : ' …'}`),
  ].join(' '))
  expect(shown).toEqual(meant)
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
