import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { session } from '../../db/schema/identity.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { changeDetails } from '../../src/identity/actions.ts'
import { deviceOf } from '../../src/identity/devices.ts'
import { findPersonByEmail, getPerson, listSessions } from '../../src/identity/queries.ts'
import { openSession, startApp } from '../support/app.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { PASSWORD, isSignedIn, linkIn, registered, tokenOf, whereTo } from './support.ts'
import type { App } from './support.ts'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const email = 'sanne@voorbeeld.nl'

test('name and language are kept, and the log says which fields changed, not what they are', async () => {
  const person = await aPerson(app.db)
  const browser = app.as(person)
  expect(whereTo(await browser('/account', { form: { name: 'Nieuwe Naam', language: 'en' } }))).toBe('/account?done=details')
  expect(await getPerson(app.db.read, person.id)).toMatchObject({ name: 'Nieuwe Naam', language: 'en' })
  expect(await (await browser('/account?done=details')).text()).toContain('Your details are saved.')
  const [event] = await listEvents(app.db.read, { personId: person.id }, 1)
  expect(event).toMatchObject({ what: 'person.changed', actor: person.id, after: { fields: ['name', 'language'] } })
  expect(JSON.stringify(event)).not.toContain('Nieuwe')
})

test('the account page is for who is signed in; others are asked to, and come back', async () => {
  const response = await app.visitor()('/account')
  expect(response.status).toBe(401)
  expect(await response.text()).toContain('/sign-in?next=%2Faccount')
})

test('changing the password ends every other session, not this one', async () => {
  const browser = await registered(app, email)
  const elsewhere = app.visitor()
  await elsewhere('/sign-in', { form: { email, password: PASSWORD } })
  const wrong = await browser('/account/password', { form: { currentPassword: 'niet dit', newPassword: 'een heel nieuwe zin' } })
  expect(wrong.status).toBe(422)
  expect(await isSignedIn(elsewhere)).toBe(true)
  const done = await browser('/account/password', { form: { currentPassword: PASSWORD, newPassword: 'een heel nieuwe zin' } })
  expect(whereTo(done)).toBe('/account?done=password')
  expect(await isSignedIn(browser)).toBe(true)
  expect(await isSignedIn(elsewhere)).toBe(false)
})

test('a device that is signed out is signed out at once, and only by its owner', async () => {
  const person = await aPerson(app.db)
  const [here, there, stranger] = [app.as(person), app.as(person), app.as(await aPerson(app.db))]
  for (const browser of [here, there, stranger]) expect(await isSignedIn(browser)).toBe(true)
  const { accountId } = await getPerson(app.db.read, person.id)
  const [latest] = await listSessions(app.db.read, accountId ?? '', new Date())
  const path = `/account/sessions/${latest?.id}/revocation`
  expect((await stranger(path, { method: 'POST' })).status).toBe(404)
  expect((await here(path, { method: 'POST' })).status).toBe(303)
  expect([await isSignedIn(here), await isSignedIn(there)].toSorted()).toEqual([false, true])
})

test('signing out everywhere else leaves this device alone', async () => {
  const person = await aPerson(app.db)
  const [here, there] = [app.as(person), app.as(person)]
  await here('/account')
  await there('/account')
  expect((await here('/account/sessions', { method: 'POST' })).status).toBe(303)
  expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false])
})

test('a session that ran out is no session', async () => {
  const person = await aPerson(app.db)
  const token = await openSession(app.db, person.id)
  await app.db.write((tx) => tx.update(session).set({ expiresAt: new Date(Date.now() - 1) }).where(eq(session.token, token)))
  const { signed } = await import('../../src/http/session.ts')
  const cookie = `toetsronde.session_token=${encodeURIComponent(signed(token, app.config.authSecret))}`
  expect((await app.visitor()('/account', { headers: { Cookie: cookie } })).status).toBe(401)
})

test('the clock of the demonstration jumps over weeks without signing anybody out', async () => {
  const browser = app.as(await aPerson(app.db))
  expect(await isSignedIn(browser)).toBe(true)
  app.clock.forward(60 * 24 * 3_600_000)
  expect(await isSignedIn(browser)).toBe(true)
})

test('a new e-mail address signs out everywhere and has to be proven; old links stop working', async () => {
  const browser = await registered(app, email)
  await app.visitor()('/forgot-password', { form: { email } })
  const token = tokenOf(await linkIn(app, 'passwordReset', email))
  const person = await findPersonByEmail(app.db.read, email)
  await app.db.write((tx) => changeDetails(tx, person?.id ?? '', { email: 'Nieuw@voorbeeld.nl' }, 'p0', NOW))
  expect(await isSignedIn(browser)).toBe(false)
  expect((await app.visitor()('/reset-password', { form: { token, password: PASSWORD } })).status).toBe(409)
  expect((await app.visitor()('/sign-in', { form: { email, password: PASSWORD } })).status).toBe(422)
  const visitor = app.visitor()
  expect((await visitor('/sign-in', { form: { email: 'nieuw@voorbeeld.nl', password: PASSWORD } })).status).toBe(403)
  const link = tokenOf(await linkIn(app, 'verification', 'nieuw@voorbeeld.nl'))
  await visitor('/verify-email', { form: { token: link, password: PASSWORD } })
  expect(await isSignedIn(visitor)).toBe(true)
})

test('an address that somebody else has is refused; one that was only typed in a registration is not', async () => {
  const [one, other] = [await aPerson(app.db), await aPerson(app.db)]
  await expect(app.db.write((tx) => changeDetails(tx, one.id, { email: other.email.toUpperCase() }, 'p0', NOW))).rejects.toThrow('emailTaken')
  await app.visitor()('/register', { form: { name: 'Sanne', email, password: PASSWORD } })
  await app.db.write((tx) => changeDetails(tx, one.id, { email }, 'p0', NOW))
  expect((await getPerson(app.db.read, one.id)).email).toBe(email)
})

test('the language is kept with the person, and in a cookie for who is not signed in', async () => {
  const visitor = app.visitor()
  expect(whereTo(await visitor('/language', { form: { language: 'en', next: '/sign-in?next=%2Faccount' } }))).toBe('/sign-in?next=%2Faccount')
  expect(await (await visitor('/')).text()).toContain('<html lang="en">')
  const person = await aPerson(app.db)
  const browser = app.as(person)
  expect(await (await browser('/account')).text()).toContain('<html lang="nl">')
  await browser('/language', { form: { language: 'en', next: '/account' } })
  expect(await (await browser('/account')).text()).toContain('<html lang="en">')
  expect((await getPerson(app.db.read, person.id)).language).toBe('en')
  expect((await visitor('/language', { form: { language: 'xx', next: '/' } })).status).toBe(422)
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0', 'Edge', 'Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1', 'Safari', 'iPhone'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox', 'Linux'],
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36', 'Chrome', 'Android'],
  [null, null, null],
])('a browser is named roughly: %s', (userAgent, browser, system) => {
  expect(deviceOf(userAgent)).toEqual({ browser, system })
})
