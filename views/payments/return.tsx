import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { OrderState, PaymentStatus } from '../../src/payments/payments.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout } from '../ui/panel.tsx'
import { Unused } from './order.tsx'

export interface Outcome {
  readonly orderId: string
  readonly number: string
  readonly enrolmentId: string
  readonly state: OrderState
  /** The newest payment's; `null` when there is none. */
  readonly status: PaymentStatus | null
  readonly unusedCents: readonly number[]
}

const isWaiting = ({ state, status }: Outcome): boolean => state === 'open' && status === 'open'

/** Where the bank sends one back to. */
export const ReturnPage = ({ here, outcome }: { readonly here: Here; readonly outcome: Outcome }) => {
  const { t } = here
  return (
    <Page here={here} title={t('payments.returnTitle')} width="text" live={isWaiting(outcome)}>
      <Heading title={t('payments.returnTitle')} back={{ href: paths.order(outcome.orderId), label: t('payments.orderTitle', { number: outcome.number }) }} />
      <OutcomeFragment t={t} outcome={outcome} />
    </Page>
  )
}

/** How the payment ended. While the bank is silent it looks again by itself, and the link does the same by hand. */
export function OutcomeFragment({ t, outcome }: { readonly t: Translate; readonly outcome: Outcome }) {
  const waiting = isWaiting(outcome)
  const again = waiting ? { 'hx-get': paths.orderReturn(outcome.orderId), 'hx-trigger': 'every 5s', 'hx-swap': 'outerMorph' } : {}
  return (
    <div id="outcome" class="stack" aria-live="polite" {...again}>
      <Unused t={t} cents={outcome.unusedCents} />
      <Ending t={t} outcome={outcome} isWaiting={waiting} />
    </div>
  )
}

type Part = { readonly t: Translate; readonly outcome: Outcome }

function Ending({ t, outcome, isWaiting }: Part & { readonly isWaiting: boolean }) {
  if (outcome.state === 'paid') return <Thanks t={t} outcome={outcome} />
  if (outcome.state === 'refunding' || outcome.state === 'refunded') return <PaidBack t={t} outcome={outcome} />
  return isWaiting ? <Waiting t={t} outcome={outcome} /> : <NotPaid t={t} outcome={outcome} />
}

/** Money that is on its way back may have been told above already. */
const PaidBack = ({ t, outcome: { state, orderId, number, unusedCents } }: Part) => (
  <>
    {unusedCents.length === 0 && (
      <Callout t={t} title={t(`payments.states.${state}`)}>
        <p>{state === 'refunded' ? t('payments.refundedText') : t('payments.refundingText')}</p>
      </Callout>
    )}
    <Buttons>
      <ButtonLink href={paths.order(orderId)} kind="secondary">{t('payments.orderTitle', { number })}</ButtonLink>
    </Buttons>
  </>
)

const Thanks = ({ t, outcome }: Part) => (
  <>
    <Callout t={t} tone="good" title={t('payments.thanks')}>
      <p>{t('payments.thanksText')}</p>
    </Callout>
    <Buttons>
      <ButtonLink href={paths.enrolment(outcome.enrolmentId)}>{t('payments.chooseStart')}</ButtonLink>
      <ButtonLink href={paths.order(outcome.orderId)} kind="secondary">{t('payments.proofTitle')}</ButtonLink>
    </Buttons>
  </>
)

const Waiting = ({ t, outcome }: Part) => (
  <>
    <Callout t={t} title={t('payments.waiting')}>
      <p>{t('payments.waitingText')}</p>
    </Callout>
    <Buttons>
      <ButtonLink href={paths.orderReturn(outcome.orderId)} kind="secondary" attrs={{ id: 'look-again' }}>{t('payments.lookAgain')}</ButtonLink>
    </Buttons>
  </>
)

function NotPaid({ t, outcome }: Part) {
  const { state, status, orderId } = outcome
  const why = status === 'failed' || status === 'cancelled' || status === 'expired' ? status : null
  return (
    <>
      <Callout t={t} tone="warn" title={t('payments.notPaid')}>
        {why && <p>{t(`payments.notPaidText.${why}`)}</p>}
        {state === 'expired' && <p>{t('refusal.orderExpired')}</p>}
        {state === 'cancelled' && <p>{t('refusal.orderCancelled')}</p>}
      </Callout>
      <Buttons>
        {state === 'open' ? (
          <ButtonForm action={paths.orderPayments(orderId)} kind="primary">{t('payments.again')}</ButtonForm>
        ) : (
          <ButtonLink href={paths.enrolments()}>{t('payments.toEnrolments')}</ButtonLink>
        )}
      </Buttons>
    </>
  )
}
