import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { OrderState } from '../../src/payments/payments.ts'
import type { Product } from '../../src/payments/prices.ts'
import { euros, longMoment, unbroken } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Callout, NextStep, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Tag } from '../ui/tag.tsx'

export interface OrderView {
  readonly id: string
  readonly number: string
  readonly enrolmentId: string
  readonly product: Product
  readonly roundName: string
  readonly payerName: string
  readonly amountCents: number
  readonly createdAt: Instant
  readonly paidAt: Instant | null
  readonly refundedAt: Instant | null
  readonly heldUntil: Instant
  readonly state: OrderState
  /** Money that came in and goes back, in cents each. */
  readonly unusedCents: readonly number[]
}

const tones = { open: 'warn', paid: 'good', refunding: 'accent', refunded: 'neutral', cancelled: 'neutral', expired: 'bad' } as const

interface Props {
  readonly here: Here
  readonly order: OrderView
}

/** An order: what it is and how it stands; once paid it is the proof of payment. */
export const OrderPage = ({ here, order }: Props) => {
  const { t } = here
  const title = t('payments.orderTitle', { number: order.number })
  return (
    <Page here={here} title={title} width="text">
      <Heading
        title={unbroken(title)}
        lead={order.state === 'open' && t('payments.orderLead')}
        tag={<Tag tone={tones[order.state]}>{t(`payments.states.${order.state}`)}</Tag>}
        back={{ href: paths.enrolment(order.enrolmentId), label: t('enrolment.backToOwn') }}
      />
      <Unused t={t} cents={order.unusedCents} />
      {order.state === 'open' && <Pay t={t} order={order} />}
      {order.state === 'expired' && (
        <Callout t={t} tone="warn" title={t('payments.states.expired')}>
          <p>{t('refusal.orderExpired')}</p>
          <p><a href={paths.enrolments()}>{t('payments.toEnrolments')}</a></p>
        </Callout>
      )}
      <Panel title={order.paidAt === null ? t('payments.yourOrder') : t('payments.proofTitle')} aside={order.paidAt !== null && t('payments.proofFrom')}>
        <Facts t={t} order={order} />
        {order.paidAt !== null && <p class="on-screen">{t('payments.proofText')}</p>}
      </Panel>
      {order.state === 'paid' && (
        <Buttons>
          <ButtonLink href={paths.enrolment(order.enrolmentId)}>{t('payments.toEnrolment')}</ButtonLink>
        </Buttons>
      )}
    </Page>
  )
}

const Pay = ({ t, order }: { readonly t: Translate; readonly order: OrderView }) => (
  <NextStep
    t={t}
    title={t('payments.payTitle', { amount: euros(t, order.amountCents) })}
    action={<ButtonForm action={paths.orderPayments(order.id)} kind="primary">{t('payments.payButton')}</ButtonForm>}
  >
    <p>{t('payments.payText', { moment: longMoment(t, order.heldUntil) })}</p>
  </NextStep>
)

const Facts = ({ t, order }: { readonly t: Translate; readonly order: OrderView }) => (
  <SummaryList
    rows={[
      { key: t('payments.number'), value: order.number },
      { key: t('payments.what'), value: `${t(`payments.product.${order.product}`)}, ${order.roundName}` },
      { key: t('payments.amount'), value: euros(t, order.amountCents) },
      { key: t('payments.payer'), value: order.payerName },
      { key: t('payments.made'), value: <Moment t={t} at={order.createdAt} /> },
      ...(order.paidAt === null ? [] : [{ key: t('payments.paid'), value: <Moment t={t} at={order.paidAt} /> }]),
      ...(order.refundedAt === null ? [] : [{ key: t('payments.refunded'), value: <Moment t={t} at={order.refundedAt} /> }]),
    ]}
  />
)

/** Payments that could not be used: said plainly, because it is somebody's money. */
export const Unused = ({ t, cents }: { readonly t: Translate; readonly cents: readonly number[] }) => (
  <>
    {cents.map((amount) => (
      <Callout t={t} title={t('payments.lateTitle')}>
        <p>{t('payments.lateText', { amount: euros(t, amount) })}</p>
      </Callout>
    ))}
  </>
)

/** The last step to the bank is a link: a form of ours may not lead to another site. */
export const CheckoutPage = ({ here, order, checkoutUrl }: { readonly here: Here; readonly order: { readonly id: string; readonly number: string; readonly amountCents: number }; readonly checkoutUrl: string }) => {
  const { t } = here
  return (
    <Page here={here} title={t('payments.checkoutTitle')} width="text">
      <Heading title={t('payments.checkoutTitle')} lead={t('payments.checkoutLead')} back={{ href: paths.order(order.id), label: t('payments.backToOrder') }} />
      <p>{t('payments.checkoutAmount', { amount: euros(t, order.amountCents), number: unbroken(order.number) })}</p>
      <Buttons>
        <ButtonLink href={checkoutUrl}>{t('payments.checkoutButton')}</ButtonLink>
      </Buttons>
    </Page>
  )
}
