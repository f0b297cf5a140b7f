/** better-auth over our own tables: what it decides, and what it mails. Only `signing-in.ts` and tests call it. */
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError } from 'better-auth/api'
import { magicLink, twoFactor } from 'better-auth/plugins'
import type { Logger } from 'pino'
import type { Database, Db } from '../../db/database.ts'
import { account, credential, session, twoFactor as twoFactorTable, verification } from '../../db/schema/identity.ts'
import { paths } from '../../views/paths.ts'
import { HOUR, MINUTE, SECOND } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { newId } from '../ids.ts'
import { sendMail } from '../mail/actions.ts'
import type { MailKind } from '../mail/mail.ts'
import type { Params } from '../refusal.ts'
import { noteNewPassword } from './actions.ts'
import { LINK_LASTS, PASSWORD_LENGTH, SESSION_LASTS } from './identity.ts'
import { findAccount, findAccountByEmail, findPersonByAccount } from './queries.ts'
import { forgetViewers } from './viewers.ts'

interface Deps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  /** Where people reach the program; over https cookies are Secure. */
  readonly baseUrl: string
  readonly secret: string
}

export type Auth = ReturnType<typeof makeAuth>

const PREFIX = 'toetsronde'

/** The name of the cookie with the signed session token. */
export const sessionCookie = (baseUrl: string): string =>
  `${baseUrl.startsWith('https:') ? '__Secure-' : ''}${PREFIX}.session_token`

const tables = { user: account, session, account: credential, verification, twoFactor: twoFactorTable }

// The library's own choice of parameters: argon2id, 19 MiB, 2 passes (OWASP).
const argon2id = {
  hash: (password: string) => hash(password),
  verify: ({ hash: known, password }: { hash: string; password: string }) => verify(known, password),
}

const link = (path: string, token: string) => `${path}?token=${encodeURIComponent(token)}`

/** Makes the one better-auth of this process. Its own HTTP handler is never mounted. */
export function makeAuth({ db, clock, log, baseUrl, secret }: Deps) {
  const tell = teller(db, clock)
  return betterAuth({
    appName: 'Toetsronde',
    baseURL: baseUrl,
    secret,
    telemetry: { enabled: false },
    // Its messages can hold e-mail addresses: what it warns of is only counted, what fails is named.
    logger: { level: 'error', log: () => log.warn('sign-in library reported an error') },
    database: drizzleAdapter(db.auth, { provider: db.engine === 'postgres' ? 'pg' : 'sqlite', schema: tables, transaction: false }),
    advanced: {
      cookiePrefix: PREFIX,
      useSecureCookies: baseUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: newId },
      ipAddress: { disableIpTracking: true },
    },
    session: { expiresIn: SESSION_LASTS / SECOND, disableSessionRefresh: true },
    rateLimit: { enabled: false },
    user: { additionalFields: { language: { type: 'string', required: true, input: true } } },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      password: argon2id,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: LINK_LASTS.passwordReset / SECOND,
      sendResetPassword: ({ user, token }) =>
        tell(user.id, 'passwordReset', { path: link(paths.resetPassword(), token), hours: LINK_LASTS.passwordReset / HOUR }),
      onPasswordReset: async ({ user }) => {
        await db.write((tx) => noteNewPassword(tx, user.id, clock.now()))
      },
      onExistingUserSignUp: ({ user }) => tell(user.id, 'registeredAlready', { path: paths.signIn() }),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      expiresIn: LINK_LASTS.verification / SECOND,
      sendVerificationEmail: ({ user, token }) =>
        tell(user.id, 'verification', { path: link(paths.verifyEmail(), token), hours: LINK_LASTS.verification / HOUR }),
    },
    plugins: [
      twoFactor({ issuer: 'Toetsronde' }),
      magicLink({
        disableSignUp: true,
        expiresIn: LINK_LASTS.magicLink / SECOND,
        storeToken: 'hashed',
        sendMagicLink: async ({ email, token }) => {
          const known = await findAccountByEmail(db.read, email)
          // Nobody is told who has an account, and whoever signs in with codes would be refused.
          if (known === undefined || known.twoFactorEnabled === true) return
          await tell(known.id, 'magicLink', { path: link(paths.magicLinkUse(), token), minutes: LINK_LASTS.magicLink / MINUTE })
        },
      }),
    ],
    databaseHooks: {
      session: {
        create: { before: (made, context) => noWayRoundTheSecondFactor(db.read, made.userId, context?.path) },
        delete: { after: async ({ userId }) => forgetViewers(userId) },
      },
    },
  })
}

/** A link in a mail is one factor: whoever has a second one signs in with the password and a code. */
async function noWayRoundTheSecondFactor(db: Db, accountId: string, path: string | undefined): Promise<void> {
  if (path !== '/magic-link/verify') return
  const known = await findAccount(db, accountId)
  if (known?.twoFactorEnabled === true) throw new APIError('FORBIDDEN', { code: 'SECOND_FACTOR_NEEDED', message: 'second factor needed' })
}

/** Writes a mail with a link to whoever has this account, in a transaction of its own: better-auth has none. */
function teller(db: Database, clock: Clock) {
  return (accountId: string, kind: MailKind, params: Params): Promise<void> =>
    db.write(async (tx) => {
      const known = await findAccount(tx, accountId)
      if (known === undefined) return
      const person = await findPersonByAccount(tx, accountId)
      const { name, language } = person ?? known
      const to = { personId: person?.id ?? null, name, email: known.email, language }
      await sendMail(tx, { to, kind, params, secret: kind !== 'registeredAlready' }, clock.now())
    })
}
