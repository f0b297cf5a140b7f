/** Milliseconds since 1970 UTC. */
export type Instant = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface Clock {
  now(): Instant
}

export interface MovableClock extends Clock {
  /** How far this clock runs ahead of the machine's, in ms. */
  readonly aheadMs: number
  /** @throws RangeError for a negative step: back means starting the demonstration afresh. */
  forward(ms: number): void
  /** Puts the clock `ms` ahead of the machine's, as it was stored. */
  setAhead(ms: number): void
}

/** The wall clock of this machine. */
export const wallClock: Clock = { now: () => Date.now() }

/** How long this process runs, in ms: for how long something lasts. Setting the machine's clock does not touch it. */
export const stopwatch: Clock = { now: () => performance.now() }

/** A clock that runs on from `from`'s time and can be moved forward, for the demonstration. */
export function movableClock(from: Clock, aheadMs = 0): MovableClock {
  let ahead = aheadMs
  return {
    now: () => from.now() + ahead,
    get aheadMs() {
      return ahead
    },
    forward(ms) {
      if (!(ms >= 0)) throw new RangeError('a clock only moves forward')
      ahead += ms
    },
    setAhead(ms) {
      ahead = ms
    },
  }
}
