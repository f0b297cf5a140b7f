/** The whole application on a real database, asked over HTTP without a socket. */
import type { Hono } from 'hono'
import { pino } from 'pino'
import { asc } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { mail } from '../../db/schema/mail.ts'
import { createApp, jobsOf } from '../../src/app.ts'
import type { Deps } from '../../src/app.ts'
import { DAY, movableClock, wallClock } from '../../src/clock.ts'
import type { Instant, MovableClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { Config } from '../../src/config.ts'
import { loadAssets } from '../../src/http/assets.ts'
import type { Assets } from '../../src/http/assets.ts'
import type { Env } from '../../src/http/env.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { addAccount, addSession, getPerson, putPerson } from '../../src/identity/queries.ts'
import { newId } from '../../src/ids.ts'
import { runAll } from '../../src/jobs/loop.ts'
import { withSender } from '../../src/mail/mail.ts'
import { portsOf } from '../../src/ports.ts'
import { freshDatabase } from './database.ts'
import { NOW } from './builders.ts'

/** What a form sends. */
export type Fields = Readonly<Record<string, string | readonly string[]>>

/** What is asked; `form` makes it a POST of that form. */
export type Asking = RequestInit & { readonly form?: Fields }

/** A browser of its own: keeps cookies, says that forms came from our own page, follows nothing. */
export type Browser = (path: string, asking?: Asking) => Promise<Response>

export interface StartOptions {
  /** Where the clock stands still until it is moved; 5 November 2026, 10:00 in Amsterdam, unless told. */
  readonly now?: Instant
  /** Off unless told: then staff and assessors need a second factor, which `as` gives them. */
  readonly demo?: boolean
  readonly config?: Partial<Config>
  /** Ports to put in the place of the demonstration's. */
  readonly ports?: Partial<Pick<Deps, 'payments' | 'mailer'>>
  /** A database that is there already; closed by `stop` all the same. */
  readonly db?: Database
}

/** Read once for all tests. */
let assets: Promise<Assets> | undefined

/** Starts the application for one test. End with `stop()`. */
export async function startApp(options: StartOptions = {}) {
  const db = options.db ?? (await freshDatabase())
  const clock = stillClock(options.now ?? NOW)
  const config = { ...readConfig({ NODE_ENV: 'test' }), demo: options.demo ?? false, ...options.config }
  assets ??= loadAssets()
  const lines: string[] = []
  const log = pino({ level: 'info', base: null }, { write: (line) => lines.push(line) })
  const ports = { ...portsOf(config, db), ...options.ports }
  const deps = { config, db, clock, log, assets: await assets, isStopping: () => false, ...ports }
  const app = createApp(deps)
  const sender = { site: config.baseUrl, office: config.office }
  return {
    app, clock, db, config, deps,
    /** Somebody who is not signed in. */
    visitor: () => browser(app, config),
    /** Signed in as this person; the session is made at the first request. */
    as: (person: { readonly id: string }) => signedIn(app, db, config, person.id),
    /** Everything in the outbox, oldest first, with full addresses. */
    mails: async () => {
      const rows = await db.read.select().from(mail).orderBy(asc(mail.id))
      return rows.map((row) => ({ ...row, subject: withSender(row.subject, sender), body: withSender(row.body, sender) }))
    },
    /** Everything the clock would do by now. */
    runJobs: () => runAll({ db, now: clock.now(), log }, jobsOf(deps)),
    /** The log so far, a line of JSON each. */
    logged: () => lines,
    stop: () => db.close(),
  }
}

/** A clock that only moves when it is told to. */
const stillClock = (now: Instant): MovableClock => movableClock({ now: () => now })

function browser(app: Hono<Env>, config: Config, cookies = new Map<string, string>()): Browser {
  return async (path, { form, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('Origin')) headers.set('Origin', new URL(config.baseUrl).origin)
    if (cookies.size > 0 && !headers.has('Cookie')) headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const sent = form === undefined ? {} : { method: 'POST', body: encoded(form) }
    const response = await app.request(path, { ...sent, ...init, headers })
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    return response
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '' || /;\s*max-age=0\b/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

const encoded = (form: Fields): URLSearchParams =>
  new URLSearchParams(Object.entries(form).flatMap(([name, values]) => [values].flat().map((value) => [name, value])))

function signedIn(app: Hono<Env>, db: Database, config: Config, personId: string): Browser {
  const cookies = new Map<string, string>()
  const open = browser(app, config, cookies)
  let session: Promise<void> | undefined
  return async (path, asking) => {
    session ??= openSession(db, personId).then((token) => {
      cookies.set(sessionCookie(config.baseUrl), encodeURIComponent(signed(token, config.authSecret)))
    })
    await session
    return open(path, asking)
  }
}

/** A session as signing in leaves it, without the hundred requests that tests would make for it. @returns its token */
export async function openSession(db: Database, personId: string): Promise<string> {
  const token = newId().replaceAll('-', '')
  const at = new Date(wallClock.now())
  await db.write(async (tx) => {
    const person = await getPerson(tx, personId)
    const { name, email, language } = person
    const accountId = person.accountId ?? newId()
    if (person.accountId === null) {
      const factor = person.assessorSince !== null || person.staffSince !== null || person.administratorSince !== null
      await addAccount(tx, { id: accountId, name, email, emailVerified: true, twoFactorEnabled: factor, language, createdAt: at, updatedAt: at })
      await putPerson(tx, personId, { accountId })
    }
    const expiresAt = new Date(at.getTime() + DAY)
    await addSession(tx, { id: newId(), token, userId: accountId, expiresAt, userAgent: 'test', createdAt: at, updatedAt: at })
  })
  return token
}
