import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { order, payment } from '../../db/schema/payments.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { findLiveEnrolment } from '../../src/enrolment/queries.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { startApp } from '../support/app.ts'
import type { Browser } from '../support/app.ts'
import { aBank, aCandidate, anOpenRound } from '../support/enrolment.ts'

let app: Awaited<ReturnType<typeof startApp>>
let bank: ReturnType<typeof aBank>['bank']
beforeEach(async () => {
  const made = aBank()
  bank = made.bank
  app = await startApp({ ports: { payments: made.port } })
})
afterEach(() => app.stop())

/** What the page says, white space folded. */
const saysOf = async (response: Response) => (await response.text()).replace(/[\s\u00a0]+/g, ' ')
const goesTo = (response: Response) => response.headers.get('Location') ?? ''

/** Enrols and opens the order. @returns the address of the order */
async function enrolled(browser: Browser, roundId: string): Promise<string> {
  const response = await browser(`/rounds/${roundId}/enrolment`, { form: { agree: 'on' } })
  expect(response.status).toBe(303)
  return goesTo(response)
}

/** Begins a payment. @returns the bank's id for it */
async function paying(browser: Browser, orderPath: string): Promise<string> {
  const response = await browser(`${orderPath}/payments`, { form: {} })
  expect(response.status).toBe(303)
  return bank.last()
}

const webhook = (id: string) => app.app.request('/webhooks/payments', { method: 'POST', body: new URLSearchParams({ id }) })

describe('enrolling and paying over plain forms', () => {
  test('enrol, pay, come back: the place is certain, with a proof of payment', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const form = await browser(`/rounds/${round.id}/enrolment`)
    expect(await saysOf(form)).toContain('€ 125,00')
    const orderPath = await enrolled(browser, round.id)
    expect(await saysOf(await browser(orderPath))).toContain('Betalen met iDEAL')
    const begun = await browser(`${orderPath}/payments`, { form: {} })
    const checkout = await saysOf(await browser(goesTo(begun)))
    expect(checkout).toContain(`href="https://bank.example/pay/${bank.last()}"`)
    expect(await saysOf(await browser(`${orderPath}/return`))).toContain('We wachten op bericht van de bank')
    bank.set(bank.last(), 'paid')
    app.clock.forward(5 * SECOND)
    expect(await saysOf(await browser(`${orderPath}/return`))).toContain('Je betaling is binnen')
    const proof = await saysOf(await browser(orderPath))
    for (const part of ['Betaalbewijs', 'TR-2026-', '€ 125,00', person.name]) expect(proof).toContain(part)
    expect((await app.mails()).map(({ kind }) => kind)).toEqual(['enrolmentConfirmed'])
    const wanted = bank.payments.get(bank.last())?.wanted
    expect(wanted).toMatchObject({ amountCents: 12_500, returnUrl: `${app.config.baseUrl}${orderPath}/return`, webhookUrl: `${app.config.baseUrl}/webhooks/payments` })
  })

  test('without agreeing the form comes back and nothing is made', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const response = await app.as(person)(`/rounds/${round.id}/enrolment`, { form: {} })
    expect(response.status).toBe(422)
    expect(await saysOf(response)).toContain('Zet een vinkje om verder te gaan.')
    expect(await findLiveEnrolment(app.db.read, person.id)).toBeUndefined()
  })

  test('who is ineligible is told which masterclass is missing, on the page and when it is sent all the same', async () => {
    const [person, round] = [await aCandidate(app.db, [2]), await anOpenRound(app.db)]
    const browser = app.as(person)
    expect(await saysOf(await browser(`/rounds/${round.id}/enrolment`))).toContain('Er ontbreekt nog: masterclass 2.')
    const sent = await browser(`/rounds/${round.id}/enrolment`, { form: { agree: 'on' } })
    expect(sent.status).toBe(409)
    expect(await saysOf(sent)).toContain('Er ontbreekt nog: masterclass 2.')
  })

  test.each([
    ['closed', { handState: 'closed' }, 'De inschrijving voor deze toetsronde is gesloten.'],
    ['full', { maximumCandidates: 0 }, 'Deze toetsronde is vol.'],
    ['called off', { calledOffAt: NOW - 1 }, 'Deze toetsronde gaat niet door.'],
  ] as const)('a round that is %s says so, and refuses', async (_, values, text) => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db, values)]
    const browser = app.as(person)
    expect(await saysOf(await browser(`/rounds/${round.id}/enrolment`))).toContain(text)
    expect((await browser(`/rounds/${round.id}/enrolment`, { form: { agree: 'on' } })).status).toBe(409)
  })

  test('enrolling twice is refused, with the reason', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    await enrolled(browser, round.id)
    const again = await browser(`/rounds/${round.id}/enrolment`, { form: { agree: 'on' } })
    expect(again.status).toBe(409)
    expect(await saysOf(again)).toContain('Je hebt al een inschrijving die nog loopt.')
  })

  test('paying an order that is paid is refused, with the reason', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const orderPath = await enrolled(browser, round.id)
    bank.set(await paying(browser, orderPath), 'paid')
    await browser(`${orderPath}/return`)
    const again = await browser(`${orderPath}/payments`, { form: {} })
    expect(again.status).toBe(409)
    expect(await saysOf(again)).toContain('Deze bestelling is al betaald.')
  })

  test.each([['failed', 'De betaling is mislukt.'], ['cancelled', 'Je hebt de betaling afgebroken.'], ['expired', 'De betaling duurde te lang']] as const)(
    'a payment that %s can be tried again',
    async (status, text) => {
      const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
      const browser = app.as(person)
      const orderPath = await enrolled(browser, round.id)
      bank.set(await paying(browser, orderPath), status)
      const back = await saysOf(await browser(`${orderPath}/return`))
      expect(back).toContain(text)
      expect(back).toContain('Opnieuw betalen')
      bank.set(await paying(browser, orderPath), 'paid')
      expect(await saysOf(await browser(`${orderPath}/return`))).toContain('Je betaling is binnen')
    },
  )

  test('a provider that does not answer is said plainly, and the place stays', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const orderPath = await enrolled(browser, round.id)
    bank.isDown = true
    const refused = await browser(`${orderPath}/payments`, { form: {} })
    expect(refused.status).toBe(503)
    expect(await saysOf(refused)).toContain('De betaaldienst antwoordt nu niet.')
    bank.isDown = false
    await paying(browser, orderPath)
    bank.isDown = true
    expect(await saysOf(await browser(`${orderPath}/return`))).toContain('We wachten op bericht van de bank')
  })

  test('after half an hour the order takes no new payment and says to enrol again', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const orderPath = await enrolled(browser, round.id)
    app.clock.forward(30 * MINUTE)
    expect((await browser(`${orderPath}/payments`, { form: {} })).status).toBe(409)
    expect(await saysOf(await browser(orderPath))).toContain('Er is niet op tijd betaald')
    expect(await enrolled(browser, round.id)).not.toBe(orderPath)
  })

  test('htmx gets the outcome alone, which stops asking once it is known', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const orderPath = await enrolled(browser, round.id)
    const ref = await paying(browser, orderPath)
    const look = async () => saysOf(await browser(`${orderPath}/return`, { headers: { 'HX-Request': 'true' } }))
    const waiting = await look()
    expect(waiting).not.toContain('<html')
    expect(waiting).toContain('hx-trigger="every 5s"')
    bank.set(ref, 'paid')
    app.clock.forward(5 * SECOND)
    expect(await look()).not.toContain('hx-trigger')
  })
})

describe('somebody else’s order', () => {
  test('is not found, whatever is asked of it', async () => {
    const [owner, other, round] = [await aCandidate(app.db), await aCandidate(app.db), await anOpenRound(app.db)]
    const orderPath = await enrolled(app.as(owner), round.id)
    const browser = app.as(other)
    expect((await browser(orderPath)).status).toBe(404)
    expect((await browser(`${orderPath}/return`)).status).toBe(404)
    expect((await browser(`${orderPath}/payments`, { form: {} })).status).toBe(404)
    await paying(app.as(owner), orderPath)
    const [made] = await app.db.read.select().from(payment)
    expect((await browser(`${orderPath}/payments/${made?.id}`)).status).toBe(404)
    const own = await enrolled(browser, round.id)
    expect((await browser(`${own}/payments/${made?.id}`)).status).toBe(404)
  })
})

describe('the webhook', () => {
  test('settles by what the bank says, not by what is posted, and as often as it comes', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const ref = await paying(browser, await enrolled(browser, round.id))
    expect((await app.app.request('/webhooks/payments', { method: 'POST', body: new URLSearchParams({ id: ref, status: 'paid' }) })).status).toBe(200)
    expect((await findLiveEnrolment(app.db.read, person.id))?.confirmedAt).toBeNull()
    bank.set(ref, 'paid')
    const replies = await Promise.all([1, 2, 3].map(() => webhook(ref)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await findLiveEnrolment(app.db.read, person.id))?.confirmedAt).toBe(NOW)
    expect(await app.mails()).toHaveLength(1)
  })

  test.each([['an id that nobody knows', 'id=tr_unknown'], ['no id', ''], ['two ids', 'id=a&id=b'], ['a very long id', `id=${'x'.repeat(5_000)}`]])(
    '%s does nothing and asks nothing',
    async (_, body) => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      expect((await app.app.request('/webhooks/payments', { method: 'POST', body, headers })).status).toBe(200)
      expect(bank.asked).toBe(0)
    },
  )

  test('a body that is no form does nothing', async () => {
    expect((await app.app.request('/webhooks/payments', { method: 'POST', body: '{"id":"tr_1"}', headers: { 'Content-Type': 'application/json' } })).status).toBe(200)
  })

  test('asks to be called again when the bank does not answer', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const ref = await paying(browser, await enrolled(browser, round.id))
    bank.isDown = true
    expect((await webhook(ref)).status).toBe(503)
  })
})

describe('the reconciling job', () => {
  test('settles what nobody reported, after a minute, and asks ever less often', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const ref = await paying(browser, await enrolled(browser, round.id))
    await app.runJobs()
    expect(bank.asked).toBe(0)
    app.clock.forward(MINUTE)
    await app.runJobs()
    const asked = bank.asked
    expect(asked).toBeGreaterThan(0)
    app.clock.forward(30 * SECOND)
    await app.runJobs()
    expect(bank.asked).toBe(asked)
    bank.set(ref, 'paid')
    app.clock.forward(MINUTE)
    await app.runJobs()
    expect((await findLiveEnrolment(app.db.read, person.id))?.confirmedAt).toBe(NOW + 2.5 * MINUTE)
  })

  test('webhook, return page and job at the same moment settle once', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const orderPath = await enrolled(browser, round.id)
    const ref = await paying(browser, orderPath)
    bank.set(ref, 'paid')
    app.clock.forward(MINUTE)
    await Promise.all([webhook(ref), browser(`${orderPath}/return`), app.runJobs(), webhook(ref)])
    expect((await app.mails()).filter(({ kind }) => kind === 'enrolmentConfirmed')).toHaveLength(1)
    expect((await app.db.read.select().from(order)).filter(({ paidAt }) => paidAt !== null)).toHaveLength(1)
  })

  test('a hold that ran out is ended; a payment that comes in later brings it back', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const ref = await paying(browser, await enrolled(browser, round.id))
    app.clock.forward(HOUR)
    await app.runJobs()
    expect(await findLiveEnrolment(app.db.read, person.id)).toBeUndefined()
    bank.set(ref, 'paid')
    await webhook(ref)
    expect(await findLiveEnrolment(app.db.read, person.id)).toMatchObject({ confirmedAt: NOW + HOUR })
  })
})

describe('the office', () => {
  const theStaff = () => aPerson(app.db, { candidateSince: null, staffSince: NOW })

  test('pays a double payment back, once, and sees what is due first', async () => {
    const [person, round, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    const orderPath = await enrolled(browser, round.id)
    const refs = [await paying(browser, orderPath), await paying(browser, orderPath)]
    for (const ref of refs) bank.set(ref, 'paid')
    for (const ref of refs) await webhook(ref)
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
  })

  test('a refund that the bank does not take is said, and can be tried again', async () => {
    const [person, round, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    bank.set(await paying(browser, await enrolled(browser, round.id)), 'paid')
    await webhook(bank.last())
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

  test('sees who is in a round before calling it off, and moves them', async () => {
    const [person, round, next, staff] = [await aCandidate(app.db), await anOpenRound(app.db), await anOpenRound(app.db), await theStaff()]
    const browser = app.as(person)
    bank.set(await paying(browser, await enrolled(browser, round.id)), 'paid')
    await webhook(bank.last())
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
    bank.set(await paying(browser, await enrolled(browser, round.id)), 'paid')
    await webhook(bank.last())
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

test('a day later nothing of all this has left a payment open', async () => {
  const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
  const browser = app.as(person)
  const ref = await paying(browser, await enrolled(browser, round.id))
  bank.set(ref, 'expired')
  app.clock.forward(DAY)
  await app.runJobs()
  expect((await app.db.read.select().from(payment)).map(({ status }) => status)).toEqual(['expired'])
  expect((await app.db.read.select().from(order))[0]?.cancelledAt).toBe(NOW + DAY)
})
