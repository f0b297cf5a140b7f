import type { Deadline, Stage } from '../../src/enrolment/enrolment.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { Moment } from '../ui/moment.tsx'
import type { SummaryRow } from '../ui/summary-list.tsx'
import { Tag } from '../ui/tag.tsx'

const tones = {
  unpaid: 'warn', expired: 'bad', choosing: 'accent', planned: 'good', writing: 'accent', written: 'good', lapsed: 'bad', ended: 'neutral',
} as const

/** Where an enrolment stands, in a few words. */
export const StageTag = ({ t, stage }: { readonly t: Translate; readonly stage: Stage }) => (
  <Tag tone={tones[stage]}>{t(`enrolment.stage.${stage}`)}</Tag>
)

const testName = (t: Translate, kind: TestKind): string => t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')

/** "casustoets en reflectietoets". */
export function testNames(t: Translate, kinds: readonly TestKind[]): string {
  const [first = '', second] = kinds.map((kind) => testName(t, kind))
  return second === undefined ? first : t('enrolment.both', { first, second })
}

/** The deadline, once when both tests end together. */
export function deadlineRows(t: Translate, deadlines: readonly Deadline[]): SummaryRow[] {
  const [first] = deadlines
  if (first === undefined) return []
  if (deadlines.every(({ dueAt }) => dueAt === first.dueAt)) return [{ key: t('enrolment.deadline'), value: <Moment t={t} at={first.dueAt} /> }]
  return deadlines.map(({ kind, dueAt }) => ({ key: t('enrolment.deadlineOf', { test: testName(t, kind) }), value: <Moment t={t} at={dueAt} /> }))
}

/** Something to choose a round from. */
export interface RoundChoice {
  readonly id: string
  readonly name: string
  readonly windowFirstOn: string
  readonly windowLastOn: string
}

