/**
 * Kills the real server while candidates save as fast as they can, hand in and run out of time; starts it again, and
 * compares every save and receipt that was acknowledged with what is there then.
 */
import { z } from 'zod'
import { open } from '../../db/open.ts'
import { jobLease } from '../../db/schema/jobs.ts'
import { checkEverything } from '../../src/check.ts'
import { HOUR, wallClock } from '../../src/clock.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { spawnServer } from '../support/server.ts'
import type { Server } from '../support/server.ts'
import { compare, letRunOut } from './crash-compare.ts'
import { isShown, saveUntil } from './crash-writers.ts'
import type { Writer } from './crash-writers.ts'
import { SECRET, aPlace, makeSitters } from './sitters.ts'

export interface CrashReport {
  readonly kills: number
  readonly acknowledged: number
  /** Acknowledged saves whose answer afterwards stands at an earlier revision, or at the same one with other text. */
  readonly lost: number
  /** Seals and receipts that are not whole (`compare`), and what the hashes of seals, papers and the audit log say at the end. */
  readonly torn: number
  /** Seals there are at the end. */
  readonly seals: number
  /** From the start of what was killed until the program is ready, ms. */
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
  /** Kills the database and starts it again: asked every second time, in place of the program. */
  readonly crashDatabase?: () => Promise<void>
}

const settingsOf = ({ url }: CrashPlan) => ({ DATABASE_URL: url, DEMO: 'false', AUTH_SECRET: SECRET, GRACE_SECONDS: '0' })
const WORKING_MS = 72 * HOUR
/** So many attempts of people who are not there run out just before each start: the job seals them while others save. */
const ABSENT = 40
/** So many of those who write run out of time before each kill. */
const LATECOMERS = 4
/** Pages that are looked at after each start. */
const LOOKED_AT = 20

/** Runs the plan on a migrated, empty database. */
export async function crashRun(plan: CrashPlan): Promise<CrashReport> {
  const { writers, absent } = await prepare(plan)
  const restartMs: number[] = []
  let server = await spawnServer(settingsOf(plan))
  let [acknowledged, lost, torn] = [0, 0, 0]
  try {
    for (let kill = 0; kill < plan.kills; kill += 1) {
      const latecomers = writers.filter(({ handsIn, done }) => !handsIn && !done).slice(0, LATECOMERS)
      const until = wallClock.now()
      await letRunOut(plan.url, latecomers.map((one) => one.attemptId), () => until - WORKING_MS + Math.round(Math.random() * plan.withinMs))
      const crashed = await crash(plan, server, writers, kill, () => beforeStart(plan, absent.splice(0, ABSENT)))
      server = crashed.server
      acknowledged += crashed.acknowledged
      restartMs.push(crashed.restartMs)
      const damage = await compare(plan.url, writers)
      lost += damage.lost + (await countUnseen(server, writers))
      torn += damage.torn
    }
  } finally {
    await server.end('SIGTERM')
  }
  const checked = await checkAll(plan.url)
  return { kills: plan.kills, acknowledged, lost, torn: torn + checked.faults.length, seals: checked.seals, restartMs }
}

/** Lets everybody save, kills at a random moment, and starts what was killed. */
async function crash(plan: CrashPlan, server: Server, writers: readonly Writer[], kill: number, before: () => Promise<void>) {
  const stop = { isOver: false }
  const saving = saveUntil(stop, server, writers)
  // Every third comes early, while the job seals what ran out before the start.
  const part = kill % 3 === 2 ? 0.2 * Math.random() : 0.3 + 0.7 * Math.random()
  await new Promise((next) => setTimeout(next, plan.withinMs * part))
  const { crashDatabase } = plan
  if (crashDatabase !== undefined && kill % 2 === 1) {
    const from = wallClock.now()
    await crashDatabase()
    stop.isOver = true
    await untilReady(server)
    return { server, acknowledged: await saving, restartMs: wallClock.now() - from }
  }
  await server.end('SIGKILL')
  stop.isOver = true
  const acknowledged = await saving
  await before()
  const from = wallClock.now()
  const next = await spawnServer(settingsOf(plan))
  return { server: next, acknowledged, restartMs: wallClock.now() - from }
}

async function untilReady({ base }: Server): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await fetch(`${base}/readyz`).then(({ ok }) => ok, () => false)) return
    await new Promise((next) => setTimeout(next, 50))
  }
  throw new Error('the program did not come back after its database did')
}

/** Lets the absent run out, and the leases of the dead process, as if their five minutes had passed. */
async function beforeStart({ url }: CrashPlan, absent: readonly string[]): Promise<void> {
  const past = wallClock.now() - WORKING_MS - 1
  await letRunOut(url, absent, () => past)
  const db = await open(url)
  await db.write((tx) => tx.delete(jobLease))
  await db.close()
}

/** How many of some do not see on their page what was acknowledged to them. */
async function countUnseen(server: Server, writers: readonly Writer[]): Promise<number> {
  const some = writers.toSorted(() => Math.random() - 0.5).slice(0, LOOKED_AT)
  const seen = await Promise.all(some.map((writer) => isShown(server, writer)))
  return seen.filter((isSeen) => !isSeen).length
}

const Listening = z.object({ msg: z.literal('listening'), durability: z.object({ safe: z.boolean(), settings: z.record(z.string(), z.string()) }) })

/** What the program says, when it starts, that its own connection does before it calls a save committed. */
export async function durabilityOfServer(url: string) {
  const server = await spawnServer({ DATABASE_URL: url, DEMO: 'false', AUTH_SECRET: SECRET, LOG_LEVEL: 'info' })
  const said = await untilSaid(server, '"listening"')
  await server.end('SIGTERM')
  return Listening.parse(JSON.parse(said)).durability
}

/** The line of its log that says this. */
async function untilSaid({ printed }: Server, sign: string): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const line = printed().split('\n').find((one) => one.includes(sign))
    if (line !== undefined) return line
    await new Promise((next) => setTimeout(next, 50))
  }
  throw new Error(`the program never said ${sign}`)
}

async function checkAll(url: string) {
  const db = await open(url)
  const checked = await checkEverything(db)
  await db.close()
  return checked
}

async function prepare({ url, candidates, kills, handIn }: CrashPlan): Promise<{ writers: Writer[]; absent: string[] }> {
  const db = await open(url)
  const place = await aPlace(db)
  const startsAt = wallClock.now() - HOUR
  const questions = await Promise.all(place.formIds.map(async (id) => (await getPublishedForm(db.read, id)).questions.find((one) => one.type === 'open')?.id ?? ''))
  const writing = await makeSitters(db, place, { count: candidates, startsAt, started: true })
  const away = await makeSitters(db, place, { count: (kills * ABSENT) / 2, startsAt, started: true, written: { url, characters: 300 } })
  await db.close()
  const writers = writing.map(({ attemptIds: [attemptId = ''], cookie }, index) => ({
    attemptId, questionId: questions[0] ?? '', cookie, handsIn: handIn && index % 4 === 0, sent: 0, acknowledged: null, receipt: null, done: false,
  }))
  return { writers, absent: away.flatMap(({ attemptIds }) => attemptIds) }
}
