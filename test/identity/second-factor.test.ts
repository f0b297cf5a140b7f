import { afterEach, beforeEach, expect, test } from 'vitest'
import { listEvents } from '../../src/audit/queries.ts'
import { setRoles } from '../../src/identity/actions.ts'
import { findPersonByEmail } from '../../src/identity/queries.ts'
import { startApp } from '../support/app.ts'
import type { Browser } from '../support/app.ts'
import { NOW } from '../support/builders.ts'
import { PASSWORD, codeOf, isSignedIn, linkIn, registered, setUpFactor, tokenOf, whereTo } from './support.ts'
import type { App } from './support.ts'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const email = 'bea@voorbeeld.nl'

/** Somebody in the office who has just got that role. */
async function staffMember(): Promise<Browser> {
  const browser = await registered(app, email)
  const person = await findPersonByEmail(app.db.read, email)
  await app.db.write((tx) => setRoles(tx, person?.id ?? '', ['staff'], 'p0', NOW))
  return browser
}

/** The first step of signing in. */
async function halfway(): Promise<Browser> {
  const browser = app.visitor()
  expect(whereTo(await browser('/sign-in', { form: { email, password: PASSWORD, next: '/account' } }))).toBe('/second-factor?next=%2Faccount')
  return browser
}

test('staff without a second factor see nothing but the page to set it up', async () => {
  const browser = await staffMember()
  expect(whereTo(await browser('/staff/rounds'))).toBe('/account/second-factor')
  expect(whereTo(await browser('/account'))).toBe('/account/second-factor')
  expect((await browser('/account', { form: { name: 'Bea', language: 'nl' } })).status).toBe(403)
  expect(await (await browser('/account/second-factor')).text()).toContain('Voor jouw rol is dit verplicht')
})

test('in the demonstration nobody needs a second factor', async () => {
  const demo = await startApp({ demo: true })
  try {
    const browser = await registered(demo, email)
    const person = await findPersonByEmail(demo.db.read, email)
    await demo.db.write((tx) => setRoles(tx, person?.id ?? '', ['administrator'], 'p0', NOW))
    expect((await browser('/admin/accounts')).status).toBe(200)
  } finally {
    await demo.stop()
  }
})

test('set up: the password, a square to scan, a first code, backup codes, and on', async () => {
  const browser = await staffMember()
  const elsewhere = app.visitor()
  await elsewhere('/sign-in', { form: { email, password: PASSWORD } })
  const wrong = await browser('/account/second-factor', { form: { password: 'niet het wachtwoord' } })
  expect(wrong.status).toBe(422)
  const { backupCodes } = await setUpFactor(browser)
  expect(new Set(backupCodes).size).toBe(10)
  expect((await browser('/account')).status).toBe(200)
  expect((await elsewhere('/account/second-factor')).status, 'sessions that began with the password alone end').toBe(401)
  const person = await findPersonByEmail(app.db.read, email)
  const events = await listEvents(app.db.read, { personId: person?.id }, 1)
  expect(events[0]?.what).toBe('secondFactor.added')
})

test('a wrong first code brings the same square back', async () => {
  const browser = await staffMember()
  const scan = await (await browser('/account/second-factor', { form: { password: PASSWORD } })).text()
  const secret = /name="secret" value="([A-Z2-7]+)"/.exec(scan)?.[1] ?? ''
  expect(scan).toContain('<svg')
  expect(scan).not.toContain('style=')
  const wrong = await browser('/account/second-factor/verification', { form: { secret, code: '000000' } })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain(`value="${secret}"`)
})

test('signing in takes the password and a code; the code is not taken a second time', async () => {
  const { secret } = await setUpFactor(await staffMember())
  const browser = await halfway()
  expect(await isSignedIn(browser), 'the password alone is not enough').toBe(false)
  const code = codeOf(secret, 30)
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
  expect(whereTo(await browser('/second-factor', { form: { code: spaced, next: '/account' } }))).toBe('/account')
  expect(await isSignedIn(browser)).toBe(true)
  const onlooker = await halfway()
  const refused = await onlooker('/second-factor', { form: { code } })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('al gebruikt')
  expect(await isSignedIn(onlooker)).toBe(false)
})

test('of two browsers that send the same code at once, one is signed in', async () => {
  const { secret } = await setUpFactor(await staffMember())
  const browsers = [await halfway(), await halfway()]
  const code = codeOf(secret, 30)
  const answers = await Promise.all(browsers.map((browser) => browser('/second-factor', { form: { code } })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
})

test('the code of the set-up does not sign in', async () => {
  const { code } = await setUpFactor(await staffMember())
  expect((await (await halfway())('/second-factor', { form: { code } })).status).toBe(422)
})

test('a backup code signs in once', async () => {
  const { backupCodes } = await setUpFactor(await staffMember())
  const code = backupCodes[0] ?? ''
  const browser = await halfway()
  expect((await browser('/second-factor', { form: { code } })).status).toBe(303)
  expect(await isSignedIn(browser)).toBe(true)
  expect((await (await halfway())('/second-factor', { form: { code } })).status).toBe(422)
})

test('after five wrong codes the first step has to be done again', { timeout: 30_000 }, async () => {
  const { secret } = await setUpFactor(await staffMember())
  const browser = await halfway()
  const statuses: number[] = []
  for (const code of ['000001', '000002', '000003', '000004', '000005', codeOf(secret, 30)]) {
    statuses.push((await browser('/second-factor', { form: { code } })).status)
  }
  expect(statuses).toEqual([422, 422, 422, 422, 422, 401])
  expect(await isSignedIn(browser)).toBe(false)
})

test('ten wrong codes shut the second step for a while, for the right code too', { timeout: 30_000 }, async () => {
  const { secret } = await setUpFactor(await staffMember())
  for (let round = 0; round < 2; round++) {
    const browser = await halfway()
    for (let code = 0; code < 5; code++) await browser('/second-factor', { form: { code: `00000${code}` } })
  }
  const refused = await (await halfway())('/second-factor', { form: { code: codeOf(secret, 30) } })
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
})

test('a code without the first step is refused', async () => {
  expect((await app.visitor()('/second-factor', { form: { code: '123456' } })).status).toBe(401)
  const forged = await app.visitor()('/second-factor', { form: { code: '123456' }, headers: { Cookie: 'toetsronde.two_factor=2fa-x.AAAA' } })
  expect(forged.status).toBe(401)
})

test('a magic link does not go round the second factor: none is sent, and an older one is refused', async () => {
  const browser = await staffMember()
  await app.visitor()('/magic-link', { form: { email } })
  const older = tokenOf(await linkIn(app, 'magicLink', email))
  await setUpFactor(browser)
  const before = (await app.mails()).length
  await app.visitor()('/magic-link', { form: { email } })
  expect(await app.mails()).toHaveLength(before)
  const visitor = app.visitor()
  const refused = await visitor('/magic-link/use', { form: { token: older } })
  expect(refused.status).toBe(403)
  expect(await isSignedIn(visitor)).toBe(false)
})

test('a new password by mail does not go round it either', async () => {
  await setUpFactor(await staffMember())
  await app.visitor()('/forgot-password', { form: { email } })
  await app.visitor()('/reset-password', { form: { token: tokenOf(await linkIn(app, 'passwordReset', email)), password: PASSWORD } })
  await halfway()
})

test('staff cannot switch it off; a candidate can, with the password', async () => {
  const browser = await registered(app, email)
  await setUpFactor(browser)
  expect((await browser('/account/second-factor/removal', { form: { password: 'niet het wachtwoord' } })).status).toBe(422)
  const person = await findPersonByEmail(app.db.read, email)
  await app.db.write((tx) => setRoles(tx, person?.id ?? '', ['assessor'], 'p0', NOW))
  expect((await browser('/account/second-factor/removal', { form: { password: PASSWORD } })).status).toBe(409)
  await app.db.write((tx) => setRoles(tx, person?.id ?? '', ['candidate'], 'p0', NOW))
  expect(whereTo(await browser('/account/second-factor/removal', { form: { password: PASSWORD } }))).toBe('/account?done=factor')
  expect(whereTo(await app.visitor()('/sign-in', { form: { email, password: PASSWORD } }))).toBe('/')
})
