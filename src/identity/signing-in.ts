/** Signing up, in and out, through better-auth: its answers as ours, its errors as refusals. */
import { verify } from '@node-rs/argon2'
import { isAPIError } from 'better-auth/api'
import { verifyJWT } from 'better-auth/crypto'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Language } from '../language/translate.ts'
import { Refusal, refuse } from '../refusal.ts'
import type { Reason } from '../refusal.ts'
import { proveAddress } from './actions.ts'
import type { Auth } from './auth.ts'
import { findAccountByEmail, findPasswordHash } from './queries.ts'

/** What signing in needs at hand. */
export interface SignInDesk {
  readonly auth: Auth
  readonly db: Database
  readonly clock: Clock
  readonly secret: string
}

/** `Set-Cookie` lines to send along. */
export type Cookies = readonly string[]

interface Answer<T> {
  readonly response: T
  readonly headers: Headers | null | undefined
}

/** better-auth's codes, as far as they are somebody's mistake; what is not here is a fault of ours. */
const REASONS: Readonly<Record<string, Reason>> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrongSignIn',
  INVALID_EMAIL: 'wrongSignIn',
  EMAIL_NOT_VERIFIED: 'notVerified',
  INVALID_TOKEN: 'linkSpent',
  TOKEN_EXPIRED: 'linkSpent',
  USER_NOT_FOUND: 'linkSpent',
  INVALID_PASSWORD: 'wrongPassword',
  PASSWORD_TOO_LONG: 'wrongPassword',
  PASSWORD_TOO_SHORT: 'invalid',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'noPassword',
  INVALID_CODE: 'wrongCode',
  INVALID_BACKUP_CODE: 'wrongCode',
  INVALID_TWO_FACTOR_COOKIE: 'signInAgain',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'signInAgain',
  TOTP_NOT_ENABLED: 'signInAgain',
  BACKUP_CODES_NOT_ENABLED: 'wrongCode',
  SECOND_FACTOR_NEEDED: 'magicLinkRefused',
  UNAUTHORIZED: 'signInFirst',
}

/** Asks better-auth. @throws Refusal for what is somebody's mistake */
export async function ask<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking
  } catch (error) {
    throw refusalOf(error) ?? error
  }
}

function refusalOf(error: unknown): Refusal | null {
  if (!isAPIError(error)) return null
  // A magic link that does not work is answered with a redirect: there is nowhere to go.
  if (error.statusCode === 302) return new Refusal('linkSpent')
  const code = error.body?.code
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED') return new Refusal('tooMany', { count: 15 })
  const reason = code === undefined ? undefined : REASONS[code]
  return reason === undefined ? null : new Refusal(reason)
}

export const cookiesOf = ({ headers }: Answer<unknown>): Cookies => headers?.getSetCookie() ?? []

export interface Registration {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly language: Language
}

/**
 * Makes an account that works once its address is proven. Whoever has one already hears so by mail, and only there.
 */
export async function register({ auth, db }: SignInDesk, given: Registration): Promise<void> {
  const known = await findAccountByEmail(db.read, given.email)
  // Never proven: the new password cannot be trusted more than the old one, but a link in the mail can.
  if (known?.emailVerified === false) await askForPasswordLink({ auth }, given.email)
  else await ask(auth.api.signUpEmail({ body: { ...given } }))
}

const verificationToken = z.object({ email: z.string(), userId: z.string() })

/**
 * Proves an address: the link shows who reads the mail, the password that it is also who registered. Without the
 * password anybody could register somebody else's address and wait for them to click.
 *
 * @returns cookies of the new session
 * @throws Refusal `linkSpent`, `wrongPassword`
 */
export async function verifyEmail(desk: SignInDesk, token: string, password: string, headers: Headers): Promise<SignedIn> {
  const { auth, db, clock, secret } = desk
  const { email, userId } = await emailOfToken(token, secret)
  const known = await findPasswordHash(db.read, userId)
  if (known === undefined || !(await verify(known, password))) refuse('wrongPassword', {}, 'password')
  await ask(auth.api.verifyEmail({ query: { token } }))
  await db.write((tx) => proveAddress(tx, userId, clock.now()))
  return signIn(desk, email, password, headers)
}

/** The address a verification link is for. @throws Refusal `linkSpent` */
export async function emailOfToken(token: string, secret: string): Promise<z.output<typeof verificationToken>> {
  const parsed = verificationToken.safeParse(await verifyJWT<unknown>(token, secret))
  return parsed.success ? parsed.data : refuse('linkSpent')
}

export interface SignedIn {
  readonly cookies: Cookies
  /** Whether a code is asked for before anybody is signed in. */
  readonly codeNeeded: boolean
}

/** @throws Refusal `wrongSignIn`, `notVerified` (a new link is on its way then) */
export async function signIn({ auth, db, clock }: SignInDesk, email: string, password: string, headers: Headers): Promise<SignedIn> {
  const answer = await ask(auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true }))
  if ('twoFactorRedirect' in answer.response) return { cookies: cookiesOf(answer), codeNeeded: true }
  // Repairs what a crash between proving the address and noting it left behind.
  const accountId = answer.response.user.id
  await db.write((tx) => proveAddress(tx, accountId, clock.now()))
  return { cookies: cookiesOf(answer), codeNeeded: false }
}

/** Ends the session of this cookie. */
export async function signOut({ auth }: SignInDesk, headers: Headers): Promise<Cookies> {
  return cookiesOf(await ask(auth.api.signOut({ headers, returnHeaders: true })))
}

/** Sends a link to choose a password, if there is such an account; nobody is told whether there is. */
export async function askForPasswordLink({ auth }: Pick<SignInDesk, 'auth'>, email: string): Promise<void> {
  await ask(auth.api.requestPasswordReset({ body: { email } }))
}

/** Sets a password by a mailed link, proves the address with it, and ends all sessions. @throws Refusal `linkSpent` */
export async function resetPassword({ auth }: SignInDesk, token: string, newPassword: string): Promise<void> {
  await ask(auth.api.resetPassword({ body: { token, newPassword } }))
}

/** Sends a link that signs in, if there is such an account and it has no second factor; nobody is told. */
export async function askForMagicLink({ auth }: SignInDesk, email: string, headers: Headers): Promise<void> {
  await ask(auth.api.signInMagicLink({ body: { email }, headers }))
}

/** Spends a link that signs in. @throws Refusal `linkSpent`, `magicLinkRefused` */
export async function useMagicLink({ auth, db, clock }: SignInDesk, token: string, headers: Headers): Promise<Cookies> {
  const answer = await ask(auth.api.magicLinkVerify({ query: { token }, headers, returnHeaders: true }))
  const accountId = answer.response.user.id
  await db.write((tx) => proveAddress(tx, accountId, clock.now()))
  return cookiesOf(answer)
}

/** Changes the password and ends every other session. @throws Refusal `wrongPassword`, `noPassword` */
export async function changePassword({ auth }: SignInDesk, currentPassword: string, newPassword: string, headers: Headers): Promise<Cookies> {
  const body = { currentPassword, newPassword, revokeOtherSessions: true }
  return cookiesOf(await ask(auth.api.changePassword({ body, headers, returnHeaders: true })))
}
