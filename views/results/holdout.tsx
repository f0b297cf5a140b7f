import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'

interface Props {
  readonly here: Here
  readonly roundId: string
  readonly roundName: string
  readonly attemptId: string
  readonly candidateNumber: string
  readonly form: Form
}

/** Asks for the reason why one attempt is kept out of a release. */
export const HoldOutPage = ({ here, roundId, roundName, attemptId, candidateNumber, form }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('results.holdOutTitle')} width="text" form={form}>
      <Heading
        title={t('results.holdOutTitle')}
        lead={`${t('results.candidateNumber')} ${candidateNumber}. ${t('results.holdOutHint')}`}
        back={{ href: paths.roundRelease(roundId), label: t('results.staffTitle', { round: roundName }) }}
      />
      <ErrorSummary t={t} form={form} labels={{ reason: t('results.reason') }} />
      <form method="post" action={paths.holdout(roundId, attemptId)}>
        <TextField t={t} form={form} name="reason" label={t('results.reason')} width="full" maxlength={500} />
        <div class="form-actions">
          <Button>{t('results.holdOut')}</Button>
          <ButtonLink kind="secondary" href={paths.roundRelease(roundId)}>{t('common.cancel')}</ButtonLink>
        </div>
      </form>
    </Page>
  )
}
