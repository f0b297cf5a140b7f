/** The command line: `npm run cli -- <command>`. Each command is a line of the table below. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { BackupError, backUp, faultsOfFile, pendingMigrations, restore } from '../db/backup.ts'
import type { Database } from '../db/database.ts'
import { engineOf, sqliteFile } from '../db/engine.ts'
import { migrate } from '../db/migrate.ts'
import { open } from '../db/open.ts'
import { checkEverything } from './check.ts'
import { SECOND, wallClock } from './clock.ts'
import type { Instant } from './clock.ts'
import { Failed, UsageError, parsed, runCommand } from './command-line.ts'
import type { Command, Print, Values } from './command-line.ts'
import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { SeedForm } from './demo/demo.ts'
import { findAhead, isInhabited } from './demo/queries.ts'
import { seedDemo } from './demo/seed/seed.ts'
import { importExemptions } from './eligibility/actions.ts'
import { countPlaces } from './enrolment/queries.ts'
import { importFramework } from './frameworks/actions.ts'
import { createPerson, invite, setRoles } from './identity/actions.ts'
import { NewAccountForm, RolesForm } from './identity/forms.ts'
import { findPersonByEmail } from './identity/queries.ts'
import { importPaper } from './papers/actions.ts'
import { listRounds } from './rounds/queries.ts'
import { enrolmentIsOpen, phaseOf } from './rounds/rounds.ts'

/** Who did it, in the audit log: somebody with a shell on the server. */
const theConsole = 'console'

interface Tools {
  readonly config: Config
  readonly db: Database
  readonly now: Instant
}

type Work = (values: Values, tools: Tools) => Promise<readonly string[]>

/** Runs on the database, brought up to date first. */
const onDatabase =
  (work: Work): Command['run'] =>
  async (values, env) => {
    const config = readConfig(env)
    await migrate(config.databaseUrl)
    return opened(config, (tools) => work(values, tools))
  }

async function opened<T>(config: Config, work: (tools: Tools) => Promise<T>): Promise<T> {
  const db = await open(config.databaseUrl)
  try {
    return await work({ config, db, now: wallClock.now() })
  } finally {
    await db.close()
  }
}

/** The database's file. @throws UsageError for PostgreSQL, which has tools of its own for this */
function fileOf({ databaseUrl }: Config, instead: string): string {
  if (engineOf(databaseUrl) === 'postgres') throw new UsageError(`this is for SQLite: with PostgreSQL, use ${instead}`)
  return resolve(sqliteFile(databaseUrl))
}

/** @throws Failed when there is no such file: opening it would make an empty one */
function mustExist(file: string): void {
  if (!existsSync(file)) throw new Failed([`there is no database at ${file}`])
}

/** @throws Failed with the reason when the copying was refused */
async function copying<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof BackupError ? new Failed([error.message]) : error
  }
}

const roleOption = { about: 'candidate, assessor, staff or administrator; again for several', isList: true } as const

/** Every command there is. */
export const commands: readonly Command[] = [
  {
    name: 'migrate',
    about: 'brings the database up to date',
    options: {},
    run: onDatabase(async () => ['The database is up to date.']),
  },
  {
    name: 'user create',
    about: 'adds a person and gives the link with which they choose a password',
    options: {
      name: { about: 'first and last name' },
      email: { about: 'e-mail address' },
      role: roleOption,
      language: { about: 'nl (unless told) or en' },
    },
    run: onDatabase(createUser),
  },
  {
    name: 'user role',
    about: 'gives a person exactly these roles; none without --role',
    options: { email: { about: 'e-mail address' }, role: roleOption },
    run: onDatabase(giveRoles),
  },
  {
    name: 'round list',
    about: 'every round with its window, where it stands and how many places are taken',
    options: {},
    run: onDatabase(tellRounds),
  },
  {
    name: 'import',
    about: 'takes in what rounds need: which masterclasses exemptions cover, a competence framework, or a paper (then published under Toetsen)',
    argument: { name: 'FILE', about: 'JSON; the files that a paper attaches stand beside it, in the folder attachments' },
    options: { as: { about: 'exemptions, framework or paper' } },
    run: onDatabase(takeIn),
  },
  {
    name: 'seed demo',
    about: 'fills an empty database with the demonstration, as the first start does',
    options: { candidates: { about: 'so many candidates more, in two large rounds: to see how it does with a crowd' } },
    run: onDatabase(fillWithDemo),
  },
  {
    name: 'backup',
    about: 'copies the whole database as it is now, while the program goes on (SQLite)',
    argument: { name: 'FILE', about: 'where to; it may not exist yet' },
    options: {},
    run: makeBackup,
  },
  {
    name: 'restore',
    about: 'looks a backup over and puts it in the place of the database (SQLite); the program must be stopped',
    argument: { name: 'FILE', about: 'a file that backup made; it stays as it is' },
    options: { force: { about: 'when there is a database already: keep that one under another name', isFlag: true } },
    run: restoreBackup,
  },
  {
    name: 'check',
    about: 'checks the database: seals, published papers and the audit log against their hashes, and the counts of assessing against answers and marks; changes nothing',
    options: {},
    run: check,
  },
]

async function createUser(values: Values, { config, db, now }: Tools): Promise<readonly string[]> {
  const given = parsed(NewAccountForm, { language: 'nl', ...values, roles: values['role'], invite: 'on' })
  const path = await db.write(async (tx) => {
    const { id } = await createPerson(tx, given, theConsole, now)
    return invite(tx, id, theConsole, now)
  })
  return [`Added ${given.email}. Choose a password here (the same link goes out by mail):`, `${config.baseUrl}${path}`]
}

async function giveRoles(values: Values, { db, now }: Tools): Promise<readonly string[]> {
  const { roles } = parsed(RolesForm, { roles: values['role'] })
  const email = typeof values['email'] === 'string' ? values['email'] : ''
  const person = await findPersonByEmail(db.read, email)
  if (person === undefined) throw new Failed([email === '' ? '--email is missing' : `nobody has the address ${email}`])
  await db.write((tx) => setRoles(tx, person.id, roles, theConsole, now))
  return [`${person.email}: ${roles.join(', ') || 'no roles'}`]
}

async function tellRounds(_: Values, { config, db, now }: Tools): Promise<readonly string[]> {
  // Where the demonstration's clock runs ahead, its rounds stand where that clock says.
  const at = now + (config.demo ? ((await findAhead(db.read)) ?? 0) : 0)
  const lines: string[] = []
  for (const round of await listRounds(db.read)) {
    const places = await countPlaces(db.read, round.id, at)
    const enrolment = enrolmentIsOpen(round, at) ? 'enrolment open' : 'enrolment closed'
    const window = `${round.windowFirstOn} to ${round.windowLastOn}`
    lines.push([round.id, window, phaseOf(round, at), enrolment, `places taken: ${places}`, round.name].join('  '))
  }
  return lines.length === 0 ? ['There are no rounds yet.'] : lines
}

const ImportForm = z.object({ as: z.enum(['exemptions', 'framework', 'paper'], 'must be exemptions, framework or paper') })

async function takeIn(values: Values, { db, now }: Tools): Promise<readonly string[]> {
  const { as } = parsed(ImportForm, values)
  const file = resolve(String(values['argument']))
  const json = readJson(file)
  const files = attachedTo(file)
  await db.write(async (tx) => {
    if (as === 'exemptions') await importExemptions(tx, json)
    else if (as === 'framework') await importFramework(tx, json, now)
    else await importPaper(tx, json, theConsole, now, files)
  })
  return [`Imported ${file}.`]
}

/** @throws Failed when there is no such file, or it is no JSON */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Failed([`${file} cannot be read as JSON: ${error instanceof Error ? error.message : ''}`])
  }
}

function attachedTo(file: string): Map<string, Uint8Array> {
  const folder = join(dirname(file), 'attachments')
  const found = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile()) : []
  return new Map(found.map(({ name }) => [name, readFileSync(join(folder, name))]))
}

/** @throws Failed where real people are, or could be */
async function fillWithDemo(values: Values, { config, db, now }: Tools): Promise<readonly string[]> {
  const { candidates } = parsed(SeedForm, values)
  if (!config.demo) throw new Failed(['there is no demonstration in production'])
  if (await isInhabited(db.read)) throw new Failed(['this database is not empty: give another one in DATABASE_URL'])
  await seedDemo(db, { graceMs: config.graceSeconds * SECOND, baseUrl: config.baseUrl }, { now, candidates })
  return [`The demonstration is ready${candidates > 0 ? `, with ${candidates} candidates more` : ''}.`]
}

async function makeBackup(values: Values, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const config = readConfig(env)
  mustExist(fileOf(config, 'pg_dump'))
  const to = resolve(String(values['argument']))
  const bytes = await copying(() => opened(config, ({ db }) => backUp(db, to)))
  return [`${to}: ${Math.ceil(bytes / 1024)} kB, complete and sound.`]
}

async function restoreBackup(values: Values, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const to = fileOf(readConfig(env), 'pg_restore')
  const from = resolve(String(values['argument']))
  const stamp = `before-${new Date(wallClock.now()).toISOString().replaceAll(/[-:]|\..*/g, '')}`
  const kept = await copying(() => restore({ from, to, force: values['force'] === true, stamp }))
  return [
    ...(kept === null ? [] : [`What stood there is kept as ${kept}.`]),
    `${to} is what ${from} was. Look it over with: npm run cli -- check`,
  ]
}

async function check(_: Values, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const config = readConfig(env)
  if (engineOf(config.databaseUrl) === 'sqlite') await copying(async () => mustBeSound(resolve(sqliteFile(config.databaseUrl))))
  const { seals, forms, faults } = await opened(config, async ({ db }) => {
    const { safe, settings } = await db.durability()
    const checked = await checkEverything(db)
    const forgets = safe ? [] : [`the database forgets what it acknowledged: ${JSON.stringify(settings)}`]
    return { ...checked, faults: [...forgets, ...checked.faults] }
  })
  if (faults.length > 0) throw new Failed(faults)
  return [`All is well: ${seals} seals, ${forms} published papers and the audit log are what they were, and the counts of assessing are true.`]
}

/** @throws Failed: a damaged file, or one that this program cannot read yet, says nothing about what is in it */
function mustBeSound(file: string): void {
  mustExist(file)
  const faults = faultsOfFile(file)
  if (faults.length > 0) throw new Failed(faults)
  const pending = pendingMigrations(file)
  if (pending > 0) throw new Failed([`${pending} migrations are still to be run: npm run cli -- migrate`])
}

/**
 * Runs one command.
 *
 * @param args what follows the program's name
 * @returns the exit code: 0 done, 1 refused or failed, 2 for what makes no sense
 */
export const runCli = (args: readonly string[], env: NodeJS.ProcessEnv, print: Print, complain: Print): Promise<number> =>
  runCommand(commands, args, env, print, complain)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCli(process.argv.slice(2), process.env, (line) => console.log(line), (line) => console.error(line))
}
