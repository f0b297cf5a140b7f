/**
 * The one release gate. Until a round's results are released, whatever anybody but staff and the assessor concerned
 * can ask for is the same whatever the scores are; so no page, header or mail of theirs can say anything about one.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { task } from '../../db/schema/grading.ts'
import { releaseRound } from '../../src/certificates/actions.ts'
import { assignAssessors, giveScore, setPassMark } from '../../src/grading/actions.ts'
import { translator } from '../../src/language/translate.ts'
import { proposeRelease } from '../../src/results/actions.ts'
import { previewOf } from '../../src/results/preview.ts'
import { mark } from '../../views/format.ts'
import { startApp } from '../support/app.ts'
import type { Browser } from '../support/app.ts'
import { aPerson } from '../support/builders.ts'
import { AFTER, aRoundToAssess, aStaffMember, anAssessor } from '../support/grading.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp({ now: AFTER, demo: true })
})
afterEach(() => app.stop())

type World = Awaited<ReturnType<typeof assessedWorld>>

/** A round with everything handed in, and its open answers divided over two assessors. */
async function assessedWorld() {
  const { db } = app
  const { round, forms, people, openQuestions } = await aRoundToAssess(db, 1)
  const [candidate] = people
  if (candidate === undefined) throw new Error('nobody')
  const [staff, colleague] = [await aStaffMember(db, 'Toetsbureau Een'), await aStaffMember(db, 'Toetsbureau Twee')]
  const [one, other] = [await anAssessor(db, 'Beoordelaar Een'), await anAssessor(db, 'Beoordelaar Twee')]
  await db.write((tx) => assignAssessors(tx, { roundId: round.id, assessorIds: [one.id, other.id] }, staff.id, AFTER))
  await setPassMarks({ round, forms, staff }, 2_000)
  return { round, forms, candidate, openQuestions, staff, colleague, one, other }
}

async function setPassMarks({ round, forms, staff }: Pick<World, 'round' | 'forms' | 'staff'>, passMark: number): Promise<void> {
  await app.db.write(async (tx) => {
    for (const { id: formId } of forms) await setPassMark(tx, { roundId: round.id, formId, points: passMark, reason: 'proef' }, staff.id, AFTER)
  })
}

/** Everything of one assessor at one level of each criterion, done. */
async function assess({ openQuestions }: World, assessorId: string, level: 'first' | 'last', comment: string): Promise<void> {
  for (const { id: taskId, questionId, assessorId: owner } of await app.db.read.select().from(task)) {
    const question = openQuestions.find(({ id }) => id === questionId)
    if (owner !== assessorId || question?.type !== 'open') continue
    const levels = Object.fromEntries(question.criteria.map(({ key, levels: all }) => [key, all.at(level === 'first' ? 0 : -1)?.key ?? '']))
    await app.db.write((tx) => giveScore(tx, { taskId, assessorId, levels, comment, finished: true }, AFTER))
  }
}

/** Every address that can be asked, with what belongs to the candidate and to the first assessor in it. */
async function addresses({ round, candidate, one }: World): Promise<string[]> {
  const patterns = [...new Set(app.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))]
  const tasks = (await app.db.read.select().from(task)).filter(({ assessorId }) => assessorId === one.id)
  const thingsOf = (pattern: string): Record<string, string>[] => {
    if (pattern.startsWith('/assessor/tasks')) return tasks.map(({ id }) => ({ id }))
    if (pattern.startsWith('/assessor/rounds')) return tasks.map(({ roundId, questionId }) => ({ roundId, questionId }))
    if (/^\/(staff\/)?(attempts|results)/.test(pattern)) return candidate.attempts.map(({ id }) => ({ id, attemptId: id, questionId: tasks[0]?.questionId ?? '' }))
    if (/^\/(staff\/)?enrolments/.test(pattern)) return [{ id: candidate.enrolment.id }]
    if (/^\/(staff\/)?rounds/.test(pattern)) return candidate.attempts.map(({ id: attemptId }) => ({ id: round.id, attemptId }))
    return [{ id: candidate.person.id }]
  }
  const filled = patterns.flatMap((pattern) => thingsOf(pattern).map((things) => pattern.replace(/:(\w+)/g, (_, name: string) => things[name] ?? 'none')))
  return [...new Set(filled)].filter((path) => !path.includes('*'))
}

/** What somebody gets, without ids that are made anew for each page, and without the count of events in calendar files. */
async function seen(browser: Browser, paths: readonly string[]): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  for (const path of paths) {
    const response = await browser(path)
    const text = `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
    pages.set(path, text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'id').replaceAll(/SEQUENCE:\d+/g, 'SEQUENCE'))
  }
  return pages
}

test('before release every page but those of staff and the assessor concerned is the same whatever the scores are; after it the candidate reads them', { timeout: 120_000 }, async () => {
  const world = await assessedWorld()
  const { round, candidate, staff, colleague, one, other } = world
  const outsiders = {
    nobody: app.visitor(),
    candidate: app.as(candidate.person),
    'another candidate': app.as(await aPerson(app.db)),
    'the assessor of other answers': app.as(one),
    'an assessor of nothing': app.as(await anAssessor(app.db, 'Beoordelaar Drie')),
  }
  const paths = await addresses(world)
  expect(paths.length).toBeGreaterThan(60)
  const look = async () => {
    const all = []
    for (const [who, browser] of Object.entries(outsiders)) all.push([who, await seen(browser, paths)] as const)
    return all
  }
  const mailsOut = async () => (await app.mails()).filter(({ personId }) => ![staff.id, colleague.id, one.id, other.id].includes(personId ?? '')).map(({ kind, body }) => [kind, body])

  await assess(world, one.id, 'last', 'Zeer scherp gezien.')
  await assess(world, other.id, 'last', 'Zeer scherp gezien.')
  const [high, mailsBefore] = [await look(), await mailsOut()]
  await assess(world, other.id, 'first', 'Hier ontbreekt alles.')
  await setPassMarks(world, 2_700)
  const releaseId = await app.db.write((tx) => proposeRelease(tx, round.id, staff.id, AFTER))
  const low = await look()

  for (const [index, [who, pages]] of high.entries()) {
    for (const [path, page] of pages) expect(low[index]?.[1].get(path), `${path} of ${who}`).toBe(page)
  }
  expect(await mailsOut()).toEqual(mailsBefore)

  // What is the same both times says nothing about the choice questions either.
  const t = translator('nl')
  const { candidates } = await previewOf(app.db.read, round.id, AFTER)
  expect(candidates).toHaveLength(2)
  const own = new Map(low.find(([who]) => who === 'candidate')?.[1])
  for (const path of candidates.map(({ attemptId }) => `/results/${attemptId}`)) expect(own.get(path)?.slice(0, 3)).toBe('404')
  for (const { decision } of candidates) {
    for (const [path, page] of own) expect(page, path).not.toMatch(new RegExp(`(^|[^\\d,])${mark(t, decision?.mark ?? 0)}($|[^\\d,])`))
  }

  await app.db.write((tx) => releaseRound(tx, releaseId, colleague.id, AFTER))
  for (const { attemptId, decision } of candidates) {
    const response = await app.as(candidate.person)(`/results/${attemptId}`)
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain(mark(t, decision?.mark ?? 0))
    expect(page).toContain('Hier ontbreekt alles.')
  }
})
