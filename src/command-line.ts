/** How a command line is read, carried out and answered, whatever the commands are. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { refusalText } from '../views/format.ts'
import { isKey, translator } from './language/translate.ts'
import { ConfigError } from './config.ts'
import { Refusal } from './refusal.ts'

interface Option {
  readonly about: string
  /** May be given more than once. */
  readonly isList?: boolean
  /** Stands alone, without a value. */
  readonly isFlag?: boolean
}

export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

export interface Command {
  readonly name: string
  readonly about: string
  /** What follows the name by itself, such as a file: read as the value `argument`. */
  readonly argument?: { readonly name: string; readonly about: string }
  readonly options: Readonly<Record<string, Option>>
  /**
   * @returns lines to print
   * @throws UsageError, Failed, Refusal or ConfigError: told in plain words
   */
  readonly run: (values: Values, env: NodeJS.ProcessEnv) => Promise<readonly string[]>
}

export type Print = (line: string) => void

/** What was asked makes no sense: one line, and exit code 2. */
export class UsageError extends Error {}

/** It made sense, and could not be done or found something wrong: these lines, and exit code 1. */
export class Failed extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}

const t = translator('en')

/** The values as a form wants them. @throws UsageError naming the option that is wrong */
export function parsed<S extends z.ZodType>(schema: S, values: Values): z.output<S> {
  const result = schema.safeParse(values)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const message = issue?.message ?? ''
  const option = String(issue?.path[0] ?? '').replace(/^roles$/, 'role')
  throw new UsageError(`--${option}: ${isKey(message) ? t(message) : message}`)
}

const helpOf = ({ name, about, argument, options }: Command): string[] => [
  `${name}${argument === undefined ? '' : ` ${argument.name}`}: ${about}`,
  ...(argument === undefined ? [] : [`  ${argument.name}  ${argument.about}`]),
  ...Object.entries(options).map(([option, { about: what }]) => `  --${option}  ${what}`),
]

/** Each command with what it is for. */
const help = (commands: readonly Command[]): string[] => [
  'npm run cli -- <command> [--help]',
  '',
  ...commands.map(({ name, about, argument }) => `  ${name}${argument === undefined ? '' : ` ${argument.name}`}  ${about}`),
]

/** @throws UsageError */
function valuesOf({ argument, options: named }: Command, args: readonly string[]): Values {
  const options = Object.fromEntries(
    Object.entries(named).map(([name, { isList = false, isFlag = false }]) => [
      name, { type: isFlag ? ('boolean' as const) : ('string' as const), multiple: isList },
    ]),
  )
  const { values, positionals } = told(() => parseArgs({ args: [...args], options, strict: true, allowPositionals: argument !== undefined }))
  if (argument === undefined) return values
  const [given, ...more] = positionals
  if (given === undefined || given === '') throw new UsageError(`${argument.name} is missing: ${argument.about}`)
  if (more.length > 0) throw new UsageError(`one ${argument.name} at a time, not also ${more.join(' ')}`)
  return { ...values, argument: given }
}

/** What node has to say about arguments, in its first line. */
function told<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')
  }
}

/**
 * Finds the command and runs it.
 *
 * @param args what follows the program's name
 * @param print for what was asked; @param complain for what is wrong
 * @returns the exit code: 0 done, 1 refused or failed, 2 for what makes no sense
 */
export async function runCommand(
  commands: readonly Command[], args: readonly string[], env: NodeJS.ProcessEnv, print: Print, complain: Print,
): Promise<number> {
  const say = (lines: readonly string[]): number => {
    for (const line of lines) print(line)
    return 0
  }
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
  if (command === undefined) {
    if (args.length === 0 || args[0] === '--help' || args[0] === '-h') return say(help(commands))
    complain(`unknown command: ${args.slice(0, 2).join(' ')} (see --help)`)
    return 2
  }
  const rest = args.slice(command.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) return say(helpOf(command))
  try {
    return say(await command.run(valuesOf(command, rest), env))
  } catch (error) {
    for (const line of complaintOf(error)) complain(line)
    return error instanceof UsageError ? 2 : 1
  }
}

/** What went wrong, in words. @throws anything that was not foreseen, as it came */
function complaintOf(error: unknown): readonly string[] {
  if (error instanceof Failed) return error.lines
  if (error instanceof Refusal) return [refusalText(t, error)]
  if (error instanceof z.ZodError) return [`${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`]
  if (error instanceof UsageError || error instanceof ConfigError) return [error.message]
  throw error
}
