/** Where a page says "call or e-mail the test office", it says how. */
import type { Child } from 'hono/jsx'
import { parse } from 'node-html-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Here } from '../../src/http/env.ts'
import { translator } from '../../src/language/translate.ts'
import { NextStepOf } from '../../views/overview/next-step.tsx'
import { startApp } from '../support/app.ts'

const office = { email: 'bureau@toets.example', phone: '+31 (0)20-000 00 00', hours: { firstDay: 1, lastDay: 4, from: '09:00', until: '16:00' } }
const here: Here = { t: translator('nl'), viewer: null, now: 0, path: '/', demo: false, office, asset: (name) => name }

const linksIn = (part: Child): (string | undefined)[] => parse(String(part)).querySelectorAll('a').map((link) => link.getAttribute('href'))

let server: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  server = await startApp({ config: { office } })
})
afterEach(() => server.stop())

describe('the test office can be reached', () => {
  test.each([
    ['a page that is there', '/help'],
    ['a page that is not there', '/nowhere'],
    ['a page for others', '/staff'],
  ])('from %s, by mail and by telephone', async (_, path) => {
    const page = parse(await (await server.visitor()(path)).text())
    const footer = page.querySelector('footer')
    expect(footer?.querySelector('a[href="mailto:bureau@toets.example"]')?.textContent).toBe('bureau@toets.example')
    expect(footer?.querySelector('a[href="tel:+31200000000"]')?.textContent).toBe('+31 (0)20-000 00 00')
    expect(footer?.textContent).toContain('maandag t/m donderdag, 09:00–16:00 uur')
  })

  test('from the middle of a page that says no', async () => {
    const main = parse(await (await server.visitor()('/nowhere')).text()).querySelector('main')
    expect(main?.querySelector('a[href="mailto:bureau@toets.example"]')).not.toBeNull()
    expect(main?.querySelector('a[href^="tel:"]')).not.toBeNull()
  })
})

test('where calling is the one thing to do, the number and the address are its buttons', () => {
  const round = { id: 'r1', name: 'Vierde toetsronde 2026' }
  const [lapsed, voided, final] = [{ kind: 'lapsed', round } as const, { kind: 'voided' } as const, { kind: 'final', tests: ['case'] } as const]
  for (const step of [lapsed, voided, final]) {
    expect(linksIn(<NextStepOf here={here} step={step} />), step.kind).toEqual(['tel:+31200000000', 'mailto:bureau@toets.example'])
  }
})
