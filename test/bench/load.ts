/** What is asked of a server, by a process of its own, and how long the answers took. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** One visitor: has at most one request under way. */
export interface Visitor {
  readonly cookie: string
  /** Where the answer is sent, or the first page. */
  readonly path: string
}

export interface Load {
  readonly port: number
  readonly visitors: readonly Visitor[]
  /**
   * `closed`: that many connections, each asks again as soon as it is answered. `perSecond`: saves come at random
   * moments at this mean rate, whether or not earlier ones were answered. `once`: each visitor comes once, at a random
   * moment, asks its first path, and then what that page leads to (`follow`).
   */
  readonly shape: { readonly kind: 'closed'; readonly connections: number } | { readonly kind: 'perSecond'; readonly rate: number } | { readonly kind: 'once' }
  readonly forMs: number
  /** What a save sends; without saves nothing. */
  readonly text: string
  /** Found in every answer that is as it should be. */
  readonly expected: string
  /** The address, as a regular expression, that is opened from a page. */
  readonly follow?: string
}

const Measured = z.object({
  /** Answered as it should be. */
  good: z.number(),
  /** Other answers and broken connections, by what they were. */
  bad: z.record(z.string(), z.number()),
  /** How long it really took, ms. */
  ms: z.number(),
  /** From the moment a request was due until its answer was read, ms. */
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  worst: z.number(),
})
export type Measured = z.output<typeof Measured>

/** Puts this load on a server. */
export async function put(load: Load): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('./client.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  child.send(load)
  const [said] = await once(child, 'message')
  await once(child, 'exit')
  return Measured.parse(said)
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))
