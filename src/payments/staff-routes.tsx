import { Hono } from 'hono'
import { z } from 'zod'
import { CallingOffPage } from '../../views/payments/calling-off.tsx'
import { CancellationPage } from '../../views/payments/cancellation.tsx'
import { PaymentsPage } from '../../views/payments/staff.tsx'
import { paths, withQuery } from '../../views/paths.ts'
import { stageOf, targetsOf } from '../enrolment/enrolment.ts'
import { getEnrolment, listLiveOfRound } from '../enrolment/queries.ts'
import type { Ctx, Env } from '../http/env.ts'
import { chosenId, emptyForm, optional, submit, ticked } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { refuse } from '../refusal.ts'
import { getRound, getRoundUse, listRounds } from '../rounds/queries.ts'
import { cancelEnrolment } from './actions.ts'
import { askForRefund } from './asking.ts'
import { callOffRound, mustBeCallable } from './calling-off.ts'
import type { CallingOff } from './calling-off.ts'
import type { PaymentPort } from './port.ts'
import { findPayments, listPaidEnrolments } from './queries.ts'
import { beginRefund, decideRefund, dropRefund, finishRefund, isClaimed } from './refunds.ts'

const CancellationForm = z.object({ refund: ticked() })

const CallingOffForm = z
  .object({ way: z.enum(['move', 'refund'], 'problem.choose'), roundId: optional(chosenId()) })
  .transform(({ way, roundId }, { addIssue }): CallingOff => {
    if (way === 'refund') return { kind: 'refund' }
    if (roundId === null) addIssue({ code: 'custom', path: ['roundId'], message: 'problem.choose' })
    return { kind: 'move', roundId: roundId ?? '' }
  })

async function paymentsPage(c: Ctx) {
  const text = (c.req.query('text') ?? '').slice(0, 100)
  const { payments, ...pager } = await findPayments(c.var.db.read, { text, page: pageNumber(c) })
  const lines = payments.map(({ payment, order, personName, roundName, enrolmentEndedAt }) => {
    const { number, personId } = order
    const mayDecide = payment.status === 'paid' && payment.refundDue === null && enrolmentEndedAt !== null
    return { payment, number, personId, personName, roundName, mayDecide, isClaimed: isClaimed(payment, c.var.now) }
  })
  const asked = c.req.query('done')
  const done = asked === 'refunded' || asked === 'decided' ? asked : null
  return page(c, <PaymentsPage here={here(c)} done={done} search={emptyForm({ text })} text={text} lines={lines} {...pager} />)
}

/** The payment itself may stand elsewhere in the list by then, so the page says what was done. */
const doneWith = (what: 'refunded' | 'decided'): string => withQuery(paths.payments(), { done: what })

/** Noted first, then paid back, then noted again: no transaction waits for the network. */
async function refund(c: Ctx, port: PaymentPort): Promise<Response> {
  const { db, now, log } = c.var
  const [paymentId, { personId: by }] = [c.req.param('id') ?? '', viewerOf(c)]
  const payment = await db.write((tx) => beginRefund(tx, paymentId, by, now))
  const done = await askForRefund(port, payment, log)
  if (done === null) {
    await db.write((tx) => dropRefund(tx, paymentId, by, now))
    return refuse('refundFailed')
  }
  await db.write((tx) => finishRefund(tx, paymentId, done.refundRef, by, now))
  return c.redirect(doneWith('refunded'), 303)
}

async function cancellationPage(c: Ctx, form: Form) {
  const db = c.var.db.read
  const { enrolment, round, personName } = await getEnrolment(db, c.req.param('id') ?? '')
  const { id, personId, startsAt } = enrolment
  const view = { id, personId, personName, roundName: round.name, stage: stageOf(enrolment, round, null, c.var.now), startsAt }
  const isPaid = (await listPaidEnrolments(db, [id])).has(id)
  return <CancellationPage here={here(c)} form={form} enrolment={view} isPaid={isPaid} />
}

async function callingOffPage(c: Ctx, form: Form) {
  const { db, now } = c.var
  const round = await getRound(db.read, c.req.param('id') ?? '')
  const live = await listLiveOfRound(db.read, round.id)
  const enrolled = live.map(({ enrolment, personName }) => {
    const { personId, startsAt, confirmedAt } = enrolment
    return { personId, personName, startsAt, isPaid: confirmedAt !== null }
  })
  const rounds = targetsOf(await listRounds(db.read), round.id, now)
  return <CallingOffPage here={here(c)} form={form} round={round} enrolled={enrolled} rounds={rounds} />
}

/** What the office does with money and rounds. */
export const paymentStaffRoutes = (port: PaymentPort) =>
  new Hono<Env>()
    .get('/staff/payments', allow('staff'), (c) => paymentsPage(c))
    .post('/staff/payments/:id/refund', allow('staff'), (c) => refund(c, port))
    .post('/staff/payments/:id/refund-decision', allow('staff'), async (c) => {
      const { db, now } = c.var
      await db.write((tx) => decideRefund(tx, c.req.param('id'), viewerOf(c).personId, now))
      return c.redirect(doneWith('decided'), 303)
    })
    .get('/staff/enrolments/:id/cancellation', allow('staff'), async (c) => page(c, await cancellationPage(c, emptyForm())))
    .post('/staff/enrolments/:id/cancellation', allow('staff'), async (c) => {
      const { db, now } = c.var
      const { enrolment } = await getEnrolment(db.read, c.req.param('id'))
      return submit(c, CancellationForm, {
        act: ({ refund: isDue }) => db.write((tx) => cancelEnrolment(tx, { enrolmentId: enrolment.id, refund: isDue }, viewerOf(c).personId, now)),
        done: () => paths.person(enrolment.personId),
        again: (form) => cancellationPage(c, form),
      })
    })
    .get('/staff/rounds/:id/calling-off', allow('staff'), async (c) => {
      const round = await getRound(c.var.db.read, c.req.param('id'))
      mustBeCallable(round, (await getRoundUse(c.var.db.read, round.id)).firstStartsAt, c.var.now)
      return page(c, await callingOffPage(c, emptyForm()))
    })
    .post('/staff/rounds/:id/calling-off', allow('staff'), async (c) => {
      const { db, now } = c.var
      const { id: roundId } = await getRound(db.read, c.req.param('id'))
      return submit(c, CallingOffForm, {
        act: (choice) => db.write((tx) => callOffRound(tx, roundId, choice, viewerOf(c).personId, now)),
        done: () => paths.round(roundId),
        again: (form) => callingOffPage(c, form),
      })
    })
