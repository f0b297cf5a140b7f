/** `start`: everybody's clock starts at once, and within a minute everybody opens the tests and the first of them. */
import { MINUTE, SECOND, wallClock } from '../../src/clock.ts'
import { open } from '../../db/open.ts'
import { freshPlace } from '../support/database.ts'
import { put, rounded } from './load.ts'
import { startProgram } from './program.ts'
import { aPlace, makeSitters } from './sitters.ts'

const CANDIDATES = 5_000

export async function start() {
  const place = await freshPlace()
  const db = await open(place.url)
  const where = await aPlace(db)
  // The program needs a moment to be there; then the clocks start.
  const startsAt = wallClock.now() + 20 * SECOND
  const sitters = await makeSitters(db, where, { count: CANDIDATES, startsAt, started: false })
  await db.close()
  const program = await startProgram('src/main.ts', { DATABASE_URL: place.url })
  try {
    await new Promise((next) => setTimeout(next, Math.max(0, startsAt - wallClock.now())))
    const visitors = sitters.map(({ enrolmentId, cookie }) => ({ cookie, path: `/enrolments/${enrolmentId}/tests` }))
    const { good, bad, p50, p99, worst } = await put({
      port: program.port, visitors, shape: { kind: 'once' }, forMs: MINUTE, text: '', expected: '</html>', follow: '/attempts/[\\w-]{36}',
    })
    const memoryMb = rounded(program.peakMemory(), 0)
    return {
      bench: 'start', candidates: CANDIDATES, pages: good, bad, p50: rounded(p50), p99: rounded(p99), worst: rounded(worst),
      goalP99: 200, ratio: rounded(p99 / 200), memoryMb, goalMemoryMb: 300,
    }
  } finally {
    await program.stop()
    await place.remove()
  }
}
