/** What the routes of this capability share: better-auth, the limits on attempts, and the cookies between them. */
import type { Logger } from 'pino'
import type { Database } from '../../db/database.ts'
import { HOUR, MINUTE, SECOND } from '../clock.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Ctx } from '../http/env.ts'
import { clientOf, limit } from '../http/limits.ts'
import type { Limit } from '../http/limits.ts'
import { makeAuth } from './auth.ts'
import type { Cookies, SignInDesk } from './signing-in.ts'

export interface IdentityDeps {
  readonly config: Pick<Config, 'baseUrl' | 'authSecret' | 'demo' | 'trustProxy'>
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
}

const window = (ms: number) => ms / SECOND

/** How often what may be tried. "From" counts where it comes from, the others whom it is about. */
const limits = () => ({
  password: limit(10, window(15 * MINUTE)),
  passwordFrom: limit(60, window(15 * MINUTE)),
  code: limit(10, window(15 * MINUTE)),
  mail: limit(5, window(HOUR)),
  mailFrom: limit(40, window(HOUR)),
})

export interface Desk extends SignInDesk {
  readonly demo: boolean
  readonly limits: Readonly<Record<keyof ReturnType<typeof limits>, Limit>>
  /** Where a request comes from, as far as limits care. */
  readonly clientOf: (c: Ctx) => string
}

export function openDesk({ config, db, clock, log }: IdentityDeps): Desk {
  const { baseUrl, authSecret: secret, demo, trustProxy } = config
  const auth = makeAuth({ db, clock, log, baseUrl, secret })
  return { auth, db, clock, secret, demo, limits: limits(), clientOf: (c) => clientOf(c, trustProxy) }
}

/** What better-auth needs to know of a request: nothing that says where somebody is. */
export function headersOf(c: Ctx): Headers {
  const headers = new Headers()
  for (const name of ['Cookie', 'User-Agent']) {
    const value = c.req.header(name)
    if (value !== undefined) headers.set(name, value)
  }
  return headers
}

export function setCookies(c: Ctx, cookies: Cookies): void {
  for (const line of cookies) c.header('Set-Cookie', line, { append: true })
}

/**
 * Tries a password. What fails counts, for the account and for where it comes from; after too many not even the right
 * one is looked at.
 *
 * @param whom the account or address it is about
 * @throws Refusal `tooMany`, and whatever `attempt` throws
 */
export async function tryPassword<T>(desk: Desk, c: Ctx, whom: string, attempt: () => Promise<T>): Promise<T> {
  const { password, passwordFrom } = desk.limits
  const from = desk.clientOf(c)
  await passwordFrom.spend(c, from)
  await password.spend(c, whom)
  const result = await attempt()
  await passwordFrom.forgive(from)
  await password.forgive(whom)
  return result
}

/** Counts a mail to an address that anybody can type. @throws Refusal `tooMany` */
export async function countMail(desk: Desk, c: Ctx, email: string): Promise<void> {
  await desk.limits.mailFrom.spend(c, desk.clientOf(c))
  await desk.limits.mail.spend(c, email)
}
