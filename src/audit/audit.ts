import { createHash } from 'node:crypto'
import type { Instant } from '../clock.ts'

/** Who did it: a person's id, or the clock (a job). */
export type Actor = string
export const theClock: Actor = 'clock'

/** A value that may stand in the audit log: ids, numbers, instants, states. No free text, no personal data. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact }

/** One change of state. `on` is the id of the thing that changed; events of one `on` form one chain. */
export interface AuditEntry {
  readonly at: Instant
  readonly by: Actor
  /** noun.verb, such as `round.opened`. Each has a text in `language/nl/audit.ts`. */
  readonly what: string
  readonly on: string
  readonly personId?: string | null
  readonly roundId?: string | null
  readonly before?: Fact
  readonly after?: Fact
}

export interface Link {
  readonly sequence: number
  readonly hash: string
}

/** The beginning of every chain. */
export const root: Link = { sequence: 0, hash: '0'.repeat(64) }

/** Everything of an event that its hash covers. */
export interface ChainedEvent {
  readonly id: string
  readonly subject: string
  readonly sequence: number
  readonly at: Instant
  readonly actor: string
  readonly what: string
  readonly personId: string | null
  readonly roundId: string | null
  readonly before: unknown
  readonly after: unknown
  readonly previousHash: string
}

/** SHA-256 (hex) over the event's fields in a fixed order, the previous hash among them. */
export function hashOf(event: ChainedEvent): string {
  const { id, subject, sequence, at, actor, what, personId, roundId, before, after, previousHash } = event
  const fields = [id, subject, sequence, at, actor, what, personId, roundId, before ?? null, after ?? null, previousHash]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/**
 * Where a chain breaks, in plain English, or `null` when it is whole.
 *
 * @param events the events of one subject, in order of sequence
 * @param head its last link, kept apart
 */
export function brokenLink(events: readonly (ChainedEvent & { hash: string })[], head: Link | undefined): string | null {
  let last = root
  for (const event of events) {
    if (event.sequence !== last.sequence + 1) return `event ${last.sequence + 1} is missing`
    if (event.previousHash !== last.hash) return `event ${event.sequence} does not follow event ${last.sequence}`
    if (hashOf(event) !== event.hash) return `event ${event.sequence} was altered`
    last = event
  }
  if (!head) return events.length > 0 ? 'the head is missing' : null
  return head.sequence === last.sequence && head.hash === last.hash ? null : `events after ${last.sequence} are missing`
}
