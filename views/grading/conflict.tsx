import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'

interface Props {
  readonly here: Here
  readonly taskId: string
  readonly candidateNumber: string
}

/** Asks before work is passed on: the assessor cannot take it back. */
export const ConflictPage = ({ here, taskId, candidateNumber }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('grading.conflictTitle')} width="text">
      <Heading
        title={t('grading.conflictTitle')}
        lead={t('grading.conflictLead')}
        back={{ href: paths.task(taskId), label: t('grading.candidate', { number: candidateNumber }) }}
      />
      <p>{t('grading.conflictWhat')}</p>
      <Buttons>
        <ButtonForm action={paths.taskConflict(taskId)} kind="primary">{t('grading.conflictConfirm')}</ButtonForm>
        <ButtonLink href={paths.task(taskId)} kind="secondary">{t('common.cancel')}</ButtonLink>
      </Buttons>
    </Page>
  )
}

/** Of a person's page, for staff: who may not assess them, and a form to note somebody. */
export const ConflictForm = (props: {
  readonly t: Translate
  readonly form: Form
  readonly personId: string
  readonly assessors: readonly { readonly id: string; readonly name: string }[]
  readonly conflicts: readonly { readonly assessorId: string; readonly name: string; readonly declaredAt: Instant }[]
}) => {
  const { t, form, personId, assessors, conflicts } = props
  const known = new Set(conflicts.map(({ assessorId }) => assessorId))
  const options = assessors.filter(({ id }) => !known.has(id) && id !== personId).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Panel title={t('grading.staffConflictTitle')}>
      <p>{t('grading.staffConflictHint')}</p>
      <Table
        t={t}
        caption={t('grading.staffConflictTitle')}
        captionHidden
        empty={t('grading.staffConflictNone')}
        columns={[{ label: t('grading.assessor') }, { label: t('grading.since') }]}
        rows={conflicts.map(({ name, declaredAt }) => [name, <Moment t={t} at={declaredAt} short />])}
      />
      {options.length > 0 && (
        <form method="post" action={paths.personConflicts(personId)}>
          <Select t={t} form={form} name="assessorId" label={t('grading.assessor')} options={options} empty={t('grading.chooseAssessor')} />
          <Button kind="secondary">{t('grading.staffConflictAdd')}</Button>
        </form>
      )}
    </Panel>
  )
}
