import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '../../views/paths.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { HOUR } from '../../src/clock.ts'
import { listCertificates } from '../../src/certificates/queries.ts'
import { listSealsAfter } from '../../src/delivery/queries.ts'
import { digestOf, readSnapshot } from '../../src/delivery/sealing.ts'
import { ensureDemo, startAfresh } from '../../src/demo/actions.ts'
import { findAhead, listPeople, searchMails } from '../../src/demo/queries.ts'
import { readCast, readDoors } from '../../src/demo/seed/cast.ts'
import { findMark } from '../../src/jobs/queries.ts'
import { formIsIntact } from '../../src/papers/actions.ts'
import { listPublishedForms } from '../../src/papers/queries.ts'
import { listResultsOfRound } from '../../src/results/release-queries.ts'
import { listRounds } from '../../src/rounds/queries.ts'
import { phaseOf, phases } from '../../src/rounds/rounds.ts'
import { listTasks } from '../../src/grading/task-queries.ts'
import { NOW } from '../support/builders.ts'
import { standingsOf } from '../../src/demo/standing.ts'
import { PROMISED, standings } from '../support/demo.ts'
import { startApp } from '../support/app.ts'

let demo: Awaited<ReturnType<typeof startApp>>

beforeAll(async () => {
  demo = await startApp({ demo: true })
  await ensureDemo(demo.deps)
}, 300_000)
afterAll(() => demo.stop())

test('every candidate with a button stands where the panel says', async () => {
  expect(await standings(demo.db, NOW)).toEqual(PROMISED)
})

test('among all the others everybody stands where they stand alone', async () => {
  const ids = (await listPeople(demo.db.read, readDoors().map(({ email }) => email))).map(({ id }) => id)
  const together = await standingsOf(demo.db.read, ids, NOW)
  for (const id of ids) expect(together.get(id)).toEqual((await standingsOf(demo.db.read, [id], NOW)).get(id))
})

test('everybody with a button has an account', async () => {
  const doors = readDoors()
  const people = await listPeople(demo.db.read, doors.map(({ email }) => email))
  expect(people.filter(({ accountId }) => accountId !== null)).toHaveLength(doors.length)
})

test('there is a round in every phase', async () => {
  const seen = (await listRounds(demo.db.read)).map((round) => phaseOf(round, NOW))
  expect(phases.filter((phase) => !seen.includes(phase))).toEqual([])
})

test('who has extra time, who lapsed, who failed for good and who retakes are among those with a button', async () => {
  const shown = readCast().candidates.filter(({ door }) => door !== undefined)
  expect(shown.filter(({ extraPercent }) => extraPercent !== undefined).map(({ door }) => door)).toContain('extraTime')
  for (const standing of ['lapsed', 'mayRetake', 'retaking', 'failedTwice', 'passed'] as const) expect(Object.values(PROMISED)).toContain(standing)
})

test('a certificate of somebody who passed is genuine to a stranger', async () => {
  const email = readDoors().find(({ door }) => door === 'passed')?.email ?? ''
  const [person] = await listPeople(demo.db.read, [email])
  const certificates = await listCertificates(demo.db.read, person?.id ?? '')
  expect(certificates).toHaveLength(2)
  for (const { number } of certificates) {
    expect(await (await demo.visitor()(paths.verifyNumber(number))).text()).toContain('Dit certificaat is echt en geldig')
  }
})

test('thirty more use the words of the sixteen, and no others', async () => {
  const written = new Set(readCast().writers.flatMap(({ answers }) => Object.values(answers)))
  const sealed = (await listSealsAfter(demo.db.read, '', 1_000)).flatMap(({ snapshot }) => readSnapshot(snapshot).answers.map(({ text }) => text))
  const used = [...new Set(sealed.filter((text) => text !== ''))]
  expect(used.length).toBeGreaterThan(100)
  // What was still being written when time was up is the beginning of it.
  expect(used.filter((text) => ![...written].some((whole) => whole.startsWith(text)))).toEqual([])
})

test('every audit chain is whole', async () => {
  expect(await checkChains(demo.db.read)).toEqual([])
})

test('every seal still is what it was when it was made, and so is every paper', async () => {
  const seals = await listSealsAfter(demo.db.read, '', 1_000)
  expect(seals.length).toBeGreaterThan(50)
  expect(seals.filter(({ snapshot, sha256 }) => digestOf(snapshot) !== sha256)).toEqual([])
  for (const { id } of await listPublishedForms(demo.db.read)) expect(await formIsIntact(demo.db.read, id)).toBe(true)
})

test('the round in assessment is about half done, with a draft in it', async () => {
  const assessing = (await listRounds(demo.db.read)).find((round) => phaseOf(round, NOW) === 'assessing')
  const tasks = await listTasks(demo.db.read, { roundId: assessing?.id ?? '' })
  const done = tasks.filter(({ task }) => task.finishedAt !== null).length
  expect(done / tasks.length).toBeGreaterThan(0.3)
  expect(done / tasks.length).toBeLessThan(0.8)
  expect(tasks.some(({ task }) => task.finishedAt === null && task.points !== null)).toBe(true)
})

test('released rounds have sufficient and insufficient results', async () => {
  for (const round of (await listRounds(demo.db.read)).filter(({ releasedAt }) => releasedAt !== null)) {
    const { lines } = await listResultsOfRound(demo.db.read, round, { text: '', page: 1 })
    expect(new Set(lines.map(({ sufficient }) => sufficient)).size).toBe(2)
  }
})

test('nothing is left that the clock would have done by now', async () => {
  const before = await findMark(demo.db.read)
  await demo.runJobs()
  expect(await findMark(demo.db.read)).toBe(before)
})

test('every mail of the past was sent, with working addresses', async () => {
  const { mails, total } = await searchMails(demo.db.read, { text: '{site}', page: 1 })
  expect([total, mails]).toEqual([0, []])
  expect((await demo.mails()).every(({ sentAt }) => sentAt !== null)).toBe(true)
})

test('a second start fills nothing and takes up the clock where it stood', async () => {
  demo.clock.forward(HOUR)
  expect(await ensureDemo(demo.deps)).toBe(false)
  expect(await findAhead(demo.db.read)).toBe(0)
  expect(demo.clock.aheadMs).toBe(0)
})

test('starting afresh gives the same demonstration again', async () => {
  await startAfresh(demo.deps, [])
  expect(await standings(demo.db, NOW)).toEqual(PROMISED)
  expect(await checkChains(demo.db.read)).toEqual([])
}, 300_000)
