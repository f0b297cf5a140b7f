import type { TestKind } from '../papers/content.ts'

/** A form that a round may use. */
export interface ListedForm {
  readonly formId: string
  readonly kind: TestKind
  readonly caseKey: string | null
  readonly questionKeys: readonly string[]
}

/** What somebody has sat before: cases and questions by their stable keys. */
export interface Sat {
  readonly caseKeys: ReadonlySet<string>
  readonly questionKeys: ReadonlySet<string>
}

/** Whether nothing of this form was sat before. */
export const isFresh = (form: ListedForm, sat: Sat): boolean =>
  !(form.caseKey !== null && sat.caseKeys.has(form.caseKey)) && !form.questionKeys.some((key) => sat.questionKeys.has(key))

/**
 * The form for an attempt: the first listed of its kind without a case or question that this person has sat.
 * When none is fresh the first of its kind, marked so: nobody stands before a closed door when the clock runs.
 *
 * @param listed the round's forms in their order
 * @returns `undefined` only when the round lists no form of this kind
 * @source domain.md, "Papers and rounds"
 */
export function chooseForm(listed: readonly ListedForm[], kind: TestKind, sat: Sat): { formId: string; fresh: boolean } | undefined {
  const ofKind = listed.filter((form) => form.kind === kind)
  const fresh = ofKind.find((form) => isFresh(form, sat))
  if (fresh) return { formId: fresh.formId, fresh: true }
  const [first] = ofKind
  return first && { formId: first.formId, fresh: false }
}
