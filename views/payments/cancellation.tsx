import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { OfficeFacts } from '../enrolment/move.tsx'
import type { OfficeEnrolment } from '../enrolment/move.tsx'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Heading } from '../ui/heading.tsx'

interface Props {
  readonly here: Here
  readonly form: Form
  readonly enrolment: OfficeEnrolment
  /** There is money to pay back. */
  readonly isPaid: boolean
}

/** Cancelling an enrolment for the office. */
export const CancellationPage = ({ here, form, enrolment, isPaid }: Props) => {
  const { t } = here
  const title = t('payments.cancelTitle', { name: enrolment.personName })
  const person = paths.person(enrolment.personId)
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={t('payments.cancelLead', { round: enrolment.roundName })} back={{ href: person, label: enrolment.personName }} />
      <ErrorSummary t={t} form={form} labels={{ refund: t('payments.cancelRefund') }} />
      <OfficeFacts t={t} enrolment={enrolment} />
      <form method="post" action={paths.enrolmentCancellation(enrolment.id)}>
        {isPaid ? (
          <Checkbox t={t} form={form} name="refund" optional label={t('payments.cancelRefund')} hint={t('payments.cancelRefundHint')} />
        ) : (
          <p>{t('payments.cancelUnpaid')}</p>
        )}
        <Buttons>
          <Button kind="danger">{t('payments.cancelButton')}</Button>
          <ButtonLink kind="secondary" href={person}>{t('common.back')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}
