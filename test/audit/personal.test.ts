/**
 * The audit log and the program's log hold ids and values: no free text and no personal data, so that whoever is
 * erased one day is not in them.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer } from '../../db/schema/delivery.ts'
import { auditEvent } from '../../db/schema/audit.ts'
import { score } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { ensureDemo } from '../../src/demo/actions.ts'
import { readDoors } from '../../src/demo/seed/cast.ts'
import { startApp } from '../support/app.ts'

let demo: Awaited<ReturnType<typeof startApp>>
let people: { id: string; name: string; email: string }[]
beforeAll(async () => {
  demo = await startApp({ demo: true })
  await ensureDemo(demo.deps)
  people = await demo.db.read.select({ id: person.id, name: person.name, email: person.email }).from(person)
}, 120_000)
afterAll(() => demo.stop())

const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** First and last names, without the small words between them. */
const namesOf = () => new Set(people.flatMap(({ name }) => name.toLowerCase().split(/[\s-]+/)).filter((word) => word.length > 3))

test('what an event says before and after is an id, a date, a hash or a word of the program, and nobody’s name', async () => {
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

test('a day in the demonstration leaves no name, address, answer or comment in the log', { timeout: 120_000 }, async () => {
  const doors = readDoors()
  for (const { door, roles: [role = 'candidate'] } of doors) {
    const browser = demo.visitor()
    expect((await browser('/demo/sign-in', { form: { door } })).status).toBe(303)
    const home = role === 'administrator' ? '/admin/accounts' : `/${role}`
    const html = await (await browser(home)).text()
    for (const [, path = ''] of [...html.matchAll(/href="(\/[^"#]*)"/g)].slice(0, 6)) await browser(path.replaceAll('&amp;', '&'))
  }
  const [someone] = people
  const staff = demo.visitor()
  await staff('/demo/sign-in', { form: { door: doors.find(({ roles }) => roles.includes('staff'))?.door ?? '' } })
  for (const path of [`/staff/people?text=${encodeURIComponent(someone?.email ?? '')}`, `/staff/people/${someone?.name}`, `/nergens/${someone?.email}`]) await staff(path)
  await staff('/staff/people/new', { form: { name: someone?.name ?? '', email: someone?.email ?? '', language: 'nl' } })
  await demo.visitor()('/sign-in', { form: { email: someone?.email ?? '', password: 'een geheim wachtwoord' } })
  await demo.visitor()('/forgot-password', { form: { email: someone?.email ?? '' } })
  demo.clock.forward(24 * 3_600_000)
  await demo.runJobs()

  const log = demo.logged().join('\n').toLowerCase()
  expect(demo.logged().length).toBeGreaterThan(100)
  const comments = (await demo.db.read.select({ text: score.comment }).from(score)).map(({ text }) => text)
  const answers = (await demo.db.read.select({ text: answer.text }).from(answer)).map(({ text }) => text)
  const texts = [...answers, ...comments].map((text) => text.trim().slice(0, 40)).filter((text) => text.length > 10)
  expect(texts.length).toBeGreaterThan(50)
  for (const secret of [...people.flatMap(({ name, email }) => [name, email]), 'geheim wachtwoord', ...texts]) {
    expect(log.includes(secret.toLowerCase()), secret).toBe(false)
  }
})
