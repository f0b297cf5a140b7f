import { afterEach, expect, test } from 'vitest'
import { parse } from 'node-html-parser'
import { ensureDemo } from '../../src/demo/actions.ts'
import { findAhead } from '../../src/demo/queries.ts'
import { linkedParts } from '../../src/demo/links.ts'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { NOW } from '../support/builders.ts'
import { startApp } from '../support/app.ts'

let app: Awaited<ReturnType<typeof startApp>>
afterEach(() => app.stop())

async function demonstration() {
  app = await startApp({ demo: true })
  await ensureDemo(app.deps)
  return app
}

test.each(['/demo', '/demo/mail'])('outside the demonstration there is no %s', async (path) => {
  app = await startApp()
  expect((await app.visitor()(path)).status).toBe(404)
})

test.each([
  ['/demo/sign-in', { door: 'staffOne' }],
  ['/demo/clock', { step: 'day' }],
  ['/demo/reset', {}],
])('outside the demonstration nothing answers to POST %s', async (path, form) => {
  app = await startApp()
  expect((await app.visitor()(path, { form })).status).toBe(404)
})

test('one click signs somebody in, without a password or a code', async () => {
  const { visitor } = await demonstration()
  const browser = visitor()
  const answer = await browser('/demo/sign-in', { form: { door: 'staffOne' } })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/staff'])
  expect(await (await browser('/demo')).text()).toContain('Marieke Oosterhuis')
  expect((await browser('/staff/rounds')).status).toBe(200)
  // Somebody else in the same browser: the first session is over.
  await browser('/demo/sign-in', { form: { door: 'mayEnrol' } })
  expect((await browser('/staff/rounds')).status).toBe(403)
}, 60_000)

test('a door that is not there is not found', async () => {
  const { visitor } = await demonstration()
  expect((await visitor()('/demo/sign-in', { form: { door: 'nobody' } })).status).toBe(404)
}, 60_000)

test('moving the clock does what happens by itself in the meantime, and the next start knows', async () => {
  const { visitor, clock, db } = await demonstration()
  const browser = visitor()
  const before = (await app.mails()).length
  expect((await browser('/demo/clock', { form: { step: 'threeDays' } })).headers.get('Location')).toBe('/demo?done=moved')
  expect(clock.now()).toBe(NOW + 72 * HOUR)
  expect(await findAhead(db.read)).toBe(72 * HOUR)
  const mails = (await app.mails()).slice(before)
  expect(mails.map(({ kind }) => kind)).toContain('handedInByItself')
  expect(mails.every(({ sentAt }) => sentAt !== null)).toBe(true)
}, 60_000)

test('the clock goes to a moment that was asked for, in Dutch time', async () => {
  const { visitor, clock } = await demonstration()
  await visitor()('/demo/clock', { form: { date: '2026-11-05', time: '10:45' } })
  expect(clock.now()).toBe(NOW + 45 * MINUTE)
}, 60_000)

test.each([
  ['a moment that has passed', { date: '2026-11-04', time: '10:00' }, 409],
  ['a moment years from now', { date: '2036-01-01', time: '10:00' }, 422],
  ['no date', { date: 'morgen', time: '10:00' }, 422],
  ['no time', { date: '2026-11-06', time: '' }, 422],
  ['a step that is no button', { step: 'century' }, 422],
])('the clock stays where it is for %s', async (_what, form, status) => {
  const { visitor, clock } = await demonstration()
  const answer = await visitor()('/demo/clock', { form })
  expect([answer.status, clock.now()]).toEqual([status, NOW])
}, 60_000)

test('who is signed in stays so when the demonstration starts afresh, and the clock is back', async () => {
  const { visitor, clock, db } = await demonstration()
  const browser = visitor()
  await browser('/demo/sign-in', { form: { door: 'staffOne' } })
  await browser('/demo/clock', { form: { step: 'week' } })
  const answer = await browser('/demo/reset', { form: {} })
  expect([answer.status, clock.now(), await findAhead(db.read)]).toEqual([303, NOW, 0])
  expect((await browser('/staff/rounds')).status).toBe(200)
  expect(await (await browser('/demo?done=afresh')).text()).toContain('De demonstratie is opnieuw begonnen.')
}, 60_000)

test('the mails can be searched and read, and their links work', async () => {
  const { visitor } = await demonstration()
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
  expect((await browser('/demo/mail?page=999')).status).toBe(200)
}, 60_000)

test('only addresses of our own become links', async () => {
  app = await startApp()
  expect(linkedParts('Kijk op http://here:1/a?b=c of https://elders.example/x.\nDag', 'http://here:1')).toEqual([
    { text: 'Kijk op ', href: null },
    { text: 'http://here:1/a?b=c', href: '/a?b=c' },
    { text: ' of ', href: null },
    { text: 'https://elders.example/x.', href: null },
    { text: '\nDag', href: null },
  ])
})
