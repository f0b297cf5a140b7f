import { hashOf, root } from '../../audit/audit.ts'
import type { AuditEntry, ChainedEvent } from '../../audit/audit.ts'
import { newId } from '../../ids.ts'

interface Chains {
  readonly events: readonly Hashed[]
  readonly heads: readonly Pick<Hashed, 'subject' | 'sequence' | 'hash'>[]
}

type Hashed = ChainedEvent & { readonly hash: string }

/**
 * The audit events of things that nothing happened to before, chained as `record` would have done it one by one.
 *
 * @param entries in the order of time
 * @returns rows of the log and of its heads
 */
export function chainsOf(entries: readonly AuditEntry[]): Chains {
  const last = new Map<string, Hashed>()
  const events = entries.map(({ on, by, at, what, personId = null, roundId = null, before = null, after = null }) => {
    const previous = last.get(on) ?? root
    const event = {
      id: newId(), subject: on, sequence: previous.sequence + 1, at, actor: by, what, personId, roundId, before, after,
      previousHash: previous.hash,
    }
    const hashed = { ...event, hash: hashOf(event) }
    last.set(on, hashed)
    return hashed
  })
  return { events, heads: [...last.values()].map(({ subject, sequence, hash }) => ({ subject, sequence, hash })) }
}
