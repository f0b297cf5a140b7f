import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accommodation } from '../../db/schema/delivery.ts'
import { DAY, HOUR } from '../../src/clock.ts'
import { setAccommodation } from '../../src/delivery/exceptions.ts'
import { findLiveEnrolment, getEnrolment } from '../../src/enrolment/queries.ts'
import { NOW, aPerson, anEnrolment } from '../support/builders.ts'
import { startApp } from '../support/app.ts'
import { aBank, aCandidate, anOpenRound, goesTo, saysOf } from '../support/enrolment.ts'

let app: Awaited<ReturnType<typeof startApp>>
const start = async (now = NOW) => {
  app = await startApp({ now, ports: { payments: aBank().port } })
}
beforeEach(() => start())
afterEach(() => app.stop())

/** Somebody who has paid, in a round of their own. */
async function aPayer(values: Parameters<typeof anOpenRound>[1] = {}, facts: Parameters<typeof anEnrolment>[3] = {}) {
  const person = await aCandidate(app.db)
  const round = await anOpenRound(app.db, values)
  const { id } = await anEnrolment(app.db, person.id, round.id, { declaredAt: null, ...facts })
  return { person, round, browser: app.as(person), id, own: async () => (await getEnrolment(app.db.read, id)).enrolment }
}

/** The same on a night when the clock changes; the application starts anew at that time. */
async function aPayerAt(now: number, values: Parameters<typeof anOpenRound>[1]) {
  await app.stop()
  await start(now)
  return aPayer(values)
}

describe('the page of enrolments', () => {
  test('shows open rounds with their button, and not the ones that are closed', async () => {
    const person = await aCandidate(app.db)
    const [open, closed, later] = [
      await anOpenRound(app.db), await anOpenRound(app.db, { handState: 'closed' }),
      await anOpenRound(app.db, { handState: null, enrolmentOpensAt: NOW + DAY }),
    ]
    const page = await saysOf(await app.as(person)('/enrolments'))
    expect(page).toContain(`/rounds/${open.id}/enrolment`)
    expect(page).not.toContain(closed.name)
    expect(page).toContain(later.name)
    expect(page).not.toContain(`/rounds/${later.id}/enrolment`)
  })

  test('tells who is not eligible what is missing, and offers no button', async () => {
    const person = await aCandidate(app.db, [1, 3])
    const round = await anOpenRound(app.db)
    const page = await saysOf(await app.as(person)('/enrolments'))
    expect(page).toContain('Er ontbreken nog masterclasses: 1, 3.')
    expect(page).not.toContain(`/rounds/${round.id}/enrolment`)
  })

  test('says that a round is full', async () => {
    const person = await aCandidate(app.db)
    const round = await anOpenRound(app.db, { maximumCandidates: 0 })
    const page = await saysOf(await app.as(person)('/enrolments'))
    expect(page).toContain('Vol')
    expect(page).not.toContain(`/rounds/${round.id}/enrolment`)
  })
})

describe('one’s enrolment', () => {
  test.each([
    ['Kies je startmoment', {}],
    ['Lees de regels', { startsAt: NOW + DAY }],
    ['Je toetsen beginnen op', { startsAt: NOW + DAY, declaredAt: NOW - 1 }],
    ['Maak je toetsen', { startsAt: NOW - HOUR }],
    ['Wacht op je uitslag', { startsAt: NOW - 4 * DAY }],
    ['Schrijf je opnieuw in', { confirmedAt: null }],
    ['Deze inschrijving is geannuleerd.', { endedAt: NOW - 1, endReason: 'cancelled' }],
  ] as const)('says what to do now: %s', async (text, facts) => {
    const { browser, id } = await aPayer({}, facts)
    expect(await saysOf(await browser(`/enrolments/${id}`))).toContain(text)
  })

  test('of somebody else is not found, on any of its addresses', async () => {
    const { id } = await aPayer()
    const other = app.as(await aCandidate(app.db))
    for (const path of ['', '/start', '/start/confirmation', '/start/now', '/declaration']) {
      expect((await other(`/enrolments/${id}${path}`)).status).toBe(404)
    }
    for (const path of ['/start', '/start/confirmation', '/start/now', '/declaration']) {
      expect((await other(`/enrolments/${id}${path}`, { form: { startsOn: '2026-11-07', startsTime: '09:00', declare: 'on' } })).status).toBe(404)
    }
  })

  test('is for candidates alone', async () => {
    const { id } = await aPayer()
    const staff = app.as(await aPerson(app.db, { candidateSince: null, staffSince: NOW }))
    expect((await staff(`/enrolments/${id}`)).status).toBe(403)
    expect((await app.visitor()(`/enrolments/${id}`)).status).toBe(401)
  })
})

describe('choosing a start moment over plain forms', () => {
  test('day and time, start and deadline to confirm, and it stands', async () => {
    const { browser, id, own } = await aPayer()
    const form = await saysOf(await browser(`/enrolments/${id}/start`))
    expect(form).toContain('zaterdag 7 november 2026')
    const chosen = await browser(`/enrolments/${id}/start`, { form: { startsOn: '2026-11-07', startsTime: '09:15' } })
    expect(chosen.status).toBe(303)
    const asked = await saysOf(await browser(goesTo(chosen)))
    expect(asked).toContain('zaterdag 7 november 2026, 09:15 uur')
    expect(asked).toContain('dinsdag 10 november 2026, 09:15 uur')
    expect((await own()).startsAt).toBeNull()
    const confirmed = await browser(`/enrolments/${id}/start/confirmation`, { form: { startsOn: '2026-11-07', startsTime: '09:15' } })
    expect(goesTo(confirmed)).toBe(`/enrolments/${id}`)
    expect((await own()).startsAt).toBe(Date.UTC(2026, 10, 7, 8, 15))
    expect(await saysOf(await browser(`/enrolments/${id}/start`))).toMatch(/<option value="2026-11-07" selected[^>]*>/)
  })

  test.each([
    ['outside the window', { startsOn: '2026-11-17', startsTime: '09:00' }, 422, 'Dit moment ligt buiten deze toetsronde.'],
    ['off the quarter', { startsOn: '2026-11-07', startsTime: '09:07' }, 422, 'Een startmoment valt op een kwartier'],
    ['in the past', { startsOn: '2026-11-05', startsTime: '08:00' }, 422, 'Dit moment is al voorbij.'],
    ['no date', { startsOn: '2026-02-30', startsTime: '09:00' }, 422, 'Deze datum of tijd bestaat niet.'],
    ['nothing', { startsOn: '', startsTime: '' }, 422, 'Maak een keuze.'],
  ])('%s comes back with the reason, on both forms, and nothing is chosen', async (_, form, status, text) => {
    const { browser, id, own } = await aPayer()
    for (const path of ['/start', '/start/confirmation']) {
      const response = await browser(`/enrolments/${id}${path}`, { form })
      expect([path, response.status]).toEqual([path, status])
      expect(await saysOf(response)).toContain(text)
    }
    expect((await own()).startsAt).toBeNull()
  })

  test('a confirmation page for a moment that cannot be chosen shows the form with the reason', async () => {
    const { browser, id } = await aPayer()
    const response = await browser(`/enrolments/${id}/start/confirmation?startsOn=2026-11-07&startsTime=09:07`)
    expect(response.status).toBe(422)
    expect(await saysOf(response)).toContain('Een startmoment valt op een kwartier')
  })

  test('a time that clocks skip in spring is refused with the reason', async () => {
    const { browser, id } = await aPayerAt(Date.UTC(2027, 2, 20, 9), { windowFirstOn: '2027-03-21', windowLastOn: '2027-04-01' })
    const response = await browser(`/enrolments/${id}/start`, { form: { startsOn: '2027-03-28', startsTime: '02:30' } })
    expect(response.status).toBe(422)
    expect(await saysOf(response)).toContain('gaat de klok ’s nachts een uur vooruit')
  })

  test('a time that comes twice in autumn is the first, with its offset, and the deadline moves on the clock', async () => {
    const { browser, id, own } = await aPayerAt(Date.UTC(2026, 9, 20, 9), { windowFirstOn: '2026-10-20', windowLastOn: '2026-11-01' })
    const asked = await saysOf(await browser(`/enrolments/${id}/start/confirmation?startsOn=2026-10-25&startsTime=02:30`))
    expect(asked).toContain('zondag 25 oktober 2026, 02:30 uur (zomertijd, UTC+02:00)')
    expect(asked).toContain('woensdag 28 oktober 2026, 01:30 uur')
    expect(asked).toContain('komt deze tijd twee keer voor')
    await browser(`/enrolments/${id}/start/confirmation`, { form: { startsOn: '2026-10-25', startsTime: '02:30' } })
    expect((await own()).startsAt).toBe(Date.UTC(2026, 9, 25, 0, 30))
  })

  test('the deadline to confirm counts the extra time', async () => {
    const { browser, id, person } = await aPayer()
    await app.db.write((tx) => tx.insert(accommodation).values({ personId: person.id, extraPercent: 25, extraMinutes: 0, setAt: NOW, setBy: 'staff' }))
    const asked = await saysOf(await browser(`/enrolments/${id}/start/confirmation?startsOn=2026-11-07&startsTime=09:00`))
    expect(asked).toContain('woensdag 11 november 2026, 03:00 uur')
    expect(asked).toContain('Je extra tijd zit hierin.')
  })

  test.each([
    ['not paid', {}, { confirmedAt: null, heldUntil: NOW + HOUR }, 'Deze inschrijving is nog niet betaald.'],
    ['begun', {}, { startsAt: NOW - HOUR }, 'Het startmoment is geweest en de klok loopt.'],
    ['lapsed', { windowFirstOn: '2026-10-20', windowLastOn: '2026-11-04' }, {}, 'er was geen startmoment gekozen'],
    ['called off', { calledOffAt: NOW - 1 }, {}, 'Deze toetsronde gaat niet door.'],
  ] as const)('%s: no moment can be chosen', async (_, values, facts, text) => {
    const { browser, id, own } = await aPayer(values, facts)
    const before = await own()
    for (const [path, form] of [['/start', undefined], ['/start', { startsOn: '2026-11-07', startsTime: '09:00' }], ['/start/now', {}]] as const) {
      const response = await browser(`/enrolments/${id}${path}`, form === undefined ? {} : { form })
      expect([path, response.status]).toEqual([path, 409])
      expect(await saysOf(response)).toContain(text)
    }
    expect((await own()).startsAt).toBe(before.startsAt)
  })

  test('"start now" asks first, then starts this very instant', async () => {
    const { browser, id, own } = await aPayer()
    const asked = await saysOf(await browser(`/enrolments/${id}/start/now`))
    expect(asked).toContain('zondag 8 november 2026, 10:00 uur')
    expect((await own()).startsAt).toBeNull()
    const started = await browser(`/enrolments/${id}/start/now`, { form: {} })
    expect(goesTo(started)).toBe(`/enrolments/${id}/tests`)
    expect((await own()).startsAt).toBe(NOW)
  })

  test('"start now" before the window is refused', async () => {
    const { browser, id } = await aPayer({ windowFirstOn: '2026-11-20', windowLastOn: '2026-11-30' })
    expect((await browser(`/enrolments/${id}/start/now`, { form: {} })).status).toBe(422)
  })
})

describe('declaring own work', () => {
  test('the rules are read, the box is ticked, and it is done', async () => {
    const { browser, id, own } = await aPayer()
    const rules = await saysOf(await browser(`/enrolments/${id}/declaration`))
    for (const rule of ['72 uur', 'hulpmiddelen', 'van jezelf', 'Kunstmatige intelligentie']) expect(rules).toContain(rule)
    expect((await browser(`/enrolments/${id}/declaration`, { form: {} })).status).toBe(422)
    expect(goesTo(await browser(`/enrolments/${id}/declaration`, { form: { declare: 'on' } }))).toBe(`/enrolments/${id}`)
    expect((await own()).declaredAt).toBe(NOW)
  })

  test('before the clock runs it invites to practise; while it runs it says until when, and invites to nothing else', async () => {
    const [later, running] = [await aPayer(), await aPayer({}, { startsAt: NOW - HOUR })]
    const [before, during] = [await saysOf(await later.browser(`/enrolments/${later.id}/declaration`)), await saysOf(await running.browser(`/enrolments/${running.id}/declaration`))]
    expect(before).toContain('Lees dit voordat je begint')
    expect(before).toContain('Oefentoets')
    expect(during).toContain('Je tijd loopt, tot zondag 8 november 2026, 09:00 uur')
    expect(during).not.toMatch(/voordat je begint|Oefentoets/)
  })

  test('who has extra time reads that it comes on top, and nobody else', async () => {
    const { browser, id, person } = await aPayer()
    const read = async () => saysOf(await browser(`/enrolments/${id}/declaration`))
    expect(await read()).not.toContain('extra tijd')
    await app.db.write((tx) => setAccommodation(tx, { personId: person.id, extraPercent: 25, extraMinutes: 0 }, 'staff', NOW))
    expect(await read()).toContain('Je extra tijd komt daarbij.')
  })

  test('while the clock runs it leads on to the tests', async () => {
    const { browser, id } = await aPayer({}, { startsAt: NOW - HOUR })
    expect(goesTo(await browser(`/enrolments/${id}/declaration`, { form: { declare: 'on' } }))).toBe(`/enrolments/${id}/tests`)
  })
})

describe('moving somebody', () => {
  test('the office chooses a round that still takes people; the candidate is told', async () => {
    const { person, id } = await aPayer()
    const [next, gone] = [await anOpenRound(app.db), await anOpenRound(app.db, { windowFirstOn: '2026-10-01', windowLastOn: '2026-10-10' })]
    const office = app.as(await aPerson(app.db, { candidateSince: null, staffSince: NOW }))
    const form = await saysOf(await office(`/staff/enrolments/${id}/move`))
    expect(form).toContain(next.name)
    expect(form).not.toContain(gone.name)
    expect((await office(`/staff/enrolments/${id}/move`, { form: { roundId: '' } })).status).toBe(422)
    const refused = await office(`/staff/enrolments/${id}/move`, { form: { roundId: gone.id } })
    expect(refused.status).toBe(409)
    expect(goesTo(await office(`/staff/enrolments/${id}/move`, { form: { roundId: next.id } }))).toBe(`/staff/people/${person.id}`)
    expect(await findLiveEnrolment(app.db.read, person.id)).toMatchObject({ roundId: next.id })
    expect((await app.mails()).map(({ kind }) => kind)).toEqual(['enrolmentMoved'])
  })
})

test('who paid and chose nothing hears that the enrolment lapsed, once', async () => {
  const { browser, id } = await aPayer()
  app.clock.forward(20 * DAY)
  expect(await saysOf(await browser(`/enrolments/${id}`))).toContain('Bel of mail het toetsbureau')
  await app.runJobs()
  await app.runJobs()
  expect((await app.mails()).map(({ kind }) => kind)).toEqual(['enrolmentLapsed'])
})
