/** A world in which every address of the application leads somewhere, and whose each thing is. */
import { existsSync, readdirSync } from 'node:fs'
import { and, eq } from 'drizzle-orm'
import { certificate } from '../../db/schema/certificates.ts'
import { answerRevision, attempt, seal } from '../../db/schema/delivery.ts'
import { masterclassRecord } from '../../db/schema/eligibility.ts'
import { task } from '../../db/schema/grading.ts'
import { person, session } from '../../db/schema/identity.ts'
import { mail } from '../../db/schema/mail.ts'
import { form, formAttachment } from '../../db/schema/papers.ts'
import { demoCheckout } from '../../db/schema/payments.ts'
import { HOUR, SECOND } from '../../src/clock.ts'
import { saveAnswer } from '../../src/delivery/actions.ts'
import { reportProblem } from '../../src/delivery/problems.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { recordMasterclass } from '../../src/eligibility/actions.ts'
import { newId } from '../../src/ids.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { beginPayment, keepCheckout, makeOrder } from '../../src/payments/actions.ts'
import { openSession, startApp } from './app.ts'
import { aPerson, aRound, anEnrolment, NOW } from './builders.ts'
import { AFTER, anAssessor } from './grading.ts'
import { aReleasedRound } from './release.ts'

/** Who asks. Things belong to `candidate` and `assessor`. */
export const askers = ['nobody', 'candidate', 'anotherCandidate', 'assessor', 'anotherAssessor', 'staff', 'administrator'] as const
export type Asker = (typeof askers)[number]

/** The value of each parameter, by the beginning of the address it stands in. The longest beginning counts. */
type Things = Readonly<Record<string, Readonly<Record<string, string>>>>

const PICTURES = new URL('../../docs/handleiding/pictures', import.meta.url)

/** One of the guides' pictures, if there are any yet. */
const aPicture = (): string => (existsSync(PICTURES) ? readdirSync(PICTURES) : []).find((name) => name.endsWith('.png')) ?? ''

/** One of these, or the test has no world to ask in. */
const first = <T>(rows: readonly T[], what: string): T => {
  const [one] = rows
  if (one === undefined) throw new Error(`the world has no ${what}`)
  return one
}

/** Starts the application with one of everything in it. */
export async function startWorld() {
  const server = await startApp({ now: AFTER, demo: true })
  const { db } = server
  const released = await aReleasedRound(db, ['both'])
  const past = first(released.people, 'candidate who passed')
  const candidate = past.person
  const masterclass = { personId: candidate.id, masterclass: 1, basis: 'certificate', programme: 'A', obtainedOn: '2026-06-01' } as const
  await db.write((tx) => recordMasterclass(tx, masterclass, 'staff', NOW))
  const round = await aRound(db, released.forms.map(({ id }) => id), { windowFirstOn: '2026-11-20', windowLastOn: '2026-12-05' })
  const running = await aRunningTest(server, candidate.id, round.id)
  const doneTask = first(await db.read.select().from(task), 'task')
  const people = {
    candidate,
    anotherCandidate: await aPerson(db, { name: 'Andere Kandidaat' }),
    assessor: { id: doneTask.assessorId },
    anotherAssessor: await anAssessor(db, 'Andere Beoordelaar'),
    staff: released.agreer,
    administrator: await aPerson(db, { name: 'Beheerder', candidateSince: null, administratorSince: NOW }),
  }
  await openSession(db, candidate.id)
  await addPictures(server)
  // Roles and second factors are taken away here: from somebody whom nothing else belongs to.
  const spare = await aPerson(db, { name: 'Iemand Anders' })
  await openSession(db, spare.id)
  return { server, people, things: await thingsOf(server, { released, running, round, candidate, spare, task: doneTask }) }
}

type Server = Awaited<ReturnType<typeof startApp>>

/** A picture with every form. */
async function addPictures({ db }: Server) {
  const shown = { position: 0, key: 'kaart', title: 'Kaart', kind: 'image' as const, alt: 'Een kaart.', contentType: 'image/png', base64: '', sha256: 'a'.repeat(64) }
  const forms = await db.read.select({ id: form.id }).from(form)
  await db.write((tx) => tx.insert(formAttachment).values(forms.map(({ id: formId }) => ({ id: newId(), formId, ...shown }))))
}

/** A test that is being written, with an order and a payment, and an answer with a history. */
async function aRunningTest({ db }: Server, personId: string, roundId: string) {
  const { id: enrolmentId } = await anEnrolment(db, personId, roundId, { startsAt: AFTER - HOUR })
  await db.write((tx) => startDueEnrolments(tx, AFTER, 10))
  const { id: attemptId, formId } = first(await db.read.select().from(attempt).where(eq(attempt.enrolmentId, enrolmentId)), 'attempt')
  const { questions } = await getPublishedForm(db.read, formId)
  const questionId = first(questions.filter(({ type }) => type === 'open'), 'open question').id
  const draft = { text: 'Mijn antwoord', choice: [], windowId: 'window-a', windowCount: null, baseRevision: 0 }
  await db.write((tx) => saveAnswer(tx, { attemptId, questionId, personId, graceMs: 60 * SECOND, draft }, AFTER))
  const revision = first(await db.read.select().from(answerRevision).where(eq(answerRevision.attemptId, attemptId)), 'revision')
  const late = { id: newId(), attemptId, questionId, revision: 1, outcome: 'late' as const, text: 'Te laat', choice: [], windowId: 'window-a', at: AFTER }
  await db.write((tx) => tx.insert(answerRevision).values(late))
  const problemId = await db.write((tx) => reportProblem(tx, { attemptId, personId, text: 'Het scherm is leeg', userAgent: 'test' }, AFTER))
  const order = await db.write((tx) => makeOrder(tx, { enrolmentId, personId, product: 'full' }, AFTER))
  const { paymentId } = await db.write((tx) => beginPayment(tx, { orderId: order.id, personId, provider: 'demo' }, AFTER))
  const checkout = { id: paymentId, amountCents: 12_500, description: 'Toetsronde', status: 'open' as const, returnUrl: `http://localhost:3000/orders/${order.id}/return` }
  await db.write((tx) => tx.insert(demoCheckout).values(checkout))
  await db.write((tx) => keepCheckout(tx, paymentId, { providerRef: paymentId, checkoutUrl: `/demo/checkout/${paymentId}` }))
  return { enrolmentId, attemptId, questionId, revisionId: revision.id, lateId: late.id, problemId, orderId: order.id, paymentId }
}

interface Made {
  readonly released: Awaited<ReturnType<typeof aReleasedRound>>
  readonly running: Awaited<ReturnType<typeof aRunningTest>>
  readonly round: { readonly id: string }
  readonly candidate: { readonly id: string }
  readonly spare: { readonly id: string }
  readonly task: typeof task.$inferSelect
}

async function thingsOf({ db, deps }: Server, { released, running, round, candidate, spare, task: doneTask }: Made): Promise<Things> {
  const proof = first(await db.read.select().from(certificate).where(eq(certificate.personId, candidate.id)), 'certificate')
  const past = first(await db.read.select().from(seal), 'seal')
  const letter = first(await db.read.select().from(mail).where(eq(mail.personId, candidate.id)), 'mail')
  const record = first(await db.read.select().from(masterclassRecord), 'masterclass')
  const ofCandidate = and(eq(person.id, candidate.id), eq(person.accountId, session.userId))
  const signedIn = first(await db.read.select({ id: session.id }).from(session).innerJoin(person, ofCandidate), 'session')
  const { enrolmentId, attemptId, questionId, revisionId, orderId, paymentId } = running
  return {
    '/assets': { file: deps.assets.asset('style.css').slice('/assets/'.length) },
    '/help': { guide: 'kandidaat', file: aPicture() },
    '/account/sessions': { id: signedIn.id },
    '/rounds': { id: round.id },
    '/enrolments': { id: enrolmentId },
    '/orders': { id: orderId, paymentId },
    '/attempts': { id: attemptId, questionId, revisionId, key: 'kaart' },
    '/practice': { questionId: 'oefentoets-03' },
    '/receipts': { code: past.receiptCode },
    '/results': { attemptId: past.attemptId },
    '/certificates': { id: proof.id },
    '/verify': { number: proof.number },
    '/assessor/rounds': { roundId: doneTask.roundId, questionId: doneTask.questionId },
    '/assessor/tasks': { id: doneTask.id, key: 'kaart' },
    '/staff/rounds': { id: round.id, attemptId },
    '/staff/rounds/:id/release': { id: released.round.id, releaseId: released.releaseId },
    '/staff/papers': { formId: released.forms[0].id, key: 'kaart' },
    '/staff/people': { id: candidate.id, recordId: record.id },
    '/staff/enrolments': { id: enrolmentId },
    '/staff/attempts': { id: attemptId, revisionId: running.lateId },
    '/staff/problems': { id: running.problemId },
    '/staff/payments': { id: paymentId },
    '/staff/certificates': { id: proof.id },
    '/staff/mails': { id: letter.id },
    '/admin/accounts': { id: spare.id },
    '/demo/mail': { id: letter.id },
    '/demo/checkout': { ref: paymentId },
  }
}

/** What is sent to this route: nothing, but where a form is read before it is known whose the thing is. */
export const formOf = (route: string): Readonly<Record<string, string>> =>
  route === 'POST /attempts/:id/answers/:questionId' ? { text: 'Mijn antwoord', window: 'window-a', count: '1', revision: '1' } : {}

/** An address with its parameters filled in. @throws Error for a parameter that the world has no thing for */
export function filled(pattern: string, things: Things): string {
  const beginnings = Object.keys(things).filter((beginning) => pattern.startsWith(beginning))
  const nearest = beginnings.toSorted((one, other) => other.length - one.length)[0] ?? ''
  return pattern.replace(/:(\w+)/g, (_, name: string) => {
    const value = things[nearest]?.[name]
    if (value === undefined) throw new Error(`the world has no :${name} for ${pattern}; add it to test/support/access.ts`)
    return encodeURIComponent(value)
  })
}
