/** What assessing keeps is held against seals, answers and marks: what is true passes, and each kind of lie is told. */
import { and, eq, gt, isNull } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database, Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { pile, score, task, waitingAnswer } from '../../db/schema/grading.ts'
import { checkEverything } from '../../src/check.ts'
import { giveScore } from '../../src/grading/actions.ts'
import { recount } from '../../src/grading/counting.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER, aCandidate, anAssessor, aRoundToAssess, aSeal, aStaffMember, assessAll } from '../support/grading.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

/** Two candidates of whom everything is assessed but one draft, and a third whose answers were counted and wait. */
async function aStage() {
  const { round, forms } = await aRoundToAssess(db, 2)
  const [staff, assessor] = [await aStaffMember(db, 'Toetsbureau'), await anAssessor(db, 'Beoordelaar')]
  await assessAll(db, { round, forms, staffId: staff.id, assessorId: assessor.id })
  const [last] = await db.read.select().from(task).limit(1)
  await db.write((tx) => giveScore(tx, { taskId: last?.id ?? '', assessorId: assessor.id, levels: {}, comment: '', finished: false }, AFTER))
  const { attempts } = await aCandidate(db, { name: 'Later', roundId: round.id, forms })
  await db.write((tx) => recount(tx, attempts.map(({ id }) => id)))
  return { forms, waiting: attempts.map(({ id }) => id) }
}

/** What check says of the counts; the seals of these tests are in no audit log. */
const said = async () => (await checkEverything(db)).faults.filter((fault) => fault.startsWith('counts'))

test('what was counted is true, and so is what waits to be counted', async () => {
  const { forms, waiting: [uncounted = '', reopened = ''] } = await aStage()
  expect((await db.read.select().from(waitingAnswer)).length).toBeGreaterThan(0)
  expect((await db.read.select().from(pile).where(and(gt(pile.draft, 0), gt(pile.done, 0)))).length).toBe(1)
  expect(await said()).toEqual([])
  await aSeal(db, { attemptId: uncounted, form: forms[0], sequence: 2, answers: () => null })
  await db.write((tx) => tx.update(attempt).set({ sealedAt: null }).where(eq(attempt.id, reopened)))
  expect(await said()).toEqual([])
})

const oneAttempt = async () => (await db.read.select().from(attempt).where(eq(attempt.openLeft, 0)).limit(1))[0]?.id ?? ''

const lies: [string, (tx: Db, id: string) => Promise<unknown>, (id: string) => RegExp][] = [
  ['open answers left', (tx, id) => tx.update(attempt).set({ openLeft: 7 }).where(eq(attempt.id, id)), (id) => new RegExp(`attempt.open_left is wrong 1 times.*${id}: kept 7, counted 0$`)],
  ['open answers left that are gone while the points stay', (tx, id) => tx.update(attempt).set({ openLeft: null }).where(eq(attempt.id, id)), (id) => new RegExp(`attempt.open_left.*${id}: kept nothing, counted 0$`)],
  ['points', (tx, id) => tx.update(attempt).set({ points: 1 }).where(eq(attempt.id, id)), (id) => new RegExp(`attempt.points is wrong 1 times.*${id}: kept 1, counted \\d{3,}$`)],
]

test.each(lies)('a lie about %s is told, with which test', async (_, lie, line) => {
  await aStage()
  const id = await oneAttempt()
  await db.write((tx) => lie(tx, id))
  expect(await said()).toEqual([expect.stringMatching(line(id))])
})

test('an answer that waits and is not kept so is told, and one that does not wait and is', async () => {
  const { waiting: [one = ''] } = await aStage()
  const [assessed] = await db.read.select().from(task).where(and(isNull(task.withdrawnAt), gt(task.finishedAt, 0))).limit(1)
  const { attemptId = '', questionId = '', roundId = '' } = assessed ?? {}
  await db.write((tx) => tx.insert(waitingAnswer).values({ attemptId, questionId, roundId }))
  expect(await said()).toEqual([expect.stringMatching(new RegExp(`waiting_answer is wrong 1 times.*${questionId} of attempt ${attemptId}.*kept waiting, counted not waiting$`))])
  await db.write((tx) => tx.delete(waitingAnswer).where(eq(waitingAnswer.attemptId, attemptId)))
  const gone = await db.write((tx) => tx.delete(waitingAnswer).where(eq(waitingAnswer.attemptId, one)).returning())
  expect(await said()).toEqual([expect.stringMatching(new RegExp(`waiting_answer is wrong ${gone.length} times.*${one}.*kept not waiting, counted waiting$`))])
})

test('a pile that holds something else is told, and one that is gone', async () => {
  await aStage()
  await db.write((tx) => tx.update(pile).set({ todo: 5 }).where(gt(pile.draft, 0)))
  expect(await said()).toEqual([expect.stringMatching(/pile is wrong 1 times.*kept 5 to do, 1 drafts, 1 done, counted 0 to do, 1 drafts, 1 done$/)])
  await db.write((tx) => tx.delete(pile).where(gt(pile.draft, 0)))
  expect(await said()).toEqual([expect.stringMatching(/pile is wrong 1 times.*kept 0 to do, 0 drafts, 0 done, counted 0 to do, 1 drafts, 1 done$/)])
})

test('the points of a last mark that are not kept with the work are told; the pile that was counted from them too', async () => {
  await aStage()
  const [draft] = await db.read.select({ taskId: task.id, points: score.points }).from(task).innerJoin(score, eq(score.taskId, task.id)).where(isNull(task.finishedAt)).limit(1)
  await db.write((tx) => tx.update(task).set({ points: null }).where(eq(task.id, draft?.taskId ?? '')))
  expect(await said()).toEqual([
    expect.stringMatching(new RegExp(`task.points is wrong 1 times.*${draft?.taskId}: kept nothing, counted 0$`)),
    expect.stringMatching(/pile is wrong 1 times/),
  ])
})

test('each kind has one line, however much is wrong', async () => {
  await aStage()
  await db.write((tx) => tx.update(attempt).set({ openLeft: 99, points: 99 }))
  expect(await said()).toEqual([expect.stringMatching(/open_left is wrong 6 times/), expect.stringMatching(/points is wrong 6 times/)])
})

test('what seems amiss because somebody was at work between two readings is looked at again, and is not told', async () => {
  const { waiting: [id = ''] } = await aStage()
  await db.write((tx) => tx.update(attempt).set({ openLeft: 99 }).where(eq(attempt.id, id)))
  let repaired = false
  const atWork: Database = {
    ...db,
    async write(work) {
      if (!repaired) await db.write((tx) => recount(tx, [id]))
      repaired = true
      return db.write(work)
    },
  }
  expect((await checkEverything(atWork)).faults.filter((fault) => fault.startsWith('counts'))).toEqual([])
  expect(repaired).toBe(true)
})
