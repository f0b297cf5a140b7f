/** Enrolling, paying and sitting: what is asked, and which events it leaves. */
import { eq } from 'drizzle-orm'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { payment } from '../../db/schema/payments.ts'
import { DAY, HOUR } from '../../src/clock.ts'
import { listRevisions } from '../../src/delivery/queries.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { NOW, anEnrolment } from '../support/builders.ts'
import { aCandidate, anAttempt, anOpenRound, goesTo } from '../support/enrolment.ts'
import { whoIs } from '../support/witness.ts'
import type { Who } from '../support/witness.ts'
import { first } from './stage.ts'
import type { Stage } from './stage.ts'

/** A round that is open, and noted as such. */
async function anotherRound({ app, log }: Stage) {
  const round = await anOpenRound(app.db)
  await app.runJobs()
  await log.begin()
  return round
}

/** Somebody who may enrol, and a round for them. */
async function enrolling(stage: Stage) {
  const me = whoIs(stage.app, await aCandidate(stage.app.db))
  return { me, round: await anotherRound(stage) }
}

/** Enrols and begins to pay. @returns the order's and the payment's id, and the bank's */
async function paying({ app, log }: Stage, me: Who, roundId: string) {
  const made = await log.does(me, 'POST /rounds/:id/enrolment', { id: roundId, form: { agree: 'on' } }, 'enrolment.made', 'order.made')
  const orderId = goesTo(made).split('/')[2] ?? ''
  await log.does(me, 'POST /orders/:id/payments', { id: orderId, form: {} }, 'payment.made')
  const { id: paymentId, providerRef } = first(await app.db.read.select().from(payment).where(eq(payment.orderId, orderId)))
  return { orderId, paymentId, ref: providerRef ?? '' }
}

const paid = ['~payment.settled', '~order.paid', '~enrolment.confirmed']
const live = async ({ app }: Stage) => (await app.db.read.select().from(enrolment)).filter(({ endedAt }) => endedAt === null)

export async function enrolments(stage: Stage): Promise<void> {
  const { app, log, staff } = stage
  const { me, round } = await enrolling(stage)
  const begun = await paying(stage, me, round.id)
  await log.does(me, 'POST /demo/checkout/:ref', { ref: begun.ref, form: { status: 'paid' } })
  await log.does(me, 'GET /orders/:id/return', { id: begun.orderId }, ...paid)
  const { id } = first(await live(stage))
  const start = { startsOn: '2026-11-06', startsTime: '10:15' }
  await log.does(me, 'POST /enrolments/:id/start', { id, form: start })
  await log.does(me, 'POST /enrolments/:id/start/confirmation', { id, form: start }, 'enrolment.startChosen')
  await log.does(me, 'POST /enrolments/:id/declaration', { id, form: { declare: 'on' } }, 'enrolment.declared')
  const { id: roundId } = await anotherRound(stage)
  await log.does(staff, 'POST /staff/enrolments/:id/move', { id, form: { roundId } }, 'enrolment.moved')
  await log.does(staff, 'POST /staff/enrolments/:id/cancellation', { id, form: { refund: 'on' } }, 'enrolment.ended', 'payment.refundDue')
  await log.does(staff, 'POST /staff/payments/:id/refund', { id: begun.paymentId, form: {} }, 'payment.refundBegun', 'payment.refunded', 'order.refunded')

  const second = await paying(stage, me, round.id)
  await log.does(me, 'POST /demo/checkout/:ref', { ref: second.ref, form: { status: 'paid' } })
  await log.does({ id: 'bank', browser: app.visitor() }, 'POST /webhooks/payments', { form: { id: second.ref } }, ...paid)
  await log.timePasses(15 * DAY, '~enrolment.lapsed', '~round.closed', '~round.closed')
  const lapsed = first(await live(stage))
  await log.does(staff, 'POST /staff/enrolments/:id/cancellation', { id: lapsed.id, form: {} }, 'enrolment.ended')
  await log.does(staff, 'POST /staff/payments/:id/refund-decision', { id: second.paymentId, form: {} }, 'payment.refundDue')
}

export async function newChance(stage: Stage): Promise<void> {
  const { app, log, staff } = stage
  const { me, round } = await enrolling(stage)
  const ended = await anEnrolment(app.db, me.id, round.id, { endedAt: NOW, endReason: 'released' })
  for (const kind of ['case', 'reflection'] as const) await anAttempt(app.db, ended, { kind, sufficient: false })
  await log.begin()
  await log.does(staff, 'POST /staff/people/:id/new-chance', { id: me.id, form: { reason: 'ziek' } }, 'newChance.given')
  await log.does(staff, 'POST /staff/people/:id/new-chance/withdrawal', { id: me.id, form: {} }, 'newChance.withdrawn')
}

export async function unpaidPlace(stage: Stage): Promise<void> {
  const { app, log } = stage
  const { me, round } = await enrolling(stage)
  const { ref } = await paying(stage, me, round.id)
  await log.timePasses(2 * HOUR, '~enrolment.ended', '~order.cancelled')
  await log.does(me, 'POST /demo/checkout/:ref', { ref, form: { status: 'paid' } })
  await log.does({ id: 'bank', browser: app.visitor() }, 'POST /webhooks/payments', { form: { id: ref } }, ...paid, '~enrolment.revived')
}

export async function sitting(stage: Stage): Promise<void> {
  const { app, log, staff } = stage
  const { me, round } = await enrolling(stage)
  const { id: enrolmentId } = await anEnrolment(app.db, me.id, round.id, { startsAt: null })
  await log.begin()
  await log.does(me, 'POST /enrolments/:id/start/now', { id: enrolmentId, form: {} }, 'enrolment.startChosen')
  await log.does(me, 'GET /enrolments/:id/tests', { id: enrolmentId }, '~attempt.started', '~attempt.started')
  const attempts = await app.db.read.select().from(attempt)
  const { id, formId } = first(attempts.filter(({ kind }) => kind === 'reflection'))
  const { id: other } = first(attempts.filter(({ kind }) => kind === 'case'))
  const { id: questionId } = first((await getPublishedForm(app.db.read, formId)).questions)
  await log.does(me, 'GET /attempts/:id', { id }, 'attempt.opened')
  await log.does(me, 'POST /attempts/:id/answers/:questionId', { id, questionId, form: { text: 'Ja.', window: 'window-a', count: '1', revision: '0' } })
  await log.does(me, 'POST /attempts/:id/answers', { id, form: { [`text-${questionId}`]: 'Nee.', [`revision-${questionId}`]: '1', window: 'window-a' } })
  await log.does(me, 'POST /attempts/:id/bookmarks/:questionId', { id, questionId, form: { marked: 'on' } })
  const [revision] = await listRevisions(app.db.read, id, questionId)
  await log.does(me, 'POST /attempts/:id/answers/:questionId/history/:revisionId', { id, questionId, revisionId: revision?.id ?? '', form: {} })
  await log.does(me, 'POST /attempts/:id/hand-in', { id, form: {} }, 'attempt.sealed')
  await log.timePasses(4 * DAY, '~attempt.sealed')
  await log.does(staff, 'POST /staff/attempts/:id/voiding', { id, form: { reason: 'ziek' } }, 'attempt.voided')
  await log.does(staff, 'POST /staff/attempts/:id/voiding', { id: other, form: { reason: 'ziek' } }, 'attempt.voided', 'enrolment.ended')
  const { id: roundId } = await anotherRound(stage)
  await log.does(staff, 'POST /staff/attempts/:id/place', { id, form: { roundId } }, 'enrolment.made', 'attempt.placed', 'attempt.placed')
}
