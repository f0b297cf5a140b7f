/** The process that asks: told by its parent what and how fast, tells it what came of that. Started by `put`. */
import { openConnection } from './connection.ts'
import type { Connection } from './connection.ts'
import type { Load, Measured, Visitor } from './load.ts'

const took: number[] = []
const bad: Record<string, number> = {}

/** Asks, and notes how long it took since it was due. */
async function ask(connection: Connection, request: string, expected: string, dueAt: number): Promise<string> {
  const { body, what } = await connection.ask(request).then(
    (answer) => ({ body: answer.body, what: answer.body.includes(expected) ? null : String(answer.status) }),
    (error: unknown) => ({ body: '', what: error instanceof Error ? error.message : 'broken' }),
  )
  took.push(performance.now() - dueAt)
  if (what !== null) note(what)
  return body
}

const note = (what: string, count = 1): void => void (bad[what] = (bad[what] ?? 0) + count)

const headOf = (port: number, cookie: string): string => `Host: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nCookie: ${cookie}\r\n`

const pageAt = (path: string, { port }: Load, { cookie }: Visitor): string => `GET ${path} HTTP/1.1\r\n${headOf(port, cookie)}\r\n`

/** Makes the next save of a visitor, each with a new text. */
function typist({ port, text }: Load, { path, cookie }: Visitor): () => string {
  const typed = new URLSearchParams({ text }).toString()
  const head = `${headOf(port, cookie)}HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n`
  // The same window goes on counting from one load to the next.
  let count = Math.floor(performance.timeOrigin) % 900_000_000
  return () => {
    count += 1
    const body = `window=window-of-bench&count=${count}&revision=1&${typed}+${count}`
    return `POST ${path} HTTP/1.1\r\n${head}Content-Length: ${body.length}\r\n\r\n${body}`
  }
}

async function closedLoop(load: Load, connections: number): Promise<void> {
  const idle = load.visitors.map((visitor) => typist(load, visitor))
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
  const idle = load.visitors.map((visitor) => ({ next: typist(load, visitor), connection: openConnection(load.port) }))
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
  if (due.length > 0) note('never sent', due.length)
  await Promise.all(running)
  for (const { connection } of all) connection.end()
}

/** Each visitor comes at a moment of its own, with a connection of its own. */
async function onceEach(load: Load): Promise<void> {
  const link = new RegExp(load.follow ?? '$^')
  await Promise.all(load.visitors.map(async (visitor) => {
    const comesAfter = Math.random() * load.forMs
    await new Promise((next) => setTimeout(next, comesAfter))
    const connection = openConnection(load.port)
    const page = await ask(connection, pageAt(visitor.path, load, visitor), load.expected, performance.now())
    const [path] = link.exec(page) ?? []
    if (path === undefined) note('no link')
    else await ask(connection, pageAt(path, load, visitor), load.expected, performance.now())
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
