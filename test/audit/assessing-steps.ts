/** Assessing and releasing: what is asked, and which events it leaves. */
import { certificate } from '../../db/schema/certificates.ts'
import { task } from '../../db/schema/grading.ts'
import { release } from '../../db/schema/results.ts'
import { DAY, HOUR } from '../../src/clock.ts'
import { giveScore } from '../../src/grading/actions.ts'
import type { PaperForm } from '../../src/papers/content.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { listRoundForms } from '../../src/rounds/queries.ts'
import { anOpenRound } from '../support/enrolment.ts'
import { aCandidate, anAssessor, assessAll } from '../support/grading.ts'
import { whoIs } from '../support/witness.ts'
import { first } from './stage.ts'
import type { Stage } from './stage.ts'

/** A round whose window is over, with one sitter who wrote something and one who wrote nothing. */
async function handedIn({ app, log }: Stage) {
  const round = await anOpenRound(app.db)
  const forms: PaperForm[] = []
  for (const { formId } of await listRoundForms(app.db.read, round.id)) forms.push(await getPublishedForm(app.db.read, formId))
  const writing = await aCandidate(app.db, { name: 'A', roundId: round.id, forms })
  const silent = await aCandidate(app.db, { name: 'B', roundId: round.id, forms, answers: () => null })
  app.clock.forward(20 * DAY)
  await app.runJobs()
  await log.begin()
  return { round, forms, writing, silent }
}

const unfinished = async ({ app }: Stage) =>
  (await app.db.read.select().from(task)).filter(({ withdrawnAt, finishedAt }) => withdrawnAt === null && finishedAt === null)

/** A level of each criterion of an open question: the one at this place. */
function levelsOf(forms: readonly PaperForm[], questionId: string, place: number): Record<string, string> {
  const question = forms.flatMap(({ questions }) => questions).find(({ id }) => id === questionId)
  return question?.type === 'open' ? Object.fromEntries(question.criteria.map(({ key, levels }) => [key, levels.at(place)?.key ?? ''])) : {}
}

export async function assessing(stage: Stage): Promise<void> {
  const { app, log, staff } = stage
  const { round: { id }, forms } = await handedIn(stage)
  const [one, two] = [await anAssessor(app.db, 'Een'), await anAssessor(app.db, 'Twee')]
  for (const { id: formId } of forms) {
    await log.does(staff, 'POST /staff/rounds/:id/pass-marks', { id, form: { formId, after: '0', points: '5', reason: '' } }, 'passMark.set')
  }
  const assessors = (...assessorIds: string[]) => ({ id, form: { assessorIds } })
  const assign = 'POST /staff/rounds/:id/assessors'
  await log.does(staff, assign, assessors(one.id), 'assessor.assigned', 'task.assigned')
  await log.does(staff, assign, assessors(one.id, two.id), 'assessor.assigned')
  await log.does(staff, 'POST /staff/rounds/:id/tasks/redistribution', { id, form: {} }, 'task.withdrawn', 'task.assigned')
  await log.does(staff, assign, assessors(one.id), 'assessor.withdrawn', 'task.withdrawn', 'task.assigned')
  const known = { id: first(await unfinished(stage)).id, form: {} }
  await log.does(whoIs(app, one), 'POST /assessor/tasks/:id/conflict', known, 'conflict.declared', 'task.withdrawn')
  await log.does(staff, assign, assessors(one.id, two.id), 'assessor.assigned', 'task.assigned')
  await aCandidate(app.db, { name: 'C', roundId: id, forms })
  await log.does(staff, 'POST /staff/rounds/:id/tasks', { id, form: {} }, 'task.assigned')

  const { id: taskId, sealId, questionId, assessorId } = first(await unfinished(stage))
  const typed = Object.entries(levelsOf(forms, questionId, -1)).map(([key, level]) => [`level-${key}`, level])
  const form = { sealId, after: '0', comment: 'Mooi', finished: '1', ...Object.fromEntries(typed) }
  await log.does(whoIs(app, { id: assessorId }), 'POST /assessor/tasks/:id/scores', { id: taskId, form }, 'score.given')
}

export async function releasing(stage: Stage): Promise<void> {
  const { app, log, staff, colleague } = stage
  const { round, forms, writing, silent } = await handedIn(stage)
  const { id } = round
  const assessor = await anAssessor(app.db, 'Een')
  await assessAll(app.db, { round, forms, staffId: staff.id, assessorId: assessor.id, passMark: 400 })
  await log.begin()
  const pending = async () => first((await app.db.read.select().from(release)).filter(({ agreedAt, lapsedAt }) => agreedAt === null && lapsedAt === null)).id
  const propose = () => log.does(staff, 'POST /staff/rounds/:id/release', { id, form: {} }, 'release.proposed')
  await propose()
  await log.does(staff, 'POST /staff/rounds/:id/release/:releaseId/withdrawal', { id, releaseId: await pending(), form: {} }, 'release.withdrawn')
  await propose()
  const { id: taskId, questionId } = first(await app.db.read.select().from(task))
  const changed = { taskId, assessorId: assessor.id, levels: levelsOf(forms, questionId, 1), comment: '', finished: true }
  await app.db.write((tx) => giveScore(tx, changed, app.clock.now()))
  await log.begin()
  await log.timePasses(HOUR, '~release.lapsed')
  const { id: attemptId } = first(writing.attempts)
  await log.does(staff, 'POST /staff/rounds/:id/holdouts/:attemptId', { id, attemptId, form: { reason: 'onderzoek' } }, 'attempt.heldOut')
  await log.does(staff, 'POST /staff/rounds/:id/holdouts/:attemptId/ending', { id, attemptId, form: {} }, 'attempt.takenBack')
  await propose()
  const times = (count: number, what: string) => Array.from({ length: count }, () => what)
  const out = ['release.agreed', ...times(4, 'result.released'), ...times(2, 'certificate.issued'), ...times(2, 'enrolment.ended')]
  await log.does(colleague, 'POST /staff/rounds/:id/release/:releaseId/agreement', { id, releaseId: await pending(), form: {} }, ...out)
  const { id: proof } = first(await app.db.read.select().from(certificate))
  await log.does(staff, 'POST /staff/certificates/:id/revocation', { id: proof, form: { reason: 'vergissing' } }, 'certificate.revoked')

  const { id: roundId } = await anOpenRound(app.db, { windowFirstOn: '2027-01-11', windowLastOn: '2027-01-22' })
  await log.begin()
  const ordered = ['enrolment.made', 'retake.ordered', 'retake.ordered', 'order.made']
  await log.does(whoIs(app, silent.person), 'POST /retakes', { form: { tests: 'both', roundId, agree: 'on' } }, ...ordered)
}
