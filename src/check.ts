/** Whether what was kept is still what was kept: seals, published papers and the audit log against their hashes. */
import { z } from 'zod'
import type { Db } from '../db/database.ts'
import { checkChains } from './audit/actions.ts'
import { listEvents } from './audit/queries.ts'
import { listSealsAfter } from './delivery/queries.ts'
import type { SealRow } from './delivery/queries.ts'
import { digestOf } from './delivery/sealing.ts'
import { formIsIntact } from './papers/actions.ts'
import { listPublishedForms } from './papers/queries.ts'

export interface Checked {
  readonly seals: number
  readonly forms: number
  /** A line for each thing that is wrong, in plain English. */
  readonly faults: readonly string[]
}

/** Looks at everything that has a hash, changing nothing. */
export async function checkEverything(db: Db): Promise<Checked> {
  const seals = await checkSeals(db)
  const forms = await listPublishedForms(db)
  const changed: string[] = []
  for (const { id, paperKey, version } of forms) {
    if (!(await formIsIntact(db, id))) changed.push(`paper ${paperKey} version ${version} (${id}): changed after it was published`)
  }
  const chains = (await checkChains(db)).map(({ subject, fault }) => `audit log of ${subject}: ${fault}`)
  return { seals: seals.count, forms: forms.length, faults: [...seals.faults, ...changed, ...chains] }
}

const SEALS_AT_A_TIME = 200

async function checkSeals(db: Db): Promise<{ count: number; faults: string[] }> {
  const faults: string[] = []
  let count = 0
  let after = ''
  for (;;) {
    const seals = await listSealsAfter(db, after, SEALS_AT_A_TIME)
    const last = seals.at(-1)
    if (last === undefined) return { count, faults }
    count += seals.length
    after = last.id
    for (const seal of seals) {
      const fault = await faultOf(db, seal)
      if (fault !== null) faults.push(`seal ${seal.receiptCode} of attempt ${seal.attemptId}: ${fault}`)
    }
  }
}

/** An attempt is sealed at its end and again after each reopening; none has this many events. */
const MOST_EVENTS = 1_000

const Sealed = z.object({ sealId: z.string(), sha256: z.string() })

/** A snapshot and its hash could be changed together; the audit log knows the hash too, in a chain of its own. */
async function faultOf(db: Db, { id, attemptId, snapshot, sha256 }: SealRow): Promise<string | null> {
  if (digestOf(snapshot) !== sha256) return 'the work is not what its hash was taken of'
  const events = await listEvents(db, { subject: attemptId }, MOST_EVENTS)
  const noted = events.filter(({ what }) => what === 'attempt.sealed').map(({ after }) => Sealed.safeParse(after).data)
  return noted.some((one) => one?.sealId === id && one.sha256 === sha256) ? null : 'the audit log does not know this seal'
}
