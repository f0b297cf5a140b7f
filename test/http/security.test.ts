import { afterEach, beforeEach, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { aPerson } from '../support/builders.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const signIn = { method: 'POST', body: new URLSearchParams({ email: 'a@voorbeeld.nl', password: 'x' }) }

/** Without the helper that says forms come from our own page. */
const ask = (path: string, init: RequestInit) => app.app.request(path, init)

test.each([
  ['another site', { Origin: 'https://dief.nl' }],
  ['another port', { Origin: 'http://localhost:3001' }],
  ['a hidden origin', { Origin: 'null' }],
  ['a sister site', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://zus.voorbeeld.nl' }],
  ['nowhere', {}],
])('a form from %s is refused, and says why', async (_, headers) => {
  const response = await ask('/sign-in', { ...signIn, headers })
  expect(response.status).toBe(403)
  expect(await response.text()).toContain('andere website')
})

test.each([[{ Origin: 'http://localhost:3000' }], [{ Origin: 'http://127.0.0.1:3000', 'Sec-Fetch-Site': 'same-origin' }]])(
  'a form from our own page is taken: %j',
  async (headers) => {
    expect((await ask('/sign-in', { ...signIn, headers })).status).toBe(422)
  },
)

test('what changes something is refused from another site for who is signed in too, and links from there still open', async () => {
  const person = await aPerson(app.db)
  const browser = app.as(person)
  const headers = { Origin: 'https://dief.nl', 'Sec-Fetch-Site': 'cross-site' }
  expect((await browser('/account', { form: { name: 'Gekaapt', language: 'nl' }, headers })).status).toBe(403)
  expect((await browser('/account', { headers })).status).toBe(200)
})

test('the web hook of the payment provider comes from elsewhere', async () => {
  const response = await ask('/webhooks/payments', { method: 'POST', body: new URLSearchParams({ id: 'tr_x' }) })
  expect(response.status).not.toBe(403)
})

test.each(['/', '/nergens', '/account', '/sign-in'])('every answer carries the headers that browsers need: %s', async (path) => {
  const { headers } = await ask(path, {})
  const policy = headers.get('Content-Security-Policy') ?? ''
  for (const rule of ["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "object-src 'none'"]) {
    expect(policy).toContain(rule)
  }
  expect(policy).not.toContain('unsafe-')
  expect(headers.get('Referrer-Policy')).toBe('same-origin')
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(headers.get('Cache-Control')).toBe('no-store')
  expect(headers.has('Strict-Transport-Security')).toBe(false)
})

test('over https browsers are told to stay there, and cookies are theirs alone', async () => {
  const https = await startApp({ config: { baseUrl: 'https://toetsen.voorbeeld.nl' } })
  try {
    expect((await https.app.request('/')).headers.get('Strict-Transport-Security')).toContain('max-age=63072000')
    const response = await https.visitor()('/language', { form: { language: 'en' } })
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly; Secure; SameSite=Lax/)
    expect((await https.as(await aPerson(https.db))('/account')).status).toBe(200)
  } finally {
    await https.stop()
  }
})

test('pages hold no inline script, style or handler', async () => {
  const browser = app.as(await aPerson(app.db, { candidateSince: null, administratorSince: 1 }))
  for (const path of ['/sign-in', '/register', '/terms', '/privacy', '/accessibility', '/account', '/admin/accounts', '/admin/accounts/new']) {
    const html = await (await (path.startsWith('/a') ? browser : app.visitor())(path)).text()
    expect(html, path).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:/i)
    expect(html, path).toMatch(/^<!doctype html>/i)
  }
})

test.each(['/%00', '/sign-in?next=%00', '/%', '/%zz', '/%c3%28', '/account/sessions/%00/revocation', '/sign-in?next=%'])(
  'an address that cannot be read is not found: %s',
  async (path) => {
    const response = await app.as(await aPerson(app.db))(path)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Deze pagina is er niet')
  },
)

test.each([
  'toetsronde.session_token=', 'toetsronde.session_token=.', 'toetsronde.session_token=%', 'toetsronde.session_token=a.b.c; ;;=;',
  `toetsronde.session_token=${'x'.repeat(4000)}.${'y'.repeat(44)}`, 'language=%E0%A4%A', 'language=xx', '=====',
])('a cookie that is not ours is as good as none: %s', async (cookie) => {
  expect((await ask('/', { headers: { Cookie: cookie } })).status).toBe(200)
  expect((await ask('/account', { headers: { Cookie: cookie } })).status).toBe(401)
  expect((await app.visitor()('/sign-out', { method: 'POST', headers: { Cookie: cookie } })).status).toBe(303)
})

test('a token with somebody else’s signature signs nobody in', async () => {
  const { openSession } = await import('../support/app.ts')
  const { signed } = await import('../../src/http/session.ts')
  const token = await openSession(app.db, (await aPerson(app.db)).id)
  const cookie = (secret: string) => `toetsronde.session_token=${encodeURIComponent(signed(token, secret))}`
  expect((await ask('/account', { headers: { Cookie: cookie('a wrong secret') } })).status).toBe(401)
  expect((await ask('/account', { headers: { Cookie: `toetsronde.session_token=${token}` } })).status).toBe(401)
  expect((await ask('/account', { headers: { Cookie: cookie(app.config.authSecret) } })).status).toBe(200)
})

test.each([
  ['JSON', 'application/json', '{"email":"a@b.nl"}', 415],
  ['nothing', '', '', 415],
  ['text', 'text/plain', 'email=a', 415],
  ['a form cut short', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="em', 415],
  ['a form without its boundary', 'multipart/form-data', '--x', 415],
  ['an empty form', 'application/x-www-form-urlencoded', '', 422],
  ['a form with odd percent signs', 'application/x-www-form-urlencoded', 'email=%&password=%zz', 422],
  ['fields sent twice', 'application/x-www-form-urlencoded', 'email=a@b.nl&email=c@d.nl&password=x', 422],
  ['fields named like parts of an object', 'application/x-www-form-urlencoded', '__proto__=1&constructor=2&email[a]=b', 422],
])('a body that is %s is refused, never an error of ours', async (_, type, body, status) => {
  const headers: Record<string, string> = { Origin: app.config.baseUrl }
  if (type !== '') headers['Content-Type'] = type
  const response = await ask('/sign-in', { method: 'POST', headers, body: type === '' ? null : body })
  expect(response.status).toBe(status)
})

test.each([true, false])('a body of 10 MB is too large, whether it says so (%s) or not', async (says) => {
  const body = new URLSearchParams({ email: 'x'.repeat(10_000_000) }).toString()
  const headers: Record<string, string> = { Origin: app.config.baseUrl, 'Content-Type': 'application/x-www-form-urlencoded' }
  if (says) headers['Content-Length'] = String(body.length)
  const response = await ask('/sign-in', { method: 'POST', headers, body })
  expect(response.status).toBe(413)
  expect(await response.text()).toContain('te groot')
})

test('an answer of some 200,000 signs is no problem', async () => {
  const response = await app.visitor()('/sign-in', { form: { email: 'a@voorbeeld.nl', password: 'x', next: 'x'.repeat(200_000) } })
  expect(response.status).toBe(422)
})

test('a page that is not there, and a method that is not, are told in the house style', async () => {
  const missing = await ask('/nergens', {})
  expect(missing.status).toBe(404)
  expect(await missing.text()).toContain('Deze pagina is er niet')
  expect((await app.visitor()('/sign-in', { method: 'DELETE' })).status).toBe(404)
})

test('htmx gets the refusal alone', async () => {
  const response = await ask('/nergens', { headers: { 'HX-Request': 'true' } })
  expect(await response.text()).not.toContain('<html')
})

test('only fingerprinted files are kept by browsers for good, in the whole application too', async () => {
  expect((await ask(app.deps.assets.asset('style.css'), {})).headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
  expect((await ask('/healthz', {})).headers.get('Cache-Control')).toBe('no-store')
})
