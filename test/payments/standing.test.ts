/** How an order that was paid stands when its round is called off, on every page that says so. */
import { isNotNull } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { payment } from '../../db/schema/payments.ts'
import { findLiveEnrolment } from '../../src/enrolment/queries.ts'
import { newId } from '../../src/ids.ts'
import { cancelEnrolment } from '../../src/payments/actions.ts'
import { callOffRound } from '../../src/payments/calling-off.ts'
import type { CallingOff } from '../../src/payments/calling-off.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { startAtBank } from '../support/bank.ts'
import { aCandidate, anOpenRound, enrolled, paying, saysOf, webhook } from '../support/enrolment.ts'

let app: Awaited<ReturnType<typeof startAtBank>>['app']
let bank: Awaited<ReturnType<typeof startAtBank>>['bank']
beforeEach(async () => {
  ;({ app, bank } = await startAtBank())
})
afterEach(() => app.stop())

/** Somebody who paid, and what their pages say. */
async function aPayer() {
  const [person, round, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await aPerson(app.db, { candidateSince: null, staffSince: NOW })]
  const [browser, office] = [app.as(person), app.as(staff)]
  const orderPath = await enrolled(browser, round.id)
  return {
    round, office, browser, orderPath,
    paid: async (times = 1) => {
      const refs: string[] = []
      for (let time = 0; time < times; time++) refs.push(await paying(bank, browser, orderPath))
      for (const ref of refs) bank.set(ref, 'paid')
      for (const ref of refs) await webhook(app, ref)
    },
    /** The states that the front page, the order's own page and the office's page of this person give. */
    states: async () => {
      const pages = [await browser('/candidate'), await browser(orderPath), await office(`/staff/people/${person.id}`)]
      return Promise.all(pages.map(async (page) => statesIn(await saysOf(page))))
    },
    cancel: async (refund: boolean) => {
      const live = await findLiveEnrolment(app.db.read, person.id)
      await app.db.write((tx) => cancelEnrolment(tx, { enrolmentId: live?.id ?? '', refund }, 'staff', NOW))
    },
    callOff: (choice: CallingOff) => app.db.write((tx) => callOffRound(tx, round.id, choice, 'staff', NOW)),
  }
}

const ORDER_STATES = ['Nog te betalen', 'Betaald', 'Wordt terugbetaald', 'Terugbetaald', 'Vervallen']

/** The states of orders among the tags of a page; the office has those of payments beside them, which come after. */
const statesIn = (html: string): string | undefined =>
  [...html.matchAll(/<span class="tag [^>]*><svg.*?<\/svg> ?<span>(.*?)<\/span>/g)].map(([, text = '']) => text).find((text) => ORDER_STATES.includes(text))

const all = (state: string) => [state, state, state]

test('paid, the round called off to pay back: it is being paid back until the office did so, and then it was', async () => {
  const { paid, states, callOff, browser, orderPath, office } = await aPayer()
  await paid()
  expect(await states()).toEqual(all('Betaald'))
  await callOff({ kind: 'refund' })
  expect(await states()).toEqual(all('Wordt terugbetaald'))
  const [due] = await app.db.read.select().from(payment).where(isNotNull(payment.refundDue))
  expect((await office(`/staff/payments/${due?.id}/refund`, { form: {} })).status).toBe(303)
  expect(await states()).toEqual(all('Terugbetaald'))
  expect((await browser(`${orderPath}/payments`, { form: {} })).status).toBe(409)
})

test('whoever comes back from the bank to a round that was called off does not read that the place is certain, nor that nothing was paid', async () => {
  const { paid, callOff, browser, orderPath, office } = await aPayer()
  await paid()
  expect(await saysOf(await browser(`${orderPath}/return`))).toContain('Je plek is zeker')
  await callOff({ kind: 'refund' })
  const says = async () => saysOf(await browser(`${orderPath}/return`))
  for (const wrong of ['Je plek is zeker', 'Er is niet betaald']) expect(await says()).not.toContain(wrong)
  expect(await says()).toContain('We storten een betaling terug')
  const due = await app.db.read.select().from(payment).where(isNotNull(payment.refundDue))
  for (const { id } of due) await office(`/staff/payments/${id}/refund`, { form: {} })
  expect(await says()).not.toContain('Er is niet betaald')
  expect(await says()).toContain('Terugbetaald')
})

test('moved to another round the payment stays, and the order is one for that round', async () => {
  const { paid, states, callOff, browser, round } = await aPayer()
  const next = await anOpenRound(app.db)
  await paid()
  await callOff({ kind: 'move', roundId: next.id })
  expect(await states()).toEqual(all('Betaald'))
  const front = await saysOf(await browser('/candidate'))
  expect(front).toContain(`, ${next.name}`)
  expect(front).not.toContain(round.name)
})

test('a second payment that goes back leaves the order paid', async () => {
  const { paid, states } = await aPayer()
  await paid(2)
  expect(await app.db.read.select().from(payment).where(isNotNull(payment.refundDue))).toHaveLength(1)
  expect(await states()).toEqual(all('Betaald'))
})

test('money that came before a place could be given and goes back says nothing of the payment that did pay the order', async () => {
  const { paid, states } = await aPayer()
  await paid()
  const [kept] = await app.db.read.select().from(payment)
  if (kept === undefined) throw new Error('a payment was expected')
  const earlier = { ...kept, id: newId(), providerRef: 'earlier', refundDue: 'enrolmentGone' as const, refundDueAt: NOW }
  await app.db.write((tx) => tx.insert(payment).values(earlier))
  expect(await states()).toEqual(all('Betaald'))
})

test('what is kept when an enrolment is cancelled stays paid; what is paid back with it does not', async () => {
  for (const refund of [false, true]) {
    const { paid, states, cancel, browser, orderPath } = await aPayer()
    await paid()
    await cancel(refund)
    expect(await states()).toEqual(all(refund ? 'Wordt terugbetaald' : 'Betaald'))
    if (refund) expect(await saysOf(await browser(`${orderPath}/return`))).toContain('Wordt terugbetaald')
  }
})
