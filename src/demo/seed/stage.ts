/**
 * The stage on which the demonstration comes about. Everybody's story is a generator that yields the moment of its
 * next event; the stage runs all stories in the order of time and ends them at `until`. What is half done then, is
 * half done: that is how there is something in every state.
 */
import type { Db } from '../../../db/database.ts'
import type { Instant } from '../../clock.ts'
import { dateAt, instantsAt, plusDays } from '../../local-time.ts'
import type { Candidate, Cast, Quality, Sitting } from './cast.ts'

/** A story: yields when something happens next, and is told when it has come to that. */
export type Life = AsyncGenerator<Instant, void, Instant>

export interface Stage {
  readonly tx: Db
  /** The moment the demonstration begins. */
  readonly until: Instant
  /** Local date of `until`. */
  readonly today: string
  readonly graceMs: number
  readonly cast: Cast
  /** Ids by the keys of the cast. */
  readonly people: Map<string, string>
  readonly rounds: Map<string, string>
  readonly forms: Map<string, string>
  /** Who wrote an attempt, and how well this time. */
  readonly works: Map<string, { readonly who: Candidate; readonly quality: Quality; readonly sitting: Sitting }>
  /** Adds a story; its events wait for their time like all others. */
  enter(life: Life): void
}

interface Waiting {
  readonly life: Life
  readonly at: Instant
  readonly order: number
}

/** Runs a performance to its end. @param given everything of the stage but what it makes itself */
export async function perform(
  given: Pick<Stage, 'tx' | 'until' | 'graceMs' | 'cast'>, opening: (stage: Stage) => readonly Life[],
): Promise<Stage> {
  const entering: Life[] = []
  const stage: Stage = {
    ...given,
    today: dateAt(given.until),
    people: new Map(), rounds: new Map(), forms: new Map(), works: new Map(),
    enter: (life) => void entering.push(life),
  }
  for (const life of opening(stage)) stage.enter(life)
  const waiting: Waiting[] = []
  let order = 0
  const wait = async (life: Life, now: Instant) => {
    const next = await life.next(now)
    // A moment that has passed already comes at once: time never runs back.
    if (next.done !== true && next.value <= given.until) waiting.push({ life, at: Math.max(Math.ceil(next.value), now), order: order++ })
  }
  let now = 0
  do {
    for (let life = entering.shift(); life !== undefined; life = entering.shift()) await wait(life, now)
    const first = takeFirst(waiting)
    if (first === undefined) continue
    now = first.at
    await wait(first.life, now)
  } while (waiting.length + entering.length > 0)
  return stage
}

function takeFirst(waiting: Waiting[]): Waiting | undefined {
  let first = 0
  for (const [index, one] of waiting.entries()) {
    const best = waiting[first]
    if (best !== undefined && (one.at < best.at || (one.at === best.at && one.order < best.order))) first = index
  }
  return waiting.splice(first, 1)[0]
}

/** The local date so many days from today. */
export const dayOn = ({ today }: Pick<Stage, 'today'>, day: number): string => plusDays(today, day)

/** A moment so many days from today. @param time `HH:mm`, Dutch local time */
export function momentOn(stage: Pick<Stage, 'today'>, day: number, time: string): Instant {
  // In the hour that clocks skip in spring, the hour after it.
  const [at] = [time, '03:30'].flatMap((one) => instantsAt(dayOn(stage, day), one))
  return at ?? stageFault(`no ${time}`)
}

/** A thing of the stage by its key. */
export const idOf = (ids: ReadonlyMap<string, string>, key: string): string => ids.get(key) ?? stageFault(`no ${key}`)

const stageFault = (what: string): never => {
  throw new Error(`the demonstration has ${what}`)
}
