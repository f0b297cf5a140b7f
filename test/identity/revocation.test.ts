/** A session ends at once: what was open a moment ago is shut at the next request, whichever way it ended. */
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { session } from '../../db/schema/identity.ts'
import { HOUR, SECOND } from '../../src/clock.ts'
import { changeDetails, dropSecondFactor, setRoles } from '../../src/identity/actions.ts'
import { findPersonByEmail } from '../../src/identity/queries.ts'
import { startApp } from '../support/app.ts'
import type { Browser } from '../support/app.ts'
import { NOW } from '../support/builders.ts'
import { PASSWORD, isSignedIn, linkIn, registered, setUpFactor, tokenOf } from './support.ts'
import type { App } from './support.ts'

let app: App
beforeEach(async () => {
  app = await startApp({ demo: true })
})
afterEach(async () => {
  vi.useRealTimers()
  await app.stop()
})

const email = 'sanne@voorbeeld.nl'
const NEW = 'een heel andere lange zin'

interface Told {
  /** The session that goes on, or does something about the other. */
  readonly here: Browser
  readonly personId: string
}

const write = (work: Parameters<App['db']['write']>[0]) => app.db.write(work)

const ways: Readonly<Record<string, (told: Told) => Promise<unknown>>> = {
  'signing out everywhere else': ({ here }) => here('/account/sessions', { form: {} }),
  'another password': ({ here }) => here('/account/password', { form: { currentPassword: PASSWORD, newPassword: NEW } }),
  'a password by mail': async () => {
    await app.visitor()('/forgot-password', { form: { email } })
    return app.visitor()('/reset-password', { form: { token: tokenOf(await linkIn(app, 'passwordReset', email)), password: NEW } })
  },
  'another address': ({ personId }) => write((tx) => changeDetails(tx, personId, { email: 'anders@voorbeeld.nl' }, 'p0', NOW)),
  'a second factor that is set up': ({ here }) => setUpFactor(here),
  'a second factor that is taken away': ({ personId }) => write((tx) => dropSecondFactor(tx, personId, 'p0', NOW)),
}

test.each(Object.keys(ways))('by %s', async (way) => {
  const here = await registered(app, email)
  const there = app.visitor()
  await there('/sign-in', { form: { email, password: PASSWORD } })
  const personId = (await findPersonByEmail(app.db.read, email))?.id ?? ''
  expect(await isSignedIn(there)).toBe(true)
  await ways[way]?.({ here, personId })
  expect(await isSignedIn(there)).toBe(false)
  expect((await there('/candidate')).status).toBe(401)
})

test('by signing out, for the cookie as it was too', async () => {
  const browser = await registered(app, email)
  const cookies: string[] = []
  const there = app.visitor()
  const signedIn = await there('/sign-in', { form: { email, password: PASSWORD } })
  for (const line of signedIn.headers.getSetCookie()) cookies.push(line.split(';')[0] ?? '')
  const stolen = () => app.visitor()('/account', { headers: { Cookie: cookies.join('; ') } })
  expect((await stolen()).status).toBe(200)
  await there('/sign-out', { form: {} })
  expect((await stolen()).status).toBe(401)
  expect(await isSignedIn(browser), 'another device is another session').toBe(true)
})

test('a role that is taken away counts at the next request, with the session open', async () => {
  const browser = await registered(app, email)
  const personId = (await findPersonByEmail(app.db.read, email))?.id ?? ''
  await write((tx) => setRoles(tx, personId, ['staff'], 'p0', NOW))
  expect((await browser('/staff')).status).toBe(200)
  await write((tx) => setRoles(tx, personId, ['candidate'], 'p0', NOW))
  expect((await browser('/staff')).status).toBe(403)
  expect((await browser('/candidate')).status).toBe(200)
})

test('by another process: within a few seconds', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.now() })
  const browser = await registered(app, email)
  expect(await isSignedIn(browser)).toBe(true)
  const accountId = (await findPersonByEmail(app.db.read, email))?.accountId ?? ''
  await write((tx) => tx.delete(session).where(eq(session.userId, accountId)))
  vi.advanceTimersByTime(5 * SECOND)
  expect(await isSignedIn(browser)).toBe(false)
})

test('by another process, just before the machine’s clock is set back an hour: within a few seconds all the same', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.now() })
  const browser = await registered(app, email)
  expect(await isSignedIn(browser)).toBe(true)
  const accountId = (await findPersonByEmail(app.db.read, email))?.accountId ?? ''
  await write((tx) => tx.delete(session).where(eq(session.userId, accountId)))
  vi.advanceTimersByTime(5 * SECOND)
  vi.setSystemTime(Date.now() - HOUR)
  expect(await isSignedIn(browser)).toBe(false)
})
