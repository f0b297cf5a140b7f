/** What assessing keeps of every attempt is what adding everything up anew would give, whatever happened before. */
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import fc from 'fast-check'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { task, waitingAnswer } from '../../db/schema/grading.ts'
import { MINUTE } from '../../src/clock.ts'
import { assignAssessors, declareConflict, giveScore, setPassMark } from '../../src/grading/actions.ts'
import { countWaiting, listPiles, listToCount } from '../../src/grading/count-queries.ts'
import { recount } from '../../src/grading/counting.ts'
import { gradingJobs } from '../../src/grading/jobs.ts'
import { looksAtCounts } from '../../src/grading/proving.ts'
import { addUp } from '../../src/grading/queries.ts'
import { setRoles } from '../../src/identity/actions.ts'
import { Refusal } from '../../src/refusal.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER, aCandidate, anAssessor, aRoundToAssess, aSeal, aStaffMember, everything, nothing } from '../support/grading.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const runJobs = async () => {
  for (const job of gradingJobs) await job.run({ db, now: AFTER + MINUTE, log: pino({ level: 'silent' }) })
}

const liveTasks = () => db.read.select().from(task).innerJoin(attempt, eq(attempt.id, task.attemptId)).where(and(isNull(task.withdrawnAt), isNull(attempt.voidedAt)))

/** The answers of counted tests that must be given out or taken back, worked out from nothing. */
async function waitingOf(all: Awaited<ReturnType<typeof addUp>>) {
  const tasks = await db.read.select().from(task).where(isNull(task.withdrawnAt))
  return all.flatMap(({ attempt: { attemptId, sealId }, form, handedIn }) =>
    form.questions.flatMap(({ id, type }) => {
      const given = tasks.find((one) => one.attemptId === attemptId && one.questionId === id)
      const says = (handedIn?.get(id)?.text ?? '').trim() !== ''
      const isInOrder = says ? given?.sealId === sealId : given === undefined
      return type === 'open' && !isInOrder ? [`${attemptId} ${id}`] : []
    }),
  )
}

async function expectTruth(roundId: string): Promise<void> {
  const rows = await db.read.select().from(attempt).where(and(isNotNull(attempt.sealedAt), isNull(attempt.voidedAt), isNotNull(attempt.openLeft)))
  const all = await addUp(db.read, { ids: rows.map(({ id }) => id) })
  const kept = new Map(rows.map(({ id, openLeft, points }) => [id, { openLeft, points }]))
  for (const { attempt: { attemptId }, total: { openLeft, points } } of all) expect(kept.get(attemptId)).toEqual({ openLeft, points })

  const counted = new Set(kept.keys())
  const waiting = (await db.read.select().from(waitingAnswer)).filter(({ attemptId }) => counted.has(attemptId))
  expect(waiting.map(({ attemptId, questionId }) => `${attemptId} ${questionId}`).toSorted()).toEqual((await waitingOf(all)).toSorted())

  const tasks = (await db.read.select().from(task)).filter(({ withdrawnAt }) => withdrawnAt === null)
  const piles = new Map<string, number[]>()
  for (const { assessorId, questionId, finishedAt, points } of tasks) {
    const [todo = 0, draft = 0, done = 0] = piles.get(`${assessorId} ${questionId}`) ?? []
    const isDraft = finishedAt === null && points !== null
    piles.set(`${assessorId} ${questionId}`, [todo + Number(finishedAt === null && !isDraft), draft + Number(isDraft), done + Number(finishedAt !== null)])
  }
  const keptPiles = (await listPiles(db.read, roundId)).map(({ assessorId, questionId, todo, draft, done }) => [`${assessorId} ${questionId}`, [todo, draft, done]] as const)
  expect(new Map(keptPiles)).toEqual(piles)

  for (const look of await looksAtCounts(db.read)) expect(await look(db.read)).toEqual([])
}

const anyStep = fc.record({
  what: fc.constantFrom('assign', 'score', 'draft', 'changed', 'emptied', 'filled', 'void', 'open', 'conflict', 'role', 'later', 'jobs'),
  which: fc.nat({ max: 50 }),
})

async function aStage() {
  const { round: { id: roundId }, forms } = await aRoundToAssess(db, 2)
  const staff = await aStaffMember(db, 'Toetsbureau')
  const assessors = [await anAssessor(db, 'Beoordelaar Een'), await anAssessor(db, 'Beoordelaar Twee')]
  for (const { id: formId } of forms) await db.write((tx) => setPassMark(tx, { roundId, formId, points: 2000, reason: null }, staff.id, AFTER))
  return { roundId, forms, staff, assessors }
}

/** One thing that people or the clock do; what is refused changes nothing. */
async function take({ roundId, forms, staff, assessors }: Awaited<ReturnType<typeof aStage>>, { what, which }: { what: string; which: number }, sequence: number) {
  const attempts = await db.read.select().from(attempt)
  const one = attempts[which % attempts.length]
  const form = forms.find(({ id }) => id === one?.formId)
  const reseal = async (answers: typeof everything) => {
    if (!one || !form || one.voidedAt !== null) return
    await aSeal(db, { attemptId: one.id, form, answers, sequence })
    await db.write((tx) => tx.update(attempt).set({ sealedAt: AFTER }).where(eq(attempt.id, one.id)))
  }
  if (what === 'assign') await db.write((tx) => assignAssessors(tx, { roundId, assessorIds: assessors.slice(which % 3 === 0 ? 1 : 0).map(({ id }) => id) }, staff.id, AFTER))
  if (what === 'score' || what === 'draft' || what === 'conflict') {
    const tasks = await liveTasks()
    const chosen = tasks[which % Math.max(1, tasks.length)]?.task
    const question = forms.flatMap(({ questions }) => questions).find(({ id }) => id === chosen?.questionId)
    if (!chosen || question?.type !== 'open') return
    const { id: taskId, assessorId } = chosen
    const levels = Object.fromEntries(question.criteria.map(({ key, levels: all }) => [key, all[which % all.length]?.key ?? '']))
    if (what === 'conflict') await db.write((tx) => declareConflict(tx, { taskId, assessorId }, AFTER))
    else await db.write((tx) => giveScore(tx, { taskId, assessorId, levels, comment: String(sequence), finished: what === 'score' }, AFTER))
  }
  if (what === 'changed') await reseal((question) => (question.type === 'open' && which % 2 === 0 ? { text: `Anders ${sequence}`, choice: [] } : everything(question)))
  if (what === 'emptied') await reseal(nothing)
  if (what === 'filled') await reseal(everything)
  if (what === 'void' && one) await db.write((tx) => tx.update(attempt).set({ voidedAt: AFTER, voidedBy: staff.id }).where(eq(attempt.id, one.id)))
  if (what === 'open' && one) await db.write((tx) => tx.update(attempt).set({ sealedAt: null }).where(eq(attempt.id, one.id)))
  if (what === 'role') await db.write((tx) => setRoles(tx, assessors[0]?.id ?? '', which % 2 === 0 ? [] : ['assessor'], staff.id, AFTER))
  if (what === 'later') await aCandidate(db, { name: `Later ${sequence}`, roundId, forms, ...(which % 2 === 0 ? { answers: nothing } : {}) })
  if (what === 'jobs') await runJobs()
}

test('whatever is handed in, given out, assessed, taken back or voided: what is kept is the truth, and the clock leaves nothing uncounted', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 14 }), async (steps) => {
      await db.close()
      db = await freshDatabase()
      const stage = await aStage()
      for (const [index, step] of steps.entries()) {
        await take(stage, step, index + 2).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error
        })
        await expectTruth(stage.roundId)
      }
      await runJobs()
      await expectTruth(stage.roundId)
      const attempts = await db.read.select().from(attempt)
      const voided = new Set(attempts.filter(({ voidedAt }) => voidedAt !== null).map(({ id }) => id))
      const inVain = new Set([...voided, ...attempts.filter(({ sealedAt }) => sealedAt === null).map(({ id }) => id)])
      expect(await listToCount(db.read, { after: '', handedInBy: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual([])
      expect((await db.read.select().from(waitingAnswer)).filter(({ attemptId }) => inVain.has(attemptId))).toEqual([])
      expect((await db.read.select().from(task)).filter(({ attemptId, withdrawnAt }) => voided.has(attemptId) && withdrawnAt === null)).toEqual([])
    }),
    { numRuns: 12 },
  )
})

test('what was closed a moment ago is counted a minute later: a deadline may be closing thousands', async () => {
  const { roundId } = await aStage()
  const openLeft = async () => new Set((await db.read.select().from(attempt)).map((one) => one.openLeft === null))
  await db.write((tx) => tx.update(attempt).set({ sealedAt: AFTER }))
  const [, count] = gradingJobs
  await count?.run({ db, now: AFTER + MINUTE - 1, log: pino({ level: 'silent' }) })
  expect(await openLeft()).toEqual(new Set([true]))
  await count?.run({ db, now: AFTER + MINUTE, log: pino({ level: 'silent' }) })
  expect(await openLeft()).toEqual(new Set([false]))
  expect((await countWaiting(db.read, roundId)).reduce((sum, { answers }) => sum + answers, 0)).toBeGreaterThan(0)
})

test('counting twice changes nothing, and what is open or voided is passed over', async () => {
  const { roundId, staff } = await aStage()
  const [open, gone, ...rest] = (await db.read.select().from(attempt)).map(({ id }) => id)
  await db.write((tx) => tx.update(attempt).set({ sealedAt: null }).where(eq(attempt.id, open ?? '')))
  await db.write((tx) => tx.update(attempt).set({ voidedAt: AFTER, voidedBy: staff.id }).where(eq(attempt.id, gone ?? '')))
  const all = (await db.read.select().from(attempt)).map(({ id }) => id)
  const kept = () => Promise.all([db.read.select().from(attempt), db.read.select().from(waitingAnswer)])
  await db.write((tx) => recount(tx, all))
  const [attempts, waiting] = await kept()
  expect(attempts.filter(({ openLeft }) => openLeft !== null).map(({ id }) => id).toSorted()).toEqual(rest.toSorted())
  expect(new Set(waiting.map(({ attemptId }) => attemptId))).toEqual(new Set(rest))
  await db.write((tx) => recount(tx, all))
  expect(await kept()).toEqual([attempts, waiting])
  expect((await countWaiting(db.read, roundId)).length).toBeGreaterThan(0)
})

test('an answer that was handed in anew is moved on even when its test was counted in between', async () => {
  const { roundId, forms: [form], staff, assessors: [assessor] } = await aStage()
  await db.write((tx) => assignAssessors(tx, { roundId, assessorIds: [assessor?.id ?? ''] }, staff.id, AFTER))
  const [{ id: attemptId } = { id: '' }] = await db.read.select().from(attempt).where(eq(attempt.formId, form.id))
  const [emptied, ...others] = (await liveTasks()).map((one) => one.task).filter((one) => one.attemptId === attemptId)
  const newer = await aSeal(db, { attemptId, form, sequence: 2, answers: (question) => (question.id === emptied?.questionId ? null : everything(question)) })
  await db.write((tx) => recount(tx, [attemptId]))
  await runJobs()
  const live = (await liveTasks()).map((one) => one.task).filter((one) => one.attemptId === attemptId)
  expect(live.map(({ questionId }) => questionId).toSorted()).toEqual(others.map(({ questionId }) => questionId).toSorted())
  expect(new Set(live.map(({ sealId }) => sealId))).toEqual(new Set([newer.id]))
})
