/** What the pages are asked of: the demonstration with a crowd, whose assessing is under way; and who asks for what. */
import { and, asc, desc, eq, gt, isNotNull, isNull, like } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { certificate } from '../../db/schema/certificates.ts'
import { answerRevision, attempt, problemReport, seal } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { task } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { mail } from '../../db/schema/mail.ts'
import { form } from '../../db/schema/papers.ts'
import { order, payment } from '../../db/schema/payments.ts'
import { round } from '../../db/schema/rounds.ts'
import { HOUR, wallClock } from '../../src/clock.ts'
import type { Instant } from '../../src/clock.ts'
import { reportProblem } from '../../src/delivery/problems.ts'
import { assignAssessors, setPassMark } from '../../src/grading/actions.ts'
import { listAssessors } from '../../src/grading/queries.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { newId } from '../../src/ids.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { listRoundForms } from '../../src/rounds/queries.ts'
import { openSession } from '../support/app.ts'
import { SECRET } from './sitters.ts'

/** The first of these rows. @throws Error when the demonstration has none */
export async function first<Row>(what: string, rows: PromiseLike<readonly Row[]>): Promise<Row> {
  const [row] = await rows
  if (row === undefined) throw new Error(`the demonstration has no ${what}`)
  return row
}

const roundNamed = (db: Database, beginning: string) =>
  first(beginning, db.read.select().from(round).where(like(round.name, `${beginning}%`)))

/** Hands the work of the large round that is over to its assessors, and adds what the demonstration has none of. */
export async function prepare(db: Database, now: Instant): Promise<void> {
  const over = await roundNamed(db, 'Grote toetsronde, te beoordelen')
  const office = await first('office', db.read.select().from(person).where(isNotNull(person.staffSince)))
  const assessorIds = (await listAssessors(db.read)).map(({ id }) => id)
  await db.write(async (tx) => {
    for (const { formId, suggestedPassMark } of await listRoundForms(tx, over.id)) {
      await setPassMark(tx, { roundId: over.id, formId, points: suggestedPassMark, reason: null }, office.id, now)
    }
    await assignAssessors(tx, { roundId: over.id, assessorIds }, office.id, now)
  })
  const { attemptId, personId, questionId } = await writing(db)
  await db.write(async (tx) => {
    await reportProblem(tx, { attemptId, personId, text: 'Het scherm is leeg.', userAgent: 'bench' }, now)
    const late = { id: newId(), attemptId, questionId, revision: 1, outcome: 'late' as const, text: 'Te laat.', choice: [], windowId: 'window-a', at: now }
    await tx.insert(answerRevision).values(late)
  })
}

/** Somebody in the middle of the case test, halfway, with an open question of it and its first version. */
async function writing(db: Database) {
  const large = await roundNamed(db, 'Grote toetsronde, lopend')
  const isOpen = and(eq(attempt.roundId, large.id), isNull(attempt.sealedAt), eq(attempt.kind, 'case'), isNotNull(attempt.busyAt))
  const { id: attemptId, ...one } = await first('open test', db.read.select().from(attempt).where(isOpen).orderBy(desc(attempt.busyAt)))
  const ofAttempt = eq(answerRevision.attemptId, attemptId)
  const revision = await first('answer', db.read.select().from(answerRevision).where(ofAttempt).orderBy(asc(answerRevision.id)))
  return { ...one, attemptId, questionId: revision.questionId, revisionId: revision.id }
}

const personOf = (db: Database, name: string) => first(name, db.read.select().from(person).where(eq(person.name, name)))

const ownEnrolment = (db: Database, personId: string) =>
  first('enrolment', db.read.select().from(enrolment).where(eq(enrolment.personId, personId)).orderBy(desc(enrolment.id)))

/** The value of each parameter, by the beginning of the address it stands in (the longest counts), and who asks for it. */
export async function worldOf(db: Database) {
  const running = await roundNamed(db, 'Grote toetsronde, lopend')
  const over = await roundNamed(db, 'Grote toetsronde, te beoordelen')
  const writer = await writing(db)
  const [chooser, graduate, newcomer, twiceFailed, retaker] = [
    await personOf(db, 'Tirza Emanuels'), await personOf(db, 'Hanneke Bosch'), await personOf(db, 'Sara Lindeman'),
    await personOf(db, 'Rick Vermeulen'), await personOf(db, 'Priscilla Martina'),
  ]
  const toChoose = await ownEnrolment(db, chooser.id)
  const handedIn = await first('sealed test', db.read.select().from(attempt).where(and(eq(attempt.roundId, over.id), isNotNull(attempt.sealedAt))))
  const sealed = await first('seal', db.read.select().from(seal).where(eq(seal.attemptId, handedIn.id)))
  const paid = await first('order', db.read.select().from(order).where(eq(order.personId, writer.personId)))
  const payed = await first('payment', db.read.select().from(payment).where(eq(payment.orderId, paid.id)))
  const proof = await first('certificate', db.read.select().from(certificate).where(eq(certificate.personId, graduate.id)))
  const result = await first('decided test', db.read.select().from(attempt).where(eq(attempt.personId, graduate.id)))
  const work = await first('task', db.read.select().from(task).where(eq(task.roundId, over.id)))
  const paper = await getPublishedForm(db.read, (await first('form', db.read.select().from(form).where(eq(form.id, writer.formId)))).id)
  const letter = await first('mail', db.read.select().from(mail))
  const coming = await first('open round', db.read.select().from(round).where(and(gt(round.windowFirstOn, running.windowLastOn), isNotNull(round.enrolmentOpensAt), isNull(round.calledOffAt))).orderBy(asc(round.windowFirstOn)))
  const planned = await first('planned start', db.read.select().from(enrolment).where(and(eq(enrolment.roundId, running.id), gt(enrolment.startsAt, wallClock.now() + HOUR))))
  const office = await first('office', db.read.select().from(person).where(isNotNull(person.staffSince)))
  const administrator = await first('administrator', db.read.select().from(person).where(isNotNull(person.administratorSince)))
  const late = await first('late text', db.read.select().from(answerRevision).where(and(eq(answerRevision.attemptId, writer.attemptId), eq(answerRevision.outcome, 'late'))))
  const problem = await first('problem', db.read.select().from(problemReport).where(eq(problemReport.attemptId, writer.attemptId)))
  const key = paper.attachments[0]?.key ?? ''
  const things = {
    '/help': { guide: 'kandidaat' },
    '/rounds': { id: coming.id },
    '/enrolments': { id: writer.enrolmentId },
    '/enrolments/:id/start': { id: toChoose.id },
    '/enrolments/:id/declaration': { id: toChoose.id },
    '/orders': { id: paid.id, paymentId: payed.id },
    '/attempts': { id: writer.attemptId, questionId: writer.questionId, revisionId: writer.revisionId, key },
    '/attempts/:id/receipt': { id: handedIn.id },
    '/receipts': { code: sealed.receiptCode },
    '/results': { attemptId: result.id },
    '/certificates': { id: proof.id },
    '/verify': { number: proof.number },
    '/assessor/rounds': { roundId: work.roundId, questionId: work.questionId },
    '/assessor/tasks': { id: work.id, key },
    '/staff/rounds': { id: running.id },
    '/staff/rounds/:id/edit': { id: coming.id },
    '/staff/rounds/:id/calling-off': { id: coming.id },
    '/staff/rounds/:id/assessing': { id: over.id },
    '/staff/rounds/:id/release': { id: over.id },
    '/staff/rounds/:id/holdouts': { id: over.id, attemptId: handedIn.id },
    '/staff/papers': { formId: writer.formId, key },
    '/staff/people': { id: writer.personId },
    '/staff/people/:id/new-chance': { id: twiceFailed.id },
    '/staff/enrolments': { id: planned.id },
    '/staff/attempts': { id: writer.attemptId, revisionId: late.id },
    '/staff/attempts/:id/reopening': { id: handedIn.id },
    '/staff/problems': { id: problem.id },
    '/staff/certificates': { id: proof.id },
    '/admin/accounts': { id: administrator.id },
    '/demo/mail': { id: letter.id },
    '/demo/checkout': { ref: payed.providerRef ?? '' },
  }
  const people = {
    writer: writer.personId, chooser: chooser.id, handedIn: handedIn.personId, graduate: graduate.id, newcomer: newcomer.id, retaker: retaker.id,
    assessor: work.assessorId, office: office.id, administrator: administrator.id,
  }
  return { things, people }
}

export type Who = keyof Awaited<ReturnType<typeof worldOf>>['people'] | 'visitor'

/** What the browser of somebody who signed in sends along. */
export const cookieOf = async (db: Database, personId: string): Promise<string> =>
  `${sessionCookie('http://127.0.0.1')}=${encodeURIComponent(signed(await openSession(db, personId), SECRET))}`

/** The same for each of these. */
export async function cookiesOf(db: Database, people: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const cookies = new Map<string, string>()
  for (const [who, id] of Object.entries(people)) cookies.set(who, await cookieOf(db, id))
  return cookies
}
