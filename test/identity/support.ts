import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import type { Browser, startApp } from '../support/app.ts'

export type App = Awaited<ReturnType<typeof startApp>>

export const PASSWORD = 'een lange zin met woorden'

/** The path (with its token) in the last mail of this kind to this address. */
export async function linkIn(app: App, kind: string, email: string): Promise<string> {
  const mail = (await app.mails()).findLast((one) => one.kind === kind && one.recipient === email)
  const path = mail?.body.split(app.config.baseUrl)[1]?.split('\n')[0]
  if (path === undefined) throw new Error(`no ${kind} to ${email}`)
  return path
}

export const tokenOf = (path: string): string => new URL(path, 'http://x').searchParams.get('token') ?? ''

/** Registers and proves the address. @returns the browser, signed in */
export async function registered(app: App, email: string, name = 'Sanne de Boer'): Promise<Browser> {
  const browser = app.visitor()
  expect((await browser('/register', { form: { name, email, password: PASSWORD } })).status).toBe(303)
  const token = tokenOf(await linkIn(app, 'verification', email))
  expect((await browser('/verify-email', { form: { token, password: PASSWORD } })).status).toBe(303)
  return browser
}

export const whereTo = (response: Response): string => response.headers.get('Location') ?? ''

/** Whether the account page opens. */
export const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser('/account')).status === 200

/** The code an authenticator app shows. @param aheadSeconds how far its clock runs ahead: a later code without waiting */
export function codeOf(secret: string, aheadSeconds = 0): string {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + aheadSeconds) / 30)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

export interface Factor {
  readonly secret: string
  /** The code that was used. */
  readonly code: string
  readonly backupCodes: readonly string[]
}

/** Sets the second factor up with the code of now; `codeOf(secret, 30)` is still free, and counts too. */
export async function setUpFactor(browser: Browser): Promise<Factor> {
  const scan = await (await browser('/account/second-factor', { form: { password: PASSWORD } })).text()
  const secret = /name="secret" value="([A-Z2-7]+)"/.exec(scan)?.[1] ?? ''
  const code = codeOf(secret)
  const done = await browser('/account/second-factor/verification', { form: { secret, code } })
  expect(done.status).toBe(200)
  const backupCodes = [...(await done.text()).matchAll(/<li class="number-code">([^<]+)<\/li>/g)].map(([, one]) => one ?? '')
  return { secret, code, backupCodes }
}
