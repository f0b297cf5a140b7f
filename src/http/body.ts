import type { MiddlewareHandler } from 'hono'
import { refuse } from '../refusal.ts'
import type { Env } from './env.ts'

/**
 * Takes no body larger than this, whether it says its length or comes in pieces.
 *
 * @param most bytes
 * @throws Refusal `tooLarge` (413)
 */
export const limitBody =
  (most: number): MiddlewareHandler<Env> =>
  async (c, next) => {
    const { raw } = c.req
    const length = c.req.header('Content-Length')
    if (length !== undefined) {
      if (!(Number(length) <= most)) refuse('tooLarge')
    } else if (raw.body !== null) {
      c.req.raw = new Request(raw, { method: raw.method, body: await readAtMost(raw.body, most) })
    }
    await next()
  }

async function readAtMost(body: ReadableStream<Uint8Array>, most: number): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.byteLength
    if (size > most) refuse('tooLarge')
    pieces.push(new Uint8Array(piece))
  }
  return new Blob(pieces)
}
