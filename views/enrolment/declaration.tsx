import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { PracticeInvitation } from '../delivery/practice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout } from '../ui/panel.tsx'

interface Props {
  readonly here: Here
  readonly form: Form
  readonly enrolmentId: string
  readonly hours: number
  /** Whether somebody has time of their own on top of those. */
  readonly hasExtraTime: boolean
  readonly testCount: number
  readonly isDeclared: boolean
  /** When the time is up, where the clock already runs: nobody practises on that time. */
  readonly runsUntil: Instant | null
  /** Where to go once declared: the tests when the clock runs. */
  readonly onward: string
}

const rules = ['aids', 'own', 'noAi', 'sources', 'secret', 'breaking'] as const

/** The rules of sitting a test, and the declaration to keep them. */
export const DeclarationPage = ({ here, form, enrolmentId, hours, hasExtraTime, testCount, isDeclared, runsUntil, onward }: Props) => {
  const { t } = here
  const lead = runsUntil === null ? t('enrolment.declarationLead') : t('enrolment.declarationRunning', { moment: longMoment(t, runsUntil) })
  return (
    <Page here={here} title={t('enrolment.declarationTitle')} form={form} width="text">
      <Heading title={t('enrolment.declarationTitle')} lead={lead} back={{ href: paths.enrolment(enrolmentId), label: t('enrolment.backToOwn') }} />
      <ErrorSummary t={t} form={form} labels={{ declare: t('enrolment.declareLabel') }} />
      {isDeclared && <Callout t={t} tone="good" title={t('enrolment.declaredTitle')} />}
      <ul class="list">
        <li>{t(testCount > 1 ? 'enrolment.rules.time' : 'enrolment.rules.timeOne', { hours })}</li>
        {hasExtraTime && <li>{t('enrolment.rules.extra')}</li>}
        {rules.map((rule) => (
          <li>{t(`enrolment.rules.${rule}`)}</li>
        ))}
      </ul>
      {runsUntil === null && <PracticeInvitation t={t} />}
      {isDeclared ? (
        <ButtonLink href={onward}>{t('common.continue')}</ButtonLink>
      ) : (
        <form method="post" action={paths.declaration(enrolmentId)}>
          <Checkbox t={t} form={form} name="declare" label={t('enrolment.declareLabel')} />
          <Buttons>
            <Button>{t('enrolment.declareButton')}</Button>
          </Buttons>
        </form>
      )}
    </Page>
  )
}
