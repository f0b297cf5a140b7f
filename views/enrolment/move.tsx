import type { Instant } from '../../src/clock.ts'
import type { Stage } from '../../src/enrolment/enrolment.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { dateRange } from '../format.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Select } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { StageTag } from './stage.tsx'
import type { RoundChoice } from './stage.tsx'

/** The rounds as a list to choose from. */
export const RoundSelect = ({ t, form, rounds }: { readonly t: Translate; readonly form: Form; readonly rounds: readonly RoundChoice[] }) => (
  <Select
    t={t}
    form={form}
    name="roundId"
    label={t('enrolment.moveTo')}
    empty={t('enrolment.chooseRound')}
    options={rounds.map(({ id, name, windowFirstOn, windowLastOn }) => ({ value: id, label: `${name} (${dateRange(t, windowFirstOn, windowLastOn)})` }))}
  />
)

/** One enrolment as the office sees it. */
export interface OfficeEnrolment {
  readonly id: string
  readonly personId: string
  readonly personName: string
  readonly roundName: string
  readonly stage: Stage
  readonly startsAt: Instant | null
}

export const OfficeFacts = ({ t, enrolment }: { readonly t: Translate; readonly enrolment: OfficeEnrolment }) => (
  <SummaryList
    rows={[
      { key: t('enrolment.candidate'), value: enrolment.personName },
      { key: t('enrolment.round'), value: enrolment.roundName },
      { key: t('enrolment.status'), value: <StageTag t={t} stage={enrolment.stage} /> },
      { key: t('enrolment.startLabel'), value: enrolment.startsAt === null ? t('enrolment.noStart') : <Moment t={t} at={enrolment.startsAt} /> },
    ]}
  />
)

interface Props {
  readonly here: Here
  readonly form: Form
  readonly enrolment: OfficeEnrolment
  readonly rounds: readonly RoundChoice[]
}

/** Moving somebody to another round without a new payment. */
export const MovePage = ({ here, form, enrolment, rounds }: Props) => {
  const { t } = here
  const title = t('enrolment.moveTitle', { name: enrolment.personName })
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={t('enrolment.moveLead')} back={{ href: paths.person(enrolment.personId), label: enrolment.personName }} />
      <ErrorSummary t={t} form={form} labels={{ roundId: t('enrolment.moveTo') }} />
      <OfficeFacts t={t} enrolment={enrolment} />
      {rounds.length === 0 ? (
        <p class="empty">{t('enrolment.moveNone')}</p>
      ) : (
        <form method="post" action={paths.enrolmentMove(enrolment.id)}>
          <RoundSelect t={t} form={form} rounds={rounds} />
          <Buttons>
            <Button>{t('enrolment.moveButton')}</Button>
            <ButtonLink kind="secondary" href={paths.person(enrolment.personId)}>{t('common.cancel')}</ButtonLink>
          </Buttons>
        </form>
      )}
    </Page>
  )
}
