import { z } from 'zod'
import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { newId } from '../ids.ts'
import { sendMail } from '../mail/actions.ts'
import { refuse } from '../refusal.ts'
import { missingMasterclasses, mustBeObtained, mustCover } from './eligibility.ts'
import type { GivenMasterclass } from './eligibility.ts'
import { addMasterclass, findExemptionRule, getMasterclass, listMasterclasses, putExemptionRule, putWithdrawn } from './queries.ts'

const ExemptionRules = z.array(
  z.strictObject({ id: z.string().min(1), masterclass: z.int().min(1).max(4), nameNl: z.string().min(1), nameEn: z.string().min(1) }),
)

/**
 * Takes in which exemption covers which masterclass; what is there already is renewed.
 *
 * @param json as in `db/seed/exemptions.json`
 * @throws ZodError when it is anything else
 */
export async function importExemptions(tx: Db, json: unknown): Promise<void> {
  for (const rule of ExemptionRules.parse(json)) await putExemptionRule(tx, rule)
}

/**
 * Notes that somebody has a masterclass, by certificate or by exemption. The last of the four invites them to enrol.
 *
 * @returns the new record's id
 * @throws Refusal `notFound` (no such person), `masterclassDateAhead`, `exemptionUnknown`, `exemptionNotFor`,
 *   `masterclassTaken` { masterclass } when this person has it already
 */
export async function recordMasterclass(tx: Db, given: GivenMasterclass, by: Actor, now: Instant): Promise<string> {
  const { personId, masterclass, obtainedOn } = given
  await getPerson(tx, personId)
  mustBeObtained(obtainedOn, now)
  if (given.basis === 'exemption') {
    const rule = await findExemptionRule(tx, given.exemptionRuleId)
    mustCover(rule ?? refuse('exemptionUnknown', {}, 'basis'), masterclass)
  }
  const id = newId()
  try {
    await addMasterclass(tx, { ...given, id, recordedAt: now, recordedBy: by })
  } catch (error) {
    if (isUniqueViolation(error, 'masterclass_record_one')) refuse('masterclassTaken', { masterclass }, 'masterclass')
    throw error
  }
  const basis = given.basis === 'exemption' ? { exemptionRuleId: given.exemptionRuleId } : { programme: given.programme }
  const after = { masterclass, basis: given.basis, ...basis, obtainedOn }
  await record(tx, { at: now, by, what: 'masterclass.recorded', on: id, personId, after })
  await inviteWhoIsEligible(tx, personId, now)
  return id
}

/** Who has all four is invited to enrol: once, also when a record is taken back and made again. @source domain.md, "The programme" */
async function inviteWhoIsEligible(tx: Db, personId: string, now: Instant): Promise<void> {
  if (missingMasterclasses(await listMasterclasses(tx, personId)).length > 0) return
  const to = recipientOf(await getPerson(tx, personId))
  await sendMail(tx, { to, kind: 'eligible', onceKey: `eligible ${personId}` }, now)
}

/**
 * Takes a record back that was made by mistake; it stays, and no longer counts.
 *
 * @throws Refusal `notFound` unless it is about this person, `masterclassWithdrawn` when that was done before
 */
export async function withdrawMasterclass(
  tx: Db, { personId, recordId }: { personId: string; recordId: string }, by: Actor, now: Instant,
): Promise<void> {
  const { masterclass, withdrawnAt } = await getMasterclass(tx, recordId, personId)
  if (withdrawnAt !== null) refuse('masterclassWithdrawn', { masterclass })
  await putWithdrawn(tx, recordId, { withdrawnAt: now, withdrawnBy: by })
  const [before, after] = [{ masterclass, withdrawnAt: null }, { masterclass, withdrawnAt: now }]
  await record(tx, { at: now, by, what: 'masterclass.withdrawn', on: recordId, personId, before, after })
}

/** @throws Refusal `notEligible` { missing: "2, 4" } unless this person has all four masterclasses. */
export async function mustBeEligible(db: Db, personId: string): Promise<void> {
  const missing = missingMasterclasses(await listMasterclasses(db, personId))
  if (missing.length > 0) refuse('notEligible', { missing: missing.join(', ') })
}
