/** Accounts, people, papers and rounds: what is asked, and which events it leaves. */
import { masterclassRecord } from '../../db/schema/eligibility.ts'
import { session } from '../../db/schema/identity.ts'
import { DAY, MINUTE } from '../../src/clock.ts'
import { findPersonByEmail } from '../../src/identity/queries.ts'
import { importPaper } from '../../src/papers/actions.ts'
import { listRounds } from '../../src/rounds/queries.ts'
import { expect } from 'vitest'
import { PASSWORD, linkIn, registered, setUpFactor, tokenOf } from '../identity/support.ts'
import { NOW, aPerson, anEnrolment } from '../support/builders.ts'
import { goesTo } from '../support/enrolment.ts'
import { anAssessor } from '../support/grading.ts'
import { casePaper, publishedPaper, reflectionPaper } from '../support/papers.ts'
import { first } from './stage.ts'
import type { Stage } from './stage.ts'

export async function ownAccount({ app, log, asked }: Stage): Promise<void> {
  const email = 'sanne@voorbeeld.nl'
  const browser = app.visitor()
  const nobody = { id: 'nobody', browser }
  await log.does(nobody, 'POST /register', { form: { name: 'Sanne de Boer', email, password: PASSWORD } })
  await browser('/verify-email', { form: { token: tokenOf(await linkIn(app, 'verification', email)), password: PASSWORD } })
  asked.add('POST /verify-email')
  const me = { id: (await findPersonByEmail(app.db.read, email))?.id ?? '', browser }
  expect((await log.begin()).map(({ what, actor }) => [what, actor === me.id])).toEqual([['person.created', true], ['account.created', true]])
  await log.does(me, 'POST /account', { form: { name: 'Sanne Bakker', language: 'nl' } }, 'person.changed')
  await log.does(me, 'POST /language', { form: { language: 'en', next: '/' } }, 'person.changed')
  await log.does(me, 'POST /account/password', { form: { currentPassword: PASSWORD, newPassword: `${PASSWORD} nog een` } }, 'password.changed')
  await log.does(nobody, 'POST /forgot-password', { form: { email } })
  const reset = { form: { token: tokenOf(await linkIn(app, 'passwordReset', email)), password: PASSWORD } }
  await log.does(me, 'POST /reset-password', reset, 'password.changed')
  await log.does(nobody, 'POST /sign-in', { form: { email, password: PASSWORD } })
  const elsewhere = app.visitor()
  await elsewhere('/sign-in', { form: { email, password: PASSWORD } })
  await log.does(me, 'POST /account/sessions', { form: {} }, 'sessions.ended')
  const mine = await app.db.read.select().from(session)
  await log.does(me, 'POST /account/sessions/:id/revocation', { id: first(mine).id, form: {} }, 'sessions.ended')
  await log.does(nobody, 'POST /magic-link', { form: { email } })
  await log.does(nobody, 'POST /magic-link/use', { form: { token: tokenOf(await linkIn(app, 'magicLink', email)) } })
  for (const route of ['POST /account/second-factor', 'POST /account/second-factor/verification']) asked.add(route)
  await setUpFactor(browser)
  expect((await log.begin()).map(({ what }) => what)).toEqual(['secondFactor.added'])
  await log.does(me, 'POST /account/second-factor/removal', { form: { password: PASSWORD } }, 'secondFactor.removed')
  await log.does(me, 'POST /sign-out', { form: {} })
}

export async function accountsAndRoles({ app, log, administrator }: Stage): Promise<void> {
  const form = { name: 'Nieuwe Beoordelaar', email: 'nieuw@voorbeeld.nl', language: 'nl', roles: ['assessor'], invite: 'on' }
  await log.begin()
  const made = await log.does(administrator, 'POST /admin/accounts/new', { form }, 'person.created', 'person.invited')
  const id = goesTo(made).split('/')[3] ?? ''
  app.clock.forward(MINUTE)
  await log.does(administrator, 'POST /admin/accounts/:id/invitation', { id, form: {} }, 'person.invited')
  await log.does(administrator, 'POST /admin/accounts/:id/roles', { id, form: { roles: ['candidate'] } }, 'roles.changed')
  await registered(app, 'factor@voorbeeld.nl').then(setUpFactor)
  const other = await findPersonByEmail(app.db.read, 'factor@voorbeeld.nl')
  await log.begin()
  await log.does(administrator, 'POST /admin/accounts/:id/second-factor/removal', { id: other?.id ?? '', form: {} }, 'secondFactor.removed')
}

export async function people({ app, log, staff }: Stage): Promise<void> {
  const form = { name: 'Wout Smit', email: 'wout@voorbeeld.nl', language: 'nl' }
  await log.begin()
  const id = goesTo(await log.does(staff, 'POST /staff/people/new', { form }, 'person.created')).split('/')[3] ?? ''
  await log.does(staff, 'POST /staff/people/:id/details', { id, form: { ...form, email: 'wout.smit@voorbeeld.nl' } }, 'person.changed')
  await log.does(staff, 'POST /staff/people/:id/invitation', { id, form: {} }, 'person.invited')
  const masterclass = { masterclass: '1', basis: 'A', obtainedOn: '2026-06-01' }
  await log.does(staff, 'POST /staff/people/:id/masterclasses', { id, form: masterclass }, 'masterclass.recorded')
  const { id: recordId } = first(await app.db.read.select().from(masterclassRecord))
  await log.does(staff, 'POST /staff/people/:id/masterclasses/:recordId/withdrawal', { id, recordId, form: {} }, 'masterclass.withdrawn')
  const assessor = await anAssessor(app.db, 'Beoordelaar')
  await log.does(staff, 'POST /staff/people/:id/conflicts', { id, form: { assessorId: assessor.id } }, 'conflict.declared')
  await log.does(staff, 'POST /staff/people/:id/accommodation', { id, form: { extraPercent: '25', extraMinutes: '0' } }, 'accommodation.set')
  await app.runJobs()
  const mail = first(await app.mails())
  await log.does(staff, 'POST /staff/mails/:id/resend', { id: mail.id, form: {} }, 'mail.resent')
}

export async function papersAndRounds({ app, log, staff }: Stage): Promise<void> {
  await app.db.write((tx) => publishedPaper(tx, casePaper('x'), NOW))
  await app.db.write((tx) => publishedPaper(tx, reflectionPaper('y'), NOW))
  await log.begin()
  const formId = await app.db.write((tx) => importPaper(tx, casePaper('x', 2), staff.id, NOW))
  expect((await log.begin()).map(({ what }) => what)).toEqual(['paper.imported'])
  await log.does(staff, 'POST /staff/papers/:formId/publication', { formId, form: {} }, 'paper.published')
  const edition = async (path: string) => /name="seen" value="([^"]*)"/.exec(await (await staff.browser(path)).text())?.[1] ?? ''
  const html = await (await staff.browser('/staff/rounds/new')).text()
  const papers = Object.fromEntries([...html.matchAll(/name="(paper-[^"]+)"/g)].map(([, name]) => [name, '1']))
  const form = {
    name: 'Eerste toetsronde 2027', note: '', windowFirstOn: '2027-01-14', windowLastOn: '2027-01-25', workingHours: '72', caseHours: '', reflectionHours: '',
    enrolmentOpensOn: '', enrolmentOpensTime: '', enrolmentClosesOn: '', enrolmentClosesTime: '', minimumCandidates: '', maximumCandidates: '', assessingDueOn: '', ...papers,
  }
  await log.does(staff, 'POST /staff/rounds/new', { form }, 'round.made')
  const { id } = first(await listRounds(app.db.read))
  const seen = await edition(`/staff/rounds/${id}/edit`)
  const dates = { enrolmentOpensOn: '2026-11-20', enrolmentOpensTime: '09:00', enrolmentClosesOn: '2026-12-20', enrolmentClosesTime: '17:00' }
  await log.does(staff, 'POST /staff/rounds/:id/edit', { id, form: { ...form, ...dates, seen } }, 'round.changed')
  await log.timePasses(20 * DAY, '~round.opened')
  await log.does(staff, 'POST /staff/rounds/:id/closing', { id, form: {} }, 'round.closed')
  await log.does(staff, 'POST /staff/rounds/:id/opening', { id, form: {} }, 'round.opened')
  await anEnrolment(app.db, (await aPerson(app.db)).id, id)
  await log.does(staff, 'POST /staff/rounds/:id/calling-off', { id, form: { way: 'refund' } }, 'round.calledOff', 'enrolment.ended')
}
