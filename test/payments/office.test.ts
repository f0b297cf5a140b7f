import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { payment } from '../../db/schema/payments.ts'
import { findLiveEnrolment } from '../../src/enrolment/queries.ts'
import { findPayments } from '../../src/payments/queries.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { startApp } from '../support/app.ts'
import { startAtBank } from '../support/bank.ts'
import { aCandidate, anOpenRound, enrolled, goesTo, paying, saysOf, webhook } from '../support/enrolment.ts'

let app: Awaited<ReturnType<typeof startAtBank>>['app']
let bank: Awaited<ReturnType<typeof startAtBank>>['bank']
beforeEach(async () => {
  ;({ app, bank } = await startAtBank())
})
afterEach(() => app.stop())

describe('the office', () => {
  const theStaff = () => aPerson(app.db, { candidateSince: null, staffSince: NOW })

  test('pays a double payment back, once, and sees what is due first', async () => {
    const [person, round, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    const orderPath = await enrolled(browser, round.id)
    const refs = [await paying(bank, browser, orderPath), await paying(bank, browser, orderPath)]
    for (const ref of refs) bank.set(ref, 'paid')
    for (const ref of refs) await webhook(app, ref)
    expect(await saysOf(await browser(orderPath))).toContain('We storten een betaling terug')
    const office = app.as(staff)
    const list = await saysOf(await office('/staff/payments'))
    expect(list.indexOf('Dubbel betaald')).toBeGreaterThan(0)
    const [due] = (await app.db.read.select().from(payment)).filter(({ refundDue }) => refundDue !== null)
    const tries = await Promise.all([1, 2, 3].map(() => office(`/staff/payments/${due?.id}/refund`, { form: {} })))
    expect(tries.map(({ status }) => status).toSorted()).toEqual([303, 409, 409])
    expect(bank.refundedCents()).toBe(12_500)
    expect((await app.mails()).at(-1)?.kind).toBe('paymentRefunded')
    expect(await saysOf(await office('/staff/payments'))).toContain('Terugbetaald op')
    expect(tries.map(({ headers }) => headers.get('Location')).filter(Boolean)).toEqual(['/staff/payments?done=refunded'])
    expect(await saysOf(await office('/staff/payments?done=refunded'))).toContain('Het geld is terugbetaald.')
  })

  test('lists what is due first and then the newest, page after page', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const path = await enrolled(app.as(person), round.id)
    const orderId = path.slice(path.lastIndexOf('/') + 1)
    const made = Array.from({ length: 120 }, (_, index) => {
      const due = index % 2 === 0 ? { refundDue: 'second' as const, refundDueAt: NOW, refundedAt: index % 20 === 0 ? NOW : null } : {}
      return { id: `payment-${1_000 + index}`, orderId, provider: 'demo' as const, status: 'failed' as const, amountCents: 100, createdAt: NOW, ...due }
    })
    await app.db.write((tx) => tx.insert(payment).values(made))
    const isDue = (one: (typeof made)[number]) => one.refundDue !== undefined && one.refundedAt === null
    const newestFirst = made.toReversed()
    const expected = [...newestFirst.filter(isDue), ...newestFirst.filter((one) => !isDue(one))].map(({ id }) => id)
    const listed = []
    for (const page of [1, 2, 3]) listed.push(...(await findPayments(app.db.read, { text: '', page })).payments.map((row) => row.payment.id))
    expect(listed).toEqual(expected)
    expect((await findPayments(app.db.read, { text: '', page: 9 })).page).toBe(3)
  })

  test('a refund that the bank does not take is said, and can be tried again', async () => {
    const [person, round, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    bank.set(await paying(bank, browser, await enrolled(browser, round.id)), 'paid')
    await webhook(app, bank.last())
    const own = await findLiveEnrolment(app.db.read, person.id)
    const office = app.as(staff)
    expect(await saysOf(await office(`/staff/enrolments/${own?.id}/cancellation`))).toContain('Zet het betaalde bedrag klaar')
    expect((await office(`/staff/enrolments/${own?.id}/cancellation`, { form: { refund: 'on' } })).status).toBe(303)
    const [due] = await app.db.read.select().from(payment)
    bank.isDown = true
    expect((await office(`/staff/payments/${due?.id}/refund`, { form: {} })).status).toBe(503)
    expect(bank.refundedCents()).toBe(0)
    bank.isDown = false
    expect((await office(`/staff/payments/${due?.id}/refund`, { form: {} })).status).toBe(303)
    expect(bank.refundedCents()).toBe(12_500)
  })

  test('pays back after all what it kept when it cancelled, and nothing of an enrolment that runs', async () => {
    const [person, round, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    bank.set(await paying(bank, browser, await enrolled(browser, round.id)), 'paid')
    await webhook(app, bank.last())
    const [own, [kept]] = [await findLiveEnrolment(app.db.read, person.id), await app.db.read.select().from(payment)]
    const office = app.as(staff)
    const decide = () => office(`/staff/payments/${kept?.id}/refund-decision`, { form: {} })
    expect(await saysOf(await office('/staff/payments'))).not.toContain('Klaarzetten')
    expect(await saysOf(await decide())).toContain('Annuleer die eerst')
    await office(`/staff/enrolments/${own?.id}/cancellation`, { form: {} })
    expect(await saysOf(await office('/staff/payments'))).toContain('Klaarzetten om terug te betalen')
    expect(goesTo(await decide())).toBe('/staff/payments?done=decided')
    expect(await saysOf(await office('/staff/payments?done=decided'))).toContain('klaar om terug te betalen')
    expect((await decide()).status).toBe(409)
    expect(await saysOf(await office('/staff/payments'))).toContain('Besluit van het toetsbureau')
    expect((await office(`/staff/payments/${kept?.id}/refund`, { form: {} })).status).toBe(303)
    expect(bank.refundedCents()).toBe(12_500)
    expect((await app.as(person)(`/staff/payments/${kept?.id}/refund-decision`, { form: {} })).status).toBe(403)
  })

  test('sees who is in a round before calling it off, and moves them', async () => {
    const [person, round, next, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    bank.set(await paying(bank, browser, await enrolled(browser, round.id)), 'paid')
    await webhook(app, bank.last())
    const office = app.as(staff)
    const shown = await saysOf(await office(`/staff/rounds/${round.id}/calling-off`))
    expect(shown).toContain(person.name)
    expect(shown).toContain(next.name)
    const unchosen = await office(`/staff/rounds/${round.id}/calling-off`, { form: { way: 'move' } })
    expect(unchosen.status).toBe(422)
    expect((await office(`/staff/rounds/${round.id}/calling-off`, { form: { way: 'move', roundId: next.id } })).status).toBe(303)
    expect(await findLiveEnrolment(app.db.read, person.id)).toMatchObject({ roundId: next.id })
    expect((await office(`/staff/rounds/${round.id}/calling-off`)).status).toBe(409)
  })

  test('cannot refund what is not due, nor what is not there', async () => {
    const [person, round, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    bank.set(await paying(bank, browser, await enrolled(browser, round.id)), 'paid')
    await webhook(app, bank.last())
    const [paid] = await app.db.read.select().from(payment).where(eq(payment.status, 'paid'))
    const office = app.as(staff)
    expect((await office(`/staff/payments/${paid?.id}/refund`, { form: {} })).status).toBe(409)
    expect((await office('/staff/payments/nothing/refund', { form: {} })).status).toBe(404)
    expect((await office('/staff/enrolments/nothing/cancellation')).status).toBe(404)
    expect((await office('/staff/rounds/nothing/calling-off')).status).toBe(404)
  })

  test.each([
    '/staff/payments', '/staff/enrolments/x/cancellation', '/staff/enrolments/x/move', '/staff/rounds/x/calling-off',
  ])('%s is for staff alone', async (path) => {
    expect((await app.as(await aCandidate(app.db))(path)).status).toBe(403)
    expect((await app.visitor()(path)).status).toBe(401)
  })
})

describe('the checkout of the demonstration', () => {
  test('is a page of ours with four endings, and is not there outside the demonstration', async () => {
    const demo = await startApp({ demo: true })
    try {
      const [person, round] = [await aCandidate(demo.db), await anOpenRound(demo.db)]
      const browser = demo.as(person)
      const orderPath = await enrolled(browser, round.id)
      const checkout = await saysOf(await browser(goesTo(await browser(`${orderPath}/payments`, { form: {} }))))
      const [, path = ''] = /href="(\/demo\/checkout\/[^"]+)"/.exec(checkout) ?? []
      const bankPage = await saysOf(await browser(path))
      for (const ending of ['Betaald', 'Mislukt', 'Afgebroken', 'Verlopen']) expect(bankPage).toContain(ending)
      const paid = await browser(path, { form: { status: 'paid' } })
      expect(goesTo(paid)).toBe(`${orderPath}/return`)
      expect(await saysOf(await browser(goesTo(paid)))).toContain('Je betaling is binnen')
      expect((await browser(path, { form: { status: 'failed' } })).status).toBe(409)
      expect((await browser(path, { form: { status: 'nonsense' } })).status).toBe(422)
      expect((await browser('/demo/checkout/nothing')).status).toBe(404)
      expect((await app.visitor()(path)).status).toBe(404)
    } finally {
      await demo.stop()
    }
  })
})
