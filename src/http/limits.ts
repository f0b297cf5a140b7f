import { getConnInfo } from '@hono/node-server/conninfo'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '../refusal.ts'
import type { Ctx } from './env.ts'

export interface Limit {
  /**
   * Counts an attempt before it is made. Once there are too many none is made until the window is over, with the
   * right password neither.
   *
   * @throws Refusal `tooMany` (429), with Retry-After
   */
  spend(c: Ctx, key: string): Promise<void>
  /** Takes an attempt back that succeeded; the failed ones stay counted. */
  forgive(key: string): Promise<void>
}

/**
 * A limit on attempts, counted in the memory of this process.
 *
 * @param most attempts in a window
 * @param seconds how long a window lasts after the first attempt, in real time
 */
export function limit(most: number, seconds: number): Limit {
  const counter = new RateLimiterMemory({ points: most, duration: seconds })
  return {
    async spend(c, key) {
      try {
        await counter.consume(key)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const wait = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
        c.header('Retry-After', String(wait))
        throw new Refusal('tooMany', { count: Math.ceil(wait / 60) })
      }
    },
    async forgive(key) {
      await counter.reward(key)
    },
  }
}

/**
 * Where a request comes from, as far as limits care: an IPv4 address, or the half of an IPv6 address that belongs to
 * one household.
 *
 * @param trustProxy a proxy of ours stands in front: what it added last to X-Forwarded-For counts
 */
export function clientOf(c: Ctx, trustProxy: boolean): string {
  const forwarded = trustProxy ? c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined
  const address = (forwarded || socketAddress(c)).toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  return address.includes(':') ? firstHalf(address) : address
}

/** Requests that did not come over a socket (tests) all come from one place. */
function socketAddress(c: Ctx): string {
  try {
    return getConnInfo(c).remote.address ?? ''
  } catch {
    return ''
  }
}

function firstHalf(address: string): string {
  const [left = '', right] = address.split('::')
  const start = left.split(':').filter((group) => group !== '')
  const end = right?.split(':').filter((group) => group !== '') ?? []
  const zeros = right === undefined ? 0 : Math.max(0, 8 - start.length - end.length)
  return [...start, ...Array.from({ length: zeros }, () => '0'), ...end].slice(0, 4).join(':')
}
