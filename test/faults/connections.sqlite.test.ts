/** Clients that keep a connection and do not finish what they began, against the real program. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { open } from '../../db/open.ts'
import { HOUR, wallClock } from '../../src/clock.ts'
import { listAnswers } from '../../src/delivery/queries.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { SECRET, aPlace, makeSitters } from '../bench/sitters.ts'
import type { Sitter } from '../bench/sitters.ts'
import { freshPlace } from '../support/database.ts'
import type { Place } from '../support/database.ts'
import { spawnServer } from '../support/server.ts'
import type { Server } from '../support/server.ts'

let place: Place
let server: Server
let questionId: string
let one: Sitter
let other: Sitter

beforeAll(async () => {
  place = await freshPlace()
  const db = await open(place.url)
  const where = await aPlace(db)
  const [first, second] = await makeSitters(db, where, { count: 2, startsAt: wallClock.now() - HOUR, started: true })
  if (first === undefined || second === undefined) throw new Error('two were asked')
  one = first
  other = second
  questionId = (await getPublishedForm(db.read, where.formIds[0])).questions.find((question) => question.type === 'open')?.id ?? ''
  await db.close()
  server = await spawnServer({ DATABASE_URL: place.url, DEMO: 'false', AUTH_SECRET: SECRET })
}, 120_000)
afterAll(async () => {
  await server.end('SIGTERM')
  await place.remove()
})

const pathOf = ({ attemptIds: [attemptId = ''] }: Sitter) => `/attempts/${attemptId}`
let count = 0
const bodyOf = (text: string): string => new URLSearchParams({ window: 'window-of-test', count: String((count += 1)), revision: '0', text }).toString()

/** A save that must go through, and a page that must come. */
async function expectWorking(sitter: Sitter, text: string): Promise<void> {
  const headers = { Cookie: sitter.cookie, Origin: server.base, 'HX-Request': 'true', 'Content-Type': 'application/x-www-form-urlencoded' }
  const saved = await fetch(`${server.base}${pathOf(sitter)}/answers/${questionId}`, { method: 'POST', headers, body: bodyOf(text) })
  expect(saved.status).toBe(200)
  const page = await fetch(server.base + pathOf(sitter), { headers: { Cookie: sitter.cookie } })
  expect(await page.text()).toContain(text)
}

async function connected(): Promise<Socket> {
  const socket = connect(Number(new URL(server.base).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** Sends the head of a save and half of its body. @returns the rest */
function sendHalf(socket: Socket, sitter: Sitter, text: string): string {
  const body = bodyOf(text)
  const head = [
    `POST ${pathOf(sitter)}/answers/${questionId} HTTP/1.1`, `Host: ${new URL(server.base).host}`, `Origin: ${server.base}`, `Cookie: ${sitter.cookie}`,
    'HX-Request: true', 'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, body.length / 2)}`)
  return body.slice(body.length / 2)
}

test('clients that send half a body and hang hold nobody up, and half a text is never saved', { timeout: 60_000 }, async () => {
  const hanging = await Promise.all(Array.from({ length: 100 }, connected))
  for (const socket of hanging) sendHalf(socket, one, `Half. ${'x'.repeat(2_000)}`)
  await expectWorking(other, 'Gewoon door.')
  for (const socket of hanging) socket.destroy()
  await expectWorking(other, 'Nog steeds gewoon door.')
  const db = await open(place.url)
  expect(await listAnswers(db.read, one.attemptIds[0] ?? '')).toEqual([])
  await db.close()
})

test('a body whose second half comes later is saved whole', { timeout: 60_000 }, async () => {
  const socket = await connected()
  const rest = sendHalf(socket, one, 'Langzaam maar heel.')
  await expectWorking(other, 'Intussen.')
  socket.write(rest)
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
  socket.destroy()
  await expectWorking(one, 'En verder.')
})

test('beside 2,000 idle connections candidates save as ever', { timeout: 120_000 }, async () => {
  const idle: Socket[] = []
  for (let made = 0; made < 2_000; made += 100) idle.push(...(await Promise.all(Array.from({ length: 100 }, connected))))
  await expectWorking(one, 'Het is druk.')
  for (const socket of idle) socket.destroy()
  await expectWorking(one, 'Het is rustig.')
})
