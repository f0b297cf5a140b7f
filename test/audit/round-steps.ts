/** What the office does while tests are being written: what is asked, and which events it leaves. */
import { attempt, problemReport } from '../../db/schema/delivery.ts'
import { DAY, HOUR, SECOND } from '../../src/clock.ts'
import { saveAnswer } from '../../src/delivery/actions.ts'
import { listUncounted } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { NOW, anEnrolment } from '../support/builders.ts'
import { aCandidate, anOpenRound } from '../support/enrolment.ts'
import { whoIs } from '../support/witness.ts'
import { first } from './stage.ts'
import type { Stage } from './stage.ts'

/** Somebody who is writing both tests. */
async function writing({ app, log }: Stage) {
  const [person, round] = [await aCandidate(app.db), await anOpenRound(app.db)]
  const { id: enrolmentId } = await anEnrolment(app.db, person.id, round.id, { startsAt: NOW })
  await app.db.write((tx) => startDueEnrolments(tx, NOW, 10))
  app.clock.forward(HOUR)
  await app.runJobs()
  await log.begin()
  const attempts = await app.db.read.select().from(attempt)
  const ofKind = (kind: 'case' | 'reflection') => first(attempts.filter((one) => one.kind === kind))
  return { me: whoIs(app, person), round, enrolmentId, caseTest: ofKind('case'), reflectionTest: ofKind('reflection') }
}

const reason = 'storing bij de kandidaat thuis'

export async function supervising(stage: Stage): Promise<void> {
  const { app, log, staff } = stage
  const { me, caseTest: { id }, reflectionTest } = await writing(stage)
  await log.does(me, 'POST /attempts/:id/problems', { id, form: { text: 'De bladzijde blijft wit.' } }, 'problem.reported')
  const { id: problemId } = first(await app.db.read.select().from(problemReport))
  await log.does(staff, 'POST /staff/problems/:id/answer', { id: problemId, form: { text: 'Laad hem opnieuw.' } }, 'problem.answered')
  await log.does(staff, 'POST /staff/attempts/:id/extra-time', { id, form: { minutes: '60', reason } }, 'attempt.extraTimeGiven')
  await log.does(staff, 'POST /staff/attempts/:id/closing', { id, form: { reason } }, 'attempt.sealed', 'attempt.closed')
  await log.does(staff, 'POST /staff/attempts/:id/reopening', { id, form: { reason } }, 'attempt.reopened')

  await log.timePasses(3 * DAY, '~attempt.sealed')
  const { id: questionId } = first((await getPublishedForm(app.db.read, reflectionTest.formId)).questions)
  const draft = { text: 'Net te laat.', choice: [], windowId: 'window-a', windowCount: null, baseRevision: 0 }
  const late = { attemptId: reflectionTest.id, questionId, personId: me.id, graceMs: 60 * SECOND, draft }
  await app.db.write((tx) => saveAnswer(tx, late, app.clock.now()))
  const { id: revisionId } = first(await listUncounted(app.db.read, reflectionTest.id))
  await log.begin()
  const accepting = { id: reflectionTest.id, revisionId, form: { reason } }
  await log.does(staff, 'POST /staff/attempts/:id/late/:revisionId/acceptance', accepting, 'attempt.sealed', 'attempt.lateAccepted')
}

export async function incidents(stage: Stage): Promise<void> {
  const { log, staff } = stage
  const { enrolmentId } = await writing(stage)
  const form = { fromOn: '2026-11-05', fromTime: '10:30', untilOn: '2026-11-05', untilTime: '10:45', roundId: '', reason }
  await log.does(staff, 'POST /staff/incidents/confirmation', { form })
  await log.does(staff, 'POST /staff/incidents', { form }, 'incident.made', 'attempt.incidentTimeGiven', 'attempt.incidentTimeGiven', 'incident.applied')
  const start = { startsOn: '2026-11-07', startsTime: '09:15', reason }
  await log.does(staff, 'POST /staff/enrolments/:id/start', { id: enrolmentId, form: start }, 'attempt.startMoved', 'attempt.startMoved', 'enrolment.startMoved')
}
