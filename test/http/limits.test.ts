import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Env } from '../../src/http/env.ts'
import { clientOf } from '../../src/http/limits.ts'
import { startApp } from '../support/app.ts'
import { PASSWORD, registered } from '../identity/support.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp({ config: { trustProxy: true } })
})
afterEach(() => app.stop())

const email = 'sanne@voorbeeld.nl'
const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } })

test('after ten wrong passwords the right one does not help either, from anywhere, and the page says how long', { timeout: 30_000 }, async () => {
  await registered(app, email)
  for (let attempt = 0; attempt < 10; attempt++) {
    const response = await app.visitor()('/sign-in', { form: { email, password: `fout ${attempt}` }, ...from(`10.0.0.${attempt}`) })
    expect(response.status).toBe(422)
  }
  const refused = await app.visitor()('/sign-in', { form: { email, password: PASSWORD }, ...from('10.9.9.9') })
  expect(refused.status).toBe(429)
  const wait = Number(refused.headers.get('Retry-After'))
  expect(wait).toBeGreaterThan(800)
  expect(wait).toBeLessThanOrEqual(900)
  expect(await refused.text()).toContain('over 15 minuten')
})

test('who signs in well may do so as often as they like, and it does not wipe out wrong tries', { timeout: 30_000 }, async () => {
  await registered(app, email)
  for (let attempt = 0; attempt < 9; attempt++) await app.visitor()('/sign-in', { form: { email, password: 'fout' } })
  for (let attempt = 0; attempt < 3; attempt++) {
    expect((await app.visitor()('/sign-in', { form: { email, password: PASSWORD } })).status).toBe(303)
  }
  expect((await app.visitor()('/sign-in', { form: { email, password: 'fout' } })).status).toBe(422)
  expect((await app.visitor()('/sign-in', { form: { email, password: PASSWORD } })).status).toBe(429)
})

test('guesses for many addresses from one place are stopped; somebody elsewhere is not', { timeout: 30_000 }, async () => {
  const statuses = new Set<number>()
  for (let attempt = 0; attempt < 61; attempt++) {
    const form = { email: `iemand${attempt}@voorbeeld.nl`, password: 'fout' }
    statuses.add((await app.visitor()('/sign-in', { form, ...from('10.1.1.1') })).status)
  }
  expect([...statuses]).toEqual([422, 429])
  expect((await app.visitor()('/sign-in', { form: { email, password: 'fout' }, ...from('10.2.2.2') })).status).toBe(422)
})

test.each(['/forgot-password', '/magic-link'])('%s sends an address five mails an hour at most', async (path) => {
  await registered(app, 'ander@voorbeeld.nl')
  for (let time = 0; time < 5; time++) expect((await app.visitor()(path, { form: { email } })).status).toBe(303)
  expect((await app.visitor()(path, { form: { email } })).status).toBe(429)
  expect((await app.visitor()('/register', { form: { name: 'S', email, password: PASSWORD } })).status, 'together with registering').toBe(429)
})

test('guessing one’s way through the account page is limited too', async () => {
  const browser = await registered(app, email)
  const form = { currentPassword: 'fout', newPassword: 'een heel nieuwe zin' }
  for (let attempt = 0; attempt < 10; attempt++) expect((await browser('/account/password', { form })).status).toBe(422)
  expect((await browser('/account/password', { form: { ...form, currentPassword: PASSWORD } })).status).toBe(429)
  expect((await browser('/account/second-factor', { form: { password: PASSWORD } })).status).toBe(429)
})

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['9.9.9.9, 1.2.3.4', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('behind our proxy %s counts as %s', async (header, client) => {
  const asked = new Hono<Env>().get('/', (c) => c.text(clientOf(c, true)))
  expect(await (await asked.request('/', from(header))).text()).toBe(client)
})

test('without a proxy of ours nobody says where they are by themselves', async () => {
  const asked = new Hono<Env>().get('/', (c) => c.text(clientOf(c, false)))
  expect(await (await asked.request('/', from('1.2.3.4'))).text()).toBe('')
})
