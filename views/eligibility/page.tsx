import type { ExemptionRule } from '../../src/eligibility/eligibility.ts'
import type { MasterclassRecord } from '../../src/eligibility/queries.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Heading } from '../ui/heading.tsx'
import { MasterclassesPanel, masterclassLabels } from './masterclasses.tsx'

interface Props {
  readonly here: Here
  readonly person: { readonly id: string; readonly name: string }
  readonly records: readonly MasterclassRecord[]
  readonly missing: readonly number[]
  readonly rules: readonly ExemptionRule[]
  readonly form: Form
}

/** Somebody's masterclasses on a page of their own: where the form comes back when something is wrong with it. */
export const MasterclassesPage = ({ here, person, ...rest }: Props) => {
  const { t, now } = here
  return (
    <Page here={here} title={t('eligibility.titleOf', { name: person.name })} form={rest.form}>
      <Heading
        title={t('eligibility.titleOf', { name: person.name })}
        lead={t('eligibility.lead')}
        back={{ href: paths.person(person.id), label: person.name }}
      />
      <ErrorSummary t={t} form={rest.form} labels={masterclassLabels(t)} />
      <MasterclassesPanel t={t} now={now} personId={person.id} {...rest} />
    </Page>
  )
}
