import { readdirSync } from 'node:fs'
import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { account } from '../../db/schema/identity.ts'
import { forgetViewers } from '../../src/identity/viewers.ts'
import { readHelp } from '../../src/overview/help.ts'
import { startApp } from '../support/app.ts'
import { aPerson, NOW } from '../support/builders.ts'

let running: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  running = await startApp()
})
afterEach(() => running.stop())

test('the guides are for everybody, with every section and a link to the others', async () => {
  const open = running.visitor()
  const index = await (await open('/help')).text()
  for (const { name, title, sections } of readHelp().guides) {
    expect(index).toContain(`href="/help/${name}"`)
    const response = await open(`/help/${name}`)
    expect(response.status).toBe(200)
    const text = await response.text()
    expect(text).toContain(title)
    for (const { id } of sections) expect(text).toContain(`href="#${id}"`)
  }
})

test('every page has a link to the guides at its foot', async () => {
  expect(await (await running.visitor()('/sign-in')).text()).toMatch(/<footer[\s\S]*href="\/help"/)
})

test('who still has to set up a second factor can read how', async () => {
  const assessor = await aPerson(running.db, { candidateSince: null, assessorSince: NOW })
  const open = running.as(assessor)
  await open('/help')
  const [changed] = await running.db.write((tx) => tx.update(account).set({ twoFactorEnabled: false }).returning({ id: account.id }))
  forgetViewers(changed?.id ?? '')
  expect((await open('/assessor')).headers.get('Location')).toBe('/account/second-factor')
  expect((await open('/help/beoordelaar')).status).toBe(200)
})

test('a page says how large its pictures are shown, so that nothing moves when they come', async () => {
  const pictures = parse(await (await running.visitor()('/help/kandidaat')).text()).querySelectorAll('figure img')
  expect(pictures.length).toBeGreaterThan(5)
  for (const picture of pictures) {
    const [width, height] = [Number(picture.getAttribute('width')), Number(picture.getAttribute('height'))]
    expect(width).toBeGreaterThan(100)
    expect(height).toBeLessThanOrEqual(544)
  }
})

test('a picture comes as one, and nothing but pictures does', async () => {
  const open = running.visitor()
  const [name = ''] = readdirSync(new URL('../../docs/handleiding/pictures', import.meta.url))
  const picture = await open(`/help/pictures/${name}`)
  expect([picture.status, picture.headers.get('Content-Type')]).toEqual([200, 'image/png'])
  for (const other of ['none.png', '..%2fkandidaat.md', '..%2f..%2f..%2fpackage.json']) expect((await open(`/help/pictures/${other}`)).status).toBe(404)
  expect((await open('/help/geheim')).status).toBe(404)
})

test('in English the page says that the guides are Dutch, and marks them so', async () => {
  const open = running.visitor()
  await open('/language', { form: { language: 'en', next: '/help' } })
  const text = await (await open('/help')).text()
  expect(text).toContain('The guides are in Dutch only.')
  expect(text).toContain('<div lang="nl">')
})
