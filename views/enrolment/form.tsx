import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { dateRange, euros, sentence } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { testNames } from './stage.tsx'
import type { RoundChoice } from './stage.tsx'

interface Props {
  readonly here: Here
  readonly form: Form
  readonly round: RoundChoice & { readonly note: string | null; readonly workingHours: number }
  readonly tests: readonly TestKind[]
  readonly priceCents: number
  /** Why one cannot enrol, in the words of the refusal; `null` when one can. */
  readonly whyNot: string | null
  /** They can sit a test again without paying: the office has to place them. */
  readonly isOwed: boolean
}

/** Enrolling for the tests of a round: what it is, what it costs, and the agreement. */
export const EnrolPage = ({ here, form, round, tests, priceCents, whyNot, isOwed }: Props) => {
  const { t } = here
  const title = t('enrolment.enrolFor', { round: round.name })
  const lead = t(tests.length > 1 ? 'enrolment.formLead' : 'enrolment.formLeadOne')
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={whyNot === null && lead} back={{ href: paths.enrolments(), label: t('enrolment.back') }} />
      <ErrorSummary t={t} form={form} labels={{ agree: t('enrolment.agree') }} />
      {whyNot !== null && form.refusal === null && (
        <Callout t={t} tone="warn" title={t('enrolment.notNow')}>
          <p>{whyNot}</p>
        </Callout>
      )}
      {isOwed && <Owed t={t} />}
      <SummaryList
        rows={[
          { key: t('enrolment.tests'), value: sentence(testNames(t, tests)) },
          { key: t('enrolment.window'), value: dateRange(t, round.windowFirstOn, round.windowLastOn) },
          { key: t('enrolment.hoursLabel'), value: t('enrolment.hours', { hours: round.workingHours }) },
          { key: t('enrolment.price'), value: euros(t, priceCents) },
        ]}
      />
      {round.note && <p>{round.note}</p>}
      {whyNot === null ? <Agreement here={here} form={form} roundId={round.id} /> : <ButtonLink href={paths.enrolments()}>{t('enrolment.back')}</ButtonLink>}
    </Page>
  )
}

/** Whoever would pay for what they can have for nothing is told so first. */
export const Owed = ({ t }: { readonly t: Translate }) => (
  <Callout t={t} tone="warn" title={t('enrolment.owedTitle')}>
    <p>{t('enrolment.owed')}</p>
  </Callout>
)

const Agreement = ({ here: { t }, form, roundId }: Pick<Props, 'here' | 'form'> & { readonly roundId: string }) => (
  <form method="post" action={paths.enrol(roundId)}>
    <Checkbox
      t={t}
      form={form}
      name="agree"
      label={t('enrolment.agree')}
      hint={
        <>
          {t('enrolment.agreeHint')}
          <a href={paths.terms()}>{t('common.termsInline')}</a>
          {t('enrolment.agreeAnd')}
          <a href={paths.privacy()}>{t('common.privacyInline')}</a>.
        </>
      }
    />
    <Buttons>
      <Button>{t('enrolment.toPay')}</Button>
    </Buttons>
  </form>
)
