import { afterEach, beforeEach, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { registered } from '../identity/support.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

test('an error of ours is a 500 with a code to mention; the log has the code and no personal data', async () => {
  app.app.get('/boom', () => {
    throw new Error('could not save the answer of jan@voorbeeld.nl')
  })
  const response = await app.visitor()('/boom?email=jan@voorbeeld.nl')
  expect(response.status).toBe(500)
  const text = await response.text()
  const code = /noem code ([0-9a-f]{8})/.exec(text)?.[1] ?? 'none'
  expect(text).not.toContain('could not save')
  const lines = app.logged().filter((line) => line.includes(code))
  expect(lines.length).toBeGreaterThan(0)
  expect(app.logged().join('')).not.toContain('jan@voorbeeld.nl')
})

test('the log of somebody’s whole visit holds no name, address, password or token', async () => {
  const browser = await registered(app, 'sanne@voorbeeld.nl', 'Sanne de Boer')
  await browser('/account')
  await browser('/account', { form: { name: 'Sanne Bakker', language: 'nl' } })
  await app.visitor()('/sign-in', { form: { email: 'sanne@voorbeeld.nl', password: 'geheim wachtwoord' } })
  await app.visitor()('/register', { form: { email: 'sanne@voorbeeld.nl', name: 'Sanne', password: 'geheim wachtwoord' } })
  const log = app.logged().join('')
  expect(log).toContain('/register')
  expect(log).not.toMatch(/sanne|boer|bakker|geheim|token=/i)
})

test('without its database the program lives, and says that it is not ready', async () => {
  expect((await app.app.request('/readyz')).status).toBe(200)
  const other = await startApp()
  await other.stop()
  expect((await other.app.request('/healthz')).status).toBe(200)
  const unready = await other.app.request('/readyz')
  expect(unready.status).toBe(503)
  expect(unready.headers.get('Cache-Control')).toBe('no-store')
})

test('on its way out the program says so to the balancer', async () => {
  const { createApp } = await import('../../src/app.ts')
  const stopping = createApp({ ...app.deps, isStopping: () => true })
  expect((await stopping.request('/readyz')).status).toBe(503)
  expect((await stopping.request('/healthz')).status).toBe(200)
})
