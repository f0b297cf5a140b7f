/** What the environment says, read once. The program does not start on nonsense: it names the setting instead. */
import { z } from 'zod'

type Environment = Readonly<Record<string, string | undefined>>

const flag = () => z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true').optional()

const wholeNumber = (least: number, most: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must lie between ${least} and ${most}`)
    .default(otherwise)

const url = (...protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must begin with ${protocols.map((name) => `${name}//`).join(' or ')}`,
    )

const hasNoPath = (value: string) => !URL.canParse(value) || (new URL(value).pathname === '/' && new URL(value).search === '')

const isDatabase = (value: string) =>
  /^postgres(ql)?:\/\//.test(value) ? hasHost(value) : !/^[a-z]+:\/\//i.test(value) || value.startsWith('file:')

/** In the address, or behind it for a socket: `postgres:///name?host=/run/postgresql`. */
const hasHost = (value: string) => URL.canParse(value) && (new URL(value).hostname !== '' || new URL(value).searchParams.has('host'))

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const HOURS = new RegExp(`^(${WEEKDAYS.join('|')})(?:-(${WEEKDAYS.join('|')}))? ([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)$`)

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const ENVIRONMENTS = ['production', 'development', 'test'] as const

/** Says what a setting is for, and what holds when it is not set. */
const meaning = (about: string, otherwise: string) => ({ about, otherwise })

/** Every setting there is, with its check and its meaning; documentation is made and tested from this table. */
const settings = z.object({
  NODE_ENV: z
    .enum(ENVIRONMENTS, `must be ${ENVIRONMENTS.join(', ')}`)
    .default('development')
    .meta(meaning('production, development or test; production does not start without real secrets', 'development')),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address to listen on')
    .optional()
    .meta(meaning('the address to listen on', '127.0.0.1; 0.0.0.0 in production')),
  PORT: wholeNumber(0, 65_535, 3000).meta(meaning('the port to listen on', '3000')),
  BASE_URL: url('http:', 'https:')
    .refine(hasNoPath, 'must not have a path')
    .optional()
    .meta(meaning('where people reach the program; https in production', 'http://localhost with the port; needed in production')),
  DATABASE_URL: z
    .string()
    .refine(isDatabase, 'must be a file or begin with postgres://')
    .optional()
    .meta(meaning('a file for SQLite, or postgres://… for PostgreSQL', 'a SQLite file under data/')),
  AUTH_SECRET: z
    .string()
    .min(32, 'must be 32 characters or more')
    .optional()
    .meta(meaning('signs sessions and links: 32 random characters or more', 'one that is known to everybody; needed in production')),
  SMTP_URL: url('smtp:', 'smtps:')
    .optional()
    .meta(meaning('the server that sends mail, smtp://… or smtps://…', 'mail stays in the outbox; needed in production')),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>]*<?[^\s@<>]+@[^\s@<>]+>?$/, 'must be an e-mail address')
    .default('Toetsbureau BCMB <toetsbureau@example.org>')
    .meta(meaning('the sender of every mail', 'Toetsbureau BCMB <toetsbureau@example.org>')),
  OFFICE_EMAIL: z
    .string()
    .regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an e-mail address')
    .optional()
    .meta(meaning('where people write to the test office: below every page and every mail', 'toetsbureau@example.org; needed in production')),
  OFFICE_PHONE: z
    .string()
    .regex(/^\+?[\d ()-]{6,20}$/, 'must be a telephone number')
    .optional()
    .meta(meaning('the telephone of the test office, likewise', '000 000 00 00; needed in production')),
  OFFICE_HOURS: z
    .string()
    .regex(HOURS, 'must read like mon-thu 09:00-16:00')
    .optional()
    .meta(meaning('when it answers the telephone, as mon-thu 09:00-16:00', 'mon-thu 09:00-16:00; not shown in production')),
  MOLLIE_API_KEY: z
    .string()
    .regex(/^(test|live)_\w{20,}$/, 'must begin with test_ or live_')
    .optional()
    .meta(meaning('the key of the payment provider', 'a stand-in for the checkout; needed in production')),
  MOLLIE_ENDPOINT: url('https:')
    .optional()
    .meta(meaning('another address of the payment provider, for tests; https, because the key goes there', "the provider's own")),
  DEMO: flag().meta(
    meaning('the demonstration: sample data, accounts that sign in with one click, a movable clock', 'true; false in production'),
  ),
  GRACE_SECONDS: wholeNumber(0, 3600, 60).meta(meaning('for how many seconds after a deadline what arrives still counts', '60')),
  LOG_LEVEL: z.enum(LEVELS, `must be ${LEVELS.join(', ')}`).default('info').meta(meaning(LEVELS.join(', '), 'info')),
  TRUST_PROXY: flag().meta(meaning('a proxy of yours stands in front and sets X-Forwarded-For', 'false')),
})

/** Name, meaning and default of every setting. */
export const describeSettings = () =>
  Object.entries(settings.shape).map(([name, schema]) => {
    const { about, otherwise } = meaningOf.parse(schema.meta())
    return { name, about, otherwise }
  })

const meaningOf = z.object({ about: z.string(), otherwise: z.string() })

/** How one reaches the test office. */
export interface Office {
  readonly email: string
  readonly phone: string
  /** When it answers the telephone; `null` where nothing is said about that. */
  readonly hours: OfficeHours | null
}

export interface OfficeHours {
  /** 1 is Monday, 7 is Sunday. */
  readonly firstDay: number
  readonly lastDay: number
  /** Local time, `HH:mm`. */
  readonly from: string
  readonly until: string
}

export interface Config {
  readonly environment: (typeof ENVIRONMENTS)[number]
  readonly host: string
  readonly port: number
  /** Where people reach the program, without a slash at the end. */
  readonly baseUrl: string
  /** As `open` takes it: `undefined` for the default SQLite file. */
  readonly databaseUrl: string | undefined
  readonly authSecret: string
  /** `undefined`: mail is not sent. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly office: Office
  /** `undefined`: a stand-in takes the place of the payment provider. */
  readonly mollieApiKey: string | undefined
  readonly mollieEndpoint: string | undefined
  readonly demo: boolean
  readonly graceSeconds: number
  readonly logLevel: (typeof LEVELS)[number]
  readonly trustProxy: boolean
}

/** What is wrong with the settings: one line each, which begins with the name. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Outside production sessions survive a restart with this. It is no secret. */
const DEVELOPMENT_SECRET = 'this secret is known to everybody and only for development'

/**
 * The settings of this process. An empty setting counts as not set.
 *
 * @throws ConfigError naming each setting that is wrong, or that production needs
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.keys(settings.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]))
  const parsed = settings.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`))
  const values = parsed.data
  const isProduction = values.NODE_ENV === 'production'
  const problems = isProduction ? problemsInProduction(values) : []
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    environment: values.NODE_ENV,
    host: values.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
    port: values.PORT,
    baseUrl: (values.BASE_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ''),
    databaseUrl: values.DATABASE_URL,
    authSecret: values.AUTH_SECRET ?? DEVELOPMENT_SECRET,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    office: officeOf(values, isProduction),
    mollieApiKey: values.MOLLIE_API_KEY,
    mollieEndpoint: values.MOLLIE_ENDPOINT,
    demo: values.DEMO ?? !isProduction,
    graceSeconds: values.GRACE_SECONDS,
    logLevel: values.LOG_LEVEL,
    trustProxy: values.TRUST_PROXY ?? false,
  }
}

/** Outside production a telephone that nobody has: a number that somebody could answer would be rung. */
const officeOf = (values: z.output<typeof settings>, isProduction: boolean): Office => ({
  email: values.OFFICE_EMAIL ?? 'toetsbureau@example.org',
  phone: values.OFFICE_PHONE ?? '000 000 00 00',
  hours: hoursOf(values.OFFICE_HOURS ?? (isProduction ? '' : 'mon-thu 09:00-16:00')),
})

function hoursOf(setting: string): OfficeHours | null {
  const [, first = '', last = first, fromHour, fromMinute, untilHour, untilMinute] = HOURS.exec(setting) ?? []
  if (first === '') return null
  return {
    firstDay: WEEKDAYS.indexOf(first) + 1,
    lastDay: WEEKDAYS.indexOf(last) + 1,
    from: `${fromHour}:${fromMinute}`,
    until: `${untilHour}:${untilMinute}`,
  }
}

/** Many a text says "call or e-mail the test office": without an address and a number it leads nowhere. */
const NEEDED = ['AUTH_SECRET', 'MOLLIE_API_KEY', 'SMTP_URL', 'BASE_URL', 'OFFICE_EMAIL', 'OFFICE_PHONE'] as const

function problemsInProduction(values: z.output<typeof settings>): string[] {
  const needed = NEEDED.filter((name) => values[name] === undefined)
  const problems = needed.map((name) => `${name} must be set in production`)
  if (values.AUTH_SECRET !== undefined && isWeak(values.AUTH_SECRET)) {
    problems.push('AUTH_SECRET is too easy to guess: make a random one, for example with `openssl rand -base64 32`')
  }
  if (values.BASE_URL?.startsWith('http:')) problems.push('BASE_URL must begin with https:// in production')
  if (values.DEMO === true) problems.push('DEMO cannot be true in production')
  return problems
}

/** Few different characters, words that stand in examples, or ours for development. */
const isWeak = (secret: string): boolean =>
  new Set(secret).size < 12 || /secret|password|wachtwoord|change.?me|example|1234567|abcdefg/i.test(secret)
