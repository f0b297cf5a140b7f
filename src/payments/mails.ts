import type { Db } from '../../db/database.ts'
import { dateOf, dateRange, euros, longDate } from '../../views/format.ts'
import type { Instant } from '../clock.ts'
import { testsOf } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { translator } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import type { Round } from '../rounds/queries.ts'
import { workingHoursOf } from '../rounds/rounds.ts'
import type { Order, Payment } from './payments.ts'

const about = async (tx: Db, personId: string) => {
  const to = recipientOf(await getPerson(tx, personId))
  return { to, t: translator(to.language) }
}

/** The place is certain; the mail is the proof of payment too. */
export async function mailConfirmed(
  tx: Db, { order, enrolment, round }: { readonly order: Order; readonly enrolment: Enrolment; readonly round: Round }, now: Instant,
): Promise<void> {
  const { to, t } = await about(tx, order.personId)
  const params = {
    round: round.name,
    window: dateRange(t, round.windowFirstOn, round.windowLastOn),
    hours: Math.max(...testsOf(enrolment).map((kind) => workingHoursOf(round, kind))),
    enrolmentId: enrolment.id,
    number: order.number,
    product: t(`payments.product.${order.product}`),
    amount: euros(t, order.amountCents),
    date: longDate(t, dateOf(now)),
  }
  await sendMail(tx, { to, kind: 'enrolmentConfirmed', params, onceKey: `enrolmentConfirmed:${order.id}` }, now)
}

/** Money of theirs goes back, or has gone back. */
export async function mailMoney(
  tx: Db, kind: 'paymentNotUsed' | 'paymentRefunded',
  { payment, order, round }: { readonly payment: Payment; readonly order: Order; readonly round: Round }, now: Instant,
): Promise<void> {
  const { to, t } = await about(tx, order.personId)
  const params = { amount: euros(t, payment.amountCents), number: order.number, round: round.name }
  await sendMail(tx, { to, kind, params, onceKey: `${kind}:${payment.id}` }, now)
}

/** Their enrolment is over, through no doing of theirs. */
export async function mailEnded(
  tx: Db, kind: 'roundCalledOffRefund' | 'roundCalledOffUnpaid' | 'enrolmentCancelled', enrolment: Enrolment, round: Round, now: Instant,
): Promise<void> {
  const { to } = await about(tx, enrolment.personId)
  await sendMail(tx, { to, kind, params: { round: round.name }, onceKey: `${kind}:${enrolment.id}` }, now)
}
