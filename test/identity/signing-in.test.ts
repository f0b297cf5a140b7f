import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkChains } from '../../src/audit/actions.ts'
import { invite } from '../../src/identity/actions.ts'
import { findPersonByEmail } from '../../src/identity/queries.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson } from '../support/builders.ts'
import { PASSWORD, isSignedIn, linkIn, registered, tokenOf, whereTo } from './support.ts'
import type { App } from './support.ts'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const email = 'sanne@voorbeeld.nl'

test('sign up, prove the address, sign out, sign in', async () => {
  const browser = await registered(app, email)
  expect(await isSignedIn(browser)).toBe(true)
  expect(whereTo(await browser('/sign-out', { method: 'POST' }))).toBe('/sign-in?done=signedOut')
  expect(await isSignedIn(browser)).toBe(false)
  expect(whereTo(await browser('/sign-in', { form: { email: ' Sanne@Voorbeeld.NL ', password: PASSWORD, next: '/account' } }))).toBe('/account')
  expect(await isSignedIn(browser)).toBe(true)
  expect(whereTo(await browser('/'))).toBe('/candidate')
})

test('who registers with an unknown address becomes a candidate, and the log says so', async () => {
  await registered(app, email)
  const person = await findPersonByEmail(app.db.read, email)
  expect(person).toMatchObject({ name: 'Sanne de Boer', candidateSince: NOW, staffSince: null })
  expect(await checkChains(app.db.read)).toEqual([])
})

test('who registers with an address that staff know is attached to that person, once the address is proven', async () => {
  const { id } = await aPerson(app.db, { email, name: 'S. de Boer' })
  const browser = app.visitor()
  await browser('/register', { form: { name: 'Sanne', email, password: PASSWORD } })
  expect((await findPersonByEmail(app.db.read, email))?.accountId).toBeNull()
  await browser('/verify-email', { form: { token: tokenOf(await linkIn(app, 'verification', email)), password: PASSWORD } })
  expect(await findPersonByEmail(app.db.read, email)).toMatchObject({ id, name: 'S. de Boer', accountId: expect.any(String) })
})

test('the link alone proves nothing: without the password of whoever registered nobody gets in', async () => {
  await aPerson(app.db, { email })
  const thief = app.visitor()
  await thief('/register', { form: { name: 'Dief', email, password: PASSWORD } })
  const token = tokenOf(await linkIn(app, 'verification', email))
  const owner = app.visitor()
  const refused = await owner('/verify-email', { form: { token, password: 'iets heel anders' } })
  expect(refused.status).toBe(422)
  expect((await thief('/sign-in', { form: { email, password: PASSWORD } })).status).toBe(403)
  expect((await findPersonByEmail(app.db.read, email))?.accountId).toBeNull()
})

test('before the address is proven the right password does not sign in, and a new link is on its way', async () => {
  const browser = app.visitor()
  await browser('/register', { form: { name: 'Sanne', email, password: PASSWORD } })
  const refused = await browser('/sign-in', { form: { email, password: PASSWORD } })
  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain('nog niet bevestigd')
  expect((await app.mails()).filter(({ kind }) => kind === 'verification')).toHaveLength(2)
})

test('a wrong password and an unknown address get the same answer, and the password is not in it', async () => {
  await registered(app, email)
  const wrong = await app.visitor()('/sign-in', { form: { email, password: 'niet het wachtwoord' } })
  const unknown = await app.visitor()('/sign-in', { form: { email: 'wie@voorbeeld.nl', password: 'niet het wachtwoord' } })
  expect([wrong.status, unknown.status]).toEqual([422, 422])
  const text = await wrong.text()
  expect(text).toContain('horen niet bij elkaar')
  expect(text).toContain('value="sanne@voorbeeld.nl"')
  expect(text).not.toContain('niet het wachtwoord')
  expect(await unknown.text()).toContain('horen niet bij elkaar')
})

test('registering twice looks the same from outside; who has an account hears so by mail', async () => {
  await registered(app, email)
  const again = await app.visitor()('/register', { form: { name: 'Iemand', email, password: 'een ander wachtwoord' } })
  expect(whereTo(again)).toBe('/register/sent')
  expect((await app.mails()).map(({ kind }) => kind)).toEqual(['verification', 'registeredAlready'])
  expect((await app.visitor()('/sign-in', { form: { email, password: 'een ander wachtwoord' } })).status).toBe(422)
})

test('registering again before the address is proven sends a link to choose a password', async () => {
  await app.visitor()('/register', { form: { name: 'Dief', email, password: 'wachtwoord van de dief' } })
  await app.visitor()('/register', { form: { name: 'Sanne', email, password: PASSWORD } })
  const token = tokenOf(await linkIn(app, 'passwordReset', email))
  await app.visitor()('/reset-password', { form: { token, password: PASSWORD } })
  expect((await app.visitor()('/sign-in', { form: { email, password: 'wachtwoord van de dief' } })).status).toBe(422)
  expect(whereTo(await app.visitor()('/sign-in', { form: { email, password: PASSWORD } }))).toBe('/')
})

test('a new password by mail: works once, ends every session, and the old password is of no use', async () => {
  const browser = await registered(app, email)
  expect(whereTo(await app.visitor()('/forgot-password', { form: { email } }))).toBe('/register/sent?link=1')
  const token = tokenOf(await linkIn(app, 'passwordReset', email))
  const reset = await app.visitor()('/reset-password', { form: { token, password: 'een heel nieuwe zin' } })
  expect(whereTo(reset)).toBe('/sign-in?done=password')
  expect(await isSignedIn(browser)).toBe(false)
  expect((await app.visitor()('/sign-in', { form: { email, password: PASSWORD } })).status).toBe(422)
  expect(whereTo(await app.visitor()('/sign-in', { form: { email, password: 'een heel nieuwe zin' } }))).toBe('/')
  const spent = await app.visitor()('/reset-password', { form: { token, password: 'nog een andere zin' } })
  expect(spent.status).toBe(409)
  expect(await spent.text()).toContain('werkt niet meer')
})

test('nobody learns whether an address has an account: same answer, and mail only to who has one', async () => {
  for (const path of ['/forgot-password', '/magic-link']) {
    expect(whereTo(await app.visitor()(path, { form: { email: 'onbekend@voorbeeld.nl' } }))).toBe('/register/sent?link=1')
  }
  expect(await app.mails()).toEqual([])
})

test.each([
  ['/sign-in', { email: 'username', password: 'current-password' }],
  ['/second-factor', { code: 'one-time-code' }],
  ['/register', { name: 'name', email: 'username', password: 'new-password' }],
  ['/magic-link', { email: 'username' }],
  ['/forgot-password', { email: 'username' }],
])('%s has no puzzle: fields that a password manager fills in, and no script that could keep anybody from pasting', async (path, expected) => {
  const main = parse(await (await app.visitor()(path)).text())
  const fields = main.querySelectorAll('main form').flatMap((form) => form.querySelectorAll('input:not([type=hidden]), select, textarea'))
  expect(Object.fromEntries(fields.map((field) => [field.getAttribute('name'), field.getAttribute('autocomplete')]))).toEqual(expected)
  expect(main.querySelectorAll('script, iframe, canvas').map(String)).toEqual([])
})

test('a magic link signs in after a press of the button, once', async () => {
  await registered(app, email)
  await app.visitor()('/magic-link', { form: { email } })
  const path = await linkIn(app, 'magicLink', email)
  const browser = app.visitor()
  expect((await browser(path)).status).toBe(200)
  expect((await browser(path)).status).toBe(200)
  expect(await isSignedIn(browser)).toBe(false)
  expect(whereTo(await browser('/magic-link/use', { form: { token: tokenOf(path) } }))).toBe('/')
  expect(await isSignedIn(browser)).toBe(true)
  expect((await app.visitor()('/magic-link/use', { form: { token: tokenOf(path) } })).status).toBe(409)
})

test('an invitation leads to a password and a person who can sign in; an earlier invitation stops working', async () => {
  const person = await aPerson(app.db, { email })
  await app.db.write((tx) => invite(tx, person.id, 'p0', NOW))
  const first = tokenOf(await linkIn(app, 'invitation', email))
  await app.db.write((tx) => invite(tx, person.id, 'p0', NOW))
  const second = tokenOf(await linkIn(app, 'invitation', email))
  expect((await app.visitor()('/reset-password', { form: { token: first, password: PASSWORD } })).status).toBe(409)
  expect((await app.visitor()('/reset-password', { form: { token: second, password: PASSWORD } })).status).toBe(303)
  const browser = app.visitor()
  await browser('/sign-in', { form: { email, password: PASSWORD } })
  expect(await isSignedIn(browser)).toBe(true)
})

test('links and mails with them are secret: their text is wiped once sent', async () => {
  await registered(app, email)
  expect((await app.mails()).every(({ secret }) => secret)).toBe(true)
})

test.each([
  [{ name: 'Sanne', email: 'geen adres', password: PASSWORD }, 'Vul een e-mailadres in'],
  [{ name: 'Sanne', email, password: 'kort' }, '10 tot 200 tekens'],
  [{ name: '', email, password: PASSWORD }, 'Vul dit veld in'],
  [{ name: 'Win een prijs op www.dief.nl', email, password: PASSWORD }, 'Dit klopt niet'],
  [{ name: 'Sanne', email: `a\0@voorbeeld.nl`, password: PASSWORD }, 'Vul een e-mailadres in'],
])('a registration that is not right comes back with what was typed: %j', async (form, problem) => {
  const response = await app.visitor()('/register', { form })
  expect(response.status).toBe(422)
  expect(await response.text()).toContain(problem)
  expect(await app.mails()).toEqual([])
})

test.each(['', 'x', 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA', `${'a'.repeat(3000)}`])('a link with nonsense in it (%#) is refused kindly', async (token) => {
  expect((await app.visitor()(`/verify-email?token=${token}`)).status).toBe(409)
  for (const path of ['/verify-email', '/reset-password', '/magic-link/use']) {
    expect([409, 422]).toContain((await app.visitor()(path, { form: { token, password: PASSWORD } })).status)
  }
})

test('a link that works no more leads to where one can have another', async () => {
  const spent = parse(await (await app.visitor()('/verify-email?token=x')).text())
  expect(spent.querySelector('main .buttons a')?.getAttribute('href')).toBe('/sign-in')
})

test.each(['https://dief.nl', '//dief.nl', '/\\dief.nl', '/..//dief.nl', 'javascript:alert(1)', '/%09/dief.nl', 'account', '/\t/dief.nl'])(
  'signing in never leads to another site: next=%s',
  async (next) => {
    await registered(app, email)
    const to = whereTo(await app.visitor()('/sign-in', { form: { email, password: PASSWORD, next } }))
    expect(new URL(to, 'http://here.test').origin).toBe('http://here.test')
    const language = whereTo(await app.visitor()('/language', { form: { language: 'en', next } }))
    expect(new URL(language, 'http://here.test').origin).toBe('http://here.test')
  },
)
