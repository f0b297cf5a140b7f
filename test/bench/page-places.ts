/** Where each page is in the demonstration, and who asks for it. */
import { and, asc, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { certificate } from '../../db/schema/certificates.ts'
import { answerRevision, attempt, problemReport, seal } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { task } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { mail } from '../../db/schema/mail.ts'
import { order, payment } from '../../db/schema/payments.ts'
import { round } from '../../db/schema/rounds.ts'
import { HOUR, wallClock } from '../../src/clock.ts'
import { findPeople } from '../../src/overview/queries.ts'
import { listRoundCandidates } from '../../src/overview/round-queries.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { first, roundNamed, writing } from './page-world.ts'

const personOf = (db: Database, name: string) => first(name, db.read.select().from(person).where(eq(person.name, name)))

/** Those who ask, and what the pages of candidates are about. */
async function candidatesOf(db: Database) {
  const over = await roundNamed(db, 'Grote toetsronde, te beoordelen')
  const writer = await writing(db)
  const chooser = await personOf(db, 'Tirza Emanuels')
  const graduate = await personOf(db, 'Hanneke Bosch')
  const ofChooser = eq(enrolment.personId, chooser.id)
  const toChoose = await first('enrolment', db.read.select().from(enrolment).where(ofChooser).orderBy(desc(enrolment.id)))
  const isSealed = and(eq(attempt.roundId, over.id), isNotNull(attempt.sealedAt))
  const handedIn = await first('sealed test', db.read.select().from(attempt).where(isSealed))
  const paid = await first('order', db.read.select().from(order).where(eq(order.personId, writer.personId)))
  const payed = await first('payment', db.read.select().from(payment).where(eq(payment.orderId, paid.id)))
  const proof = await first('certificate', db.read.select().from(certificate).where(eq(certificate.personId, graduate.id)))
  const result = await first('decided test', db.read.select().from(attempt).where(eq(attempt.personId, graduate.id)))
  const work = await first('task', db.read.select().from(task).where(eq(task.roundId, over.id)))
  const [newcomer, retaker] = [await personOf(db, 'Sara Lindeman'), await personOf(db, 'Priscilla Martina')]
  const office = await first('office', db.read.select().from(person).where(isNotNull(person.staffSince)))
  const administrator = await first('administrator', db.read.select().from(person).where(isNotNull(person.administratorSince)))
  const people = {
    writer: writer.personId, chooser: chooser.id, handedIn: handedIn.personId, graduate: graduate.id, newcomer: newcomer.id, retaker: retaker.id,
    assessor: work.assessorId, office: office.id, administrator: administrator.id,
  }
  return { over, writer, toChoose, handedIn, paid, payed, proof, result, work, people }
}

export type Who = keyof Awaited<ReturnType<typeof candidatesOf>>['people'] | 'visitor'

/** The value of each parameter, by the beginning of the address it stands in (the longest counts), and who asks. */
export async function placesOf(db: Database) {
  const { over, writer, toChoose, handedIn, paid, payed, proof, result, work, people } = await candidatesOf(db)
  const key = (await getPublishedForm(db.read, writer.formId)).attachments[0]?.key ?? ''
  const sealed = await first('seal', db.read.select().from(seal).where(eq(seal.attemptId, handedIn.id)))
  const letter = await first('mail', db.read.select().from(mail))
  const office = await ofOffice(db, { over, writer, handedIn })
  const things = {
    ...office,
    '/help': { guide: 'kandidaat' },
    '/rounds': office['/staff/rounds/:id/edit'],
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
    '/staff/papers': { formId: writer.formId, key },
    '/staff/certificates': { id: proof.id },
    '/admin/accounts': { id: people.administrator },
    '/demo/mail': { id: letter.id },
    '/demo/checkout': { ref: payed.providerRef ?? '' },
  }
  return { things, people }
}

type Shown = Pick<Awaited<ReturnType<typeof candidatesOf>>, 'over' | 'writer' | 'handedIn'>

/** What the office's pages are about: the two large rounds wherever they can be. */
async function ofOffice(db: Database, { over, writer, handedIn }: Shown) {
  const running = await roundNamed(db, 'Grote toetsronde, lopend')
  const isComing = and(gt(round.windowFirstOn, running.windowLastOn), isNotNull(round.enrolmentOpensAt), isNull(round.calledOffAt))
  const coming = await first('open round', db.read.select().from(round).where(isComing).orderBy(asc(round.windowFirstOn)))
  const isPlanned = and(eq(enrolment.roundId, running.id), gt(enrolment.startsAt, wallClock.now() + HOUR))
  const planned = await first('planned start', db.read.select().from(enrolment).where(isPlanned))
  const isLate = and(eq(answerRevision.attemptId, writer.attemptId), eq(answerRevision.outcome, 'late'))
  const late = await first('late text', db.read.select().from(answerRevision).where(isLate))
  const problem = await first('problem', db.read.select().from(problemReport).where(eq(problemReport.attemptId, writer.attemptId)))
  // The last page of a list is as long as it happens to be.
  const people = await findPeople(db.read, { text: '', page: 1 })
  const candidates = await listRoundCandidates(db.read, { roundId: running.id, text: '', show: 'all', page: 1 }, wallClock.now())
  const twiceFailed = await personOf(db, 'Rick Vermeulen')
  return {
    '/staff/rounds': { id: running.id },
    '/staff/rounds/:id/edit': { id: coming.id },
    '/staff/rounds/:id/calling-off': { id: coming.id },
    '/staff/rounds/:id/assessing': { id: over.id },
    '/staff/rounds/:id/release': { id: over.id },
    '/staff/rounds/:id/holdouts': { id: over.id, attemptId: handedIn.id },
    '/staff/people': { id: writer.personId },
    '/staff/people?page': { wholePage: String(people.pages - 1) },
    '/staff/rounds/:id/candidates': { id: running.id, wholePage: String(candidates.pages - 1) },
    '/staff/people/:id/new-chance': { id: twiceFailed.id },
    '/staff/enrolments': { id: planned.id },
    '/staff/attempts': { id: writer.attemptId, revisionId: late.id },
    '/staff/attempts/:id/reopening': { id: handedIn.id },
    '/staff/problems': { id: problem.id },
  }
}
