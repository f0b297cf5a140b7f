import { and, eq } from 'drizzle-orm'
import { parse } from 'node-html-parser'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { auditEvent } from '../../db/schema/audit.ts'
import { attempt, seal } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { mail } from '../../db/schema/mail.ts'
import { order, payment } from '../../db/schema/payments.ts'
import { record } from '../../src/audit/actions.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { saveAnswer } from '../../src/delivery/actions.ts'
import { handInAndTell } from '../../src/delivery/closing.ts'
import { listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { digestOf } from '../../src/delivery/sealing.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { gradingJobs } from '../../src/grading/jobs.ts'
import { setRoles } from '../../src/identity/actions.ts'
import { newId } from '../../src/ids.ts'
import { runAll } from '../../src/jobs/loop.ts'
import { makeOrder } from '../../src/payments/actions.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson, aRound, anEnrolment, thePapers } from '../support/builders.ts'
import { aProposedRelease } from '../support/release.ts'
import { AFTER, aStaffMember, anAssessor } from '../support/grading.ts'

let server: Awaited<ReturnType<typeof startApp>>
let staff: { id: string }
beforeEach(async () => {
  server = await startApp()
  staff = await aStaffMember(server.db, 'Marieke Bureau')
})
afterEach(() => server.stop())

const says = async (response: Response) => parse(await response.text()).text.replace(/[\s\u00a0]+/g, ' ')
const look = async (path: string, person: { id: string } = staff) => says(await server.as(person)(path))

/** Somebody whose clock started an hour ago, with one answer and a late text where that is wanted. */
async function aWriter(name = 'Daan Kuipers') {
  const forms = await thePapers(server.db)
  const round = await aRound(server.db, forms)
  const person = await aPerson(server.db, { name })
  const place = await anEnrolment(server.db, person.id, round.id, { startsAt: NOW - HOUR })
  await server.db.write((tx) => startDueEnrolments(tx, NOW, 10))
  const attempts = await listEnrolmentAttempts(server.db.read, place.id)
  const attemptId = attempts[0]?.attempt.id ?? ''
  const form = await getPublishedForm(server.db.read, attempts[0]?.attempt.formId ?? '')
  const questionId = form.questions.find(({ type }) => type === 'open')?.id ?? ''
  const save = (text: string, values = {}) =>
    server.db.write((tx) => saveAnswer(tx, {
      attemptId, questionId, personId: person.id, graceMs: 60 * SECOND,
      draft: { text, choice: [], windowId: 'window-a', windowCount: null, baseRevision: 0, ...values },
    }, NOW))
  const handIn = () => server.db.write((tx) => handInAndTell(tx, { attemptId, personId: person.id, graceMs: 60 * SECOND }, NOW))
  const [number = ''] = attempts.map((one) => one.attempt.candidateNumber)
  return { forms, round, person, place, attemptId, questionId, save, handIn, number, attempts }
}

test('the front page says what waits for a decision, each with the way to it, and nothing when there is nothing', async () => {
  expect(await look('/staff')).toContain('Er wacht nu niets op een besluit.')
  const { round, person, place, save, handIn } = await aWriter()
  await save('Ik luister.')
  await handIn()
  const lapsed = await aRound(server.db, [], { windowFirstOn: '2026-10-01', windowLastOn: '2026-10-10', name: 'Voorbije ronde' })
  await anEnrolment(server.db, (await aPerson(server.db)).id, lapsed.id)
  const drawing = await aRound(server.db, [], { windowFirstOn: '2026-11-12', windowLastOn: '2026-11-20', minimumCandidates: 5, name: 'Kleine ronde' })
  const made = await server.db.write((tx) => makeOrder(tx, { enrolmentId: place.id, personId: person.id, product: 'full' }, NOW))
  await server.db.write(async (tx) => {
    await tx.insert(payment).values({ id: newId(), orderId: made.id, provider: 'demo', status: 'paid', amountCents: 12500, createdAt: NOW, refundDue: 'second', refundDueAt: NOW })
    await tx.insert(mail).values({ id: newId(), personId: person.id, recipient: 'x@y.nl', kind: 'handedIn', subject: 'Ingeleverd', body: 'tekst', secret: false, createdAt: NOW, dueAt: NOW, tries: 9, failedAt: NOW })
  })
  await runAll({ db: server.db, now: NOW + MINUTE, log: pino({ level: 'silent' }) }, gradingJobs)
  const page = parse(await (await server.as(staff)('/staff')).text())
  const text = page.text.replace(/[\s\u00a0]+/g, ' ')
  for (const told of ['Eén betaling moet terug', 'Eén kandidaat heeft betaald en geen startmoment gekozen', 'Eén antwoord heeft geen beoordelaar', '0 betaalde plekken, het minimum is 5', 'Mail niet aangekomen: Ingeleverd']) {
    expect(text).toContain(told)
  }
  expect(page.querySelector(`a[href="/staff/rounds/${lapsed.id}/candidates?show=choosing"]`)).not.toBeNull()
  expect(page.querySelector(`a[href="/staff/rounds/${round.id}/assessing"]`)).not.toBeNull()
  expect(text).toContain(drawing.name)
})

test('a failed mail that was sent again waits for nothing any more', async () => {
  const id = newId()
  await server.db.write((tx) => tx.insert(mail).values({ id, personId: staff.id, recipient: 'x@y.nl', kind: 'handedIn', subject: 'Ingeleverd', body: 'tekst', secret: false, createdAt: NOW, dueAt: NOW, tries: 9, failedAt: NOW }))
  expect(await look('/staff')).toContain('Mail niet aangekomen')
  expect((await server.as(staff)(`/staff/mails/${id}/resend`, { form: {} })).status).toBe(303)
  expect(await look('/staff')).not.toContain('Mail niet aangekomen')
})

test('an attempt for which no fresh form was left shows', async () => {
  const { forms, person } = await aWriter()
  await server.db.write((tx) => tx.update(attempt).set({ voidedAt: NOW }))
  const round = await aRound(server.db, [forms[0], forms[2]])
  await server.db.write((tx) => tx.update(enrolment).set({ endedAt: NOW, endReason: 'cancelled' }))
  await anEnrolment(server.db, person.id, round.id, { startsAt: NOW - HOUR })
  await server.db.write((tx) => startDueEnrolments(tx, NOW, 10))
  expect(await look('/staff')).toMatch(/Toets \S+ \(casustoets\) kreeg een casus of vraag die de kandidaat al kende/)
})

test('a round that is ready to be released shows, and then who has to agree', async () => {
  const { round, proposer, agreer } = await aProposedRelease(server.db, ['both'])
  server.clock.forward(AFTER - NOW)
  expect(await look('/staff', agreer)).toContain('Voorsteller vraagt akkoord voor de uitslag')
  expect(await look('/staff', proposer)).toContain('Je voorstel voor de uitslag wacht op een collega')
  const page = parse(await (await server.as(proposer)(`/staff/rounds/${round.id}/release`)).text())
  const withdrawal = page.querySelector('form[action$="/withdrawal"]')?.getAttribute('action') ?? ''
  expect((await server.as(proposer)(withdrawal, { form: {} })).status).toBe(303)
  const text = await look('/staff', proposer)
  expect(text).toContain('De uitslag kan worden voorgesteld (2 toetsen)')
  expect(text).not.toContain('wacht op een collega')
})

test('a round’s page has its picture, its facts and only the actions of its phase', async () => {
  const { round } = await aWriter()
  const page = parse(await (await server.as(staff)(`/staff/rounds/${round.id}`)).text())
  expect(page.text).toContain('Daan Kuipers')
  expect(page.querySelector(`form[action="/staff/rounds/${round.id}/closing"]`)).not.toBeNull()
  expect(page.querySelector(`form[action="/staff/rounds/${round.id}/opening"]`)).toBeNull()
  expect(page.querySelector(`a[href="/staff/rounds/${round.id}/calling-off"]`)).toBeNull()
  const quiet = await aRound(server.db, [], { windowFirstOn: '2027-01-11', windowLastOn: '2027-01-20' })
  const other = parse(await (await server.as(staff)(`/staff/rounds/${quiet.id}`)).text())
  expect(other.querySelector(`a[href="/staff/rounds/${quiet.id}/calling-off"]`)).not.toBeNull()
  expect(other.text).toContain('Nog niemand heeft een startmoment gekozen.')
})

test('the page of one test shows the work, the seal checked against its hash, and what came too late', async () => {
  const { attemptId, save, handIn, person } = await aWriter()
  await save('Wat ik op tijd schreef')
  expect(await look(`/staff/attempts/${attemptId}`)).toContain('Het werk zoals het nu staat')
  await handIn()
  await save('Wat te laat kwam', { baseRevision: 1 })
  const text = await look(`/staff/attempts/${attemptId}`)
  for (const told of ['Wat ik op tijd schreef', 'Wat te laat kwam', 'Te laat, telt niet mee', 'Klopt', person.name]) expect(text).toContain(told)
  await server.db.write((tx) => tx.update(seal).set({ snapshot: '{"veranderd":true}' }))
  expect(await look(`/staff/attempts/${attemptId}`)).toContain('Het zegel klopt niet met het ingeleverde werk.')
})

test('a receipt is checked by its code, however it is typed; a changed snapshot shows, an unknown code says so', async () => {
  const { attemptId, save, handIn } = await aWriter()
  await save('Mijn werk')
  await handIn()
  const [sealed] = await server.db.read.select().from(seal).where(eq(seal.attemptId, attemptId))
  const code = sealed?.receiptCode ?? ''
  const typed = await server.as(staff)(`/receipts?code=${code.toLowerCase().replaceAll('-', ' ').replaceAll(' ', '%20')}`)
  expect([typed.status, typed.headers.get('Location')]).toEqual([303, `/receipts/${code}`])
  expect(await look(`/receipts/${code}`)).toContain('Het zegel klopt met het ingeleverde werk.')
  await server.db.write((tx) => tx.update(seal).set({ snapshot: `${sealed?.snapshot} ` }))
  expect(await look(`/receipts/${code}`)).toContain('Het zegel klopt niet met het ingeleverde werk.')
  const unknown = await server.as(staff)('/receipts/AAAA-BBBB-CCCC')
  expect([unknown.status, await says(unknown)]).toEqual([404, expect.stringContaining('geen ontvangstbewijs met de code AAAA-BBBB-CCCC')])
})

test('a receipt shows that snapshot and hash were changed together, and that the log itself was', async () => {
  const { attemptId, save, handIn } = await aWriter()
  await save('Mijn werk')
  await handIn()
  const [sealed] = await server.db.read.select().from(seal).where(eq(seal.attemptId, attemptId))
  const path = `/receipts/${sealed?.receiptCode}`
  const snapshot = sealed?.snapshot.replace('Mijn werk', 'Ander werk') ?? ''
  const change = (values: { snapshot?: string | undefined; sha256?: string | undefined }) => server.db.write((tx) => tx.update(seal).set(values).where(eq(seal.attemptId, attemptId)))
  await change({ snapshot, sha256: digestOf(snapshot) })
  const text = await look(path)
  expect(text).toContain('het logboek kent dit zegel niet zo')
  expect(text).not.toContain('Het zegel klopt met het ingeleverde werk.')
  // Whoever changes the log's hash along with it breaks the chain.
  const [event] = await server.db.read.select().from(auditEvent).where(and(eq(auditEvent.subject, attemptId), eq(auditEvent.what, 'attempt.sealed')))
  const after = { ...z.record(z.string(), z.unknown()).parse(event?.after), sha256: digestOf(snapshot) }
  await server.db.write((tx) => tx.update(auditEvent).set({ after }).where(eq(auditEvent.id, event?.id ?? '')))
  expect(await look(path)).toContain('het logboek van deze toets is beschadigd')
  await server.db.write((tx) => tx.update(auditEvent).set({ after: event?.after }).where(eq(auditEvent.id, event?.id ?? '')))
  await change({ snapshot: sealed?.snapshot, sha256: sealed?.sha256 })
  expect(await look(path)).toContain('Het zegel klopt met het ingeleverde werk.')
})

test('a test is declared void with a reason, and the chance given back in another round', async () => {
  const { attempts, forms, person } = await aWriter()
  const later = await aRound(server.db, forms, { windowFirstOn: '2026-12-01', windowLastOn: '2026-12-12' })
  const [first, second] = attempts.map((one) => one.attempt.id)
  const noReason = await server.as(staff)(`/staff/attempts/${first}/voiding`, { form: { reason: ' ' } })
  expect(noReason.status).toBe(422)
  for (const id of [first, second]) expect((await server.as(staff)(`/staff/attempts/${id}/voiding`, { form: { reason: 'Ziek geworden' } })).status).toBe(303)
  expect(await look('/candidate', person)).toContain('Wacht op bericht van het toetsbureau')
  expect(await look(`/staff/attempts/${first}`)).toContain('Ziek geworden')
  const place = () => server.as(staff)(`/staff/attempts/${first}/place`, { form: { roundId: later.id } })
  expect((await place()).headers.get('Location')).toBe(`/staff/people/${person.id}`)
  expect((await place()).status).toBe(409)
  expect(await look('/candidate', person)).toContain('Kies je startmoment')
  expect(await look(`/staff/people/${person.id}`)).toContain('Kans teruggegeven')
})

test('extra time comes back in its form when it is no number, and moves the deadline when it is', async () => {
  const { person, attemptId } = await aWriter()
  const path = `/staff/people/${person.id}/accommodation`
  const wrong = await server.as(staff)(path, { form: { extraPercent: 'veel', extraMinutes: '0' } })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="veel"')])
  expect((await server.as(staff)(path, { form: { extraPercent: '25', extraMinutes: '30' } })).status).toBe(303)
  expect(await look(`/staff/people/${person.id}`)).toContain('25 procent en 30 minuten extra.')
  // 5 November 09:00 plus 90 hours and a half.
  expect(await look(`/staff/attempts/${attemptId}`)).toContain('maandag 9 november 2026, 03:30 uur')
  await server.as(staff)(path, { form: { extraPercent: '25', extraMinutes: '0' } })
  expect(await look(`/staff/people/${person.id}`)).toContain('25 procent extra.')
})

test('people are found by part of a name, e-mail address, candidate number or order number', async () => {
  const { person, number, place } = await aWriter('Élodie de Vries')
  await aPerson(server.db, { name: 'Iemand Anders' })
  const made = await server.db.write((tx) => makeOrder(tx, { enrolmentId: place.id, personId: person.id, product: 'full' }, NOW))
  const [row] = await server.db.read.select().from(order)
  expect(row?.number).toBe(made.number)
  const texts = ['Élodie', 'de vries', person.email.slice(0, 12), number, number.toLowerCase().replace('-', ''), number.slice(0, 6), made.number, made.number.slice(8).toLowerCase()]
  for (const text of texts) {
    const found = await look(`/staff/people?text=${encodeURIComponent(text)}`)
    expect(found, text).toContain('Élodie de Vries')
    expect(found, text).not.toContain('Iemand Anders')
  }
  for (const text of ['%', '_', "' or 1=1", '\\']) expect(await look(`/staff/people?text=${encodeURIComponent(text)}`), text).toContain('0 personen')
})

test('a new person keeps what was typed when the address is taken, and is invited when that is asked', async () => {
  const person = await aPerson(server.db, { name: 'Bestaat Al' })
  const taken = await server.as(staff)('/staff/people/new', { form: { name: 'Nieuwe Naam', email: person.email.toUpperCase(), language: 'nl', invite: 'on' } })
  expect([taken.status, await taken.text()]).toEqual([409, expect.stringContaining('value="Nieuwe Naam"')])
  const made = await server.as(staff)('/staff/people/new', { form: { name: 'Nieuwe Naam', email: 'nieuw@voorbeeld.nl', language: 'en', invite: 'on' } })
  expect(made.status).toBe(303)
  const text = await look(made.headers.get('Location') ?? '')
  for (const told of ['Nieuwe Naam', 'nieuw@voorbeeld.nl', 'Kandidaat', 'English', 'Uitgenodigd op', 'Hierin stond een geheime link']) expect(text).toContain(told)
  expect((await server.mails()).map(({ kind, recipient }) => [kind, recipient])).toEqual([['invitation', 'nieuw@voorbeeld.nl']])
})

test('staff change a candidate’s details; those of an assessor or a colleague only an administrator', async () => {
  const candidate = await aPerson(server.db, { name: 'Kandidaat Een' })
  const assessor = await anAssessor(server.db, 'Beoordelaar Een')
  const form = { name: 'Andere Naam', email: 'anders@voorbeeld.nl', language: 'nl' }
  expect((await server.as(staff)(`/staff/people/${candidate.id}/details`, { form })).status).toBe(303)
  expect(await look(`/staff/people/${candidate.id}`)).toContain('Andere Naam')
  for (const path of [`/staff/people/${assessor.id}/details`, `/staff/people/${assessor.id}/invitation`]) {
    expect((await server.as(staff)(path, { form: { ...form, email: 'nog-anders@voorbeeld.nl' } })).status, path).toBe(403)
  }
  const both = await aPerson(server.db, { name: 'Saskia', candidateSince: null, staffSince: NOW, administratorSince: NOW })
  expect((await server.as(both)(`/staff/people/${assessor.id}/details`, { form: { ...form, email: 'nog-anders@voorbeeld.nl' } })).status).toBe(303)
})

test('staff see the log of rounds and persons with what changed; events about accounts are the administrator’s', async () => {
  const { person, round, handIn } = await aWriter()
  await handIn()
  await server.db.write((tx) => setRoles(tx, person.id, ['candidate', 'assessor'], staff.id, NOW))
  await server.db.write((tx) => record(tx, { at: NOW, by: staff.id, what: 'moon.landed', on: 'moon', roundId: round.id, after: { amountCents: 12500, startsAt: NOW } }))
  const administrator = await aPerson(server.db, { name: 'Beheerder', candidateSince: null, administratorSince: NOW })
  const mine = await look(`/staff/audit?person=${person.id}`)
  expect(mine).toContain('De toets is ingeleverd en verzegeld')
  expect(mine).not.toContain('Rollen gewijzigd')
  expect(await look('/staff/audit', administrator)).toContain('Rollen gewijzigd')
  const ofRound = await look(`/staff/audit?round=${round.id}`)
  for (const told of ['moon.landed', '€ 125,00', '5 nov 2026, 10:00', 'De klok']) expect(ofRound).toContain(told)
})

test('the log goes page by page, each event once', async () => {
  for (let number = 0; number < 120; number++) {
    await server.db.write((tx) => record(tx, { at: NOW, by: staff.id, what: `thing.done${number}`, on: `t${number}`, personId: staff.id }))
  }
  const seen: string[] = []
  let path: string | undefined = '/staff/audit'
  while (path !== undefined) {
    const page = parse(await (await server.as(staff)(path)).text())
    seen.push(...page.querySelectorAll('tbody th').map((cell) => /thing\.done\d+/.exec(cell.text)?.[0] ?? ''))
    path = page.querySelectorAll('main .buttons a').find((link) => link.text.trim() === 'Oudere gebeurtenissen')?.getAttribute('href')?.replaceAll('&amp;', '&')
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `thing.done${119 - index}`))
})

test('who paid long ago and lapsed is found in the candidates list of the round', async () => {
  const round = await aRound(server.db, [], { windowFirstOn: '2026-10-01', windowLastOn: '2026-10-10' })
  const person = await aPerson(server.db, { name: 'Vergeten Vera' })
  await anEnrolment(server.db, person.id, round.id)
  await anEnrolment(server.db, (await aPerson(server.db, { name: 'Geannuleerde Gijs' })).id, round.id, { endedAt: NOW - DAY, endReason: 'cancelled' })
  const text = await look(`/staff/rounds/${round.id}/candidates?show=choosing`)
  expect(text).toContain('Vergeten Vera')
  expect(text).toContain('Geen startmoment gekozen')
  expect(text).toContain('Nog nooit ingelogd')
  expect(text).not.toContain('Geannuleerde Gijs')
})

test('an empty list says what comes next: a first round, who takes in papers, that nobody has enrolled', async () => {
  const front = parse(await (await server.as(staff)('/staff')).text())
  expect(front.text).toContain('Er is nu geen toetsronde.')
  expect(front.querySelector('main a[href="/staff/rounds/new"]')).not.toBeNull()
  expect(await look('/staff/papers')).toContain('Wie de server beheert, leest ze in.')
  const round = await aRound(server.db, [])
  expect(await look(`/staff/rounds/${round.id}/candidates`)).toContain('Nog niemand heeft zich ingeschreven')
  expect(await look(`/staff/rounds/${round.id}/candidates?text=niemand`)).toContain('Er zijn geen kandidaten die hierbij passen.')
})
