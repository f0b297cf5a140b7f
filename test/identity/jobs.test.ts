import { afterEach, beforeEach, expect, test } from 'vitest'
import { account, session, verification } from '../../db/schema/identity.ts'
import { DAY } from '../../src/clock.ts'
import { invite } from '../../src/identity/actions.ts'
import { addAccount } from '../../src/identity/queries.ts'
import { newId } from '../../src/ids.ts'
import { openSession, startApp } from '../support/app.ts'
import { NOW, aPerson } from '../support/builders.ts'
import type { App } from './support.ts'

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

const anAccount = (email: string, createdAt: Date, emailVerified: boolean) =>
  app.db.write((tx) => addAccount(tx, { id: newId(), name: 'X', email, emailVerified, createdAt, updatedAt: createdAt }))

test('sessions, links and accounts that came to nothing are tidied away; what counts stays', async () => {
  const person = await aPerson(app.db)
  await openSession(app.db, person.id)
  const invited = await aPerson(app.db)
  await app.db.write((tx) => invite(tx, invited.id, 'p0', NOW))
  const longAgo = new Date(Date.now() - 31 * DAY)
  await anAccount('nooit@voorbeeld.nl', longAgo, false)
  await anAccount('bewezen@voorbeeld.nl', longAgo, true)
  await anAccount('net@voorbeeld.nl', new Date(), false)
  await app.runJobs()
  expect(await app.db.read.select().from(session)).toHaveLength(1)
  expect(await app.db.read.select().from(verification)).toHaveLength(1)
  const emails = (await app.db.read.select().from(account)).map(({ email }) => email)
  expect(emails).not.toContain('nooit@voorbeeld.nl')
  expect(emails).toHaveLength(4)
  const past = new Date(Date.now() - 1)
  await app.db.write((tx) => tx.update(session).set({ expiresAt: past }))
  await app.db.write((tx) => tx.update(verification).set({ expiresAt: past }))
  await app.runJobs()
  expect(await app.db.read.select().from(session)).toEqual([])
  expect(await app.db.read.select().from(verification)).toEqual([])
})
