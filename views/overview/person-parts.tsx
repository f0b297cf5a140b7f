import type { Child } from 'hono/jsx'
import type { Instant } from '../../src/clock.ts'
import type { Stage } from '../../src/enrolment/enrolment.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import type { OrderState, Payment } from '../../src/payments/payments.ts'
import type { Product } from '../../src/payments/prices.ts'
import { testTitle } from '../delivery/sitting.tsx'
import { StateTag } from '../delivery/tests.tsx'
import type { TestCardView } from '../delivery/tests.tsx'
import { StageTag, testNames } from '../enrolment/stage.tsx'
import { euros, mark, points, sentence, shortMoment } from '../format.ts'
import { paths } from '../paths.ts'
import { SufficientTag } from '../results/preview.tsx'
import { ButtonForm } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { OrderTag } from './orders.tsx'

export interface PersonEnrolment {
  readonly id: string
  readonly round: { readonly id: string; readonly name: string }
  readonly isRetake: boolean
  readonly tests: readonly TestKind[]
  readonly stage: Stage
  readonly startsAt: Instant | null
  readonly mayMove: boolean
  readonly mayCancel: boolean
  /** Its clock has begun, and a test is open. */
  readonly mayMoveStart: boolean
}

/** A link with what it is about for whoever cannot see where it stands. */
const LinkOf = ({ href, of, children }: { readonly href: string; readonly of: string; readonly children: Child }) => (
  <a href={href}>
    {children}
    <span class="visually-hidden"> {of}</span>
  </a>
)

export const EnrolmentsPanel = ({ t, enrolments }: { readonly t: Translate; readonly enrolments: readonly PersonEnrolment[] }) => (
  <Panel title={t('overview.person.enrolments')}>
    <Table
      t={t}
      caption={t('overview.person.enrolments')}
      captionHidden
      empty={t('overview.person.noEnrolments')}
      columns={[
        { label: t('enrolment.round') }, { label: t('enrolment.tests') }, { label: t('enrolment.status') },
        { label: t('enrolment.startLabel') }, { label: t('common.table.actions') },
      ]}
      rows={enrolments.map((one) => [
        <a href={paths.round(one.round.id)}>{one.round.name}</a>,
        <div>
          {sentence(testNames(t, one.tests))} {one.isRetake && <Tag>{t('retakes.title')}</Tag>}
        </div>,
        <StageTag t={t} stage={one.stage} />,
        one.startsAt === null ? t('enrolment.noStart') : <Moment t={t} at={one.startsAt} short />,
        <div>
          {one.mayMove && <LinkOf href={paths.enrolmentMove(one.id)} of={t('overview.person.ofEnrolment', { round: one.round.name })}>{t('overview.person.move')}</LinkOf>}
          {one.mayMove && one.mayCancel && ' · '}
          {one.mayCancel && <LinkOf href={paths.enrolmentCancellation(one.id)} of={t('overview.person.ofEnrolment', { round: one.round.name })}>{t('overview.person.cancel')}</LinkOf>}
          {one.mayMoveStart && <LinkOf href={paths.enrolmentStart(one.id)} of={t('overview.person.ofEnrolment', { round: one.round.name })}>{t('supervision.move.link')}</LinkOf>}
        </div>,
      ])}
    />
  </Panel>
)

export interface AttemptLine {
  readonly card: TestCardView
  readonly candidateNumber: string
  readonly voided: boolean
  readonly placed: boolean
}

export const AttemptsPanel = ({ t, attempts }: { readonly t: Translate; readonly attempts: readonly AttemptLine[] }) => (
  <Panel title={t('overview.person.tests')}>
    <Table
      t={t}
      caption={t('overview.person.tests')}
      captionHidden
      empty={t('overview.person.noTests')}
      columns={[
        { label: t('overview.person.number') }, { label: t('overview.person.test') }, { label: t('overview.person.state') },
        { label: t('delivery.deadline') }, { label: t('delivery.questions') },
      ]}
      rows={attempts.map(({ card, candidateNumber, voided, placed }) => [
        <a href={paths.attemptStaff(card.attemptId)} class="number-code">{candidateNumber}</a>,
        `${testTitle(t, card.kind)}: ${card.title}`,
        voided ? (
          <div>
            <Tag tone="bad">{t('delivery.voided')}</Tag> {placed && <Tag tone="good">{t('overview.person.placed')}</Tag>}
          </div>
        ) : (
          <StateTag t={t} state={card.state} />
        ),
        <Moment t={t} at={card.dueAt} short />,
        t('overview.candidates.answers', { answered: card.answered, total: card.total }),
      ])}
    />
  </Panel>
)

export interface PersonOrder {
  readonly id: string
  readonly number: string
  readonly product: Product
  readonly roundName: string
  readonly amountCents: number
  readonly state: OrderState
  readonly payments: readonly (Payment & { readonly isClaimed: boolean })[]
}

const tones = { open: 'accent', paid: 'good', failed: 'neutral', cancelled: 'neutral', expired: 'neutral' } as const

/** Orders with the payments that were made for them; what must go back has its button. */
export const PaymentsPanel = ({ t, orders, personName }: { readonly t: Translate; readonly orders: readonly PersonOrder[]; readonly personName: string }) => (
  <Panel title={t('overview.person.payments')}>
    <Table
      t={t}
      caption={t('overview.person.payments')}
      captionHidden
      empty={t('overview.person.noPayments')}
      columns={[
        { label: t('payments.number') }, { label: t('payments.what') }, { label: t('payments.amount'), numeric: true },
        { label: t('payments.state') }, { label: t('overview.person.payments') },
      ]}
      rows={orders.map((order) => [
        <span class="number-code">{order.number}</span>,
        `${t(`payments.product.${order.product}`)}, ${order.roundName}`,
        euros(t, order.amountCents),
        <OrderTag t={t} state={order.state} />,
        order.payments.length === 0 ? '–' : <div>{order.payments.map((payment) => <PaymentLine t={t} payment={payment} personName={personName} />)}</div>,
      ])}
    />
  </Panel>
)

const PaymentLine = ({ t, payment, personName }: { readonly t: Translate; readonly payment: PersonOrder['payments'][number]; readonly personName: string }) => {
  const { refundDue, refundedAt, isClaimed } = payment
  return (
    <div class="line">
      <Tag tone={tones[payment.status]}>{t(`payments.paymentStates.${payment.status}`)}</Tag> <Moment t={t} at={payment.createdAt} short />
      {refundDue !== null && (
        <>
          {' '}
          {t(`payments.refundDue.${refundDue}`)}. {refundedAt !== null && t('payments.refundedAt', { moment: shortMoment(t, refundedAt) })}
          {refundedAt === null && !isClaimed && (
            <ButtonForm action={paths.refund(payment.id)} of={t('payments.refundOf', { amount: euros(t, payment.amountCents), name: personName })}>
              {t('overview.person.refundHere')}
            </ButtonForm>
          )}
        </>
      )}
    </div>
  )
}

export interface PersonResult {
  readonly attemptId: string
  readonly kind: TestKind
  readonly roundName: string
  readonly points: number
  readonly maximumPoints: number
  readonly mark: number
  readonly sufficient: boolean
  readonly releasedAt: Instant
}

export const ResultsPanel = ({ t, results }: { readonly t: Translate; readonly results: readonly PersonResult[] }) => (
  <Panel title={t('overview.person.results')}>
    <Table
      t={t}
      caption={t('overview.person.results')}
      captionHidden
      empty={t('overview.person.noResults')}
      columns={[
        { label: t('overview.person.test') }, { label: t('enrolment.round') }, { label: t('results.result') },
        { label: t('results.mark'), numeric: true }, { label: t('results.score'), numeric: true },
      ]}
      rows={results.map((one) => [
        <a href={paths.attemptStaff(one.attemptId)}>{testTitle(t, one.kind)}</a>,
        one.roundName,
        <SufficientTag t={t} sufficient={one.sufficient} />,
        mark(t, one.mark),
        t('results.scoreOf', { points: points(t, one.points), maximum: points(t, one.maximumPoints) }),
      ])}
    />
  </Panel>
)

export interface MailLine {
  readonly id: string
  readonly subject: string
  readonly createdAt: Instant
  readonly sentAt: Instant | null
  readonly failedAt: Instant | null
  readonly secret: boolean
}

export const MailsPanel = ({ t, mails }: { readonly t: Translate; readonly mails: readonly MailLine[] }) => (
  <Panel title={t('overview.person.mails')} id="mails">
    <Table
      t={t}
      caption={t('overview.person.mails')}
      captionHidden
      empty={t('overview.person.noMails')}
      columns={[{ label: t('overview.person.subject') }, { label: t('overview.person.written') }, { label: t('overview.person.mailState') }, { label: t('common.table.actions') }]}
      rows={mails.map((mail) => [
        mail.subject,
        <Moment t={t} at={mail.createdAt} short />,
        <MailState t={t} mail={mail} />,
        mail.secret ? (
          <span class="hint">{t('overview.person.mailSecret')}</span>
        ) : (
          (mail.sentAt !== null || mail.failedAt !== null) && (
            <ButtonForm kind="link" action={paths.mailResend(mail.id)} of={t('overview.person.resendOf', { subject: mail.subject })}>
              {t('overview.person.resend')}
            </ButtonForm>
          )
        ),
      ])}
    />
  </Panel>
)

const MailState = ({ t, mail: { sentAt, failedAt } }: { readonly t: Translate; readonly mail: MailLine }) => {
  if (sentAt !== null) {
    return (
      <div class="line">
        <Tag tone="good">{t('overview.person.mailSent')}</Tag> <Moment t={t} at={sentAt} short />
      </div>
    )
  }
  return failedAt === null ? <Tag tone="accent">{t('overview.person.mailWaiting')}</Tag> : <Tag tone="bad">{t('overview.person.mailFailed')}</Tag>
}
