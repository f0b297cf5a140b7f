/** `growth`: whether a save takes longer once millions are stored. */
import { HOUR, wallClock } from '../../src/clock.ts'
import { open } from '../../db/open.ts'
import { freshPlace } from '../support/database.ts'
import { median, put, rounded } from './load.ts'
import type { Visitor } from './load.ts'
import { startProgram } from './program.ts'
import { saving, TEXT, typists } from './saves.ts'
import { aPlace, makeSitters } from './sitters.ts'

/** Questions of both tests together. */
const ANSWERS_EACH = 22
const FEW = 1_000
const MANY = 2_000_000
const TURNS = 5
/** As many as there are in the small database, and in the large one spread over all of it. */
const WRITING = Math.floor(FEW / ANSWERS_EACH)

/** A program on a database with this many answers. */
async function stage(answers: number) {
  const place = await freshPlace()
  const db = await open(place.url)
  const where = await aPlace(db)
  const written = { url: place.url, characters: TEXT }
  const sitters = await makeSitters(db, where, { count: Math.ceil(answers / ANSWERS_EACH), startsAt: wallClock.now() - HOUR, started: true, written })
  const every = Math.floor(sitters.length / WRITING)
  const visitors = await typists(db, where.formIds[0], sitters.filter((_, index) => index % every === 0).slice(0, WRITING))
  await db.close()
  const program = await startProgram('src/main.ts', { DATABASE_URL: place.url })
  return {
    program, visitors,
    async end() {
      await program.stop()
      await place.remove()
    },
  }
}

const measure = (port: number, visitors: readonly Visitor[]) => put(saving(port, visitors, { kind: 'perSecond', rate: 200 }, 5_000))

/** The two take turns; the first turn of each only warms up. */
export async function growth() {
  const few = await stage(FEW)
  const many = await stage(MANY)
  const took: { few: number[]; many: number[] } = { few: [], many: [] }
  const bad: [string, number][] = []
  try {
    for (let turn = 0; turn <= TURNS; turn += 1) {
      const a = await measure(few.program.port, few.visitors)
      const b = await measure(many.program.port, many.visitors)
      bad.push(...Object.entries(a.bad), ...Object.entries(b.bad))
      if (turn === 0) continue
      took.few.push(rounded(a.p50))
      took.many.push(rounded(b.p50))
    }
  } finally {
    await few.end()
    await many.end()
  }
  const ratio = rounded(median(took.many) / median(took.few))
  return { bench: 'growth', p50With1000: median(took.few), p50With2000000: median(took.many), ratio, goal: 1.25, turns: took, bad }
}
