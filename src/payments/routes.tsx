import { Hono } from 'hono'
import { z } from 'zod'
import { EnrolPage } from '../../views/enrolment/form.tsx'
import { refusalText } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import { CheckoutPage, OrderPage } from '../../views/payments/order.tsx'
import { OutcomeFragment, ReturnPage } from '../../views/payments/return.tsx'
import { SECOND } from '../clock.ts'
import { listTestsLeft, mustMayEnrol } from '../enrolment/actions.ts'
import { covering } from '../enrolment/chances.ts'
import { isChanceOwed } from '../enrolment/queries.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, submit, ticked } from '../http/form.ts'
import { allow, here, isFragment, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { TERMS_VERSION } from '../identity/terms.ts'
import { testKinds } from '../papers/content.ts'
import { refusalOf, refuse } from '../refusal.ts'
import { getRound } from '../rounds/queries.ts'
import { beginPayment, enrolFully, keepCheckout, settlePayment, takeReport } from './actions.ts'
import { askForCheckout, askStatus } from './asking.ts'
import { orderStateOf } from './payments.ts'
import type { Payment } from './payments.ts'
import type { PaymentPort } from './port.ts'
import { PRICES, productOf } from './prices.ts'
import { findPaymentByRef, getOwnOrder, listPayments } from './queries.ts'

/** Where the provider can reach us. */
export interface PaymentSettings {
  readonly port: PaymentPort
  /** Without a slash at its end. */
  readonly baseUrl: string
}

const EnrolForm = z.object({ agree: ticked().refine((value) => value, 'problem.agree') })

/** Whoever looks at the return page again and again does not ask the provider as often, ms. */
const ASK_AGAIN = 2 * SECOND

async function enrolPage(c: Ctx, form: Form) {
  const { db, now, t } = c.var
  const round = await getRound(db.read, c.req.param('id') ?? '')
  const { personId } = viewerOf(c)
  const left = await listTestsLeft(db.read, personId)
  const refusal = await refusalOf(mustMayEnrol(db.read, { personId, roundId: round.id, kind: 'full', tests: covering(left) }, now))
  const offer = {
    // Who passed both reads what a round holds, and why it is not for them.
    tests: left.length === 0 ? testKinds : left,
    priceCents: PRICES[productOf('full', covering(left.length === 0 ? testKinds : left))],
    whyNot: refusal && refusalText(t, refusal),
    isOwed: await isChanceOwed(db.read, personId),
  }
  return <EnrolPage here={here(c)} form={form} round={round} {...offer} />
}

const ownOrder = (c: Ctx) => getOwnOrder(c.var.db.read, c.req.param('id') ?? '', viewerOf(c).personId)

/** Money that came in and could not be used. */
const unusedOf = (payments: readonly Payment[]): number[] =>
  payments.filter(({ refundDue, refundedAt }) => refundedAt === null && (refundDue === 'second' || refundDue === 'enrolmentGone' || refundDue === 'calledOff')).map(({ amountCents }) => amountCents)

async function orderPage(c: Ctx) {
  const { order, enrolment, round } = await ownOrder(c)
  const state = orderStateOf(order, enrolment, c.var.now)
  const unusedCents = unusedOf(await listPayments(c.var.db.read, order.id))
  const view = { ...order, state, roundName: round.name, payerName: viewerOf(c).name, heldUntil: enrolment.heldUntil, unusedCents }
  return page(c, <OrderPage here={here(c)} order={view} />)
}

/** The payment is noted first, then made at the provider, then kept: no transaction waits for the network. */
async function pay(c: Ctx, { port, baseUrl }: PaymentSettings): Promise<Response> {
  const { db, now, log, t } = c.var
  const [orderId, { personId }] = [c.req.param('id') ?? '', viewerOf(c)]
  const { paymentId, order } = await db.write((tx) => beginPayment(tx, { orderId, personId, provider: port.provider }, now))
  const urls = { returnUrl: baseUrl + paths.orderReturn(orderId), webhookUrl: baseUrl + paths.paymentWebhook() }
  const description = t('payments.description', { number: order.number })
  const made = await askForCheckout(port, { amountCents: order.amountCents, description, orderId, paymentId, ...urls }, log)
  if (made === null) {
    await db.write((tx) => settlePayment(tx, paymentId, 'failed', now))
    return refuse('providerUnavailable')
  }
  await db.write((tx) => keepCheckout(tx, paymentId, made))
  return c.redirect(paths.orderPayment(orderId, paymentId), 303)
}

async function checkoutPage(c: Ctx): Promise<Response> {
  const { order } = await ownOrder(c)
  const payment = (await listPayments(c.var.db.read, order.id)).find(({ id }) => id === c.req.param('paymentId')) ?? refuse('notFound')
  if (payment.status !== 'open' || payment.checkoutUrl === null) return c.redirect(paths.order(order.id), 303)
  return page(c, <CheckoutPage here={here(c)} order={order} checkoutUrl={payment.checkoutUrl} />)
}

/** Asks the provider about what is open, so that nobody who comes back has to wait for the webhook or the job. */
async function returnPage(c: Ctx, port: PaymentPort): Promise<Response> {
  const { db, now, log, t } = c.var
  const { order } = await ownOrder(c)
  for (const payment of await listPayments(db.read, order.id)) {
    if (payment.status !== 'open' || (payment.checkedAt !== null && now < payment.checkedAt + ASK_AGAIN)) continue
    const reported = await askStatus(port, payment, log)
    if (reported !== null) await db.write((tx) => takeReport(tx, payment.id, reported, now))
  }
  const settled = await ownOrder(c)
  const payments = await listPayments(db.read, order.id)
  const { id: orderId, number, enrolmentId } = settled.order
  const state = orderStateOf(settled.order, settled.enrolment, now)
  const outcome = { orderId, number, enrolmentId, state, status: payments[0]?.status ?? null, unusedCents: unusedOf(payments) }
  return isFragment(c) ? c.html(<OutcomeFragment t={t} outcome={outcome} />) : page(c, <ReturnPage here={here(c)} outcome={outcome} />)
}

/** The body says which payment to ask about, and is believed in nothing else. An id that is not ours does nothing. */
async function webhook(c: Ctx, port: PaymentPort): Promise<Response> {
  const { db, now, log } = c.var
  const { id } = await c.req.parseBody().catch(() => ({ id: undefined }))
  const payment = typeof id === 'string' && id.length <= 100 ? await findPaymentByRef(db.read, port.provider, id) : undefined
  if (payment === undefined || payment.status === 'paid') return c.body(null, 200)
  const reported = (await askStatus(port, payment, log)) ?? refuse('providerUnavailable')
  await db.write((tx) => takeReport(tx, payment.id, reported, now))
  return c.body(null, 200)
}

/** Enrolling and paying. */
export const paymentRoutes = (settings: PaymentSettings) =>
  new Hono<Env>()
    .get('/rounds/:id/enrolment', allow('candidate'), async (c) => page(c, await enrolPage(c, emptyForm())))
    .post('/rounds/:id/enrolment', allow('candidate'), async (c) => {
      const { db, now } = c.var
      const [roundId, { personId }] = [c.req.param('id'), viewerOf(c)]
      return submit(c, EnrolForm, {
        act: () => db.write((tx) => enrolFully(tx, { personId, roundId, agreedTo: TERMS_VERSION }, now)),
        done: ({ order }) => paths.order(order.id),
        again: (form) => enrolPage(c, form),
      })
    })
    .get('/orders/:id', allow('candidate'), (c) => orderPage(c))
    .post('/orders/:id/payments', allow('candidate'), (c) => pay(c, settings))
    .get('/orders/:id/payments/:paymentId', allow('candidate'), (c) => checkoutPage(c))
    .get('/orders/:id/return', allow('candidate'), (c) => returnPage(c, settings.port))
    .post('/webhooks/payments', (c) => webhook(c, settings.port))
