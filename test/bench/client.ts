/** The process that asks: told by its parent what and how fast, tells it what came of that. Started by `put`. */
import { openConnection } from './connection.ts'
import type { Connection } from './connection.ts'
import type { Load, Measured, Visitor } from './load.ts'

const took: number[] = []
const bad: Record<string, number> = {}

/** Asks, and notes how long it took since it was due. */
async function ask(connection: Connection, request: string, expected: string, dueAt: number): Promise<void> {
  const what = await connection.ask(request).then(
    ({ status, body }) => (body.includes(expected) ? null : String(status)),
    (error: unknown) => (error instanceof Error ? error.message : 'broken'),
  )
  took.push(performance.now() - dueAt)
  if (what !== null) bad[what] = (bad[what] ?? 0) + 1
}

/** Makes the next request of a visitor: a save with a new text, or the next page. */
function asker({ port, text }: Load, visitor: Visitor): () => string {
  const typed = text === null ? '' : new URLSearchParams({ text }).toString()
  // The same window goes on counting from one load to the next.
  let asked = Math.floor(performance.timeOrigin) % 900_000_000
  return () => {
    const path = visitor.paths[asked % visitor.paths.length] ?? '/'
    asked += 1
    const head = `Host: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${visitor.cookie}\r\n`
    if (text === null) return `GET ${path} HTTP/1.1\r\n${head}\r\n`
    const body = `window=window-of-bench&count=${asked}&revision=1&${typed}+${asked}`
    const kind = `HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n`
    return `POST ${path} HTTP/1.1\r\n${head}${kind}\r\n${body}`
  }
}

async function closedLoop(load: Load, connections: number): Promise<void> {
  const idle = load.visitors.map((visitor) => asker(load, visitor))
  const until = performance.now() + load.forMs
  const loop = async () => {
    const connection = openConnection(load.port)
    while (performance.now() < until) {
      const next = idle.shift()
      if (next === undefined) throw new Error('fewer visitors than connections')
      await ask(connection, next(), load.expected, performance.now())
      idle.push(next)
    }
    connection.end()
  }
  await Promise.all(Array.from({ length: connections }, loop))
}

/** Arrivals at random moments (a Poisson stream), each for the visitor who was idle longest. */
async function stream(load: Load, rate: number): Promise<void> {
  const idle = load.visitors.map((visitor) => ({ next: asker(load, visitor), connection: openConnection(load.port) }))
  const all = [...idle]
  const running = new Set<Promise<void>>()
  const due: number[] = []
  const from = performance.now()
  let dueAt = from
  while (performance.now() - from < load.forMs) {
    for (const now = performance.now(); dueAt <= now; dueAt += (-Math.log(1 - Math.random()) * 1000) / rate) due.push(dueAt)
    while (due.length > 0 && idle.length > 0) {
      const [at = 0] = due.splice(0, 1)
      const [visitor] = idle.splice(0, 1)
      if (visitor === undefined) break
      const asked: Promise<void> = ask(visitor.connection, visitor.next(), load.expected, at).then(() => {
        idle.push(visitor)
        running.delete(asked)
      })
      running.add(asked)
    }
    await new Promise((next) => setTimeout(next, 1))
  }
  if (due.length > 0) bad['never sent'] = due.length
  await Promise.all(running)
  for (const { connection } of all) connection.end()
}

/** Each visitor comes at a moment of its own, with a connection of its own, and asks its paths. */
async function onceEach(load: Load): Promise<void> {
  await Promise.all(load.visitors.map(async (visitor) => {
    const comesAfter = Math.random() * load.forMs
    await new Promise((next) => setTimeout(next, comesAfter))
    const next = asker(load, visitor)
    const connection = openConnection(load.port)
    for (const { length } = visitor.paths, at = { page: 0 }; at.page < length; at.page += 1) {
      await ask(connection, next(), load.expected, performance.now())
    }
    connection.end()
  }))
}

function measured(ms: number): Measured {
  const sorted = Float64Array.from(took).sort()
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  const failures = Object.values(bad).reduce((sum, count) => sum + count, 0)
  return { good: took.length - failures, bad, ms, p50: at(0.5), p90: at(0.9), p99: at(0.99), worst: at(1) }
}

process.once('message', async (load: Load) => {
  const from = performance.now()
  if (load.shape.kind === 'closed') await closedLoop(load, load.shape.connections)
  else if (load.shape.kind === 'perSecond') await stream(load, load.shape.rate)
  else await onceEach(load)
  process.send?.(measured(performance.now() - from), () => process.disconnect())
})
