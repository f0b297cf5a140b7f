import type { Instant } from '../../src/clock.ts'
import type { Deadline, EndReason, Stage } from '../../src/enrolment/enrolment.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { dateRange, longMoment, sentence } from '../format.ts'
import { Page } from '../layout.tsx'
import { PracticeInvitation } from '../delivery/practice.tsx'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/button.tsx'
import { ContactButtons } from '../ui/contact.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Columns, NextStep, Panel } from '../ui/panel.tsx'
import { Steps } from '../ui/steps.tsx'
import type { Step } from '../ui/steps.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { StageTag, deadlineRows, testNames } from './stage.tsx'
import type { RoundChoice } from './stage.tsx'

/** Everything about one's enrolment. */
export interface EnrolmentView {
  readonly id: string
  readonly round: RoundChoice & { readonly workingHours: number }
  readonly tests: readonly TestKind[]
  readonly stage: Stage
  readonly heldUntil: Instant
  readonly startsAt: Instant | null
  /** The clock has run: staff alone can give it another start. */
  readonly isStartFixed: boolean
  readonly deadlines: readonly Deadline[]
  readonly lastDueAt: Instant | null
  readonly declaredAt: Instant | null
  readonly endReason: EndReason | null
  readonly order: { readonly id: string; readonly number: string } | null
}

interface Props {
  readonly here: Here
  readonly enrolment: EnrolmentView
}

export const EnrolmentPage = ({ here, enrolment }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={enrolment.round.name}>
      <Heading
        title={enrolment.round.name}
        tag={<StageTag t={t} stage={enrolment.stage} />}
        back={{ href: paths.enrolments(), label: t('enrolment.back') }}
      />
      <EnrolmentNextStep here={here} enrolment={enrolment} />
      <Columns>
        <Panel title={t('enrolment.yours')}>
          <Facts t={t} enrolment={enrolment} />
        </Panel>
        {enrolment.stage !== 'ended' && enrolment.stage !== 'expired' && (
          <Panel title={t('enrolment.stagesLabel')}>
            <Steps t={t} label={t('enrolment.stagesLabel')} steps={stepsOf(t, enrolment)} />
          </Panel>
        )}
      </Columns>
      {(enrolment.stage === 'choosing' || enrolment.stage === 'planned') && <PracticeInvitation t={t} />}
    </Page>
  )
}

type Part = { readonly t: Translate; readonly enrolment: EnrolmentView }

/** The one thing to do now. */
export function EnrolmentNextStep({ here: { t, office }, enrolment }: Props) {
  const { id, stage, round, startsAt, lastDueAt, declaredAt, order, heldUntil, endReason } = enrolment
  if (stage === 'unpaid') {
    const action = order && <ButtonLink href={paths.order(order.id)}>{t('enrolment.next.payButton')}</ButtonLink>
    return <NextStep t={t} title={t('enrolment.next.pay')} action={action}><p>{t('enrolment.next.payText', { moment: longMoment(t, heldUntil) })}</p></NextStep>
  }
  if (stage === 'choosing') {
    const window = dateRange(t, round.windowFirstOn, round.windowLastOn)
    const action = <ButtonLink href={paths.start(id)}>{t('enrolment.next.chooseButton')}</ButtonLink>
    return <NextStep t={t} title={t('enrolment.next.choose')} action={action}><p>{t('enrolment.next.chooseText', { window, hours: round.workingHours })}</p></NextStep>
  }
  if (stage === 'planned' && declaredAt === null) {
    const action = <ButtonLink href={paths.declaration(id)}>{t('enrolment.next.declareButton')}</ButtonLink>
    return <NextStep t={t} title={t('enrolment.next.declare')} action={action}><p>{t('enrolment.next.declareText')}</p></NextStep>
  }
  if (stage === 'planned') return <NextStep t={t} title={t('enrolment.next.wait', { moment: longMoment(t, startsAt ?? 0) })}><p>{t('enrolment.next.waitText')}</p></NextStep>
  if (stage === 'writing') {
    const action = <ButtonLink href={paths.tests(id)}>{t('enrolment.next.writeButton')}</ButtonLink>
    return <NextStep t={t} title={t('enrolment.next.write')} action={action}><p>{t('enrolment.next.writeText', { moment: longMoment(t, lastDueAt ?? 0) })}</p></NextStep>
  }
  if (stage === 'written') return <NextStep t={t} title={t('enrolment.next.result')}><p>{t('enrolment.next.resultText')}</p></NextStep>
  if (stage === 'lapsed') {
    const action = <ContactButtons t={t} office={office} />
    return <NextStep t={t} title={t('enrolment.next.call')} action={action}><p>{t('enrolment.next.callText')}</p></NextStep>
  }
  if (stage === 'expired' || endReason === 'expired') {
    const action = <ButtonLink href={paths.enrolments()}>{t('enrolment.next.again')}</ButtonLink>
    return <NextStep t={t} title={t('enrolment.next.again')} action={action}><p>{t('enrolment.next.againText')}</p></NextStep>
  }
  return <p>{endReason && t(`enrolment.endedBecause.${endReason}`)}</p>
}

function Facts({ t, enrolment }: Part) {
  const { id, round, tests, stage, startsAt, deadlines, declaredAt, order } = enrolment
  const mayChange = stage === 'planned' && !enrolment.isStartFixed
  return (
    <SummaryList
      rows={[
        { key: t('enrolment.window'), value: dateRange(t, round.windowFirstOn, round.windowLastOn) },
        { key: t('enrolment.tests'), value: sentence(testNames(t, tests)) },
        ...(order ? [{ key: t('enrolment.orderLabel'), value: <a href={paths.order(order.id)}>{order.number}</a> }] : []),
        {
          key: t('enrolment.startLabel'),
          value: startsAt === null ? t('enrolment.noStart') : <Moment t={t} at={startsAt} />,
          action: mayChange ? { href: paths.start(id), label: t('enrolment.change'), of: t('enrolment.ofStart') } : undefined,
        },
        ...deadlineRows(t, deadlines),
        ...(stage === 'planned' || stage === 'writing'
          ? [{ key: t('supervision.calendar.label'), value: <a href={paths.calendar(id)}>{t('supervision.calendar.link')}</a> }]
          : []),
        {
          key: t('enrolment.declaredLabel'),
          value: declaredAt === null ? <a href={paths.declaration(id)}>{t('enrolment.notDeclared')}</a> : t('enrolment.declaredAt', { moment: longMoment(t, declaredAt) }),
        },
      ]}
    />
  )
}

/** Done is done; the first that is not is the one to do now. */
function stepsOf(t: Translate, { stage, startsAt, declaredAt }: EnrolmentView): Step[] {
  const steps = [
    { step: 'enrol', isDone: true },
    { step: 'pay', isDone: stage !== 'unpaid' },
    { step: 'choose', isDone: startsAt !== null },
    { step: 'declare', isDone: declaredAt !== null },
    { step: 'write', isDone: stage === 'written' },
    { step: 'result', isDone: false },
  ] as const
  const current = steps.find(({ isDone }) => !isDone)?.step
  return steps.map(({ step, isDone }) => ({ title: t(`enrolment.step.${step}`), state: isDone ? 'done' : step === current ? 'current' : 'todo' }))
}
