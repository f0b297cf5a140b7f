import type { Instant } from '../clock.ts'
import { dateAt } from '../local-time.ts'
import { refuse } from '../refusal.ts'

/** The masterclasses of the programme. @source domain.md, "The programme" */
export const masterclasses = [1, 2, 3, 4] as const

/** Since 2024 each masterclass exists as an A programme (little experience) and a B programme; one may mix them. */
export type Programme = 'A' | 'B'

/** Which exemption covers which masterclass: data. */
export interface ExemptionRule {
  readonly id: string
  readonly masterclass: number
  readonly nameNl: string
  readonly nameEn: string
}

/** By what somebody has a masterclass. */
export type Basis =
  | { readonly basis: 'certificate'; readonly programme: Programme }
  | { readonly basis: 'exemption'; readonly exemptionRuleId: string; readonly grantedBy: string }

export type GivenMasterclass = Basis & {
  readonly personId: string
  readonly masterclass: number
  /** Local date of the certificate or of the granting, `yyyy-mm-dd`. */
  readonly obtainedOn: string
}

/** Who grants exemptions unless told otherwise. */
export const GRANTED_BY = 'Registerplein'

interface CountedRecord {
  readonly masterclass: number
  readonly withdrawnAt: Instant | null
}

/** The masterclasses that somebody does not have yet, ascending; empty means eligible for a test round. */
export const missingMasterclasses = (records: readonly CountedRecord[]): number[] =>
  masterclasses.filter((one) => !records.some((record) => record.masterclass === one && record.withdrawnAt === null))

/** @throws Refusal `masterclassDateAhead` when it lies after today (Dutch local date), on the field `obtainedOn`. */
export function mustBeObtained(obtainedOn: string, now: Instant): void {
  if (obtainedOn > dateAt(now)) refuse('masterclassDateAhead', {}, 'obtainedOn')
}

/** @throws Refusal `exemptionNotFor` { covers } when this exemption covers another masterclass, on the field `basis`. */
export function mustCover(rule: ExemptionRule, masterclass: number): void {
  if (rule.masterclass !== masterclass) refuse('exemptionNotFor', { covers: rule.masterclass }, 'basis')
}
