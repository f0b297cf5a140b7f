import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { OrderState } from '../../src/payments/payments.ts'
import type { Product } from '../../src/payments/prices.ts'
import { euros } from '../format.ts'
import { paths } from '../paths.ts'
import { Moment } from '../ui/moment.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

/** An order as a list shows it. */
export interface OrderLine {
  readonly id: string
  readonly number: string
  readonly product: Product
  readonly roundName: string
  readonly amountCents: number
  readonly createdAt: Instant
  readonly state: OrderState
}

const tones = { open: 'warn', paid: 'good', refunding: 'accent', refunded: 'neutral', cancelled: 'neutral', expired: 'neutral' } as const

export const OrderTag = ({ t, state }: { readonly t: Translate; readonly state: OrderState }) => (
  <Tag tone={tones[state]}>{t(`payments.states.${state}`)}</Tag>
)

/** Somebody's own orders, each with the way to its page. */
export const OrdersTable = ({ t, caption, orders }: { readonly t: Translate; readonly caption: string; readonly orders: readonly OrderLine[] }) => (
  <Table
    t={t}
    caption={caption}
    captionHidden
    columns={[
      { label: t('payments.number') }, { label: t('payments.what') }, { label: t('payments.made') },
      { label: t('payments.amount'), numeric: true }, { label: t('payments.state') },
    ]}
    rows={orders.map((order) => [
      <a href={paths.order(order.id)}>{order.number}</a>,
      `${t(`payments.product.${order.product}`)}, ${order.roundName}`,
      <Moment t={t} at={order.createdAt} short />,
      euros(t, order.amountCents),
      <OrderTag t={t} state={order.state} />,
    ])}
  />
)
