import type { ExemptionRule } from '../../src/eligibility/eligibility.ts'
import type { MasterclassRecord } from '../../src/eligibility/queries.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { dateOf, longDate, shortDate, shortMoment } from '../format.ts'
import { paths } from '../paths.ts'
import { Button, ButtonForm } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { DateField, Select, TextField } from '../ui/field.tsx'
import { Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

interface PanelProps {
  readonly t: Translate
  /** ms since 1970 UTC */
  readonly now: number
  readonly personId: string
  /** All of this person's, withdrawn ones too. */
  readonly records: readonly MasterclassRecord[]
  /** The masterclasses that this person does not have. */
  readonly missing: readonly number[]
  readonly rules: readonly ExemptionRule[]
  readonly form: Form
}

/** What staff see and do about somebody's masterclasses. */
export function MasterclassesPanel(props: PanelProps) {
  const { t, records, missing, personId } = props
  const current = records.filter(({ withdrawnAt }) => withdrawnAt === null)
  const withdrawn = records.filter(({ withdrawnAt }) => withdrawnAt !== null)
  return (
    <Panel title={t('eligibility.title')} id="masterclasses" aside={<EligibleTag t={t} missing={missing} />}>
      <p>{missing.length === 0 ? t('eligibility.completeText') : t('eligibility.missingText', { missing: missing.join(', ') })}</p>
      {current.length > 0 && <Current t={t} personId={personId} records={current} />}
      {missing.length > 0 && <RecordForm {...props} />}
      {withdrawn.length > 0 && (
        <Details summary={t('eligibility.withdrawnOnes')}>
          <ul>
            {withdrawn.map((record) => (
              <li>
                {t('eligibility.masterclass', { number: record.masterclass })}: {howText(t, record)}, {shortDate(t, record.obtainedOn)}.{' '}
                {t('eligibility.withdrawn', { moment: shortMoment(t, record.withdrawnAt ?? 0) })}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </Panel>
  )
}

/** "Compleet" or "Nog niet compleet". */
export const EligibleTag = ({ t, missing }: { readonly t: Translate; readonly missing: readonly number[] }) =>
  missing.length === 0 ? (
    <Tag tone="good" icon="check">
      {t('eligibility.complete')}
    </Tag>
  ) : (
    <Tag tone="warn">{t('eligibility.incomplete')}</Tag>
  )

const nameOf = (t: Translate, names: { readonly nl: string | null; readonly en: string | null }): string =>
  (t.language === 'nl' ? names.nl : names.en) ?? ''

const howText = (t: Translate, { basis, programme, exemptionNl, exemptionEn, grantedBy }: MasterclassRecord): string =>
  basis === 'certificate'
    ? t('eligibility.certificate', { programme: programme ?? '' })
    : t('eligibility.exemption', { name: nameOf(t, { nl: exemptionNl, en: exemptionEn }), by: grantedBy ?? '' })

const Current = ({ t, personId, records }: Pick<PanelProps, 't' | 'personId' | 'records'>) => (
  <Table
    t={t}
    caption={t('eligibility.title')}
    captionHidden
    columns={(['eligibility.recordField', 'eligibility.how', 'eligibility.when', 'common.table.actions'] as const).map((key) => ({
      label: t(key),
    }))}
    rows={records.map((record) => [
      t('eligibility.masterclass', { number: record.masterclass }),
      howText(t, record),
      shortDate(t, record.obtainedOn),
      <ButtonForm
        kind="link"
        action={paths.masterclassWithdrawal(personId, record.id)}
        of={t('eligibility.withdrawOf', { number: record.masterclass })}
      >
        {t('eligibility.withdraw')}
      </ButtonForm>,
    ])}
  />
)

/** The labels of the form's fields, for the error summary. */
export const masterclassLabels = (t: Translate) => ({
  masterclass: t('eligibility.recordField'),
  basis: t('eligibility.basis'),
  obtainedOn: t('eligibility.obtainedOn'),
  grantedBy: t('eligibility.grantedBy'),
})

function RecordForm({ t, now, personId, missing, rules, form }: PanelProps) {
  const labels = masterclassLabels(t)
  const masterclasses = missing.map((number) => ({
    value: String(number), label: `${number}. ${subjectOf(t, number)}`,
  }))
  const certificates = (['A', 'B'] as const).map((programme) => ({ value: programme, label: t('eligibility.certificate', { programme }) }))
  const exemptions = rules
    .filter(({ masterclass }) => missing.includes(masterclass))
    .map(({ id, masterclass, nameNl, nameEn }) => ({
      value: `exemption:${id}`,
      label: t('eligibility.basisExemption', { name: nameOf(t, { nl: nameNl, en: nameEn }), masterclass }),
    }))
  return (
    <form method="post" action={paths.personMasterclasses(personId)}>
      <h3>{t('eligibility.record')}</h3>
      <Select t={t} form={form} name="masterclass" label={labels.masterclass} options={masterclasses} empty={t('eligibility.choose')} />
      <Select
        t={t} form={form} name="basis" label={labels.basis} hint={t('eligibility.basisHint')}
        options={[...certificates, ...exemptions]} empty={t('eligibility.choose')}
      />
      <DateField t={t} form={form} name="obtainedOn" label={labels.obtainedOn} max={dateOf(now)} />
      <TextField t={t} form={form} name="grantedBy" label={labels.grantedBy} hint={t('eligibility.grantedByHint')} optional maxlength={100} />
      <Button kind="secondary">{t('eligibility.save')}</Button>
    </form>
  )
}

const subjects = ['eligibility.subject1', 'eligibility.subject2', 'eligibility.subject3', 'eligibility.subject4'] as const

const subjectOf = (t: Translate, masterclass: number): string => {
  const key = subjects[masterclass - 1]
  return key === undefined ? '' : t(key)
}

interface OverviewProps {
  readonly t: Translate
  readonly records: readonly MasterclassRecord[]
  readonly missing: readonly number[]
  /** Whether the next step on the same page says already what is missing, and what to do about it. */
  readonly isTold: boolean
}

/** What a candidate sees: what is there, what is missing, and what to do about it. */
export const MasterclassesOverview = ({ t, records, missing, isTold }: OverviewProps) => {
  const current = records.filter(({ withdrawnAt }) => withdrawnAt === null)
  return (
    <Panel title={t('eligibility.title')} aside={<EligibleTag t={t} missing={missing} />}>
      <SummaryList
        rows={[1, 2, 3, 4].map((number) => ({
          key: t('eligibility.masterclass', { number }),
          value: <MasterclassLine t={t} number={number} record={current.find(({ masterclass }) => masterclass === number)} />,
        }))}
      />
      {missing.length > 0 && !isTold && (
        <>
          <p>{t('eligibility.missingCandidate', { missing: missing.join(', ') })}</p>
          <p>{t('eligibility.missingHelp')}</p>
        </>
      )}
    </Panel>
  )
}

interface LineProps {
  readonly t: Translate
  readonly number: number
  readonly record: MasterclassRecord | undefined
}

const MasterclassLine = ({ t, number, record }: LineProps) => (
  <>
    <div>
      {subjectOf(t, number)} {record === undefined && <Tag tone="warn">{t('eligibility.missing')}</Tag>}
    </div>
    {record !== undefined && (
      <div class="step-detail">
        {howText(t, record)}, {longDate(t, record.obtainedOn)}
      </div>
    )}
  </>
)
