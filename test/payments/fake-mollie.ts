/** A stand-in for Mollie's own server, on 127.0.0.1. Its client speaks https only, hence a certificate, made for this alone. */
import { createServer } from 'node:https'

// No secret: it protects nothing, and nobody but the test below trusts it.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghjEr3uH84VDiKq/T
ZW6V20xAJD5GVnD9kXbHacbAMBqhRANCAASgQdQ9lI8W/G1n7e4wIUWLUGECHDLr
W0h0W+GiLFZxebY9cqaW5sE4u9LfQM0U5IngMKSPLUXb8/nuQT0kR95q
-----END PRIVATE KEY-----`
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUZ8UPVn6QSLeYFj9dKtmLs5BA9C8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTIzMjkwNVoYDzIxMjYxMDI4
MjMyOTA1WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASgQdQ9lI8W/G1n7e4wIUWLUGECHDLrW0h0W+GiLFZxebY9cqaW5sE4
u9LfQM0U5IngMKSPLUXb8/nuQT0kR95qo1MwUTAdBgNVHQ4EFgQUAnKdF9DaKEIa
tydBZWQrYbLYUHMwHwYDVR0jBBgwFoAUAnKdF9DaKEIatydBZWQrYbLYUHMwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAg/8Nwb5K1H1buRTXEqmj
blYJB7VD2R69pRAvhLuwCzQCIQDHLetFwSnrnY2qjPlW3SUmc44gyVakQ1qaXjfv
TVYtKg==
-----END CERTIFICATE-----`

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: Record<string, unknown>
  readonly authorization: string | undefined
  readonly idempotencyKey: string | undefined
}

interface Answer {
  readonly status: number
  readonly json: unknown
}

/** @param answerTo what to answer; `null` hangs up */
export async function fakeMollie(answerTo: (asked: Asked) => Answer | null) {
  const asked: Asked[] = []
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const text = Buffer.concat(parts).toString()
      const one: Asked = {
        method: request.method ?? '', path: request.url ?? '', body: text === '' ? {} : JSON.parse(text),
        authorization: request.headers.authorization, idempotencyKey: request.headers['idempotency-key']?.toString(),
      }
      asked.push(one)
      const answer = answerTo(one)
      if (answer === null) return void request.socket.destroy()
      response.writeHead(answer.status, { 'Content-Type': 'application/hal+json' }).end(JSON.stringify(answer.json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  if (place === null || typeof place === 'string') throw new Error('no port')
  return {
    endpoint: `https://127.0.0.1:${place.port}/v2/`,
    asked,
    stop: () => new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
