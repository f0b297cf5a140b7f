import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { order, payment } from '../../db/schema/payments.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { findLiveEnrolment } from '../../src/enrolment/queries.ts'
import { NOW } from '../support/builders.ts'
import { startAtBank } from '../support/bank.ts'
import { aCandidate, anOpenRound, enrolled, goesTo, paying, saysOf, webhook } from '../support/enrolment.ts'

let app: Awaited<ReturnType<typeof startAtBank>>['app']
let bank: Awaited<ReturnType<typeof startAtBank>>['bank']
beforeEach(async () => {
  ;({ app, bank } = await startAtBank())
})
afterEach(() => app.stop())

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
    bank.set(await paying(bank, browser, orderPath), 'paid')
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
      bank.set(await paying(bank, browser, orderPath), status)
      const back = await saysOf(await browser(`${orderPath}/return`))
      expect(back).toContain(text)
      expect(back).toContain('Opnieuw betalen')
      bank.set(await paying(bank, browser, orderPath), 'paid')
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
    await paying(bank, browser, orderPath)
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
    const ref = await paying(bank, browser, orderPath)
    const look = async () => saysOf(await browser(`${orderPath}/return`, { headers: { 'HX-Request': 'true' } }))
    const waiting = await look()
    expect(waiting).not.toContain('<html')
    expect(waiting).toContain('hx-trigger="every 5s"')
    expect(waiting, 'the link under one’s finger keeps the focus').toContain('hx-swap="outerMorph"')
    expect(waiting).toContain('id="look-again"')
    const pageOf = async () => (await browser(`${orderPath}/return`)).text()
    expect(await pageOf()).toMatch(/src="\/assets\/htmx-/)
    bank.set(ref, 'paid')
    app.clock.forward(5 * SECOND)
    expect(await look()).not.toContain('hx-trigger')
    expect(await pageOf()).not.toMatch(/src="\/assets\/htmx-/)
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
    await paying(bank, app.as(owner), orderPath)
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
    const ref = await paying(bank, browser, await enrolled(browser, round.id))
    expect((await app.app.request('/webhooks/payments', { method: 'POST', body: new URLSearchParams({ id: ref, status: 'paid' }) })).status).toBe(200)
    expect((await findLiveEnrolment(app.db.read, person.id))?.confirmedAt).toBeNull()
    bank.set(ref, 'paid')
    const replies = await Promise.all([1, 2, 3].map(() => webhook(app, ref)))
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
    const ref = await paying(bank, browser, await enrolled(browser, round.id))
    bank.isDown = true
    expect((await webhook(app, ref)).status).toBe(503)
  })
})

describe('the reconciling job', () => {
  test('settles what nobody reported, after a minute, and asks ever less often', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const ref = await paying(bank, browser, await enrolled(browser, round.id))
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
    const ref = await paying(bank, browser, orderPath)
    bank.set(ref, 'paid')
    app.clock.forward(MINUTE)
    await Promise.all([webhook(app, ref), browser(`${orderPath}/return`), app.runJobs(), webhook(app, ref)])
    expect((await app.mails()).filter(({ kind }) => kind === 'enrolmentConfirmed')).toHaveLength(1)
    expect((await app.db.read.select().from(order)).filter(({ paidAt }) => paidAt !== null)).toHaveLength(1)
  })

  test('a hold that ran out is ended; a payment that comes in later brings it back', async () => {
    const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
    const browser = app.as(person)
    const ref = await paying(bank, browser, await enrolled(browser, round.id))
    app.clock.forward(HOUR)
    await app.runJobs()
    expect(await findLiveEnrolment(app.db.read, person.id)).toBeUndefined()
    bank.set(ref, 'paid')
    await webhook(app, ref)
    expect(await findLiveEnrolment(app.db.read, person.id)).toMatchObject({ confirmedAt: NOW + HOUR })
  })
})

test('a day later nothing of all this has left a payment open', async () => {
  const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
  const browser = app.as(person)
  const ref = await paying(bank, browser, await enrolled(browser, round.id))
  bank.set(ref, 'expired')
  app.clock.forward(DAY)
  await app.runJobs()
  expect((await app.db.read.select().from(payment)).map(({ status }) => status)).toEqual(['expired'])
  expect((await app.db.read.select().from(order))[0]?.cancelledAt).toBe(NOW + DAY)
})
