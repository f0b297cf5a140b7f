/** A real SMTP server that keeps what it accepts, for tests. */
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

type Parsed = Awaited<ReturnType<typeof simpleParser>>

export interface PostOffice {
  readonly url: string
  readonly accepted: Parsed[]
  /** The answer to the next recipients; `null` accepts. */
  refuseWith(code: number | null): void
  close(): Promise<void>
}

export async function startPostOffice(): Promise<PostOffice> {
  const accepted: Parsed[] = []
  let code: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) =>
      done(code === null ? null : Object.assign(new Error('mailbox of somebody@example.org is busy'), { responseCode: code })),
    onData: (stream, _session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        void simpleParser(Buffer.concat(parts)).then((mail) => {
          accepted.push(mail)
          done()
        }, done)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    refuseWith: (next) => {
      code = next
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
