import type { Instant } from '../../src/clock.ts'
import type { Deadline } from '../../src/enrolment/enrolment.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { dateRange, longDate } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Select } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { deadlineRows } from './stage.tsx'
import type { RoundChoice } from './stage.tsx'

interface StartProps {
  readonly here: Here
  readonly form: Form
  readonly enrolmentId: string
  readonly round: RoundChoice & { readonly workingHours: number }
  /** Local dates that can still be chosen. */
  readonly days: readonly string[]
  readonly mayStartNow: boolean
}

/** The wall-clock quarters of a day. Which of them exist and are still to come, the domain says. */
const quarters = Array.from({ length: 96 }, (_, index) => `${String(Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`)

/** Choosing a start moment: a day and a quarter of an hour. */
export const StartPage = ({ here, form, enrolmentId, round, days, mayStartNow }: StartProps) => {
  const { t } = here
  const lead = t('enrolment.startLead', { window: dateRange(t, round.windowFirstOn, round.windowLastOn), hours: round.workingHours })
  return (
    <Page here={here} title={t('enrolment.startTitle')} form={form} width="text">
      <Heading title={t('enrolment.startTitle')} lead={lead} back={{ href: paths.enrolment(enrolmentId), label: t('enrolment.backToOwn') }} />
      <ErrorSummary t={t} form={form} labels={{ startsOn: t('enrolment.startsOn'), startsTime: t('enrolment.startsTime') }} />
      <form method="post" action={paths.start(enrolmentId)}>
        <Select t={t} form={form} name="startsOn" label={t('enrolment.startsOn')} empty={t('enrolment.chooseDay')} options={days.map((day) => ({ value: day, label: longDate(t, day) }))} />
        <Select
          t={t}
          form={form}
          name="startsTime"
          label={t('enrolment.startsTime')}
          hint={t('enrolment.timeHint')}
          empty={t('enrolment.chooseTime')}
          options={quarters.map((quarter) => ({ value: quarter, label: t('common.hour', { time: quarter }) }))}
        />
        <Buttons>
          <Button>{t('enrolment.toConfirmation')}</Button>
          <ButtonLink kind="secondary" href={paths.enrolment(enrolmentId)}>{t('common.cancel')}</ButtonLink>
        </Buttons>
      </form>
      {mayStartNow && (
        <Panel title={t('enrolment.startNow')}>
          <p>{t('enrolment.startNowText')}</p>
          <ButtonLink kind="secondary" href={paths.startNow(enrolmentId)}>{t('enrolment.startNow')}</ButtonLink>
        </Panel>
      )}
    </Page>
  )
}

interface Chosen {
  readonly here: Here
  readonly enrolmentId: string
  readonly startsAt: Instant
  readonly deadlines: readonly Deadline[]
  readonly hasExtraTime: boolean
  readonly crossesZoneChange: boolean
}

/** Start and deadline, as they will be. */
const Moments = ({ here: { t }, startsAt, deadlines, hasExtraTime, crossesZoneChange }: Chosen) => (
  <>
    <SummaryList rows={[{ key: t('enrolment.startLabel'), value: <strong><Moment t={t} at={startsAt} /></strong> }, ...deadlineRows(t, deadlines)]} />
    {hasExtraTime && <p>{t('enrolment.extraTime')}</p>}
    {crossesZoneChange && <Callout t={t}><p>{t('enrolment.zoneChange')}</p></Callout>}
  </>
)

/** Shows start and deadline before the choice is made. */
export const StartConfirmationPage = (props: Chosen & { readonly startsOn: string; readonly startsTime: string; readonly ambiguous: boolean }) => {
  const { here, enrolmentId, startsOn, startsTime, ambiguous } = props
  const { t } = here
  return (
    <Page here={here} title={t('enrolment.confirmTitle')} width="text">
      <Heading title={t('enrolment.confirmTitle')} lead={t('enrolment.confirmLead')} back={{ href: paths.start(enrolmentId), label: t('enrolment.otherMoment') }} />
      <Moments {...props} />
      {ambiguous && <Callout t={t} tone="warn"><p>{t('enrolment.ambiguous')}</p></Callout>}
      <form method="post" action={paths.startConfirmation(enrolmentId)}>
        <input type="hidden" name="startsOn" value={startsOn} />
        <input type="hidden" name="startsTime" value={startsTime} />
        <Buttons>
          <Button>{t('enrolment.confirmStart')}</Button>
          <ButtonLink kind="secondary" href={paths.start(enrolmentId)}>{t('enrolment.otherMoment')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}

/** The last question before the clock runs. */
export const StartNowPage = (props: Chosen) => {
  const { here, enrolmentId } = props
  const { t } = here
  return (
    <Page here={here} title={t('enrolment.startNowTitle')} width="text">
      <Heading title={t('enrolment.startNowTitle')} lead={t('enrolment.startNowLead')} back={{ href: paths.start(enrolmentId), label: t('enrolment.otherMoment') }} />
      <Moments {...props} />
      <form method="post" action={paths.startNow(enrolmentId)}>
        <Buttons>
          <Button>{t('enrolment.confirmNow')}</Button>
          <ButtonLink kind="secondary" href={paths.enrolment(enrolmentId)}>{t('common.cancel')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}
