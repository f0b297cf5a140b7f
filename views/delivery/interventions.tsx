import type { Child } from 'hono/jsx'
import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { dateRange, longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { DateField, NumberField, TextArea, TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import type { SummaryRow } from '../ui/summary-list.tsx'
import { AnswerRead } from './reading.tsx'
import { testTitle } from './sitting.tsx'
import type { SittingQuestion } from './sitting-types.ts'

/** A test that something is done to. */
export interface AboutAttempt {
  readonly attemptId: string
  readonly kind: 'case' | 'reflection'
  readonly candidateNumber: string
  readonly personName: string
  readonly dueAt: Instant
  readonly extraMinutes: number
  /** Closed by its deadline: more time opens it again. */
  readonly closedByDeadline: boolean
}

interface FrameProps {
  readonly here: Here
  readonly about: AboutAttempt
  readonly form: Form
  readonly title: string
  readonly lead: string
  readonly labels?: Readonly<Record<string, string>>
  readonly children: Child
}

/** The frame of a page on which one thing is done to one test. */
const Frame = ({ here, about, form, title, lead, labels = {}, children }: FrameProps) => {
  const { t } = here
  const { candidateNumber, attemptId, kind, personName } = about
  return (
    <Page here={here} title={title} width="text" form={form}>
      <Heading title={title} lead={lead} back={{ href: paths.attemptStaff(attemptId), label: t('delivery.staffTitle', { number: candidateNumber }) }} />
      <ErrorSummary t={t} form={form} labels={{ reason: t('common.reason'), ...labels }} />
      <Panel>
        <SummaryList
          rows={[
            { key: t('delivery.candidate'), value: personName },
            { key: t('delivery.test'), value: testTitle(t, kind) },
            { key: t('supervision.extra.now'), value: <Moment t={t} at={about.dueAt} /> },
            ...(about.extraMinutes === 0 ? [] : [{ key: t('supervision.extra.given'), value: t('supervision.extra.givenMinutes', { minutes: about.extraMinutes }) }]),
          ]}
        />
      </Panel>
      {children}
    </Page>
  )
}

const Reason = ({ t, form }: { readonly t: Translate; readonly form: Form }) => (
  <TextArea t={t} form={form} name="reason" label={t('common.reason')} hint={t('supervision.actions.reasonHint')} rows={3} />
)

const Confirm = ({ t, attemptId, danger, children }: { readonly t: Translate; readonly attemptId: string; readonly danger?: boolean; readonly children: Child }) => (
  <Buttons>
    <Button kind={danger ? 'danger' : 'primary'}>{children}</Button>
    <ButtonLink href={paths.attemptStaff(attemptId)} kind="secondary">{t('common.cancel')}</ButtonLink>
  </Buttons>
)

interface Props {
  readonly here: Here
  readonly about: AboutAttempt
  readonly form: Form
}

/** Minutes for one test. */
export const ExtraTimePage = ({ here, about, form }: Props) => {
  const { t } = here
  const labels = { minutes: t('supervision.extra.minutes') }
  return (
    <Frame here={here} about={about} form={form} title={t('supervision.extra.title')} lead={t('supervision.extra.lead')} labels={labels}>
      {about.closedByDeadline && <p>{t('supervision.extra.reopens')}</p>}
      <form method="post" action={paths.attemptExtraTime(about.attemptId)}>
        <NumberField t={t} form={form} name="minutes" label={labels.minutes} hint={t('supervision.extra.minutesHint')} unit={t('delivery.minutesUnit')} />
        <Reason t={t} form={form} />
        <Confirm t={t} attemptId={about.attemptId}>{t('supervision.extra.confirm')}</Confirm>
      </form>
    </Frame>
  )
}

/** Opens a test again that was handed in by mistake. */
export const ReopenPage = ({ here, about, form }: Props) => {
  const { t } = here
  return (
    <Frame here={here} about={about} form={form} title={t('supervision.reopen.title')} lead={t('supervision.reopen.lead')}>
      <form method="post" action={paths.attemptReopening(about.attemptId)}>
        <Reason t={t} form={form} />
        <Confirm t={t} attemptId={about.attemptId}>{t('supervision.reopen.confirm')}</Confirm>
      </form>
    </Frame>
  )
}

/** Closes a test before its deadline. */
export const ClosePage = ({ here, about, form }: Props) => {
  const { t } = here
  return (
    <Frame here={here} about={about} form={form} title={t('supervision.close.title')} lead={t('supervision.close.lead')}>
      <form method="post" action={paths.attemptClosing(about.attemptId)}>
        <Reason t={t} form={form} />
        <Confirm t={t} attemptId={about.attemptId} danger>{t('supervision.close.confirm')}</Confirm>
      </form>
    </Frame>
  )
}

interface LateProps extends Props {
  readonly question: SittingQuestion
  readonly standing: { readonly text: string; readonly choice: readonly string[] }
  readonly late: { readonly id: string; readonly text: string; readonly choice: readonly string[]; readonly at: Instant }
}

/** A text that came too late, beside the answer that counts. */
export const LatePage = ({ here, about, form, question, standing, late }: LateProps) => {
  const { t } = here
  return (
    <Frame here={here} about={about} form={form} title={t('supervision.late.title')} lead={t('supervision.late.lead', { number: question.number })}>
      <Panel title={t('supervision.late.standing')}>
        <AnswerRead t={t} question={question} text={standing.text} choice={standing.choice} />
      </Panel>
      <Panel title={t('supervision.late.text')}>
        <p>{t('supervision.late.arrived', { moment: longMoment(t, late.at) })}</p>
        <AnswerRead t={t} question={question} text={late.text} choice={late.choice} />
      </Panel>
      <form method="post" action={paths.lateAcceptance(about.attemptId, late.id)}>
        <Reason t={t} form={form} />
        <Confirm t={t} attemptId={about.attemptId}>{t('supervision.late.confirm')}</Confirm>
      </form>
    </Frame>
  )
}

interface MoveProps {
  readonly here: Here
  readonly form: Form
  readonly enrolment: { readonly id: string; readonly personId: string; readonly startsAt: Instant | null }
  readonly personName: string
  readonly round: { readonly name: string; readonly windowFirstOn: string; readonly windowLastOn: string }
  /** The tests that are open, with their deadlines. */
  readonly tests: readonly { readonly kind: 'case' | 'reflection'; readonly dueAt: Instant }[]
}

/** Another start moment for somebody whose clock has begun. */
export const MoveStartPage = ({ here, form, enrolment, personName, round, tests }: MoveProps) => {
  const { t } = here
  const title = t('supervision.move.title', { name: personName })
  const labels = { startsOn: t('supervision.move.on'), startsTime: t('supervision.move.time'), reason: t('common.reason') }
  const rows: SummaryRow[] = [
    { key: t('delivery.placeRound'), value: round.name },
    { key: t('supervision.move.window'), value: dateRange(t, round.windowFirstOn, round.windowLastOn) },
    ...(enrolment.startsAt === null ? [] : [{ key: t('supervision.move.now'), value: <Moment t={t} at={enrolment.startsAt} /> }]),
    ...tests.map(({ kind, dueAt }) => ({ key: t('enrolment.deadlineOf', { test: t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest') }), value: <Moment t={t} at={dueAt} /> })),
  ]
  return (
    <Page here={here} title={title} width="text" form={form}>
      <Heading title={title} lead={t('supervision.move.lead')} back={{ href: paths.person(enrolment.personId), label: personName }} />
      <ErrorSummary t={t} form={form} labels={labels} />
      <Panel title={t('supervision.move.tests')}>
        <SummaryList rows={rows} />
      </Panel>
      <form method="post" action={paths.enrolmentStart(enrolment.id)}>
        <DateField t={t} form={form} name="startsOn" label={labels.startsOn} min={round.windowFirstOn} max={round.windowLastOn} />
        <TextField t={t} form={form} name="startsTime" label={labels.startsTime} hint={t('supervision.move.timeHint')} type="time" width="short" />
        <Reason t={t} form={form} />
        <Buttons>
          <Button>{t('supervision.move.confirm')}</Button>
          <ButtonLink href={paths.person(enrolment.personId)} kind="secondary">{t('common.cancel')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}
