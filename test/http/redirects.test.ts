/** Nobody is led to another site by a link to ours. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { localPath } from '../../src/http/request.ts'
import { PASSWORD, registered } from '../identity/support.ts'
import { startApp } from '../support/app.ts'
import { aPerson } from '../support/builders.ts'

const elsewhere = [
  'https://dief.nl', '//dief.nl', '///dief.nl', '/\\dief.nl', '\\\\dief.nl', '/\t/dief.nl', '/\n/dief.nl', '\t//dief.nl', ' //dief.nl', 'http:dief.nl',
  '/..//dief.nl', '/.//dief.nl', '/a/../..//dief.nl', 'javascript:alert(1)', 'data:text/html,x', 'dief.nl', '//localhost:3000@dief.nl', '/\u0000/x', '',
]

describe('a path to go on to', () => {
  test.each(elsewhere)('%j is none of ours', (next) => {
    expect(localPath(next)).toBeNull()
  })

  test.each(['/', '/account', '/staff/people?text=a%20b&page=2', '/attempts/x#question-y', '/@dief.nl', '/x?next=https://dief.nl'])('%s is', (next) => {
    expect(localPath(next)).toBe(next)
  })
})

describe('over HTTP', () => {
  let app: Awaited<ReturnType<typeof startApp>>
  beforeEach(async () => {
    app = await startApp()
  })
  afterEach(() => app.stop())

  /** Where an answer leads, as a browser reads it. */
  const leadsTo = (response: Response): string => {
    const url = new URL(response.headers.get('Location') ?? '', app.config.baseUrl)
    return url.origin === app.config.baseUrl ? url.pathname : url.href
  }

  test('signing in, changing the language and being signed in already go on here, whatever was asked for', { timeout: 60_000 }, async () => {
    const email = 'sanne@voorbeeld.nl'
    const browser = await registered(app, email)
    const person = app.as(await aPerson(app.db))
    for (const next of elsewhere) {
      expect(leadsTo(await app.visitor()('/language', { form: { language: 'nl', next } })), next).toBe('/')
      if (!next.includes('\u0000')) expect(leadsTo(await person(`/sign-in?next=${encodeURIComponent(next)}`)), next).toBe('/')
    }
    expect(leadsTo(await browser('/sign-in?next=%2Faccount'))).toBe('/account')
    for (const next of ['//dief.nl', '/\\dief.nl', 'https://dief.nl']) {
      expect(leadsTo(await app.visitor()('/sign-in', { form: { email, password: PASSWORD, next } })), next).toBe('/')
    }
  })

  test('a certificate’s number and a receipt’s code lead to pages of ours', async () => {
    const staff = app.as(await aPerson(app.db, { candidateSince: null, staffSince: 1 }))
    for (const typed of ['//dief.nl', 'https://dief.nl', '../..//dief.nl', '\\\\dief.nl']) {
      expect(leadsTo(await app.visitor()(`/verify?number=${encodeURIComponent(typed)}`)), typed).toMatch(/^\/verify\//)
      expect((await staff(`/receipts?code=${encodeURIComponent(typed)}`)).headers.get('Location'), typed).toBeNull()
    }
  })
})
