import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jobLease } from '../../db/schema/jobs.ts'
import type { Database } from '../../db/database.ts'
import { DAY, HOUR, MINUTE, SECOND, movableClock } from '../../src/clock.ts'
import type { MovableClock } from '../../src/clock.ts'
import type { Job, JobDeps } from '../../src/job.ts'
import { runAll, startLoop } from '../../src/jobs/loop.ts'
import type { Loop } from '../../src/jobs/loop.ts'
import { endLease, takeLease } from '../../src/jobs/queries.ts'
import { sendMail } from '../../src/mail/actions.ts'
import { freshDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 10, 5)

let db: Database
let clock: MovableClock
let lines: string[]
let loops: Loop[]
beforeEach(async () => {
  db = await freshDatabase()
  clock = movableClock({ now: () => START })
  lines = []
  loops = []
})
afterEach(async () => {
  await Promise.all(loops.map((loop) => loop.stop()))
  await db.close()
})

const log = pino({ level: 'info', base: null }, { write: (line) => void lines.push(line) })
/** A process of its own, which looks every 10 ms. */
function aProcess(jobs: readonly Job[]): Loop {
  const loop = startLoop({ db, clock, log }, jobs, 10)
  loops.push(loop)
  return loop
}
/** A job that counts, and waits for `gate` when there is one. */
function counting(values: Partial<Job> = {}, gate?: Promise<void>) {
  const moments: number[] = []
  const job: Job = {
    name: 'count',
    everyMs: HOUR,
    async run({ now }) {
      moments.push(now)
      await gate
    },
    ...values,
  }
  return { job, moments }
}
/** A job that runs at every look, to know that the loop has looked. */
function looking() {
  const { job, moments } = counting({ name: 'look', everyMs: 0 })
  const looks = async () => {
    const before = moments.length
    await expect.poll(() => moments.length).toBeGreaterThan(before + 2)
  }
  return { job, looks }
}
const aGate = () => {
  let open = () => undefined as void
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  return { gate, open }
}
const leaseOf = async (name: string) => (await db.read.select().from(jobLease).where(eq(jobLease.name, name)))[0]
const isOver = async (name: string) => ((await leaseOf(name))?.until ?? Infinity) <= clock.now()

test('a job runs at once, and again when its time has come by the clock', async () => {
  const { job, moments } = counting()
  const look = looking()
  aProcess([job, look.job])
  await expect.poll(() => moments).toEqual([START])
  await expect.poll(() => isOver('count')).toBe(true)
  clock.forward(HOUR - 1)
  await look.looks()
  expect(moments).toHaveLength(1)
  clock.forward(1)
  await expect.poll(() => moments).toEqual([START, START + HOUR])
})

test('of several processes one runs a job', async () => {
  const counted = counting()
  for (let count = 0; count < 4; count++) aProcess([counted.job])
  await expect.poll(() => counted.moments.length).toBe(1)
  await expect.poll(() => isOver('count')).toBe(true)
  clock.forward(HOUR)
  await expect.poll(() => counted.moments.length).toBe(2)
  await Promise.all(loops.map((loop) => loop.stop()))
  expect(counted.moments).toEqual([START, START + HOUR])
})

test('of racing takers of a lease one gets it', async () => {
  const taking = (holder: string) => ({ name: 'j', holder, now: START, until: START + MINUTE, ranBefore: START })
  const taken = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => db.write((tx) => takeLease(tx, taking(holder)))))
  expect(taken.filter(Boolean)).toHaveLength(1)
})

test('a process that died leaves a lease that times out', async () => {
  await db.write((tx) => takeLease(tx, { name: 'count', holder: 'dead', now: START, until: START + 5 * MINUTE, ranBefore: START }))
  const { job, moments } = counting({ everyMs: MINUTE })
  const look = looking()
  aProcess([job, look.job])
  clock.forward(5 * MINUTE - 1)
  await look.looks()
  expect(moments).toEqual([])
  clock.forward(1)
  await expect.poll(() => moments).toEqual([START + 5 * MINUTE])
})

test('after the clock was set back a job that ran in what is now the future is due, and a lease from then is over', async () => {
  const ran = counting({ name: 'ran' })
  const held = counting({ name: 'held' })
  await db.write((tx) => takeLease(tx, { name: 'ran', holder: 'a', now: START + HOUR, until: START + HOUR, ranBefore: START }))
  await db.write((tx) => endLease(tx, 'ran', 'a'))
  await db.write((tx) => takeLease(tx, { name: 'held', holder: 'dead', now: START + HOUR, until: START + HOUR + 5 * MINUTE, ranBefore: START }))
  aProcess([ran.job, held.job])
  await expect.poll(() => [ran.moments, held.moments]).toEqual([[START], [START]])
})

test('a process whose clock is half a minute behind takes no job that another has, or that has just run', async () => {
  const { gate, open } = aGate()
  const held = counting({ name: 'held' }, gate)
  const ran = counting({ name: 'ran' })
  aProcess([held.job, ran.job])
  await expect.poll(() => [held.moments.length, ran.moments.length]).toEqual([1, 1])
  await expect.poll(() => isOver('ran')).toBe(true)
  const look = looking()
  const behind = startLoop({ db, clock: { now: () => START - 30 * SECOND }, log }, [counting({ name: 'held' }).job, ran.job, look.job], 10)
  loops.push(behind)
  await look.looks()
  expect([held.moments.length, ran.moments.length]).toEqual([1, 1])
  expect((await leaseOf('held'))?.ranAt).toBe(START)
  open()
})

test('a job that fails is logged without its message, and the others go on', async () => {
  const failing = counting({ name: 'fail', run: async () => Promise.reject(new Error('secret of somebody@example.org')) })
  const { job, moments } = counting()
  aProcess([failing.job, job])
  await expect.poll(() => moments.length).toBe(1)
  await expect.poll(() => lines.join('')).toContain('job failed')
  expect(lines.join('')).not.toContain('somebody@example.org')
  await expect.poll(() => isOver('fail')).toBe(true)
})

test('a slow job holds up no other, and does not run twice at a time', async () => {
  const { gate, open } = aGate()
  const slow = counting({ name: 'slow', everyMs: 1 }, gate)
  const quick = counting({ name: 'quick', everyMs: MINUTE })
  aProcess([slow.job, quick.job])
  await expect.poll(() => quick.moments.length).toBe(1)
  await expect.poll(() => isOver('quick')).toBe(true)
  clock.forward(MINUTE)
  await expect.poll(() => quick.moments.length).toBe(2)
  expect(slow.moments).toHaveLength(1)
  open()
})

test('waking runs everything now; what runs already runs once more', async () => {
  const { gate, open } = aGate()
  const slow = counting({ name: 'slow' }, gate)
  const quick = counting({ name: 'quick' })
  const loop = aProcess([slow.job, quick.job])
  await expect.poll(() => [slow.moments.length, quick.moments.length]).toEqual([1, 1])
  await expect.poll(() => isOver('quick')).toBe(true)
  clock.forward(1)
  loop.wake()
  await expect.poll(() => quick.moments.length).toBe(2)
  open()
  await expect.poll(() => slow.moments.length).toBe(2)
})

test('stopping waits for what runs and starts nothing more', async () => {
  const { gate, open } = aGate()
  const { job, moments } = counting({ everyMs: 1 }, gate)
  const loop = aProcess([job])
  await expect.poll(() => moments.length).toBe(1)
  let isStopped = false
  const stopped = loop.stop().then(() => {
    isStopped = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isStopped).toBe(false)
  open()
  await stopped
  clock.forward(DAY)
  loop.wake()
  await new Promise((resolve) => setImmediate(resolve))
  expect(moments).toHaveLength(1)
  expect(await isOver('count')).toBe(true)
})

const to = { personId: null, name: 'A', email: 'a@example.org', language: 'nl' as const }
/** Adds a mail for each that is left. */
const causing = (left: { count: number }): Job => ({
  name: 'cause',
  everyMs: DAY,
  async run({ db: database, now }) {
    if (left.count-- > 0) await database.write((tx) => sendMail(tx, { to, kind: 'enrolmentLapsed' }, now))
  },
})

test('running everything goes on until nothing changes any more', async () => {
  const { job, moments } = counting()
  const deps: JobDeps = { db, now: START, log }
  await runAll(deps, [causing({ count: 3 }), job])
  expect(moments).toEqual([START, START, START, START])
})

test('running everything ends though a job never stops changing things, and a failing job ends nothing', async () => {
  const { job, moments } = counting()
  const failing = counting({ name: 'fail', run: async () => Promise.reject(new Error('no')) })
  await runAll({ db, now: START, log }, [causing({ count: Infinity }), failing.job, job])
  expect(moments.length).toBeLessThan(50)
  expect(lines.join('')).toContain('jobs kept changing things')
})
