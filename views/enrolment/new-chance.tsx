import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { sentence } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextArea } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { testNames } from './stage.tsx'

/** Where somebody stands with enrolling in full once more. */
export interface NewChanceView {
  readonly personId: string
  readonly personName: string
  /** Without a sufficient result. */
  readonly tests: readonly TestKind[]
  /** Given and not used yet. */
  readonly given: { readonly at: Instant; readonly reason: string; readonly mayWithdraw: boolean } | null
  /** Why it cannot be given, in the words of the refusal. */
  readonly whyNot: string | null
  /** No retake was insufficient yet. */
  readonly mayRetake: boolean
}

/** Letting somebody whose result is final enrol in full once more. */
export const NewChancePage = ({ here, form, view }: { readonly here: Here; readonly form: Form; readonly view: NewChanceView }) => {
  const { t } = here
  const { personId, personName, given, whyNot } = view
  const title = t('enrolment.newChanceTitle', { name: personName })
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={t('enrolment.newChanceLead')} back={{ href: paths.person(personId), label: personName }} />
      <ErrorSummary t={t} form={form} labels={{ reason: t('enrolment.newChanceReason') }} />
      {given !== null && <Given t={t} view={view} given={given} />}
      {given === null && whyNot !== null && form.refusal === null && <Callout t={t}><p>{whyNot}</p></Callout>}
      {given === null && whyNot === null && <GiveForm t={t} form={form} view={view} />}
    </Page>
  )
}

const Given = ({ t, view, given }: { readonly t: Translate; readonly view: NewChanceView; readonly given: NonNullable<NewChanceView['given']> }) => (
  <Panel title={t('enrolment.newChancePanel')}>
    <p>{t('enrolment.newChanceOpen')}</p>
    <SummaryList
      rows={[
        { key: t('enrolment.newChanceFor'), value: sentence(testNames(t, view.tests)) },
        { key: t('enrolment.newChanceGivenAt'), value: <Moment t={t} at={given.at} /> },
        { key: t('enrolment.newChanceReason'), value: given.reason },
      ]}
    />
    {given.mayWithdraw && <ButtonForm action={paths.newChanceWithdrawal(view.personId)}>{t('enrolment.newChanceWithdraw')}</ButtonForm>}
  </Panel>
)

const GiveForm = ({ t, form, view }: { readonly t: Translate; readonly form: Form; readonly view: NewChanceView }) => (
  <>
    {view.mayRetake && <Callout t={t} tone="warn"><p>{t('enrolment.newChanceRetake')}</p></Callout>}
    <SummaryList rows={[{ key: t('enrolment.newChanceFor'), value: sentence(testNames(t, view.tests)) }]} />
    <form method="post" action={paths.personNewChance(view.personId)}>
      <TextArea t={t} form={form} name="reason" label={t('enrolment.newChanceReason')} hint={t('enrolment.newChanceReasonHint')} rows={3} />
      <Buttons>
        <Button>{t('enrolment.newChanceGive')}</Button>
        <ButtonLink kind="secondary" href={paths.person(view.personId)}>{t('common.cancel')}</ButtonLink>
      </Buttons>
    </form>
  </>
)

/** For the page about a person: whether a new chance is open, and the way to give one. */
export const NewChanceLine = ({ t, personId, isOpen }: { readonly t: Translate; readonly personId: string; readonly isOpen: boolean }) => (
  <p>
    {isOpen && <>{t('enrolment.newChanceOpen')} </>}
    <a href={paths.personNewChance(personId)}>{t(isOpen ? 'enrolment.newChanceTo' : 'enrolment.newChanceGive')}</a>
  </p>
)
