import { refuse } from '../refusal.ts'
import type { Ctx } from './env.ts'
import type { Check } from './request.ts'

/**
 * Takes no body larger than this, whether it says its length or comes in pieces.
 *
 * @param most bytes
 * @throws Refusal `tooLarge` (413)
 */
export const limitBody =
  (most: number): Check =>
  (c) => {
    const length = c.req.header('Content-Length')
    if (length === undefined) return c.req.method === 'GET' ? undefined : keepAtMost(c, most)
    if (!(Number(length) <= most)) refuse('tooLarge')
  }

async function keepAtMost(c: Ctx, most: number): Promise<void> {
  const { raw } = c.req
  if (raw.body !== null) c.req.raw = new Request(raw, { method: raw.method, body: await readAtMost(raw.body, most) })
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
