import type { MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { Refusal, refuse } from '../refusal.ts'
import { codingFor, packFast } from './coding.ts'
import type { Ctx, Env, Here, Role, Viewer } from './env.ts'

type Status = 200 | 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503

/** What a page's frame needs, taken from the request. */
export function here(c: Ctx): Here {
  const { t, viewer, now, demo, office, asset } = c.var
  const url = new URL(c.req.url)
  return { t, viewer, now, demo, office, asset, path: url.pathname + url.search }
}

/** Whether htmx asked, so that a fragment is enough. */
export const isFragment = (c: Ctx): boolean => c.req.header('HX-Request') === 'true'

/** Smaller than this, compressing does not pay. */
const LEAST = 1_000

/**
 * A whole page, doctype included, compressed: no page that another site can make a browser ask for holds a secret that
 * its length could give away (decision 016).
 */
export async function page(c: Ctx, content: Child, status: Status = 200): Promise<Response> {
  const text = String(await html`<!doctype html>${content}`)
  const coding = codingFor(c.req.header('Accept-Encoding'))
  c.header('Vary', 'Accept-Encoding')
  if (coding === undefined || text.length < LEAST) return c.html(text, status)
  const packed = new Uint8Array(await packFast[coding](Buffer.from(text)))
  c.header('Content-Type', 'text/html; charset=UTF-8')
  c.header('Content-Encoding', coding)
  c.header('Content-Length', String(packed.byteLength))
  return c.body(packed, status)
}

/** Which page of a list is asked for, from 1; what is no such number is the first. @param query of the second list of a page */
export function pageNumber(c: Ctx, query = 'page'): number {
  const asked = c.req.query(query) ?? ''
  return /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : 1
}

/** Whether what refreshes itself on this page was asked to stand still. */
export const isStill = (c: Ctx): boolean => c.req.query('still') !== undefined

/** @returns who is signed in. @throws Refusal `signInFirst` when nobody is. */
export const viewerOf = (c: Ctx): Viewer => c.get('viewer') ?? refuse('signInFirst')

/** Guard of a route: one of these roles. @throws Refusal `signInFirst`, `forbidden`. */
export function allow(...allowed: readonly Role[]): MiddlewareHandler<Env> {
  return (c, next) => {
    const viewer = viewerOf(c)
    if (!viewer.roles.some((role) => allowed.includes(role))) throw new Refusal('forbidden')
    return next()
  }
}
