/**
 * Kills the real server while candidates save as fast as they can, starts it again, and compares every save that was
 * acknowledged with what the database then holds.
 */
import { and, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { open } from '../../db/open.ts'
import { answer, seal } from '../../db/schema/delivery.ts'
import { HOUR, wallClock } from '../../src/clock.ts'
import { digestOf } from '../../src/delivery/sealing.ts'
import { listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { readConfig } from '../../src/config.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { openSession } from '../support/app.ts'
import { aPerson, aRound, anEnrolment, thePapers } from '../support/builders.ts'
import { spawnServer } from '../support/server.ts'
import type { Server } from '../support/server.ts'

/** Somebody with a running test, and what the server acknowledged to them. */
interface Writer {
  readonly attemptId: string
  readonly questionId: string
  readonly cookie: string
  sent: number
  acknowledged: { revision: number; text: string } | null
  receipt: string | null
}

export interface CrashReport {
  readonly kills: number
  readonly acknowledged: number
  /** Acknowledged saves whose answer afterwards stands at an earlier revision, or at the same one with other text. */
  readonly lost: number
  /** Seals whose snapshot does not match their hash, and receipts without a seal. */
  readonly torn: number
  /** From the start of the process until it is ready, ms. */
  readonly restartMs: readonly number[]
}

export interface CrashPlan {
  readonly url: string
  readonly kills: number
  readonly candidates: number
  /** The server is killed at a random moment within this many ms. */
  readonly withinMs: number
  /** Whether now and then a test is handed in. */
  readonly handIn: boolean
}

const secret = 'a secret that only the crash test uses, long enough'

/** Runs the plan on a migrated, empty database. */
export async function crashRun(plan: CrashPlan): Promise<CrashReport> {
  const settings = { DATABASE_URL: plan.url, DEMO: 'false', AUTH_SECRET: secret }
  const writers = await prepare(plan)
  let server = await spawnServer(settings)
  let acknowledged = 0
  let lost = 0
  let torn = 0
  const restartMs: number[] = []
  try {
    for (let kill = 0; kill < plan.kills; kill += 1) {
      acknowledged += await saveUntilKilled(server, writers, plan)
      const before = wallClock.now()
      server = await spawnServer(settings)
      restartMs.push(wallClock.now() - before)
      const found = await compare(plan.url, writers)
      lost += found.lost
      torn += found.torn
    }
  } finally {
    await server.end('SIGTERM')
  }
  return { kills: plan.kills, acknowledged, lost, torn, restartMs }
}

async function prepare({ url, candidates }: CrashPlan): Promise<Writer[]> {
  const db = await open(url)
  const forms = await thePapers(db)
  const now = wallClock.now()
  const round = await aRound(db, forms)
  const form = await getPublishedForm(db.read, forms[0])
  const questionId = form.questions.find((question) => question.type === 'open')?.id ?? ''
  const config = readConfig({ NODE_ENV: 'test', AUTH_SECRET: secret })
  const writers: Writer[] = []
  for (let count = 0; count < candidates; count += 1) {
    const { id } = await aPerson(db)
    const enrolment = await anEnrolment(db, id, round.id, { startsAt: now - HOUR })
    await db.write((tx) => startDueEnrolments(tx, now, 1, enrolment.id))
    const attempts = await listEnrolmentAttempts(db.read, enrolment.id)
    const attemptId = attempts.find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
    const cookie = `${sessionCookie(config.baseUrl)}=${encodeURIComponent(signed(await openSession(db, id), secret))}`
    writers.push({ attemptId, questionId, cookie, sent: 0, acknowledged: null, receipt: null })
  }
  await db.close()
  return writers
}

/** Everybody saves, one after another each, until the server is gone. @returns how many saves were acknowledged */
async function saveUntilKilled(server: Server, writers: readonly Writer[], plan: CrashPlan): Promise<number> {
  let stopped = false
  let acknowledged = 0
  const work = writers.map(async (writer, index) => {
    while (!stopped && writer.receipt === null) {
      const handsIn = plan.handIn && index % 4 === 0 && writer.sent > 20 && Math.random() < 0.02
      const done = await (handsIn ? handIn(server, writer) : save(server, writer)).catch(() => false)
      if (done) acknowledged += 1
      else if (!stopped) await new Promise((next) => setTimeout(next, 5))
    }
  })
  await new Promise((next) => setTimeout(next, plan.withinMs * (0.3 + 0.7 * Math.random())))
  await server.end('SIGKILL')
  stopped = true
  await Promise.all(work)
  return acknowledged
}

async function post(server: Server, writer: Writer, path: string, body: URLSearchParams): Promise<Response> {
  const headers = { Cookie: writer.cookie, Origin: server.base, 'HX-Request': 'true' }
  return fetch(server.base + path, { method: 'POST', body, headers, redirect: 'manual' })
}

async function save(server: Server, writer: Writer): Promise<boolean> {
  writer.sent += 1
  const text = `Antwoord ${writer.sent} van ${writer.attemptId}. ${'Ik vraag eerst wat er speelt. '.repeat(40)}`
  const body = new URLSearchParams({ window: writer.attemptId, count: String(writer.sent), revision: '0', text })
  const response = await post(server, writer, `/attempts/${writer.attemptId}/answers/${writer.questionId}`, body)
  const reply = await response.text()
  const revision = /data-outcome="saved" data-revision="(\d+)"/.exec(reply)?.[1]
  if (revision === undefined) {
    if (response.status !== 200 && response.status !== 409) throw new Error(`${response.status}: ${reply.slice(0, 300)}`)
    return false
  }
  writer.acknowledged = { revision: Number(revision), text }
  return true
}

async function handIn(server: Server, writer: Writer): Promise<boolean> {
  const response = await post(server, writer, `/attempts/${writer.attemptId}/hand-in`, new URLSearchParams())
  if (response.status !== 303) return false
  writer.receipt = response.headers.get('Location')
  return true
}

async function compare(url: string, writers: readonly Writer[]): Promise<{ lost: number; torn: number }> {
  const db = await open(url)
  try {
    let lost = 0
    let torn = 0
    for (const writer of writers) {
      if (await isLost(db, writer)) lost += 1
      if (await isTorn(db, writer)) torn += 1
    }
    return { lost, torn }
  } finally {
    await db.close()
  }
}

async function isLost(db: Database, { attemptId, questionId, acknowledged }: Writer): Promise<boolean> {
  if (acknowledged === null) return false
  const [row] = await db.read.select().from(answer).where(and(eq(answer.attemptId, attemptId), eq(answer.questionId, questionId)))
  if (row === undefined || row.revision < acknowledged.revision) return true
  return row.revision === acknowledged.revision && row.text !== acknowledged.text
}

async function isTorn(db: Database, { attemptId, receipt }: Writer): Promise<boolean> {
  const seals = await db.read.select().from(seal).where(eq(seal.attemptId, attemptId))
  return (receipt !== null && seals.length === 0) || seals.some((one) => digestOf(one.snapshot) !== one.sha256)
}
