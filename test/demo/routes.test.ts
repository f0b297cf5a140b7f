import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { parse } from 'node-html-parser'
import { demoCheckout } from '../../db/schema/payments.ts'
import { ensureDemo } from '../../src/demo/actions.ts'
import { findAhead } from '../../src/demo/queries.ts'
import { linkedParts } from '../../src/demo/links.ts'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { NOW } from '../support/builders.ts'
import { startApp } from '../support/app.ts'

type App = Awaited<ReturnType<typeof startApp>>

let app: App
/** Filled once; the tests that change it come last, in the order in which they stand. */
let full: App

beforeAll(async () => {
  full = await startApp({ demo: true })
  await ensureDemo(full.deps)
}, 300_000)
afterAll(() => full.stop())
beforeEach(async () => {
  app = await startApp({ demo: true })
})
afterEach(() => app.stop())

test('the bank of the demonstration still knows what was paid there, and leads back', async () => {
  const [paid] = await full.db.read.select().from(demoCheckout)
  const response = await full.visitor()(`/demo/checkout/${paid?.id}`)
  expect(response.status).toBe(200)
  expect(await response.text()).toContain(`href="${paid?.returnUrl}"`)
})

test.each(['/demo', '/demo/mail'])('outside the demonstration there is no %s', async (path) => {
  const real = await startApp()
  expect((await real.visitor()(path)).status).toBe(404)
  await real.stop()
})

test.each([
  ['/demo/sign-in', { door: 'staffOne' }],
  ['/demo/clock', { step: 'day' }],
  ['/demo/reset', {}],
])('outside the demonstration nothing answers to POST %s', async (path, form) => {
  const real = await startApp()
  expect((await real.visitor()(path, { form })).status).toBe(404)
  await real.stop()
})

test('one click signs somebody in, without a password or a code', async () => {
  const { visitor } = full
  const browser = visitor()
  const answer = await browser('/demo/sign-in', { form: { door: 'staffOne' } })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/staff'])
  expect(await (await browser('/demo')).text()).toContain('Marieke Oosterhuis')
  expect((await browser('/staff/rounds')).status).toBe(200)
  // Somebody else in the same browser: the first session is over.
  await browser('/demo/sign-in', { form: { door: 'mayEnrol' } })
  expect((await browser('/staff/rounds')).status).toBe(403)
})

test('a door that is not there is not found', async () => {
  const { visitor } = app
  expect((await visitor()('/demo/sign-in', { form: { door: 'nobody' } })).status).toBe(404)
})

test('the mails can be searched and read, and their links work', async () => {
  const { visitor } = full
  const browser = visitor()
  const list = parse(await (await browser('/demo/mail?text=WILLEMSEN')).text())
  const rows = list.querySelectorAll('tbody tr')
  expect(rows.length).toBeGreaterThan(3)
  expect(rows.every((row) => row.text.includes('Thomas Willemsen'))).toBe(true)
  const invitation = rows.find((row) => row.text.includes('account'))?.querySelector('a')?.getAttribute('href') ?? ''
  const mail = parse(await (await browser(invitation)).text())
  const [link] = mail.querySelectorAll('.answer-read a')
  expect(link?.getAttribute('href')).toMatch(/^\/reset-password\?token=/)
  expect((await browser(link?.getAttribute('href') ?? '')).status).toBe(200)
  expect((await browser('/demo/mail/nothing')).status).toBe(404)
  for (const page of ['999', '1.01', '-1', 'abc']) expect((await browser(`/demo/mail?page=${page}`)).status, page).toBe(200)
})

test('moving the clock does what happens by itself in the meantime, and the next start knows', { timeout: 300_000 }, async () => {
  const { visitor, clock, db } = full
  const browser = visitor()
  const before = (await full.mails()).length
  expect((await browser('/demo/clock', { form: { step: 'threeDays' } })).headers.get('Location')).toBe('/demo?done=moved')
  expect(clock.now()).toBe(NOW + 72 * HOUR)
  expect(await findAhead(db.read)).toBe(72 * HOUR)
  const mails = (await full.mails()).slice(before)
  expect(mails.map(({ kind }) => kind)).toContain('handedInByItself')
  expect(mails.every(({ sentAt }) => sentAt !== null)).toBe(true)
})

test('the clock goes to a moment that was asked for, in Dutch time', async () => {
  const { visitor, clock } = app
  await visitor()('/demo/clock', { form: { date: '2026-11-05', time: '10:45' } })
  expect(clock.now()).toBe(NOW + 45 * MINUTE)
})

test.each([
  ['a moment that has passed', { date: '2026-11-04', time: '10:00' }, 409],
  ['a moment years from now', { date: '2036-01-01', time: '10:00' }, 422],
  ['no date', { date: 'morgen', time: '10:00' }, 422],
  ['no time', { date: '2026-11-06', time: '' }, 422],
  ['a step that is no button', { step: 'century' }, 422],
])('the clock stays where it is for %s', async (_what, form, status) => {
  const { visitor, clock } = app
  const answer = await visitor()('/demo/clock', { form })
  expect([answer.status, clock.now()]).toEqual([status, NOW])
})

test('who is signed in stays so when the demonstration starts afresh, and the clock is back', { timeout: 300_000 }, async () => {
  const { visitor, clock, db } = full
  const browser = visitor()
  await browser('/demo/sign-in', { form: { door: 'staffOne' } })
  await browser('/demo/clock', { form: { step: 'week' } })
  const answer = await browser('/demo/reset', { form: {} })
  expect([answer.status, clock.now(), await findAhead(db.read)]).toEqual([303, NOW, 0])
  expect((await browser('/staff/rounds')).status).toBe(200)
  expect(await (await browser('/demo?done=afresh')).text()).toContain('De demonstratie is opnieuw begonnen.')
})

test('only addresses of our own become links', () => {
  expect(linkedParts('Kijk op http://here:1/a?b=c of https://elders.example/x.\nDag', 'http://here:1')).toEqual([
    { text: 'Kijk op ', href: null },
    { text: 'http://here:1/a?b=c', href: '/a?b=c' },
    { text: ' of ', href: null },
    { text: 'https://elders.example/x.', href: null },
    { text: '\nDag', href: null },
  ])
})
