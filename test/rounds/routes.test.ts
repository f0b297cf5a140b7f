import { afterEach, beforeEach, expect, test } from 'vitest'
import { DAY } from '../../src/clock.ts'
import { getRound, listRoundForms, listRounds } from '../../src/rounds/queries.ts'
import { NOW, aPerson, aRound } from '../support/builders.ts'
import { startApp } from '../support/app.ts'
import type { Browser, Fields } from '../support/app.ts'
import { casePaper, publishedPaper, reflectionPaper } from '../support/papers.ts'

let app: Awaited<ReturnType<typeof startApp>>
let staff: Browser
let forms: string[]
beforeEach(async () => {
  app = await startApp()
  staff = app.as(await aPerson(app.db, { candidateSince: null, staffSince: NOW }))
  forms = [
    await app.db.write((tx) => publishedPaper(tx, casePaper('x'), NOW)),
    await app.db.write((tx) => publishedPaper(tx, casePaper('z'), NOW)),
    await app.db.write((tx) => publishedPaper(tx, reflectionPaper('y'), NOW)),
  ]
})
afterEach(() => app.stop())

const typed = (more: Fields = {}): Fields => ({
  name: 'Eerste toetsronde 2027', note: '', windowFirstOn: '2027-01-14', windowLastOn: '2027-01-25', workingHours: '72', caseHours: '', reflectionHours: '',
  enrolmentOpensOn: '', enrolmentOpensTime: '09:00', enrolmentClosesOn: '', enrolmentClosesTime: '17:00', minimumCandidates: '', maximumCandidates: '',
  assessingDueOn: '', ...more,
})
const papers = () => ({ [`paper-${forms[0]}`]: '2', [`paper-${forms[1]}`]: '1', [`paper-${forms[2]}`]: '1' })

test('the form makes a round and leads to its page', async () => {
  const form = await staff('/staff/rounds/new')
  expect(form.status).toBe(200)
  expect(await form.text()).toContain('Casustoets x, versie 1')
  const sent = await staff('/staff/rounds/new', {
    form: typed({ ...papers(), note: 'Let op', enrolmentOpensOn: '2026-12-01', enrolmentClosesOn: '2027-01-10', reflectionHours: '48', maximumCandidates: '25' }),
  })
  expect(sent.status).toBe(303)
  const [made] = await listRounds(app.db.read)
  expect(sent.headers.get('Location')).toBe(`/staff/rounds/${made?.id}`)
  expect(made).toMatchObject({
    note: 'Let op', workingHours: 72, caseHours: null, reflectionHours: 48, minimumCandidates: null, maximumCandidates: 25,
    enrolmentOpensAt: Date.UTC(2026, 11, 1, 8), enrolmentClosesAt: Date.UTC(2027, 0, 10, 16),
  })
  expect((await listRoundForms(app.db.read, made?.id ?? '')).map(({ formId }) => formId)).toEqual([forms[1], forms[0], forms[2]])
})

test.each([
  [{ windowLastOn: '2027-01-13' }, 'ligt voor de eerste'],
  [{ windowFirstOn: '2026-11-04', windowLastOn: '2026-11-15' }, 'al voorbij'],
  [{ windowLastOn: '2027-06-01' }, '1 tot en met 60 dagen'],
  [{ windowFirstOn: 'morgen' }, 'Vul een datum in die bestaat'],
  [{ windowFirstOn: '2027-02-30' }, 'Vul een datum in die bestaat'],
  [{ windowFirstOn: '0001-01-01' }, 'Vul een datum in die bestaat'],
  [{ windowLastOn: '9999-12-31' }, 'Vul een datum in die bestaat'],
  [{ workingHours: '1e9' }, 'Vul een heel getal in'],
  [{ maximumCandidates: '-1' }, '1 of meer'],
  [{ workingHours: '721' }, 'van 1 tot en met 720'],
  [{ workingHours: '7,5' }, 'Vul een heel getal in'],
  [{ workingHours: '' }, 'Vul een heel getal in'],
  [{ caseHours: '73' }, 'niet langer duren dan de 72 uur'],
  [{ minimumCandidates: '5', maximumCandidates: '4' }, 'minimum is hoger'],
  [{ enrolmentOpensOn: '2026-12-10', enrolmentClosesOn: '2026-12-09' }, 'De sluiting ligt voor de opening'],
  [{ enrolmentClosesOn: '2027-01-27' }, 'na het einde van de startperiode'],
  [{ enrolmentOpensOn: '2026-11-01' }, 'Dit moment is al voorbij'],
  [{ enrolmentClosesOn: '2026-12-10', enrolmentClosesTime: '' }, 'Vul een tijd in'],
  [{ enrolmentClosesOn: '2026-12-10', enrolmentClosesTime: '24:00' }, 'Vul een tijd in'],
  [{ enrolmentClosesOn: '2026-12-10', enrolmentClosesTime: '09:15 of later' }, 'Vul een tijd in'],
  [{ enrolmentOpensOn: '2027-03-28', enrolmentOpensTime: '02:30', windowFirstOn: '2027-04-01', windowLastOn: '2027-04-12' }, 'uur vooruit'],
  [{ assessingDueOn: '2027-01-20' }, 'voordat de startperiode voorbij is'],
  [{ enrolmentOpensOn: '2026-12-01' }, 'minstens één casustoets en één reflectietoets'],
  [{ name: ' ' }, 'Vul dit veld in'],
] satisfies [Fields, string][])('%j is refused in the form, with what was typed still there', async (more, text) => {
  const sent = await staff('/staff/rounds/new', { form: typed({ ...more, note: 'Dit stond hier' }) })
  expect([409, 422]).toContain(sent.status)
  const html = await sent.text()
  expect(html).toContain(text)
  expect(html).toContain('Dit stond hier')
  expect(await listRounds(app.db.read)).toEqual([])
})

test('two papers of a kind with the same preference are refused, because nobody could tell which comes first', async () => {
  const sent = await staff('/staff/rounds/new', { form: typed({ ...papers(), [`paper-${forms[0]}`]: '1' }) })
  expect(sent.status).toBe(422)
  expect(await sent.text()).toContain('hebben dezelfde keus')
  expect(await listRounds(app.db.read)).toEqual([])
})

test('a round is changed; the form shows what is there', async () => {
  await staff('/staff/rounds/new', { form: typed({ ...papers(), enrolmentOpensOn: '2026-12-01' }) })
  const [made] = await listRounds(app.db.read)
  const edit = `/staff/rounds/${made?.id}/edit`
  const html = await (await staff(edit)).text()
  for (const value of ['Eerste toetsronde 2027', '2027-01-14', '2026-12-01', '09:00']) expect(html).toContain(`value="${value}"`)
  const sent = await staff(edit, { form: typed({ ...papers(), enrolmentOpensOn: '2026-12-02', workingHours: '80' }) })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, `/staff/rounds/${made?.id}`])
  expect(await getRound(app.db.read, made?.id ?? '')).toMatchObject({ workingHours: 80, enrolmentOpensAt: Date.UTC(2026, 11, 2, 8) })
  expect((await staff(edit, { form: typed({ workingHours: '80' }) })).status).toBe(303)
  expect(await listRoundForms(app.db.read, made?.id ?? '')).toEqual([])
})

test('of two colleagues who change the same round the second is told, keeps what was typed, and may then mean it', async () => {
  await staff('/staff/rounds/new', { form: typed({ ...papers() }) })
  const [made] = await listRounds(app.db.read)
  const edit = `/staff/rounds/${made?.id}/edit`
  const seenOn = (html: string) => /name="seen" value="(\w+)"/.exec(html)?.[1] ?? ''
  const seen = seenOn(await (await staff(edit)).text())
  expect((await staff(edit, { form: typed({ ...papers(), maximumCandidates: '20', seen }) })).status).toBe(303)
  const late = await staff(edit, { form: typed({ ...papers(), workingHours: '80', note: 'Dit stond hier', seen }) })
  expect(late.status).toBe(409)
  const html = await late.text()
  for (const text of ['Een collega heeft deze toetsronde intussen gewijzigd', 'Dit stond hier', 'value="80"', 'Bekijk de toetsronde zoals die nu is']) expect(html).toContain(text)
  expect(await getRound(app.db.read, made?.id ?? '')).toMatchObject({ maximumCandidates: 20, workingHours: 72, note: null })
  expect((await staff(edit, { form: typed({ ...papers(), workingHours: '80', seen: seenOn(html) }) })).status).toBe(303)
  expect(await getRound(app.db.read, made?.id ?? '')).toMatchObject({ maximumCandidates: null, workingHours: 80 })
})

test('opening and closing are buttons; opening without papers is refused with what to do', async () => {
  const bare = await aRound(app.db, [], { handState: null, handAt: null })
  const refused = await staff(`/staff/rounds/${bare.id}/opening`, { method: 'POST' })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('minstens één casustoets')
  const round = await aRound(app.db, forms, { handState: null, handAt: null })
  const sent = await staff(`/staff/rounds/${round.id}/opening`, { method: 'POST' })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, `/staff/rounds/${round.id}`])
  expect((await staff(`/staff/rounds/${round.id}/closing`, { method: 'POST' })).status).toBe(303)
  expect((await getRound(app.db.read, round.id)).handState).toBe('closed')
})

test('the list says where every round stands', async () => {
  await aRound(app.db, forms, { name: 'Lopend' })
  await aRound(app.db, forms, { name: 'Straks', handState: null, handAt: null, enrolmentOpensAt: NOW + DAY, windowFirstOn: '2027-01-14', windowLastOn: '2027-01-25' })
  const html = await (await staff('/staff/rounds')).text()
  expect(html).toContain('Startperiode loopt')
  expect(html).toContain('Aangekondigd')
  expect(html).toContain('Opent op vrijdag 6 november 2026, 10:00 uur')
  expect(html.indexOf('Straks')).toBeLessThan(html.indexOf('Lopend'))
})

test.each(['/staff/rounds', '/staff/rounds/new', '/staff/rounds/x/edit'])('%s is for staff', async (path) => {
  for (const roles of [{}, { candidateSince: null, assessorSince: NOW }, { candidateSince: null, administratorSince: NOW }]) {
    expect((await app.as(await aPerson(app.db, roles))(path)).status).toBe(403)
  }
})

test.each(['new', 'x/edit', 'x/opening', 'x/closing'])('posting to /staff/rounds/%s is for staff, and unknown rounds are not found', async (path) => {
  expect((await app.as(await aPerson(app.db))(`/staff/rounds/${path}`, { form: typed() })).status).toBe(403)
  if (path !== 'new') expect((await staff(`/staff/rounds/${path}`, { form: typed() })).status).toBe(404)
})
