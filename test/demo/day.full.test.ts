/**
 * A day in the demonstration: everybody with a button signs in and follows the links they find. Every page must open
 * and be whole, and at the end neither the program's log nor the audit log may know anybody.
 */
import { parse } from 'node-html-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEvent } from '../../db/schema/audit.ts'
import { answer } from '../../db/schema/delivery.ts'
import { score } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { DAY } from '../../src/clock.ts'
import { ensureDemo } from '../../src/demo/actions.ts'
import { readDoors } from '../../src/demo/seed/cast.ts'
import { isKey } from '../../src/language/translate.ts'
import { startApp } from '../support/app.ts'
import type { Browser } from '../support/app.ts'

let demo: Awaited<ReturnType<typeof startApp>>
let people: { id: string; name: string; email: string }[]
beforeAll(async () => {
  demo = await startApp({ demo: true })
  await ensureDemo(demo.deps)
  people = await demo.db.read.select({ id: person.id, name: person.name, email: person.email }).from(person)
}, 120_000)
afterAll(() => demo.stop())

/** How many pages somebody opens: the office has most of them. */
const MOST: Readonly<Record<string, number>> = { candidate: 14, assessor: 30, staff: 90, administrator: 30 }

/** One address of each kind is enough: ids and numbers stand for each other. */
const kindOf = (path: string): string => (path.split('?')[0] ?? '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/BCMB-[\w-]+|\/verify\/.*/g, ':number')

/** Follows the links of each page, every kind of address once, new kinds first. */
async function wander(browser: Browser, from: string, most: number, refused: string[]): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  const [waiting, known] = [[from], new Set([kindOf(from)])]
  for (let path = waiting.shift(); path !== undefined && pages.size < most; path = waiting.shift()) {
    const response = await browser(path)
    if (response.status >= 400) refused.push(`${response.status} ${path}`)
    if (!(response.headers.get('Content-Type') ?? '').startsWith('text/html')) continue
    const html = await response.text()
    pages.set(path, html)
    for (const link of parse(html).querySelectorAll('a[href]')) {
      const next = link.getAttribute('href') ?? ''
      // Letters of others lead to pages of others.
      if (!next.startsWith('/') || next.startsWith('/demo') || known.has(kindOf(next))) continue
      known.add(kindOf(next))
      waiting.push(next.split('#')[0] ?? '')
    }
  }
  return pages
}

function mustBeWhole(path: string, html: string): void {
  expect(html, `${path}: script or style of its own`).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:/i)
  const page = parse(html)
  for (const tag of page.querySelectorAll('[src], [href], [action], [hx-get], [hx-post]')) {
    for (const name of ['src', 'href', 'action', 'hx-get', 'hx-post']) {
      expect(tag.getAttribute(name) ?? '/', `${path}: somebody else’s ${name}`).toMatch(/^(\/(?!\/)|#|\?|mailto:|tel:|data:image\/)/)
    }
  }
  expect(page.querySelectorAll('h1'), `${path}: one heading`).toHaveLength(1)
  for (const one of page.querySelectorAll('script, style')) one.remove()
  const text = page.text
  expect(text, path).not.toMatch(/\[object |\bundefined\b|\bNaN\b|\{\{/)
  for (const [word] of text.matchAll(/\b[a-z]+\.[a-zA-Z.]+\b/g)) expect(isKey(word), `${path}: ${word} is no text`).toBe(false)
}

test('every page that somebody comes to opens and is whole: nothing inline, nothing from elsewhere, no text missing', { timeout: 120_000 }, async () => {
  const kinds = new Set<string>()
  const refused: string[] = []
  for (const { door, roles: [role = 'candidate'] } of readDoors()) {
    const browser = demo.visitor()
    expect((await browser('/demo/sign-in', { form: { door } })).status).toBe(303)
    const home = role === 'administrator' ? '/admin/accounts' : `/${role}`
    const pages = await wander(browser, home, MOST[role] ?? 10, refused)
    for (const [path, html] of pages) {
      mustBeWhole(path, html)
      kinds.add(kindOf(path))
    }
  }
  expect(refused, 'nobody is led to a door that stays shut').toEqual([])
  expect(kinds.size).toBeGreaterThan(50)
})

const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** First and last names, without the small words between them. */
const namesOf = () => new Set(people.flatMap(({ name }) => name.toLowerCase().split(/[\s-]+/)).filter((word) => word.length > 3))

test('what an audit event says is an id, a date, a hash or a word of the program, and nobody’s name', async () => {
  const events = await demo.db.read.select().from(auditEvent)
  expect(events.length).toBeGreaterThan(1_000)
  const names = namesOf()
  expect(names.size).toBeGreaterThan(50)
  for (const { what, before, after, subject, actor } of events) {
    for (const text of [subject, actor, ...stringsIn(before), ...stringsIn(after)]) {
      expect(text, what).toMatch(/^[\w.-]{1,80}$/)
      expect(names.has(text.toLowerCase()), `${what}: ${text}`).toBe(false)
    }
  }
})

test('the log of all this has no name, address, answer or comment in it', { timeout: 60_000 }, async () => {
  const [someone] = people
  const [name, email] = [someone?.name ?? '', someone?.email ?? '']
  const staff = demo.visitor()
  await staff('/demo/sign-in', { form: { door: readDoors().find(({ roles }) => roles.includes('staff'))?.door ?? '' } })
  for (const path of [`/staff/people?text=${encodeURIComponent(email)}`, `/staff/people/${encodeURIComponent(name)}`, `/nergens/${email}`]) await staff(path)
  await staff('/staff/people/new', { form: { name, email, language: 'nl' } })
  await demo.visitor()('/sign-in', { form: { email, password: 'een geheim wachtwoord' } })
  await demo.visitor()('/forgot-password', { form: { email } })
  demo.clock.forward(DAY)
  await demo.runJobs()

  const log = demo.logged().join('\n').toLowerCase()
  expect(demo.logged().length).toBeGreaterThan(100)
  const comments = (await demo.db.read.select({ text: score.comment }).from(score)).map(({ text }) => text)
  const answers = (await demo.db.read.select({ text: answer.text }).from(answer)).map(({ text }) => text)
  const texts = [...answers, ...comments].map((text) => text.trim().slice(0, 40)).filter((text) => text.length > 10)
  expect(texts.length).toBeGreaterThan(50)
  for (const secret of [...people.flatMap((one) => [one.name, one.email]), 'geheim wachtwoord', ...texts]) {
    expect(log.includes(secret.toLowerCase()), secret).toBe(false)
  }
})
