import { createHash } from 'node:crypto'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Ctx } from './env.ts'

/** The version of what a part of a page shows: the same values in the same language have the same one. */
export const etagOf = (c: Ctx, values: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify([c.var.t.language, values])).digest('base64url').slice(0, 22)}"`

/** The part of a page that refreshes itself; 304 without it when the browser shows this version already. */
export function unlessShown(c: Ctx, etag: string, part: Child): Response | Promise<Response> {
  c.header('ETag', etag)
  return c.req.header('If-None-Match') === etag ? c.body(null, 304) : c.html(html`${part}`)
}
