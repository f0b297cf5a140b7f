/** `saves`: what a save costs beside the least it could cost, and how long it takes at a rate that is offered. */
import { HOUR, wallClock } from '../../src/clock.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import type { Database } from '../../db/database.ts'
import { open } from '../../db/open.ts'
import { freshPlace } from '../support/database.ts'
import { median, put, rounded } from './load.ts'
import type { Load, Measured, Visitor } from './load.ts'
import { startProgram } from './program.ts'
import { aPlace, essay, makeSitters } from './sitters.ts'
import type { Sitter } from './sitters.ts'

export const TEXT = 1_200
const SAVED = 'data-outcome="saved"'
const TURNS = 3

/** Each types in the first open question of the case test. */
export async function typists(db: Database, formId: string, sitters: readonly Sitter[]): Promise<Visitor[]> {
  const form = await getPublishedForm(db.read, formId)
  const questionId = form.questions.find((question) => question.type === 'open')?.id ?? ''
  return sitters.map(({ attemptIds: [attemptId = ''], cookie }) => ({ cookie, path: `/attempts/${attemptId}/answers/${questionId}` }))
}

/** A load of saves. */
export const saving = (port: number, visitors: readonly Visitor[], shape: Load['shape'], forMs: number): Load =>
  ({ port, visitors, shape, forMs, text: essay(TEXT), expected: SAVED })

/** What was measured, and the server's processor time for one good answer, µs. */
type WithCost = Measured & { readonly costMicros: number }

/** A database of its own with 200 candidates, one program on it, and this load. */
async function measure(script: string, loads: (port: number, visitors: readonly Visitor[]) => readonly Load[]): Promise<WithCost[]> {
  const place = await freshPlace()
  try {
    const db = await open(place.url)
    const where = await aPlace(db)
    const sitters = await makeSitters(db, where, { count: 200, startsAt: wallClock.now() - HOUR, started: true })
    const visitors = await typists(db, where.formIds[0], sitters)
    await db.close()
    const program = await startProgram(script, { DATABASE_URL: place.url })
    const measured: WithCost[] = []
    try {
      for (const load of loads(program.port, visitors)) {
        const before = program.usedMs()
        const said = await put(load)
        measured.push({ ...said, costMicros: ((program.usedMs() - before) / said.good) * 1000 })
      }
    } finally {
      await program.stop()
    }
    return measured
  } finally {
    await place.remove()
  }
}

const rateOf = ({ good, ms }: Measured): number => (good / ms) * 1000

/** The two take turns, each on a new database, so that whatever else the machine does meets both. */
export async function saves() {
  const closed = { kind: 'closed', connections: 50 } as const
  const warmAndMeasure = (port: number, visitors: readonly Visitor[]) => [2_000, 6_000].map((forMs) => saving(port, visitors, closed, forMs))
  const ceilings: WithCost[] = []
  const products: WithCost[] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    const [, ceiling] = await measure('test/bench/ceiling.ts', warmAndMeasure)
    const [, product] = await measure('src/main.ts', warmAndMeasure)
    if (ceiling === undefined || product === undefined) throw new Error('nothing was measured')
    ceilings.push(ceiling)
    products.push(product)
  }
  const offered = await measure('src/main.ts', (port, visitors) =>
    [2_000, 10_000].map((forMs) => saving(port, visitors, { kind: 'perSecond', rate: 1_000 }, forMs)))
  const [, at1000] = offered
  const [ceiling, product] = [summary(ceilings), summary(products)]
  return {
    bench: 'saves', ceiling, product, ratio: rounded(product.perSecond / ceiling.perSecond), goal: 0.4,
    ratioOfCost: rounded(ceiling.costMicros / product.costMicros),
    at1000: at1000 && { p50: rounded(at1000.p50), p99: rounded(at1000.p99), worst: rounded(at1000.worst), bad: at1000.bad, goalP99: 50 },
  }
}

const summary = (turns: readonly WithCost[]) => ({
  perSecond: rounded(median(turns.map(rateOf)), 0),
  turns: turns.map((turn) => rounded(rateOf(turn), 0)),
  costMicros: rounded(median(turns.map(({ costMicros }) => costMicros)), 0),
  bad: turns.flatMap(({ bad }) => Object.entries(bad)),
})
