/** The second factor: codes of an app (TOTP) and backup codes. */
import { createHash } from 'node:crypto'
import { record } from '../audit/actions.ts'
import { SECOND, wallClock } from '../clock.ts'
import type { Viewer } from '../http/env.ts'
import { verified } from '../http/session.ts'
import { refuse } from '../refusal.ts'
import { needsSecondFactor } from './identity.ts'
import { findVerification, removeSessions, takeCode } from './queries.ts'
import { ask, cookiesOf } from './signing-in.ts'
import type { Cookies, SignInDesk } from './signing-in.ts'
import { forgetViewers } from './viewers.ts'

/** A code of the app counts for its half minute and those beside it; used once, it is not taken again in that time. */
const CODE_LIVES = 120 * SECOND

const ISSUER = 'Toetsronde'

/** The address an authenticator app reads from the QR code. @param key the secret, base32 */
export const setupAddress = (key: string, email: string): string =>
  `otpauth://totp/${ISSUER}:${encodeURIComponent(email)}?secret=${key}&issuer=${ISSUER}&digits=6&period=30`

/**
 * Begins the setup with a new secret; it counts once a code of it was typed in.
 *
 * @returns the secret, base32
 * @throws Refusal `wrongPassword`
 */
export async function beginSetup({ auth }: SignInDesk, password: string, headers: Headers): Promise<string> {
  const answer = await ask(auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers }))
  if (!('totpURI' in answer)) throw new Error('no secret for an authenticator app')
  const key = new URL(answer.totpURI).searchParams.get('secret')
  if (key === null) throw new Error('no secret for an authenticator app')
  return key
}

/**
 * Ends the setup with a first code. Every other session ends: those began with the password alone.
 *
 * @returns cookies of the session that goes on, and the backup codes, to be shown this once
 * @throws Refusal `wrongCode`, `usedCode`
 */
export async function finishSetup(desk: SignInDesk, viewer: Viewer, code: string, headers: Headers) {
  const { auth, db, clock, secret } = desk
  const { accountId, personId } = viewer
  await takeOnce(desk, accountId, code)
  const cookies = cookiesOf(await ask(auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true })))
  const { backupCodes } = await ask(auth.api.viewBackupCodes({ body: { userId: accountId } }))
  const token = valueOf(cookies.map((line) => line.split(';')[0] ?? '').join('; '), 'session_token', secret)
  await db.write(async (tx) => {
    await removeSessions(tx, accountId, token === null ? {} : { token })
    await record(tx, { at: clock.now(), by: personId, what: 'secondFactor.added', on: personId, personId, before: { isOn: false }, after: { isOn: true } })
  })
  forgetViewers(accountId)
  return { cookies, backupCodes }
}

/**
 * The second step of signing in: a code of the app, or a backup code.
 *
 * @param headers with the cookie that the first step gave
 * @throws Refusal `wrongCode`, `usedCode`, `signInAgain` when the first step is too long ago or there were too many codes
 */
export async function giveCode(desk: SignInDesk, code: string, headers: Headers): Promise<Cookies> {
  const { auth } = desk
  const accountId = await challengedAccount(desk, headers)
  if (!/^\d{6}$/.test(code)) {
    return cookiesOf(await ask(auth.api.verifyBackupCode({ body: { code }, headers, returnHeaders: true })))
  }
  await takeOnce(desk, accountId, code)
  return cookiesOf(await ask(auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true })))
}

/** Whose password was right in the first step. @throws Refusal `signInAgain` */
export async function challengedAccount({ db, secret }: SignInDesk, headers: Headers): Promise<string> {
  const challenge = valueOf(headers.get('Cookie') ?? '', 'two_factor', secret) ?? refuse('signInAgain')
  const found = await findVerification(db.read, challenge, new Date(wallClock.now()))
  return found?.value ?? refuse('signInAgain')
}

/** The value of a signed cookie of better-auth's, by the end of its name. */
function valueOf(cookies: string, name: string, secret: string): string | null {
  const found = new RegExp(`(?:^|;\\s*)(?:__Secure-)?[\\w-]+\\.${name}=([^;]*)`).exec(cookies)?.[1]
  try {
    return verified(found === undefined ? undefined : decodeURIComponent(found), secret)
  } catch {
    return null
  }
}

/** better-auth takes the same code twice: whoever saw it typed could use it once more. @throws Refusal `usedCode` */
async function takeOnce({ db }: SignInDesk, accountId: string, code: string): Promise<void> {
  const id = `code:${createHash('sha256').update(`${accountId}:${code}`).digest('hex')}`
  const now = wallClock.now()
  const isFree = await db.write((tx) => takeCode(tx, id, new Date(now), new Date(now + CODE_LIVES)))
  if (!isFree) refuse('usedCode', {}, 'code')
}

/** Switches the second factor off. @throws Refusal `secondFactorRequired` where the role needs it, `wrongPassword` */
export async function switchOff(desk: SignInDesk, viewer: Viewer, demo: boolean, password: string, headers: Headers): Promise<Cookies> {
  if (!demo && needsSecondFactor(viewer.roles)) refuse('secondFactorRequired')
  const { auth, db, clock } = desk
  const { accountId, personId } = viewer
  const cookies = cookiesOf(await ask(auth.api.disableTwoFactor({ body: { password }, headers, returnHeaders: true })))
  const [before, after] = [{ isOn: true }, { isOn: false }]
  await db.write((tx) => record(tx, { at: clock.now(), by: personId, what: 'secondFactor.removed', on: personId, personId, before, after }))
  forgetViewers(accountId)
  return cookies
}
