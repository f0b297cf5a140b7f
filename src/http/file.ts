import type { Ctx } from './env.ts'

/** A file that is shown in the browser. */
export interface ShownFile {
  /** Without its extension. */
  readonly name: string
  readonly contentType: string
  /** SHA-256 (hex) of its bytes. */
  readonly sha256: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'application/pdf': 'pdf' }

/**
 * A file for whoever was let in: kept by their own browser, which asks every time whether it may still show it.
 * `nosniff` comes with the headers of every answer.
 */
export function showFile(c: Ctx, { name, contentType, sha256, bytes }: ShownFile): Response {
  const etag = `"${sha256.slice(0, 32)}"`
  c.header('Cache-Control', 'private, no-cache')
  c.header('ETag', etag)
  if (c.req.header('If-None-Match') === etag) return c.body(null, 304)
  c.header('Content-Type', contentType)
  c.header('Content-Disposition', `inline; filename="${name}.${EXTENSIONS[contentType] ?? 'bin'}"`)
  return c.body(bytes)
}
