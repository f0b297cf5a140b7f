import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DatabaseUnavailable } from '../../db/fault.ts'
import { pageAbove } from '../../src/http/above.ts'
import { newId } from '../../src/ids.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson } from '../support/builders.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const note = 'Eerste regel\nTweede regel 🌷 <b>'

/** The fields of the form that sends everything again. */
function fieldsOf(html: string): Record<string, string> {
  const form = parse(html).querySelectorAll('main form').find((one) => one.querySelector('button')?.text.includes('Opnieuw versturen'))
  const fields = form?.querySelectorAll('input, textarea') ?? []
  return Object.fromEntries(fields.map((field) => [field.getAttribute('name') ?? '', field.getAttribute('value') ?? field.text.replace(/^\n/, '')]))
}

test('whoever’s session has ended finds what they typed on the page that says so, and can send it again', async () => {
  const browser = app.as(await aPerson(app.db, { candidateSince: null, staffSince: NOW }))
  await browser('/staff')
  const typed = { name: 'Ronde', note, 'paper-x': '2' }
  const sent = await app.visitor()('/staff/rounds/new', { form: typed })
  expect(sent.status).toBe(401)
  const html = await sent.text()
  expect(fieldsOf(html)).toEqual(typed)
  expect(parse(html).querySelector('main form')?.getAttribute('action')).toBe('/staff/rounds/new')
  expect(html).toContain('target="_blank"')
  const again = await browser('/staff/rounds/new', { form: fieldsOf(html) })
  expect(again.status, 'taken in, and refused for what is missing').toBe(422)
  expect(await again.text()).toContain('Tweede regel 🌷')
})

test('when the database cannot take it in, what was typed can be sent again', async () => {
  app.app.post('/full-disk', () => {
    throw new DatabaseUnavailable('SQLITE_FULL')
  })
  const sent = await app.visitor()('/full-disk', { form: { note } })
  expect([sent.status, sent.headers.get('Retry-After')]).toEqual([503, '10'])
  expect(fieldsOf(await sent.text())).toEqual({ note })
})

test('a page that could not be read can be asked again, where it stood', async () => {
  app.app.get('/full-disk', () => {
    throw new DatabaseUnavailable('SQLITE_BUSY')
  })
  const page = parse(await (await app.visitor()('/full-disk?page=3')).text())
  const way = page.querySelectorAll('main a').find((link) => link.text.includes('Probeer opnieuw'))
  expect(way?.getAttribute('href')).toBe('/full-disk?page=3')
})

test.each([
  ['a password', { password: 'geheim wachtwoord' }],
  ['a code', { code: '123456', note }],
])('%s stands on no page again, nor what came with it', async (_, form) => {
  const sent = await app.visitor()('/account', { form })
  expect(sent.status).toBe(401)
  const html = await sent.text()
  for (const value of Object.values(form)) expect(html).not.toContain(value.slice(0, 6))
})

test('a form from another site is not offered to be sent again from ours', async () => {
  const headers = { Origin: 'https://elders.example', 'Content-Type': 'application/x-www-form-urlencoded' }
  const sent = await app.app.request('/staff/rounds/new', { method: 'POST', headers, body: 'note=van+elders' })
  expect(sent.status).toBe(403)
  expect(await sent.text()).not.toContain('van elders')
})

test('an address that only takes posts leads a reader to the page above it, so that no language switch ends in nothing', async () => {
  const staff = app.as(await aPerson(app.db, { candidateSince: null, staffSince: NOW }))
  const refused = await staff('/staff/rounds/x/opening', { form: {} })
  expect(refused.status).toBe(404)
  for (const [path, above] of [
    ['/staff/rounds/x/opening', '/staff/rounds/x'], ['/staff/people/x/conflicts', '/staff/people/x'], ['/staff/payments/x/refund', '/staff/payments'],
    ['/orders/x/payments', '/orders/x'], ['/sign-out', '/'],
  ] as const) {
    const response = await staff(path)
    expect([response.status, response.headers.get('Location')], path).toEqual([303, above])
  }
  expect((await staff('/webhooks/payments')).status, 'an address of machines').toBe(404)
  expect((await staff('/nergens')).status).toBe(404)
})

test('every address that takes a post can be read, or leads to one that can', () => {
  const above = pageAbove(app.app.routes, [])
  const pages = new Set(app.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
  for (const { path } of app.app.routes.filter(({ method }) => method === 'POST')) {
    expect(pages.has(path) || above(path.replace(/:\w+/g, newId())), path).toBeTruthy()
  }
})
