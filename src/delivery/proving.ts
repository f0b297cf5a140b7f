import { z } from 'zod'
import type { Db } from '../../db/database.ts'
import { findBreak } from '../audit/actions.ts'
import { listEvents } from '../audit/queries.ts'
import type { SealRow } from './queries.ts'
import { digestOf } from './sealing.ts'

/** An attempt is sealed at its end and again after each reopening; none has this many events. */
const MOST_EVENTS = 1_000

const Sealed = z.object({ sealId: z.string(), sha256: z.string() })

/**
 * Whether a seal is still the one that was made. A snapshot and its hash could be changed together; the audit log
 * knows the hash too, in a chain of its own.
 *
 * @returns `altered`: the work is not what its hash was taken of; `unknown`: the audit log has no such seal, or another
 *   hash for it; `logBroken`: the part of the audit log that knows it was altered; `null` when all of it holds
 */
export async function faultOfSeal(db: Db, seal: Pick<SealRow, 'id' | 'attemptId' | 'snapshot' | 'sha256'>): Promise<'altered' | 'unknown' | 'logBroken' | null> {
  if (digestOf(seal.snapshot) !== seal.sha256) return 'altered'
  const events = await listEvents(db, { subject: seal.attemptId }, MOST_EVENTS)
  const noted = events.filter(({ what }) => what === 'attempt.sealed').map(({ after }) => Sealed.safeParse(after).data)
  if (!noted.some((one) => one?.sealId === seal.id && one.sha256 === seal.sha256)) return 'unknown'
  return (await findBreak(db, seal.attemptId)) === null ? null : 'logBroken'
}
