import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshPlace } from '../support/database.ts'
import type { Place } from '../support/database.ts'

let place: Place
let child: ChildProcess | undefined
beforeEach(async () => {
  place = await freshPlace()
})
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await place.remove()
})

function start(env: Record<string, string>): { program: ChildProcess; said: () => string; until: (sign: RegExp) => Promise<RegExpExecArray> } {
  const program = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../../src/main.ts', import.meta.url))], {
    env: { PATH: process.env['PATH'], DATABASE_URL: place.url, PORT: '0', HOST: '127.0.0.1', DEMO: 'false', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = program
  let said = ''
  const wanted: { sign: RegExp; tell: (found: RegExpExecArray) => void }[] = []
  const hear = (chunk: Buffer) => {
    said += chunk.toString()
    for (const { sign, tell } of wanted) {
      const found = sign.exec(said)
      if (found) tell(found)
    }
  }
  program.stdout?.on('data', hear)
  program.stderr?.on('data', hear)
  const until = (sign: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      wanted.push({ sign, tell: resolve })
      program.once('exit', () => reject(new Error(`it ended: ${said}`)))
      hear(Buffer.of())
    })
  return { program, said: () => said, until }
}

test('told to stop, it finishes the request at hand, takes no new ones, and ends well', { timeout: 60_000 }, async () => {
  const { program, until } = start({})
  const port = Number((await until(/"port":(\d+)/))[1])
  const body = 'language=en&next=%2Fterms'
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk.toString()))
  await once(socket, 'connect')
  const head = ['POST /language HTTP/1.1', 'Host: localhost', 'Sec-Fetch-Site: same-origin', 'Content-Type: application/x-www-form-urlencoded']
  socket.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body.slice(0, 5)}`)
  // The program has the request once it answers another one that came after it.
  expect((await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { Connection: 'close' } })).status).toBe(200)
  program.kill('SIGTERM')
  await until(/"msg":"stopping"/)
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  const ended = once(program, 'exit')
  socket.write(body.slice(5))
  await once(socket, 'close')
  expect(answer).toMatch(/^HTTP\/1\.1 303 [^]*location: \/terms/i)
  expect(await ended).toEqual([0, null])
})

test('with a setting that is wrong it does not start, and names the setting', { timeout: 60_000 }, async () => {
  const { program, said } = start({ NODE_ENV: 'production', PORT: '0' })
  expect(await once(program, 'exit')).toEqual([1, null])
  for (const name of ['AUTH_SECRET', 'MOLLIE_API_KEY', 'SMTP_URL', 'BASE_URL', 'OFFICE_EMAIL', 'OFFICE_PHONE']) expect(said()).toContain(`- ${name} must be set in production`)
})

test('on a port that is taken it does not start, and says so', { timeout: 60_000 }, async () => {
  const { createServer } = await import('node:net')
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''
  const { program, said } = start({ PORT: port })
  expect(await once(program, 'exit')).toEqual([1, null])
  expect(said()).toContain('EADDRINUSE')
  taken.close()
})
