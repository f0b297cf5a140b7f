import type { Db } from '../../db/database.ts'
import { newId } from '../ids.ts'
import { brokenLink, hashOf, root } from './audit.ts'
import type { AuditEntry } from './audit.ts'
import { addEvent, findHead, listChain, listChains } from './queries.ts'

/**
 * Notes a change of state in the transaction that makes it. Call it last, with ids and values only.
 *
 * @param entry `on` names the thing; its events form one chain
 */
export async function record(tx: Db, entry: AuditEntry): Promise<void> {
  const last = (await findHead(tx, entry.on)) ?? root
  const event = {
    id: newId(),
    subject: entry.on,
    sequence: last.sequence + 1,
    at: entry.at,
    actor: entry.by,
    what: entry.what,
    personId: entry.personId ?? null,
    roundId: entry.roundId ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
    previousHash: last.hash,
  }
  await addEvent(tx, { ...event, hash: hashOf(event) })
}

/** Every chain that is not whole, with what is wrong; empty when all is well. */
export async function checkChains(db: Db): Promise<{ subject: string; fault: string }[]> {
  const { events, heads } = await listChains(db)
  const chains = new Map<string, typeof events>(heads.map((head) => [head.subject, []]))
  for (const event of events) chains.set(event.subject, [...(chains.get(event.subject) ?? []), event])
  const headOf = new Map(heads.map((head) => [head.subject, head]))
  return [...chains].flatMap(([subject, chain]) => {
    const fault = brokenLink(chain, headOf.get(subject))
    return fault === null ? [] : [{ subject, fault }]
  })
}

/** Where the chain of one subject breaks, in plain English; `null` when it is whole. */
export const findBreak = async (db: Db, subject: string): Promise<string | null> => brokenLink(await listChain(db, subject), await findHead(db, subject))
