import type { Child } from 'hono/jsx'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Payment } from '../../src/payments/payments.ts'
import { euros, shortMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths, withQuery } from '../paths.ts'
import { Button, ButtonForm } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

export interface PaymentLine {
  readonly payment: Payment
  readonly number: string
  readonly personId: string
  readonly personName: string
  readonly roundName: string
  /** It was kept, and can still be paid back. */
  readonly mayDecide: boolean
  /** A colleague is at it. */
  readonly isClaimed: boolean
}

const tones = { open: 'accent', paid: 'good', failed: 'neutral', cancelled: 'neutral', expired: 'neutral' } as const

interface Props {
  readonly here: Here
  /** What was done just now. */
  readonly done: 'refunded' | 'decided' | null
  readonly search: Form
  /** What was searched for. */
  readonly text: string
  readonly total: number
  readonly lines: readonly PaymentLine[]
  readonly page: number
  readonly pages: number
}

/** Every payment; what must go back stands first, with its button. */
export const PaymentsPage = ({ here, done, search, text, total, lines, page, pages }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('payments.staffTitle')} width="full">
      <Heading title={t('payments.staffTitle')} lead={t('payments.staffLead')} />
      {done && <Done t={t}>{t(`payments.refundDone.${done}`)}</Done>}
      <form method="get" action={paths.payments()} class="filters" role="search">
        <TextField t={t} form={search} name="text" label={t('payments.search')} type="search" maxlength={100} />
        <Button kind="secondary">{t('common.search')}</Button>
      </form>
      <p role="status">{t('payments.found', { count: total })}</p>
      <Table
        t={t}
        caption={t('payments.staffTitle')}
        captionHidden
        empty={t(text === '' ? 'payments.none' : 'payments.noneFound')}
        columns={[
          { label: t('payments.number') }, { label: t('payments.candidate') }, { label: t('payments.round') }, { label: t('payments.date') },
          { label: t('payments.amount'), numeric: true }, { label: t('payments.state') }, { label: t('payments.refundColumn') },
        ]}
        rows={lines.map((line) => rowOf(t, line))}
      />
      <Pager t={t} page={page} pages={pages} href={(wanted) => withQuery(paths.payments(), { text, page: String(wanted) })} />
    </Page>
  )
}

const rowOf = (t: Translate, line: PaymentLine): Child[] => [
  <span class="number-code">{line.number}</span>,
  <a href={paths.person(line.personId)}>{line.personName}</a>,
  line.roundName,
  <Moment t={t} at={line.payment.createdAt} short />,
  euros(t, line.payment.amountCents),
  <Tag tone={tones[line.payment.status]}>{t(`payments.paymentStates.${line.payment.status}`)}</Tag>,
  <RefundCell t={t} line={line} />,
]

function RefundCell({ t, line: { payment, personName, mayDecide, isClaimed } }: { readonly t: Translate; readonly line: PaymentLine }) {
  const of = t('payments.refundOf', { amount: euros(t, payment.amountCents), name: personName })
  if (payment.refundDue === null) return mayDecide ? <ButtonForm kind="link" action={paths.refundDecision(payment.id)} of={of}>{t('payments.refundDecide')}</ButtonForm> : null
  const why = t(`payments.refundDue.${payment.refundDue}`)
  if (payment.refundedAt !== null) return <Refund why={`${why}.`}>{t('payments.refundedAt', { moment: shortMoment(t, payment.refundedAt) })}</Refund>
  if (isClaimed) return <Refund why={`${why}.`}>{t('payments.refundRunning', { moment: shortMoment(t, payment.refundClaimedAt ?? payment.createdAt) })}</Refund>
  return (
    <Refund why={<Tag tone="warn">{why}</Tag>}>
      <ButtonForm action={paths.refund(payment.id)} of={of}>{t('payments.refund')}</ButtonForm>
    </Refund>
  )
}

/** Why above what became of it. */
const Refund = ({ why, children }: { readonly why: Child; readonly children: Child }) => (
  <div>
    <div class="line">{why}</div>
    <div class="line">{children}</div>
  </div>
)
