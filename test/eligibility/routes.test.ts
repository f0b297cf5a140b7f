import { afterEach, beforeEach, expect, test } from 'vitest'
import { importExemptions } from '../../src/eligibility/actions.ts'
import { listMasterclasses } from '../../src/eligibility/queries.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { startApp } from '../support/app.ts'
import type { Browser, Fields } from '../support/app.ts'
import { seed } from '../support/papers.ts'

let app: Awaited<ReturnType<typeof startApp>>
let staff: Browser
let personId: string
let path: string
beforeEach(async () => {
  app = await startApp()
  await app.db.write((tx) => importExemptions(tx, seed('exemptions.json')))
  staff = app.as(await aPerson(app.db, { candidateSince: null, staffSince: NOW }))
  personId = (await aPerson(app.db, { name: 'Kim de Vries' })).id
  path = `/staff/people/${personId}/masterclasses`
})
afterEach(() => app.stop())

const typed = (more: Fields = {}): Fields => ({ masterclass: '1', basis: 'A', obtainedOn: '2026-03-05', grantedBy: '', ...more })

test('a certificate and an exemption are recorded, and lead back to the person', async () => {
  const sent = await staff(path, { form: typed({ basis: 'B' }) })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, `/staff/people/${personId}`])
  await staff(path, { form: typed({ masterclass: '2', basis: 'exemption:mantelzorgmakelaar' }) })
  expect(await listMasterclasses(app.db.read, personId)).toMatchObject([
    { masterclass: 1, basis: 'certificate', programme: 'B', grantedBy: null },
    { masterclass: 2, basis: 'exemption', exemptionRuleId: 'mantelzorgmakelaar', grantedBy: 'Registerplein', programme: null },
  ])
  const html = await (await staff(path)).text()
  expect(html).toContain('Masterclasses van Kim de Vries')
  expect(html).toContain('Certificaat, B-programma')
  expect(html).toContain('Vrijstelling als mantelzorgmakelaar (verleend door Registerplein)')
  expect(html).toContain('Er ontbreekt nog: masterclass 3, 4.')
})

test.each([
  [{ obtainedOn: '2026-11-06' }, 'ligt in de toekomst'],
  [{ obtainedOn: '' }, 'Vul een datum in die bestaat'],
  [{ masterclass: '5' }, 'Maak een keuze'],
  [{ basis: '' }, 'Maak een keuze'],
  [{ basis: 'exemption:verpleegkundige' }, 'geldt alleen voor masterclass 4'],
  [{ basis: 'exemption:leraar' }, 'Deze vrijstelling bestaat niet'],
] satisfies [Fields, string][])('%j is refused in the form, with what was typed still there', async (more, text) => {
  const sent = await staff(path, { form: typed({ ...more, grantedBy: 'Een ander' }) })
  expect([409, 422]).toContain(sent.status)
  const html = await sent.text()
  expect(html).toContain(text)
  expect(html).toContain('Een ander')
  expect(await listMasterclasses(app.db.read, personId)).toEqual([])
})

test('the candidate reads once what is missing, beside what there is', async () => {
  await staff(path, { form: typed({ basis: 'B' }) })
  const page = await (await app.as({ id: personId })('/candidate')).text()
  expect(page).toContain('Certificaat, B-programma, donderdag 5 maart 2026')
  expect(page.match(/Er ontbreekt nog: masterclass 2, 3, 4/g)).toHaveLength(1)
  expect(page.match(/Bel of mail dan het toetsbureau/g)).toHaveLength(1)
})

test('a record is withdrawn, and stays in view as withdrawn', async () => {
  await staff(path, { form: typed() })
  const [record] = await listMasterclasses(app.db.read, personId)
  const sent = await staff(`${path}/${record?.id}/withdrawal`, { method: 'POST' })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, `/staff/people/${personId}`])
  expect(await (await staff(path)).text()).toContain('Ingetrokken op 5 nov 2026, 10:00')
  expect((await staff(`${path}/${record?.id}/withdrawal`, { method: 'POST' })).status).toBe(409)
  expect((await staff(`/staff/people/other/masterclasses/${record?.id}/withdrawal`, { method: 'POST' })).status).toBe(404)
})

test('masterclasses are for staff, and nobody’s are not found', async () => {
  for (const roles of [{}, { candidateSince: null, assessorSince: NOW }]) {
    const other = app.as(await aPerson(app.db, roles))
    expect((await other(path)).status).toBe(403)
    expect((await other(path, { form: typed() })).status).toBe(403)
    expect((await other(`${path}/x/withdrawal`, { method: 'POST' })).status).toBe(403)
  }
  expect((await staff('/staff/people/none/masterclasses')).status).toBe(404)
  expect((await staff('/staff/people/none/masterclasses', { form: typed() })).status).toBe(404)
})
