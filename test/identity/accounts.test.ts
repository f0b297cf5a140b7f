import { afterEach, beforeEach, expect, test } from 'vitest'
import { person as personTable } from '../../db/schema/identity.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { createPerson, setRoles } from '../../src/identity/actions.ts'
import { findPersonByEmail, getPerson, searchPeople } from '../../src/identity/queries.ts'
import { rolesOf } from '../../src/identity/identity.ts'
import { newId } from '../../src/ids.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { isSignedIn, registered, setUpFactor, whereTo } from './support.ts'
import type { App } from './support.ts'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const administrator = () => aPerson(app.db, { candidateSince: null, administratorSince: NOW })

test.each([['candidateSince', 403], ['assessorSince', 403], ['staffSince', 403], ['administratorSince', 200]] as const)(
  'accounts are the administrators’: %s gets %i',
  async (role, status) => {
    const browser = app.as(await aPerson(app.db, { candidateSince: null, [role]: NOW }))
    const { id } = await aPerson(app.db)
    for (const path of ['/admin/accounts', '/admin/accounts/new', `/admin/accounts/${id}/roles`]) {
      expect((await browser(path)).status, path).toBe(status)
      expect((await app.visitor()(path)).status, path).toBe(401)
    }
  },
)

test('an administrator adds somebody and invites them in one go', async () => {
  const admin = await administrator()
  const browser = app.as(admin)
  const form = { name: 'Bea Visser', email: 'Bea@voorbeeld.nl', language: 'nl', roles: ['assessor'], invite: 'on' }
  const response = await browser('/admin/accounts/new', { form })
  const made = await findPersonByEmail(app.db.read, 'bea@voorbeeld.nl')
  expect(whereTo(response)).toBe(`/admin/accounts/${made?.id}/roles?done=1`)
  expect(made).toMatchObject({ assessorSince: NOW, candidateSince: null, invitedAt: NOW, accountId: null })
  expect((await app.mails()).map(({ kind, recipient }) => [kind, recipient])).toEqual([['invitation', 'bea@voorbeeld.nl']])
  const events = await listEvents(app.db.read, { personId: made?.id }, 10)
  expect(events.map(({ what, actor }) => [what, actor])).toEqual([['person.invited', admin.id], ['person.created', admin.id]])
  const again = await browser('/admin/accounts/new', { form })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('value="Bea Visser"')
})

test('an assessor is never also staff or administrator: the rule refuses it, and the database too', async () => {
  const browser = app.as(await administrator())
  const { id } = await aPerson(app.db)
  for (const roles of [['assessor', 'staff'], ['assessor', 'administrator']]) {
    expect((await browser(`/admin/accounts/${id}/roles`, { form: { roles } })).status).toBe(409)
  }
  const row = { id: newId(), name: 'X', email: 'x@voorbeeld.nl', language: 'nl', assessorSince: 1, staffSince: 1, createdAt: 1 } as const
  await expect(app.db.write((tx) => tx.insert(personTable).values(row))).rejects.toThrow()
})

test('roles keep the date since when they are held, and the log has them before and after', async () => {
  const { id } = await aPerson(app.db)
  await app.db.write((tx) => setRoles(tx, id, ['candidate', 'staff'], 'p0', NOW + 5))
  expect(await getPerson(app.db.read, id)).toMatchObject({ candidateSince: NOW, staffSince: NOW + 5 })
  const [event] = await listEvents(app.db.read, { personId: id }, 1)
  expect(event).toMatchObject({ what: 'roles.changed', before: ['candidate'], after: ['candidate', 'staff'] })
  await app.db.write((tx) => setRoles(tx, id, ['staff', 'candidate'], 'p0', NOW + 9))
  expect(await listEvents(app.db.read, { personId: id }, 10), 'no change, no event').toHaveLength(1)
  expect(await checkChains(app.db.read)).toEqual([])
})

test('a role counts from the next request on, and stops as fast', async () => {
  const [admin, other] = [await administrator(), await aPerson(app.db, { staffSince: NOW })]
  const [browser, theirs] = [app.as(admin), app.as(other)]
  expect((await theirs('/admin/accounts')).status).toBe(403)
  await browser(`/admin/accounts/${other.id}/roles`, { form: { roles: ['staff', 'administrator'] } })
  expect((await theirs('/admin/accounts')).status).toBe(200)
  await browser(`/admin/accounts/${other.id}/roles`, { form: { roles: ['staff'] } })
  expect((await theirs('/admin/accounts')).status).toBe(403)
})

test('an administrator cannot take away their own role of administrator', async () => {
  const admin = await administrator()
  const refused = await app.as(admin)(`/admin/accounts/${admin.id}/roles`, { form: { roles: ['staff'] } })
  expect(refused.status).toBe(409)
  expect(rolesOf(await getPerson(app.db.read, admin.id))).toEqual(['administrator'])
})

test('an administrator takes a second factor away: signed out everywhere, and set up anew', async () => {
  const browser = await registered(app, 'bea@voorbeeld.nl')
  const bea = await findPersonByEmail(app.db.read, 'bea@voorbeeld.nl')
  await setUpFactor(browser)
  const admin = app.as(await administrator())
  expect((await admin(`/admin/accounts/${bea?.id}/second-factor/removal`, { method: 'POST' })).status).toBe(303)
  expect(await isSignedIn(browser)).toBe(false)
})

test('people are found by part of a name or address, a page at a time, and wildcards are ordinary signs', async () => {
  for (let number = 1; number <= 30; number++) await aPerson(app.db, { name: `Élodie ${String(number).padStart(2, '0')}` })
  await aPerson(app.db, { name: '100% zeker', email: 'z_r@voorbeeld.nl' })
  const first = await searchPeople(app.db.read, { text: 'élodie', page: 1 })
  const exact = await searchPeople(app.db.read, { text: 'Élodie', page: 2 })
  expect(exact).toMatchObject({ total: 30, pages: 2, page: 2 })
  expect(exact.people.map(({ name }) => name)).toEqual(['Élodie 26', 'Élodie 27', 'Élodie 28', 'Élodie 29', 'Élodie 30'])
  expect([0, 30]).toContain(first.total)
  expect((await searchPeople(app.db.read, { text: 'LODIE', page: 1 })).total).toBe(30)
  expect((await searchPeople(app.db.read, { text: '0% z', page: 1 })).people.map(({ name }) => name)).toEqual(['100% zeker'])
  expect((await searchPeople(app.db.read, { text: 'z_r@', page: 7 })).people).toHaveLength(1)
  const browser = app.as(await administrator())
  expect(await (await browser('/admin/accounts?text=lodie&page=2')).text()).toContain('Élodie 30')
  expect((await browser('/admin/accounts?page=nonsense')).status).toBe(200)
})

test('two people cannot have one address, however it is written', async () => {
  const given = { name: 'A', email: 'A@voorbeeld.nl', language: 'nl', roles: ['candidate'] } as const
  await app.db.write((tx) => createPerson(tx, given, 'p0', NOW))
  await expect(app.db.write((tx) => createPerson(tx, { ...given, email: ' a@VOORBEELD.nl' }, 'p0', NOW))).rejects.toThrow('emailTaken')
})

test('of two that add the same person at once, one is refused', async () => {
  const given = { name: 'A', email: 'a@voorbeeld.nl', language: 'nl', roles: ['candidate'] } as const
  const outcomes = await Promise.allSettled([1, 2].map(() => app.db.write((tx) => createPerson(tx, given, 'p0', NOW))))
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { reason: 'emailTaken' } })
})
