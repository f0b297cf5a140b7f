import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeDetails } from '../../src/identity/actions.ts'
import { sendMail } from '../../src/mail/actions.ts'
import { listMails } from '../../src/mail/queries.ts'
import { paths } from '../../views/paths.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson } from '../support/builders.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp({ demo: true })
})
afterEach(() => app.stop())

test('staff send a mail again from the person’s page; candidates may not, and what is not there is not found', async () => {
  const person = await aPerson(app.db)
  const staff = await aPerson(app.db, { candidateSince: null, staffSince: NOW })
  const to = { personId: person.id, name: person.name, email: person.email, language: 'nl' as const }
  await app.db.write((tx) => sendMail(tx, { to, kind: 'enrolmentLapsed' }, NOW))
  const [first] = (await listMails(app.db.read, { personId: person.id })).mails
  const path = paths.mailResend(first?.id ?? '')
  expect((await app.as(staff)(path, { form: {} })).status).toBe(409)
  await app.runJobs()
  expect((await app.as(person)(path, { form: {} })).status).toBe(403)
  expect((await app.as(staff)(paths.mailResend('none'), { form: {} })).status).toBe(404)
  const done = await app.as(staff)(path, { form: {} })
  expect([done.status, done.headers.get('Location')]).toEqual([303, paths.person(person.id)])
  await app.runJobs()
  expect((await app.mails()).filter(({ personId, sentAt }) => personId === person.id && sentAt !== null)).toHaveLength(2)
})

test('a mail that went to a mistyped address is sent again to the corrected one', async () => {
  const person = await aPerson(app.db, { email: 'typfuot@voorbeeld.nl' })
  const staff = await aPerson(app.db, { candidateSince: null, staffSince: NOW })
  const to = { personId: person.id, name: person.name, email: person.email, language: 'nl' as const }
  await app.db.write((tx) => sendMail(tx, { to, kind: 'enrolmentLapsed' }, NOW))
  await app.runJobs()
  await app.db.write((tx) => changeDetails(tx, person.id, { email: 'typfout@voorbeeld.nl' }, staff.id, NOW))
  const [first] = (await listMails(app.db.read, { personId: person.id })).mails
  expect((await app.as(staff)(paths.mailResend(first?.id ?? ''), { form: {} })).status).toBe(303)
  expect((await app.mails()).map(({ recipient }) => recipient)).toEqual(['typfuot@voorbeeld.nl', 'typfout@voorbeeld.nl'])
})
