/** Asks for a page as a browser does, and tells how long its first byte took and how much came over the line. */
import { Agent, request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

export interface Got {
  readonly status: number
  readonly type: string
  readonly text: string
  /** From asking until the first byte of the answer, ms. */
  readonly ttfb: number
  /** Headers and body as they were sent. */
  readonly bytes: number
}

/** One visitor with one kept connection to 127.0.0.1. */
export function visitorAt(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const get = (path: string, cookie?: string): Promise<Got> =>
    new Promise((resolve, reject) => {
      const headers = { 'accept-encoding': 'gzip, deflate, br', ...(cookie === undefined ? {} : { cookie }) }
      const asked = request({ port, host: '127.0.0.1', path, agent, headers })
      let [from, before] = [0, 0]
      let read = () => 0
      asked.on('error', reject)
      asked.on('socket', (socket) => {
        read = () => socket.bytesRead
        before = socket.bytesRead
      })
      asked.on('finish', () => (from = performance.now()))
      asked.on('response', (answer) => {
        const ttfb = performance.now() - from
        const pieces: Buffer[] = []
        answer.on('error', reject)
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('end', () => {
          const { statusCode: status = 0, headers: { 'content-type': type = '', 'content-encoding': coding } } = answer
          resolve({ status, type, ttfb, bytes: read() - before, text: decoded(Buffer.concat(pieces), coding).toString('utf8') })
        })
      })
      asked.end()
    })
  return { get, end: () => agent.destroy() }
}
export type PageVisitor = ReturnType<typeof visitorAt>

function decoded(body: Buffer, coding: string | undefined): Buffer {
  if (coding === 'br') return brotliDecompressSync(body)
  return coding === 'gzip' ? gunzipSync(body) : body
}
