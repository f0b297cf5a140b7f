/**
 * Whether what was kept is still what was kept: seals, published papers and the audit log against their hashes, and the
 * counts of assessing against what they were counted from.
 */
import type { Database, Db } from '../db/database.ts'
import { checkChains } from './audit/actions.ts'
import { faultOfSeal } from './delivery/proving.ts'
import { listSealsAfter } from './delivery/queries.ts'
import type { SealRow } from './delivery/queries.ts'
import { looksAtCounts } from './grading/proving.ts'
import type { Misfit } from './grading/proving.ts'
import { formIsIntact } from './papers/actions.ts'
import { listPublishedForms } from './papers/queries.ts'

export interface Checked {
  readonly seals: number
  readonly forms: number
  /** A line for each thing that is wrong, in plain English. */
  readonly faults: readonly string[]
}

/** Looks at everything that has a hash, and at everything that is kept counted; changes nothing. */
export async function checkEverything(database: Database): Promise<Checked> {
  const db = database.read
  const seals = await checkSeals(db)
  const forms = await listPublishedForms(db)
  const changed: string[] = []
  for (const { id, paperKey, version } of forms) {
    if (!(await formIsIntact(db, id))) changed.push(`paper ${paperKey} version ${version} (${id}): changed after it was published`)
  }
  const chains = (await checkChains(db)).map(({ subject, fault }) => `audit log of ${subject}: ${fault}`)
  return { seals: seals.count, forms: forms.length, faults: [...seals.faults, ...changed, ...chains, ...(await checkCounts(database))] }
}

const SEALS_AT_A_TIME = 200

async function checkSeals(db: Db): Promise<{ count: number; faults: string[] }> {
  const found: string[] = []
  let count = 0
  let after = ''
  for (;;) {
    const seals = await listSealsAfter(db, after, SEALS_AT_A_TIME)
    const last = seals.at(-1)
    if (last === undefined) return { count, faults: found }
    count += seals.length
    after = last.id
    for (const seal of seals) {
      const fault = await faultOf(db, seal)
      if (fault !== null) found.push(`seal ${seal.receiptCode} of attempt ${seal.attemptId}: ${fault}`)
    }
  }
}

const faults = {
  altered: 'the work is not what its hash was taken of',
  unknown: 'the audit log does not know this seal',
  // Said once, of the audit log itself.
  logBroken: null,
} as const

async function faultOf(db: Db, seal: SealRow): Promise<string | null> {
  const fault = await faultOfSeal(db, seal)
  return fault === null ? null : faults[fault]
}

/** A line for each kind of count that is not what it was counted from. */
async function checkCounts(db: Database): Promise<string[]> {
  const misfits: Misfit[] = []
  for (const look of await looksAtCounts(db.read)) {
    if ((await look(db.read)).length === 0) continue
    // Somebody may have been assessing between two of these readings: in a transaction, nothing moves.
    misfits.push(...(await db.write((tx) => look(tx))))
  }
  return [...new Set(misfits.map(({ kind }) => kind))].flatMap((kind) => {
    const all = misfits.filter((one) => one.kind === kind)
    return all.slice(0, 1).map(({ of, kept, counted }) => `counts of assessing: ${kind} is wrong ${all.length} times, such as of ${of}: kept ${kept}, counted ${counted}`)
  })
}
