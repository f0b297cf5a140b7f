/** `deadline`: everybody's time is up in the same second, while others go on writing. */
import { DAY, HOUR, MINUTE, SECOND, wallClock } from '../../src/clock.ts'
import type { Database } from '../../db/database.ts'
import { open } from '../../db/open.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { isNull } from 'drizzle-orm'
import { execute, freshPlace } from '../support/database.ts'
import { put, rounded } from './load.ts'
import { startProgram } from './program.ts'
import { saving, TEXT, typists } from './saves.ts'
import { aPlace, makeSitters } from './sitters.ts'

/** Each sits two tests. */
const DUE = Number(process.env['BENCH_DUE'] ?? 5_000)
const OTHERS = 200
/** What the program allows after a deadline unless told otherwise. */
const GRACE = MINUTE
/** Others write that long before, so that the program is warm. */
const WARM_UP = 6 * SECOND
/** The others' saves are measured from so long before the end until so long after it. */
const BEFORE = 3 * SECOND
const AFTER = 12 * SECOND

async function untilSealed(db: Database, from: number): Promise<number> {
  for (;;) {
    const open = await db.read.$count(attempt, isNull(attempt.sealedAt))
    if (open <= OTHERS * 2) return wallClock.now() - from
    if (wallClock.now() - from > 5 * MINUTE) throw new Error(`${open - OTHERS * 2} were never sealed`)
    await new Promise((next) => setTimeout(next, 50))
  }
}

/** The time counts from the last moment at which a save would still have been taken. */
export async function deadline() {
  const place = await freshPlace()
  const db = await open(place.url)
  const where = await aPlace(db)
  const later = wallClock.now() - HOUR
  const written = { url: place.url, characters: TEXT }
  await makeSitters(db, where, { count: DUE, startsAt: later - DAY, started: true, written })
  const others = await typists(db, where.formIds[0], await makeSitters(db, where, { count: OTHERS, startsAt: later, started: true }))
  const program = await startProgram('src/main.ts', { DATABASE_URL: place.url })
  try {
    const load = (forMs: number) => put(saving(program.port, others, { kind: 'perSecond', rate: 500 }, forMs))
    await load(WARM_UP)
    const overAt = wallClock.now() + BEFORE
    await execute(place.url, [`update attempt set starts_at = ${overAt - GRACE - 72 * HOUR} where starts_at = ${later - DAY}`])
    const sealing = untilSealed(db, overAt)
    const beside = await load(BEFORE + AFTER)
    const sealedMs = await sealing
    return {
      bench: 'deadline', sealed: DUE * 2, sealedWithinMs: sealedMs, goalMs: 10_000, ratio: rounded(sealedMs / 10_000),
      others: { p50: rounded(beside.p50), p99: rounded(beside.p99), worst: rounded(beside.worst), good: beside.good, bad: beside.bad, goalP99: 100 },
      memoryMb: rounded(program.peakMemory(), 0),
    }
  } finally {
    await program.stop()
    await db.close()
    await place.remove()
  }
}
