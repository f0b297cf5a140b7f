import { and, asc, eq, inArray } from 'drizzle-orm'
import { exemptionRule, masterclassRecord } from '../../db/schema/eligibility.ts'
import type { Db } from '../../db/database.ts'
import { refuse } from '../refusal.ts'
import type { ExemptionRule } from './eligibility.ts'

/** Every masterclass record of somebody, or of several people, withdrawn ones too: by masterclass, then in the order they were recorded. */
export const listMasterclasses = async (db: Db, ...personIds: readonly string[]) =>
  db
    .select({
      id: masterclassRecord.id,
      personId: masterclassRecord.personId,
      masterclass: masterclassRecord.masterclass,
      basis: masterclassRecord.basis,
      programme: masterclassRecord.programme,
      exemptionRuleId: masterclassRecord.exemptionRuleId,
      exemptionNl: exemptionRule.nameNl,
      exemptionEn: exemptionRule.nameEn,
      grantedBy: masterclassRecord.grantedBy,
      obtainedOn: masterclassRecord.obtainedOn,
      recordedAt: masterclassRecord.recordedAt,
      withdrawnAt: masterclassRecord.withdrawnAt,
    })
    .from(masterclassRecord)
    .leftJoin(exemptionRule, eq(exemptionRule.id, masterclassRecord.exemptionRuleId))
    .where(inArray(masterclassRecord.personId, [...personIds]))
    .orderBy(asc(masterclassRecord.masterclass), asc(masterclassRecord.id))
export type MasterclassRecord = Awaited<ReturnType<typeof listMasterclasses>>[number]

/** A record, if it is about this person. @throws Refusal `notFound` otherwise. */
export async function getMasterclass(db: Db, recordId: string, personId: string) {
  const [found] = await db
    .select()
    .from(masterclassRecord)
    .where(and(eq(masterclassRecord.id, recordId), eq(masterclassRecord.personId, personId)))
  return found ?? refuse('notFound')
}

export async function addMasterclass(tx: Db, row: typeof masterclassRecord.$inferInsert): Promise<void> {
  await tx.insert(masterclassRecord).values(row)
}

export async function putWithdrawn(tx: Db, recordId: string, as: { withdrawnAt: number; withdrawnBy: string }): Promise<void> {
  await tx.update(masterclassRecord).set(as).where(eq(masterclassRecord.id, recordId))
}

/** The exemptions that exist, by masterclass. */
export const listExemptionRules = async (db: Db): Promise<ExemptionRule[]> =>
  db.select().from(exemptionRule).orderBy(asc(exemptionRule.masterclass), asc(exemptionRule.id))

export async function findExemptionRule(db: Db, id: string): Promise<ExemptionRule | undefined> {
  const [found] = await db.select().from(exemptionRule).where(eq(exemptionRule.id, id))
  return found
}

/** Adds an exemption, or gives the one with this id its new name and masterclass. */
export async function putExemptionRule(tx: Db, { id, ...rest }: ExemptionRule): Promise<void> {
  await tx.insert(exemptionRule).values({ id, ...rest }).onConflictDoUpdate({ target: exemptionRule.id, set: rest })
}
