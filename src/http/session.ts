import { createHmac, timingSafeEqual } from 'node:crypto'
import { getCookie } from 'hono/cookie'
import { isLanguage, translator } from '../language/translate.ts'
import type { Language } from '../language/translate.ts'
import { refuse } from '../refusal.ts'
import type { Ctx, Viewer } from './env.ts'
import type { Check } from './request.ts'

/** What keeps the language of whoever is not signed in. */
export const LANGUAGE_COOKIE = 'language'

interface Deps {
  /** The name of the cookie with the signed token. */
  readonly cookie: string
  readonly secret: string
  /** Who is signed in with this token. */
  readonly find: (token: string) => Promise<{ readonly viewer: Viewer; readonly language: Language } | null>
}

/** Finds out who asks, and in which language they read. A cookie that is not ours is as good as none. */
export const readSession = ({ cookie, secret, find }: Deps): Check => {
  const tokenOf = tokenReader(cookie, secret)
  return async (c) => {
    const token = tokenOf(c)
    const found = token === null ? null : await find(token)
    c.set('viewer', found?.viewer ?? null)
    c.set('t', translator(found?.language ?? languageOf(c)))
  }
}

/** Most headers that are remembered at once. */
const MOST = 10_000

/**
 * The token in a request's cookie; `null` without one of ours. A header whose signature was right stays right, so that
 * it is checked once; whether the session still holds is asked every time.
 */
function tokenReader(cookie: string, secret: string): (c: Ctx) => string | null {
  const right = new Map<string, string>()
  return (c) => {
    const header = c.req.header('Cookie')
    if (header === undefined) return null
    const known = right.get(header)
    if (known !== undefined) return known
    const token = verified(getCookie(c, cookie), secret)
    if (token === null) return null
    if (right.size >= MOST) right.clear()
    right.set(header, token)
    return token
  }
}

function languageOf(c: Ctx): Language {
  const chosen = getCookie(c, LANGUAGE_COOKIE)
  return isLanguage(chosen) ? chosen : 'nl'
}

const signatureOf = (value: string, secret: string): string => createHmac('sha256', secret).update(value).digest('base64')

/** A value with its signature, as better-auth writes it in a cookie (before percent-encoding). */
export const signed = (value: string, secret: string): string => `${value}.${signatureOf(value, secret)}`

/** The value of a signed cookie; `null` when the signature is not ours. */
export function verified(cookie: string | undefined, secret: string): string | null {
  const dot = cookie?.lastIndexOf('.') ?? -1
  if (cookie === undefined || dot < 1) return null
  const value = cookie.slice(0, dot)
  const [given, right] = [Buffer.from(cookie.slice(dot + 1)), Buffer.from(signatureOf(value, secret))]
  return given.length === right.length && timingSafeEqual(given, right) ? value : null
}

/**
 * Keeps whoever still owes a second factor to the pages where they set it up.
 *
 * @param setup where that is
 * @param open beginnings of paths that stay open
 * @throws Refusal `secondFactorDue` for anything but looking at a page
 */
export const secondFactorFirst =
  (setup: string, open: readonly string[]): Check =>
  (c) => {
    const { path, method } = c.req
    if (c.get('viewer')?.secondFactorDue !== true || open.some((one) => path === one || path.startsWith(`${one}/`))) return
    if (method !== 'GET' && method !== 'HEAD') refuse('secondFactorDue')
    return c.redirect(setup, 303)
  }
