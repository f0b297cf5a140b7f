/** The command line: `npm run cli -- <command>`. Each command is a line of the table below. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { open } from '../db/open.ts'
import { wallClock } from './clock.ts'
import type { Instant } from './clock.ts'
import { ConfigError, readConfig } from './config.ts'
import type { Config } from './config.ts'
import { createPerson, invite, setRoles } from './identity/actions.ts'
import { NewAccountForm, RolesForm } from './identity/forms.ts'
import { findPersonByEmail } from './identity/queries.ts'
import { isKey, translator } from './language/translate.ts'
import { Refusal, refuse } from './refusal.ts'

/** Who did it, in the audit log: somebody with a shell on the server. */
const theConsole = 'console'

interface Tools {
  readonly config: Config
  /** Migrated. */
  readonly db: Database
  readonly now: Instant
}

interface Option {
  readonly about: string
  readonly isList?: boolean
}

type Values = Readonly<Record<string, string | readonly string[] | undefined>>

export interface Command {
  readonly name: string
  readonly about: string
  readonly options: Readonly<Record<string, Option>>
  /** @returns lines to print */
  readonly run: (values: Values, tools: Tools) => Promise<readonly string[]>
}

/** What was asked makes no sense: one line, and exit code 2. */
class UsageError extends Error {}

const roleOption = { about: 'candidate, assessor, staff or administrator; again for several', isList: true } as const

/** Every command there is. */
export const commands: readonly Command[] = [
  {
    name: 'migrate',
    about: 'brings the database up to date',
    options: {},
    run: async () => ['The database is up to date.'],
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
    run: async (values, { config, db, now }) => {
      const given = parsed(NewAccountForm, { language: 'nl', ...values, roles: values['role'], invite: 'on' })
      const path = await db.write(async (tx) => {
        const { id } = await createPerson(tx, given, theConsole, now)
        return invite(tx, id, theConsole, now)
      })
      return [`Added ${given.email}. Choose a password here (the same link goes out by mail):`, `${config.baseUrl}${path}`]
    },
  },
  {
    name: 'user role',
    about: 'gives a person exactly these roles; none without --role',
    options: { email: { about: 'e-mail address' }, role: roleOption },
    run: async (values, { db, now }) => {
      const { roles } = parsed(RolesForm, { roles: values['role'] })
      const email = typeof values['email'] === 'string' ? values['email'] : ''
      const person = (await findPersonByEmail(db.read, email)) ?? refuse('notFound')
      await db.write((tx) => setRoles(tx, person.id, roles, theConsole, now))
      return [`${person.email}: ${roles.join(', ') || 'no roles'}`]
    },
  },
]

const t = translator('en')

/** @throws UsageError naming what is wrong */
function parsed<S extends z.ZodType>(schema: S, values: Values): z.output<S> {
  const result = schema.safeParse(values)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const message = issue?.message ?? ''
  const option = String(issue?.path[0] ?? '').replace(/^roles$/, 'role')
  throw new UsageError(`--${option}: ${isKey(message) ? t(message) : message}`)
}

const helpOf = ({ name, about, options }: Command): string[] => [
  `${name}: ${about}`,
  ...Object.entries(options).map(([option, { about: what }]) => `  --${option}  ${what}`),
]

/** Each command with what it is for. */
const help = (): string[] => ['npm run cli -- <command> [--help]', '', ...commands.map(({ name, about }) => `  ${name}  ${about}`)]

/** @throws UsageError */
function valuesOf(command: Command, args: readonly string[]): Values {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { isList = false }]) => [name, { type: 'string' as const, multiple: isList }]),
  )
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')
  }
}

async function runCommand(command: Command, args: readonly string[], env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const values = valuesOf(command, args)
  const config = readConfig(env)
  await migrate(config.databaseUrl)
  const db = await open(config.databaseUrl)
  try {
    return await command.run(values, { config, db, now: wallClock.now() })
  } finally {
    await db.close()
  }
}

type Print = (line: string) => void

/**
 * Runs one command.
 *
 * @param args what follows the program's name
 * @returns the exit code: 0 done, 1 refused or failed, 2 for what makes no sense
 */
export async function runCli(args: readonly string[], env: NodeJS.ProcessEnv, print: Print, complain: Print): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
  if (command === undefined) {
    if (args.length === 0 || args[0] === '--help' || args[0] === '-h') return say(help(), print)
    complain(`unknown command: ${args.slice(0, 2).join(' ')} (see --help)`)
    return 2
  }
  const rest = args.slice(command.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) return say(helpOf(command), print)
  try {
    return say(await runCommand(command, rest, env), print)
  } catch (error) {
    if (error instanceof UsageError) complain(error.message)
    else if (error instanceof Refusal) complain(t(`refusal.${error.reason}`, error.params))
    else if (error instanceof ConfigError) complain(error.message)
    else throw error
    return error instanceof UsageError ? 2 : 1
  }
}

function say(lines: readonly string[], print: Print): number {
  for (const line of lines) print(line)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCli(process.argv.slice(2), process.env, (line) => console.log(line), (line) => console.error(line))
}
