/** Blind means blind: whatever an assessor asks for, in whatever way, says nothing about who wrote the answers. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { task } from '../../db/schema/grading.ts'
import { assignAssessors, giveScore, setPassMark } from '../../src/grading/actions.ts'
import { changeDetails } from '../../src/identity/actions.ts'
import { startApp } from '../support/app.ts'
import type { Browser } from '../support/app.ts'
import { AFTER, aCandidate, aRoundToAssess, aStaffMember, anAssessor } from '../support/grading.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp({ now: AFTER })
})
afterEach(() => app.stop())

async function stage() {
  const { db } = app
  const { round, forms } = await aRoundToAssess(db, 0)
  const candidate = await aCandidate(db, { name: 'Cunegonda Cranberry', roundId: round.id, forms })
  const [assessor, staff] = [await anAssessor(db, 'Beoordelaar'), await aStaffMember(db, 'Toetsbureau')]
  await db.write(async (tx) => {
    for (const { id: formId } of forms) await setPassMark(tx, { roundId: round.id, formId, points: 2_000, reason: null }, staff.id, AFTER)
    await assignAssessors(tx, { roundId: round.id, assessorIds: [assessor.id] }, staff.id, AFTER)
  })
  const tasks = await db.read.select().from(task)
  return { round, candidate, assessor, staff, tasks, open: app.as(assessor) }
}

type Stage = Awaited<ReturnType<typeof stage>>

const everything = async (response: Response): Promise<string> =>
  `${response.status} ${response.url} ${JSON.stringify([...response.headers])} ${await response.text()}`

/** Every page of the application, with ids of the candidate's in its address. */
function addresses({ round, candidate, tasks }: Stage): string[] {
  const [attempt] = candidate.attempts
  const ids: Record<string, string> = { roundId: round.id, attemptId: attempt?.id ?? '', questionId: tasks[0]?.questionId ?? '' }
  const idOf = (path: string) => {
    if (path.startsWith('/assessor/tasks')) return tasks[0]?.id
    if (/attempts/.test(path)) return attempt?.id
    if (/enrolments/.test(path)) return candidate.enrolment.id
    return /rounds/.test(path) ? round.id : candidate.person.id
  }
  const patterns = [...new Set(app.app.routes.filter(({ method, path }) => method === 'GET' && !path.includes('*')).map(({ path }) => path))]
  return patterns.map((path) => path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? (name === 'id' ? (idOf(path) ?? 'none') : 'none')))
}

test('no page of the application tells an assessor a candidate’s name or address, whatever ids they know', { timeout: 60_000 }, async () => {
  const made = await stage()
  const { person } = made.candidate
  const paths = addresses(made)
  expect(paths.length).toBeGreaterThan(60)
  for (const path of paths) {
    const all = await everything(await made.open(path))
    for (const secret of [...person.name.split(' '), person.email]) expect(all.toLowerCase(), path).not.toContain(secret.toLowerCase())
    expect(all, `${path} is a file with a name of its own`).not.toContain('content-disposition')
  }
})

/** What an assessor sees and is answered, from the first page to the last. */
async function evening(open: Browser, { tasks, round }: Stage): Promise<string[]> {
  const [first] = tasks
  const task = `/assessor/tasks/${first?.id}`
  const answers = []
  for (const path of ['/assessor', `/assessor/rounds/${round.id}/questions/${first?.questionId}`, task, `${task}/conflict`]) answers.push(await everything(await open(path)))
  const form = { sealId: first?.sealId ?? '', after: '0', comment: 'Mooi.', finished: '1' }
  answers.push(await everything(await open(`${task}/scores`, { form })))
  answers.push(await everything(await open(`${task}/scores`, { form: { ...form, sealId: 'another' } })))
  answers.push(await everything(await open(`${task}/scores`, { form: { ...form, after: 'x' }, headers: { 'HX-Request': 'true' } })))
  answers.push(await everything(await open(`${task}/nothing`)))
  return answers
}

test('an assessor’s evening is the same whoever the candidate is, and no id in it leads to a person', async () => {
  const made = await stage()
  const { candidate, staff, open } = made
  const before = await evening(open, made)
  await app.db.write((tx) => changeDetails(tx, candidate.person.id, { name: 'Pieter Post', email: 'post@elders.nl', language: 'en' }, staff.id, AFTER))
  expect(await evening(open, made)).toEqual(before)
  const ids = [candidate.person.id, candidate.enrolment.id, ...candidate.attempts.map(({ id }) => id)]
  for (const answer of before) for (const id of ids) expect(answer).not.toContain(id)
})

test('passing work on and finishing it lead on without telling whose it was', async () => {
  const { candidate, tasks, open, assessor } = await stage()
  const { attempts, person, enrolment } = candidate
  const [first, second] = tasks
  await app.db.write((tx) => giveScore(tx, { taskId: first?.id ?? '', assessorId: assessor.id, levels: {}, comment: '', finished: false }, AFTER))
  const passed = await open(`/assessor/tasks/${second?.id}/conflict`, { form: {} })
  expect(passed.status).toBe(303)
  const all = (await everything(passed)) + (await everything(await open(passed.headers.get('Location') ?? '')))
  for (const secret of [person.name, person.email, person.id, enrolment.id, ...attempts.map(({ id }) => id)]) expect(all).not.toContain(secret)
  const mails = (await app.mails()).filter(({ personId }) => personId === assessor.id)
  expect(mails.length).toBeGreaterThan(0)
  for (const { subject, body } of mails) for (const secret of [person.name, person.email, ...attempts.map(({ candidateNumber }) => candidateNumber)]) expect(subject + body).not.toContain(secret)
})
