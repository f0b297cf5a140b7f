import { parse } from 'node-html-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { problemReport } from '../../db/schema/delivery.ts'
import { auditEvent } from '../../db/schema/audit.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { listAnswers, listUncounted } from '../../src/delivery/queries.ts'
import { startApp } from '../support/app.ts'
import { NOW } from '../support/builders.ts'
import { aStaffMember } from '../support/grading.ts'
import { aSitter, attemptRow, mailsOf, sealDue } from '../support/supervision.ts'
import type { Sitter } from '../support/supervision.ts'

let server: Awaited<ReturnType<typeof startApp>>
let staff: { id: string }
let one: Sitter
beforeEach(async () => {
  server = await startApp()
  staff = await aStaffMember(server.db, 'Marieke Bureau')
  one = await aSitter(server.db)
})
afterEach(() => server.stop())

const says = async (response: Response) => parse(await response.text()).text.replace(/[\s\u00a0]+/g, ' ')
const candidate = (path: string, asking = {}) => server.as(one.person)(path, asking)
const office = (path: string, asking = {}) => server.as(staff)(path, asking)
const standing = async () => (await listAnswers(server.db.read, one.attemptId)).find(({ questionId }) => questionId === one.questionId)
const clock = async () => parse(await (await candidate(`/attempts/${one.attemptId}/clock`)).text())

describe('reporting a problem', () => {
  const report = (text: string) => candidate(`/attempts/${one.attemptId}/problems`, { form: { text }, headers: { 'User-Agent': 'Firefox 999' } })

  test('without JavaScript the button on the page of the test saves what is typed before it leads to the form', async () => {
    const page = parse(await (await candidate(`/attempts/${one.attemptId}`)).text())
    expect(page.querySelector('button[name="go"][value="problem"]')?.text.trim()).toBe('Meld een probleem')
    const form = { window: 'window-aaaa', [`revision-${one.questionId}`]: '0', [`text-${one.questionId}`]: 'half getypt', go: 'problem' }
    const sent = await candidate(`/attempts/${one.attemptId}/answers`, { form })
    expect(sent.headers.get('Location')).toBe(`/attempts/${one.attemptId}/problem`)
    expect(await standing()).toMatchObject({ text: 'half getypt' })
    expect(await says(await candidate(`/attempts/${one.attemptId}/problem`))).toContain('Wat is er aan de hand?')
  })

  test('keeps what the server knows, shows at once on the front list, the list and the board, and is answered there', async () => {
    await one.save('tot hier', NOW)
    server.clock.forward(10 * MINUTE)
    const sent = await report('De afbeelding bij vraag 3 ontbreekt')
    expect(sent.headers.get('Location')).toBe(`/attempts/${one.attemptId}/problem?sent=1`)
    const [row] = await server.db.read.select().from(problemReport)
    expect(row).toMatchObject({ lastSavedAt: NOW, userAgent: 'Firefox 999', reportedAt: NOW + 10 * MINUTE, answer: null, roundId: one.roundId })
    expect(await says(await office('/staff'))).toContain('Roos van Dam meldt een probleem bij de casustoets')
    expect(await says(await office('/staff/problems/notice'))).toContain('Eén melding van een kandidaat wacht op antwoord')
    expect(await says(await office('/staff/problems'))).toContain('De afbeelding bij vraag 3 ontbreekt')
    expect(await says(await office(`/staff/rounds/${one.roundId}/board?show=problem`))).toContain('Melding')
    expect(await says(await office(`/staff/attempts/${one.attemptId}`))).toContain('De afbeelding bij vraag 3 ontbreekt')

    const answered = await office(`/staff/problems/${row?.id}/answer`, { form: { text: 'Laad de bladzijde opnieuw.' } })
    expect(answered.headers.get('Location')).toBe('/staff/problems')
    expect(await says(await office('/staff'))).not.toContain('meldt een probleem')
    expect((await clock()).querySelector('[data-news]')?.text).toContain('Laad de bladzijde opnieuw.')
    expect(await says(await candidate(`/attempts/${one.attemptId}`))).toContain('Laad de bladzijde opnieuw.')
    expect((await mailsOf(server.db, 'problemAnswered'))[0]?.body).toContain('Laad de bladzijde opnieuw.')
    expect(JSON.stringify(await server.db.read.select().from(auditEvent))).not.toMatch(/afbeelding|Laad de/)
    expect(await checkChains(server.db.read)).toEqual([])
  })

  test('is answered once: a second answer is refused, and what was typed stays in sight', async () => {
    await report('Er klopt iets niet')
    const [row] = await server.db.read.select().from(problemReport)
    await office(`/staff/problems/${row?.id}/answer`, { form: { text: 'De eerste' } })
    const second = await office(`/staff/problems/${row?.id}/answer`, { form: { text: 'De tweede' } })
    expect(second.status).toBe(409)
    const text = await says(second)
    for (const told of ['Een collega heeft deze melding al beantwoord', 'De eerste', 'De tweede']) expect(text).toContain(told)
    expect(await mailsOf(server.db, 'problemAnswered')).toHaveLength(1)
  })

  test('without text comes back with what is wrong; somebody else’s test is not found; ten that wait are enough', async () => {
    expect((await report('  ')).status).toBe(422)
    const other = await aSitter(server.db, { forms: one.forms, name: 'Iemand Anders' })
    expect((await server.as(other.person)(`/attempts/${one.attemptId}/problems`, { form: { text: 'x' } })).status).toBe(404)
    for (let count = 0; count < 10; count++) await report(`melding ${count}`)
    const eleventh = await report('melding 11')
    expect(eleventh.status).toBe(409)
    expect(await eleventh.text()).toContain('melding 11')
  })

  test('is told on every page of the office that does not show it itself, by one question that repeats; on no page of a candidate', async () => {
    const slotsOf = async (response: Response) => {
      const page = parse(await response.text())
      const asking = page.querySelectorAll('[hx-get^="/staff/problems/notice"]').map((slot) => slot.getAttribute('hx-trigger'))
      return { asking, refreshes: page.querySelectorAll('script').some((script) => script.getAttribute('src')?.includes('polling')) }
    }
    for (const path of ['/staff/rounds', '/staff/people', `/staff/attempts/${one.attemptId}`, `/staff/rounds/${one.roundId}/board`]) {
      expect(await slotsOf(await office(path)), path).toEqual({ asking: ['load'], refreshes: true })
    }
    expect((await slotsOf(await office('/staff'))).asking).toEqual(['every 15s'])
    expect((await slotsOf(await office('/staff/problems'))).asking).toEqual([])
    expect((await slotsOf(await server.as(one.person)('/candidate'))).asking).toEqual([])
    const part = parse(await (await office('/staff/problems/notice')).text())
    expect(part.querySelector('#problems-notice')?.getAttribute('hx-trigger')).toBe('every 15s')
  })

  test('what refreshes itself answers 304 to its own version, and comes again when something changes', async () => {
    const fragment = { headers: { 'HX-Request': 'true' } }
    for (const path of [`/staff/rounds/${one.roundId}/board`, '/staff/problems', '/staff/problems/notice']) {
      const first = await office(path, fragment)
      const etag = first.headers.get('ETag') ?? ''
      expect(parse(await first.text()).querySelector('[data-etag]')?.getAttribute('data-etag')).toBe(etag)
      const again = { headers: { 'HX-Request': 'true', 'If-None-Match': etag } }
      expect((await office(path, again)).status).toBe(304)
      await report(`iets nieuws op ${path}`)
      expect((await office(path, again)).status).toBe(200)
    }
  })
})

describe('what the office does about one test', () => {
  test('extra time: the page says what it does, the clock of an open page and the deadline in words follow at once', async () => {
    expect(await says(await office(`/staff/attempts/${one.attemptId}/extra-time`))).toContain('Geldt alleen voor deze toets')
    const given = await office(`/staff/attempts/${one.attemptId}/extra-time`, { form: { minutes: '90', reason: 'Scherm kapot' } })
    expect(given.headers.get('Location')).toBe(`/staff/attempts/${one.attemptId}`)
    const reply = await clock()
    expect(reply.querySelector('[data-left]')?.getAttribute('data-left')).toBe(String(73.5 * HOUR))
    expect(reply.querySelector('[data-due]')?.text).toContain('zondag 8 november 2026, 11:30 uur')
    const page = await says(await office(`/staff/attempts/${one.attemptId}`))
    for (const told of ['90 minuten', 'Extra tijd gegeven', 'Scherm kapot', 'Marieke Bureau']) expect(page).toContain(told)
    const wrong = await office(`/staff/attempts/${one.attemptId}/extra-time`, { form: { minutes: 'veel', reason: '' } })
    expect(wrong.status).toBe(422)
    const again = await wrong.text()
    expect(again).toContain('veel')
    // What is wrong stands in the order of the fields.
    expect([...again.matchAll(/<a href="#field-(\w+)">/g)].map(([, name]) => name)).toEqual(['minutes', 'reason'])
  })

  test('closing and opening again: the open page is told, and what can be done changes with it', async () => {
    await office(`/staff/attempts/${one.attemptId}/closing`, { form: { reason: 'Op verzoek' } })
    expect((await clock()).querySelector('[data-state]')?.getAttribute('data-state')).toBe('handedIn')
    const closed = await says(await office(`/staff/attempts/${one.attemptId}`))
    expect(closed).toContain('Open de toets weer')
    expect(closed).not.toContain('Sluit de toets af')
    await office(`/staff/attempts/${one.attemptId}/reopening`, { form: { reason: 'Toch niet' } })
    expect((await clock()).querySelector('[data-state]')?.getAttribute('data-state')).toBe('writing')
    expect((await office(`/staff/attempts/${one.attemptId}/reopening`, { form: { reason: 'nog eens' } })).status).toBe(409)
  })

  test('a late text: shown with its time beside the answer that counts, accepted with a reason, and the candidate sees it', async () => {
    await one.save('op tijd', NOW)
    server.clock.forward(72 * HOUR + 5 * MINUTE)
    await sealDue(server.db, server.clock.now())
    await one.arrive('te laat getypt', server.clock.now())
    const revisionId = (await listUncounted(server.db.read, one.attemptId))[0]?.id ?? ''
    const address = `/staff/attempts/${one.attemptId}/late/${revisionId}/acceptance`
    expect(parse(await (await office(`/staff/attempts/${one.attemptId}`)).text()).querySelector(`a[href="${address}"]`)).not.toBeNull()
    const page = await says(await office(address))
    for (const told of ['op tijd', 'te laat getypt', 'zondag 8 november 2026, 10:05 uur']) expect(page).toContain(told)
    expect((await office(address, { form: { reason: '' } })).status).toBe(422)
    expect((await office(address, { form: { reason: 'De server antwoordde niet' } })).status).toBe(303)
    expect(await says(await candidate(`/attempts/${one.attemptId}/receipt`))).toContain('het toetsbureau')
    expect(await says(await candidate(`/attempts/${one.attemptId}`))).toContain('Te laat, telt mee')
  })

  test('a start that has begun is moved: the door says when, the page of the test leads there, and the choice is the office’s', async () => {
    const page = await says(await office(`/staff/people/${one.person.id}`))
    expect(page).toContain('Verzet het startmoment')
    const wrong = await office(`/staff/enrolments/${one.enrolmentId}/start`, { form: { startsOn: '2026-11-09', startsTime: '09:10', reason: 'Ziek' } })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('09:10')
    expect((await office(`/staff/enrolments/${one.enrolmentId}/start`, { form: { startsOn: '2026-11-09', startsTime: '09:15', reason: 'Ziek' } })).status).toBe(303)
    expect((await candidate(`/attempts/${one.attemptId}`)).headers.get('Location')).toBe(`/enrolments/${one.enrolmentId}/tests`)
    expect(await says(await candidate(`/enrolments/${one.enrolmentId}/tests`))).toContain('maandag 9 november 2026, 09:15 uur')
    expect((await clock()).querySelector('[data-state]')?.getAttribute('data-state')).toBe('notStarted')
    const typed = { window: 'window-aaaa', [`revision-${one.questionId}`]: '0', [`text-${one.questionId}`]: 'te vroeg getypt', go: '' }
    const early = await candidate(`/attempts/${one.attemptId}/answers`, { form: typed })
    expect(early.status).toBe(409)
    expect(await early.text()).toContain('te vroeg getypt')
    expect((await candidate(`/enrolments/${one.enrolmentId}/start`)).status).toBe(409)
    expect(await says(await candidate(`/enrolments/${one.enrolmentId}`))).not.toContain('Wijzig het startmoment')
    expect(await says(await candidate('/candidate'))).toContain('Nog niet begonnen')
    server.clock.forward(4 * DAY)
    expect(await says(await candidate(`/attempts/${one.attemptId}`))).toContain('donderdag 12 november 2026, 09:15 uur')
  })
})

describe('an outage', () => {
  const outage = { fromOn: '2026-11-05', fromTime: '10:30', untilOn: '2026-11-05', untilTime: '11:45', roundId: '', reason: 'Storing bij de provider' }

  test('is first looked at: for whom it is, and nothing changes; then everybody has the minutes, and pages follow', async () => {
    server.clock.forward(2 * HOUR)
    const looked = await office('/staff/incidents/confirmation', { form: outage })
    expect(looked.status).toBe(200)
    const page = parse(await looked.text())
    expect(page.text.replace(/\s+/g, ' ')).toContain('Van donderdag 5 november 2026, 10:30 uur tot donderdag 5 november 2026, 11:45 uur')
    expect(page.querySelectorAll('.figure dd').map(({ text }) => text)).toEqual(['2', '0', '0'])
    expect((await attemptRow(server.db, one.attemptId)).incidentMinutes).toBe(0)
    const sent = Object.fromEntries(page.querySelectorAll('form[action="/staff/incidents"] input').map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']))
    expect(sent).toEqual(outage)
    expect((await office('/staff/incidents', { form: sent })).headers.get('Location')).toBe('/staff/incidents')
    expect((await attemptRow(server.db, one.attemptId)).incidentMinutes).toBe(75)
    expect((await clock()).querySelector('[data-due]')?.text).toContain('zondag 8 november 2026, 11:15 uur')
    expect(await says(await office('/staff/incidents'))).toContain('Storing bij de provider')
    const again = await office('/staff/incidents', { form: sent })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('Storing bij de provider')
  })

  test('still to come, or upside down, comes back in the form', async () => {
    for (const path of ['/staff/incidents', '/staff/incidents/confirmation']) {
      const ahead = await office(path, { form: outage })
      expect(ahead.status).toBe(422)
      expect(await ahead.text()).toContain('10:30')
      expect((await office(path, { form: { ...outage, fromTime: 'tien uur' } })).status).toBe(422)
    }
  })
})

describe('the calendar file', () => {
  const calendar = async () => (await candidate(`/enrolments/${one.enrolmentId}/calendar.ics`)).text()
  const valuesOf = (file: string, name: string) => file.split('\r\n').filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1))

  test('has start and deadlines in UTC, with uids that stay and a sequence that rises when they change', async () => {
    const response = await candidate(`/enrolments/${one.enrolmentId}/calendar.ics`)
    expect(response.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
    const before = await response.text()
    expect(valuesOf(before, 'DTSTART')).toEqual(['20261105T090000Z', '20261108T084500Z', '20261108T084500Z'])
    expect(valuesOf(before, 'DTEND').slice(1)).toEqual(['20261108T090000Z', '20261108T090000Z'])
    expect(valuesOf(before, 'UID')).toEqual(['start', 'case', 'reflection'].map((what) => `${what}.${one.enrolmentId}@toetsronde`))
    await office(`/staff/attempts/${one.attemptId}/extra-time`, { form: { minutes: '90', reason: 'Scherm kapot' } })
    const after = await calendar()
    expect(valuesOf(after, 'UID')).toEqual(valuesOf(before, 'UID'))
    expect(valuesOf(after, 'DTEND').slice(1)).toEqual(['20261108T103000Z', '20261108T090000Z'])
    expect(Number(valuesOf(after, 'SEQUENCE')[0])).toBeGreaterThan(Number(valuesOf(before, 'SEQUENCE')[0]))
    await office(`/staff/people/${one.person.id}/accommodation`, { form: { extraPercent: '25', extraMinutes: '0' } })
    expect(Number(valuesOf(await calendar(), 'SEQUENCE')[0])).toBeGreaterThan(Number(valuesOf(after, 'SEQUENCE')[0]))
  })

  test('is one’s own; before a start moment is chosen there is none', async () => {
    const other = await aSitter(server.db, { forms: one.forms, name: 'Iemand Anders' })
    expect((await server.as(other.person)(`/enrolments/${one.enrolmentId}/calendar.ics`)).status).toBe(404)
  })
})
