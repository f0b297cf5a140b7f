/** Whether what was kept is still what was kept: seals, published papers and the audit log against their hashes. */
import type { Db } from '../db/database.ts'
import { checkChains } from './audit/actions.ts'
import { faultOfSeal } from './delivery/proving.ts'
import { listSealsAfter } from './delivery/queries.ts'
import type { SealRow } from './delivery/queries.ts'
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
