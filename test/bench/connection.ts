/** One kept connection to a server: as little of HTTP as the benchmarks need, so that asking costs little. */
import { connect } from 'node:net'
import type { Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: string
}

export interface Connection {
  /** One at a time. @throws Error when the connection breaks */
  ask(request: string): Promise<Answer>
  end(): void
}

interface Waiting {
  resolve(answer: Answer): void
  reject(error: Error): void
}

/** @param port on 127.0.0.1 */
export function openConnection(port: number): Connection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let waiting: Waiting | null = null
  let received: Buffer = Buffer.alloc(0)
  let broken: Error | null = null
  const fail = (error: Error) => {
    broken ??= error
    waiting?.reject(error)
    waiting = null
  }
  socket.on('data', (piece) => {
    received = received.length === 0 ? piece : Buffer.concat([received, piece])
    const answer = answerIn(received)
    if (answer === null) return
    received = Buffer.alloc(0)
    const asked = waiting
    waiting = null
    asked?.resolve(answer)
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('closed')))
  return {
    ask: (request) => new Promise((resolve, reject) => {
      if (broken !== null) return reject(broken)
      waiting = { resolve, reject }
      socket.write(request)
    }),
    end: () => done(socket),
  }
}

function done(socket: Socket): void {
  socket.removeAllListeners('close')
  socket.destroy()
}

/** The answer, once all of it is there. */
function answerIn(received: Buffer): Answer | null {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const head = received.toString('latin1', 0, headEnd)
  const from = headEnd + 4
  const status = Number(head.slice(9, 12))
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return received.length < from + Number(length) ? null : { status, body: received.toString('utf8', from) }
  // Chunked: read as it comes, which is enough to look for something in it.
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) return { status, body: '' }
  return received.toString('latin1', received.length - 5) === '0\r\n\r\n' ? { status, body: received.toString('utf8', from) } : null
}
