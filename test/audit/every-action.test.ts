/**
 * Every change of state leaves its event: each route that changes something is asked once, as a plain form post, and
 * the log must say exactly what happened, by whom, when, and what was before and after.
 */
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { certificate } from '../../db/schema/certificates.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { masterclassRecord } from '../../db/schema/eligibility.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { task } from '../../db/schema/grading.ts'
import { session } from '../../db/schema/identity.ts'
import { payment } from '../../db/schema/payments.ts'
import { release } from '../../db/schema/results.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { listRevisions } from '../../src/delivery/queries.ts'
import { giveScore } from '../../src/grading/actions.ts'
import { findPersonByEmail } from '../../src/identity/queries.ts'
import { importPaper } from '../../src/papers/actions.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { listRoundForms, listRounds } from '../../src/rounds/queries.ts'
import { PASSWORD, linkIn, registered, setUpFactor, tokenOf } from '../identity/support.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson, anEnrolment } from '../support/builders.ts'
import { aCandidate, anOpenRound, goesTo } from '../support/enrolment.ts'
import { aCandidate as aSitter, anAssessor, aStaffMember } from '../support/grading.ts'
import { casePaper, publishedPaper, reflectionPaper } from '../support/papers.ts'
import { whoIs, witness } from '../support/witness.ts'
import type { Who, Witness } from '../support/witness.ts'

/** What changes nothing of the association's, or has a history of its own. */
const WITHOUT_EVENT: Readonly<Record<string, string>> = {
  'POST /register': 'an account that nobody has proven yet',
  'POST /sign-in': 'a session',
  'POST /second-factor': 'a session',
  'POST /sign-out': 'a session',
  'POST /magic-link': 'a mail',
  'POST /magic-link/use': 'a session',
  'POST /forgot-password': 'a mail',
  'POST /account/second-factor': 'a secret that does not count yet',
  'POST /attempts/:id/answers': 'saves have their history',
  'POST /attempts/:id/answers/:questionId': 'saves have their history',
  'POST /attempts/:id/answers/:questionId/history/:revisionId': 'saves have their history',
  'POST /attempts/:id/bookmarks/:questionId': 'a mark in the margin',
  'POST /enrolments/:id/start': 'leads to the confirmation',
  'POST /demo/checkout/:ref': 'the bank of the demonstration',
  'POST /demo/clock': 'the demonstration',
  'POST /demo/reset': 'the demonstration',
  'POST /demo/sign-in': 'the demonstration',
}

const asked = new Set<string>()
let app: Awaited<ReturnType<typeof startApp>>
let log: Witness
let staff: Who
let colleague: Who
let administrator: Who

beforeEach(async () => {
  app = await startApp({ demo: true })
  log = witness(app, asked)
  staff = whoIs(app, await aStaffMember(app.db, 'Toetsbureau Een'))
  colleague = whoIs(app, await aStaffMember(app.db, 'Toetsbureau Twee'))
  administrator = whoIs(app, await aPerson(app.db, { candidateSince: null, administratorSince: NOW }))
})
afterEach(async () => {
  expect(await checkChains(app.db.read)).toEqual([])
  await app.stop()
})

const only = <T>(rows: readonly T[]): T => {
  const [one] = rows
  if (one === undefined) throw new Error('one was expected')
  return one
}

test('one’s own account', async () => {
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
  await log.does(me, 'POST /account/sessions/:id/revocation', { id: only(mine).id, form: {} }, 'sessions.ended')
  await log.does(nobody, 'POST /magic-link', { form: { email } })
  await log.does(nobody, 'POST /magic-link/use', { form: { token: tokenOf(await linkIn(app, 'magicLink', email)) } })
  for (const route of ['POST /account/second-factor', 'POST /account/second-factor/verification']) asked.add(route)
  await setUpFactor(browser)
  expect((await log.begin()).map(({ what }) => what)).toEqual(['secondFactor.added'])
  await log.does(me, 'POST /account/second-factor/removal', { form: { password: PASSWORD } }, 'secondFactor.removed')
  await log.does(me, 'POST /sign-out', { form: {} })
})

test('accounts and roles', async () => {
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
})

test('people, their masterclasses and their mails', async () => {
  const form = { name: 'Wout Smit', email: 'wout@voorbeeld.nl', language: 'nl' }
  await log.begin()
  const id = goesTo(await log.does(staff, 'POST /staff/people/new', { form }, 'person.created')).split('/')[3] ?? ''
  await log.does(staff, 'POST /staff/people/:id/details', { id, form: { ...form, email: 'wout.smit@voorbeeld.nl' } }, 'person.changed')
  await log.does(staff, 'POST /staff/people/:id/invitation', { id, form: {} }, 'person.invited')
  const masterclass = { masterclass: '1', basis: 'A', obtainedOn: '2026-06-01' }
  await log.does(staff, 'POST /staff/people/:id/masterclasses', { id, form: masterclass }, 'masterclass.recorded')
  const { id: recordId } = only(await app.db.read.select().from(masterclassRecord))
  await log.does(staff, 'POST /staff/people/:id/masterclasses/:recordId/withdrawal', { id, recordId, form: {} }, 'masterclass.withdrawn')
  const assessor = await anAssessor(app.db, 'Beoordelaar')
  await log.does(staff, 'POST /staff/people/:id/conflicts', { id, form: { assessorId: assessor.id } }, 'conflict.declared')
  await log.does(staff, 'POST /staff/people/:id/accommodation', { id, form: { extraPercent: '25', extraMinutes: '0' } }, 'accommodation.set')
  await app.runJobs()
  const mail = only(await app.mails())
  await log.does(staff, 'POST /staff/mails/:id/resend', { id: mail.id, form: {} }, 'mail.resent')
})

test('papers and rounds', async () => {
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
  const { id } = only(await listRounds(app.db.read))
  const seen = await edition(`/staff/rounds/${id}/edit`)
  const dates = { enrolmentOpensOn: '2026-11-20', enrolmentOpensTime: '09:00', enrolmentClosesOn: '2026-12-20', enrolmentClosesTime: '17:00' }
  await log.does(staff, 'POST /staff/rounds/:id/edit', { id, form: { ...form, ...dates, seen } }, 'round.changed')
  await log.timePasses(20 * DAY, '~round.opened')
  await log.does(staff, 'POST /staff/rounds/:id/closing', { id, form: {} }, 'round.closed')
  await log.does(staff, 'POST /staff/rounds/:id/opening', { id, form: {} }, 'round.opened')
  await anEnrolment(app.db, (await aPerson(app.db)).id, id)
  await log.does(staff, 'POST /staff/rounds/:id/calling-off', { id, form: { way: 'refund' } }, 'round.calledOff', 'enrolment.ended')
})

/** Somebody who may enrol, and a round that is open. */
async function enrolling() {
  const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
  return { me: whoIs(app, person), round }
}

/** Enrols and begins to pay. @returns the order's and the payment's id, and the bank's */
async function paying(me: Who, roundId: string) {
  await log.begin()
  const orderId = goesTo(await log.does(me, 'POST /rounds/:id/enrolment', { id: roundId, form: { agree: 'on' } }, 'enrolment.made', 'order.made')).split('/')[2] ?? ''
  await log.does(me, 'POST /orders/:id/payments', { id: orderId, form: {} }, 'payment.made')
  const { id: paymentId, providerRef } = only(await app.db.read.select().from(payment).where(eq(payment.orderId, orderId)))
  return { orderId, paymentId, ref: providerRef ?? '' }
}

const paid = ['~payment.settled', '~order.paid', '~enrolment.confirmed']
const live = async () => (await app.db.read.select().from(enrolment)).filter(({ endedAt }) => endedAt === null)

test('enrolling, paying, choosing, moving, cancelling', async () => {
  const { me, round } = await enrolling()
  const first = await paying(me, round.id)
  await log.does(me, 'POST /demo/checkout/:ref', { ref: first.ref, form: { status: 'paid' } })
  await log.does(me, 'GET /orders/:id/return', { id: first.orderId }, ...paid)
  const { id } = only(await live())
  const start = { startsOn: '2026-11-06', startsTime: '10:15' }
  await log.does(me, 'POST /enrolments/:id/start', { id, form: start })
  await log.does(me, 'POST /enrolments/:id/start/confirmation', { id, form: start }, 'enrolment.startChosen')
  await log.does(me, 'POST /enrolments/:id/declaration', { id, form: { declare: 'on' } }, 'enrolment.declared')
  const { id: roundId } = await anOpenRound(app.db)
  await log.does(staff, 'POST /staff/enrolments/:id/move', { id, form: { roundId } }, 'enrolment.moved')
  await log.does(staff, 'POST /staff/enrolments/:id/cancellation', { id, form: { refund: 'on' } }, 'enrolment.ended', 'payment.refundDue')
  await log.does(staff, 'POST /staff/payments/:id/refund', { id: first.paymentId, form: {} }, 'payment.refundBegun', 'payment.refunded', 'order.refunded')

  const second = await paying(me, round.id)
  await log.does(me, 'POST /demo/checkout/:ref', { ref: second.ref, form: { status: 'paid' } })
  await log.does({ id: 'bank', browser: app.visitor() }, 'POST /webhooks/payments', { form: { id: second.ref } }, ...paid)
  await log.timePasses(15 * DAY, '~enrolment.lapsed', '~round.closed')
})

test('a place that nobody pays', async () => {
  const { me, round } = await enrolling()
  await paying(me, round.id)
  await log.timePasses(2 * HOUR, '~payment.settled', '~enrolment.ended', '~order.cancelled')
})

test('sitting, handing in, voiding, giving a chance back', async () => {
  const { me, round } = await enrolling()
  const { id: enrolmentId } = await anEnrolment(app.db, me.id, round.id, { startsAt: null })
  await log.begin()
  await log.does(me, 'POST /enrolments/:id/start/now', { id: enrolmentId, form: {} }, 'enrolment.startChosen')
  await log.does(me, 'GET /enrolments/:id/tests', { id: enrolmentId }, '~attempt.started', '~attempt.started')
  const attempts = await app.db.read.select().from(attempt)
  const { id, formId } = only(attempts.filter(({ kind }) => kind === 'reflection'))
  const { id: other } = only(attempts.filter(({ kind }) => kind === 'case'))
  const { id: questionId } = only((await getPublishedForm(app.db.read, formId)).questions)
  await log.does(me, 'GET /attempts/:id', { id }, 'attempt.opened')
  await log.does(me, 'POST /attempts/:id/answers/:questionId', { id, questionId, form: { text: 'Ja.', window: 'window-a', count: '1', revision: '0' } })
  await log.does(me, 'POST /attempts/:id/answers', { id, form: { [`text-${questionId}`]: 'Nee.', [`revision-${questionId}`]: '1', window: 'window-a' } })
  await log.does(me, 'POST /attempts/:id/bookmarks/:questionId', { id, questionId, form: { marked: 'on' } })
  const [revision] = await listRevisions(app.db.read, id, questionId)
  await log.does(me, 'POST /attempts/:id/answers/:questionId/history/:revisionId', { id, questionId, revisionId: revision?.id ?? '', form: {} })
  await log.does(me, 'POST /attempts/:id/hand-in', { id, form: {} }, 'attempt.sealed')
  await log.timePasses(4 * DAY, '~attempt.sealed')
  await log.does(staff, 'POST /staff/attempts/:id/voiding', { id, form: { reason: 'ziek' } }, 'attempt.voided')
  await log.does(staff, 'POST /staff/attempts/:id/voiding', { id: other, form: { reason: 'ziek' } }, 'attempt.voided', 'enrolment.ended')
  const { id: roundId } = await anOpenRound(app.db)
  await log.does(staff, 'POST /staff/attempts/:id/place', { id, form: { roundId } }, 'enrolment.made', 'attempt.placed', 'attempt.placed')
})

test('assessing, releasing, certificates, retakes', async () => {
  const round = await anOpenRound(app.db)
  const forms = await Promise.all((await listRoundForms(app.db.read, round.id)).map(({ formId }) => getPublishedForm(app.db.read, formId)))
  const [one, two] = [await anAssessor(app.db, 'Een'), await anAssessor(app.db, 'Twee')]
  const passing = await aSitter(app.db, { name: 'A', roundId: round.id, forms })
  const failing = await aSitter(app.db, { name: 'B', roundId: round.id, forms, answers: () => null })
  app.clock.forward(20 * DAY)
  await app.runJobs()
  await log.begin()
  const id = round.id
  for (const { id: formId, maximumPoints } of forms) {
    await log.does(staff, 'POST /staff/rounds/:id/pass-marks', { id, form: { formId, after: '0', points: String(maximumPoints / 200), reason: '' } }, 'passMark.set')
  }
  const assessors = (...assessorIds: string[]) => ({ id, form: { assessorIds } })
  await log.does(staff, 'POST /staff/rounds/:id/assessors', assessors(one.id), 'assessor.assigned', 'task.assigned')
  await log.does(staff, 'POST /staff/rounds/:id/assessors', assessors(one.id, two.id), 'assessor.assigned')
  await log.does(staff, 'POST /staff/rounds/:id/tasks/redistribution', { id, form: {} }, 'task.withdrawn', 'task.assigned')
  await log.does(staff, 'POST /staff/rounds/:id/assessors', assessors(one.id), 'assessor.withdrawn', 'task.withdrawn', 'task.assigned')
  const tasks = async () => (await app.db.read.select().from(task)).filter(({ withdrawnAt, finishedAt }) => withdrawnAt === null && finishedAt === null)
  await log.does(whoIs(app, one), 'POST /assessor/tasks/:id/conflict', { id: only(await tasks()).id, form: {} }, 'conflict.declared', 'task.withdrawn')
  await log.does(staff, 'POST /staff/rounds/:id/assessors', assessors(one.id, two.id), 'assessor.assigned', 'task.assigned')
  const levelsOf = (questionId: string, at: number) => {
    const question = forms.flatMap(({ questions }) => questions).find((found) => found.id === questionId)
    return question?.type === 'open' ? Object.fromEntries(question.criteria.map(({ key, levels }) => [key, levels.at(at)?.key ?? ''])) : {}
  }
  const [begun] = await tasks()
  const typed = Object.fromEntries(Object.entries(levelsOf(begun?.questionId ?? '', -1)).map(([key, level]) => [`level-${key}`, level]))
  const score = { sealId: begun?.sealId ?? '', after: '0', comment: 'Mooi', finished: '1', ...typed }
  await log.does(whoIs(app, two), 'POST /assessor/tasks/:id/scores', { id: begun?.id ?? '', form: score }, 'score.given')
  const assess = (taskId: string, questionId: string, at: number) =>
    app.db.write((tx) => giveScore(tx, { taskId, assessorId: two.id, levels: levelsOf(questionId, at), comment: '', finished: true }, app.clock.now()))
  for (const left of await tasks()) await assess(left.id, left.questionId, -1)
  await aSitter(app.db, { name: 'C', roundId: id, forms })
  await log.begin()
  await log.does(staff, 'POST /staff/rounds/:id/tasks', { id, form: {} }, 'task.assigned', 'task.assigned')
  const [later] = await tasks()
  for (const left of await tasks()) await app.db.write((tx) => giveScore(tx, { taskId: left.id, assessorId: left.assessorId, levels: levelsOf(left.questionId, -1), comment: '', finished: true }, app.clock.now()))
  await log.begin()

  const pending = async () => only((await app.db.read.select().from(release)).filter(({ agreedAt, lapsedAt }) => agreedAt === null && lapsedAt === null)).id
  const propose = () => log.does(staff, 'POST /staff/rounds/:id/release', { id, form: {} }, 'release.proposed')
  await propose()
  await log.does(staff, 'POST /staff/rounds/:id/release/:releaseId/withdrawal', { id, releaseId: await pending(), form: {} }, 'release.withdrawn')
  await propose()
  await app.db.write((tx) => giveScore(tx, { taskId: later?.id ?? '', assessorId: later?.assessorId ?? '', levels: levelsOf(later?.questionId ?? '', 0), comment: '', finished: true }, app.clock.now()))
  await log.begin()
  await log.timePasses(HOUR, '~release.lapsed')
  const attemptId = only(passing.attempts).id
  await log.does(staff, 'POST /staff/rounds/:id/holdouts/:attemptId', { id, attemptId, form: { reason: 'onderzoek' } }, 'attempt.heldOut')
  await log.does(staff, 'POST /staff/rounds/:id/holdouts/:attemptId/ending', { id, attemptId, form: {} }, 'attempt.takenBack')
  await propose()
  const out = ['release.agreed', ...Array(6).fill('result.released'), ...Array(4).fill('certificate.issued'), ...Array(3).fill('enrolment.ended')]
  await log.does(colleague, 'POST /staff/rounds/:id/release/:releaseId/agreement', { id, releaseId: await pending(), form: {} }, ...out)
  const [proof] = await app.db.read.select().from(certificate)
  await log.does(staff, 'POST /staff/certificates/:id/revocation', { id: proof?.id ?? '', form: { reason: 'vergissing' } }, 'certificate.revoked')

  const next = await anOpenRound(app.db, { windowFirstOn: '2027-01-11', windowLastOn: '2027-01-22' })
  await log.begin()
  const wanted = { tests: 'both', roundId: next.id, agree: 'on' }
  await log.does(whoIs(app, failing.person), 'POST /retakes', { form: wanted }, 'enrolment.made', 'retake.ordered', 'retake.ordered', 'order.made')
})

test('every route that changes something was asked here', () => {
  const routes = new Set(app.app.routes.filter(({ method }) => method === 'POST').map(({ method, path }) => `${method} ${path}`))
  expect([...routes].filter((route) => !asked.has(route) && !(route in WITHOUT_EVENT)), 'ask it, and say which events it leaves').toEqual([])
})
