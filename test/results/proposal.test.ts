import { eq } from 'drizzle-orm'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database, Db } from '../../db/database.ts'
import { task } from '../../db/schema/grading.ts'
import { release, result } from '../../db/schema/results.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY } from '../../src/clock.ts'
import { voidAttempt } from '../../src/delivery/exceptions.ts'
import { setPassMark } from '../../src/grading/actions.ts'
import { endHoldOut, holdOut, lapseRelease, withdrawRelease } from '../../src/results/actions.ts'
import { resultJobs } from '../../src/results/jobs.ts'
import { digestOfRound } from '../../src/results/preview.ts'
import { readRelease } from '../../src/results/release-view.ts'
import { counting } from '../support/asked.ts'
import { aPerson, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER } from '../support/grading.ts'
import { anOffice } from '../support/office.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const results = () => db.read.select().from(result)

describe('an agreement binds exactly what was proposed', () => {
  test('a changed mark makes it lapse, and nothing is released', async () => {
    const { assess, propose, agree, rescore, second } = await anOffice(db, 1)
    await assess()
    const releaseId = await propose()
    await rescore()
    await expect(agree(releaseId)).rejects.toMatchObject({ reason: 'releaseChanged' })
    expect(await results()).toEqual([])
    expect(await db.write((tx) => lapseRelease(tx, releaseId, second.id, AFTER))).toBe(true)
    await expect(agree(releaseId)).rejects.toMatchObject({ reason: 'releaseNotPending' })
    await agree(await propose())
  })
  test('so does a changed pass mark, a held-out attempt or one that comes back', async () => {
    const { assess, propose, agree, forms, roundId, first, people } = await anOffice(db, 2)
    await assess()
    const releaseId = await propose()
    await db.write((tx) => setPassMark(tx, { roundId, formId: forms[0].id, points: 2100, reason: 'vraag 2' }, first.id, AFTER))
    await expect(agree(releaseId)).rejects.toMatchObject({ reason: 'releaseChanged' })
    const again = await propose()
    const attemptId = people[0]?.attempts[0]?.id ?? ''
    await db.write((tx) => holdOut(tx, { roundId, attemptId, reason: 'klacht' }, first.id, AFTER))
    await expect(agree(again)).rejects.toMatchObject({ reason: 'releaseChanged' })
    const third = await propose()
    await db.write((tx) => endHoldOut(tx, { roundId, attemptId }, first.id, AFTER))
    await expect(agree(third)).rejects.toMatchObject({ reason: 'releaseChanged' })
  })
  test('the page says so of each change as it happens', async () => {
    const { assess, propose, rescore, forms, roundId, first, people } = await anOffice(db, 2)
    await assess()
    const attemptId = people[0]?.attempts[0]?.id ?? ''
    const writes: ((tx: Db) => Promise<unknown>)[] = [
      (tx) => setPassMark(tx, { roundId, formId: forms[0].id, points: 2100, reason: 'vraag 2' }, first.id, AFTER),
      (tx) => holdOut(tx, { roundId, attemptId, reason: 'klacht' }, first.id, AFTER),
      (tx) => endHoldOut(tx, { roundId, attemptId }, first.id, AFTER),
      (tx) => voidAttempt(tx, { attemptId, reason: 'ziek' }, first.id, AFTER),
    ]
    const isOvertaken = async () => (await readRelease(db.read, roundId, { text: '', page: 1, releasedPage: 1 }, AFTER)).pending?.overtaken
    for (const change of [rescore, ...writes.map((work) => () => db.write(work))]) {
      await propose()
      expect(await isOvertaken()).toBe(false)
      await change()
      expect(await isOvertaken()).toBe(true)
    }
  })
  test('it is overtaken too once something is missing: the page says so, and the job notes it', async () => {
    const { assess, propose, roundId } = await anOffice(db, 1)
    await assess()
    const releaseId = await propose()
    await anEnrolment(db, (await aPerson(db)).id, roundId, { startsAt: AFTER + DAY })
    expect((await readRelease(db.read, roundId, { text: '', page: 1, releasedPage: 1 }, AFTER)).pending?.overtaken).toBe(true)
    for (const job of resultJobs) await job.run({ db, now: AFTER, log: pino({ level: 'silent' }) })
    expect(await db.read.select({ lapsedAt: release.lapsedAt }).from(release).where(eq(release.id, releaseId))).toEqual([{ lapsedAt: AFTER }])
  })
  test('to say so the tests are added up once, and not again until something happens in the round', async () => {
    const { assess, propose, roundId, first, people } = await anOffice(db, 1)
    await assess()
    const digest = await db.read.select().from(release).where(eq(release.id, await propose()))
    const { database, asked } = counting(db)
    const look = async () => {
      const before = asked()
      return { digest: await digestOfRound(database.read, roundId, AFTER), questions: asked() - before }
    }
    const [once, again] = [await look(), await look()]
    expect([once.digest, again.digest]).toEqual([digest[0]?.digest, digest[0]?.digest])
    expect(once.questions).toBeGreaterThan(5)
    expect(again.questions).toBe(1)
    await db.write((tx) => holdOut(tx, { roundId, attemptId: people[0]?.attempts[0]?.id ?? '', reason: 'klacht' }, first.id, AFTER))
    expect((await look()).digest).not.toBe(once.digest)
  })
  test('a proposal that was overtaken makes way for a new one, and the job notes those nobody looks at', async () => {
    const { assess, propose, rescore, roundId } = await anOffice(db, 1)
    const [job] = resultJobs
    const deps = { db, now: AFTER, log: pino({ level: 'silent' }) }
    await assess()
    await propose()
    await job?.run(deps)
    await expect(propose()).rejects.toMatchObject({ reason: 'releasePending' })
    await rescore()
    await propose()
    expect((await db.read.select().from(release)).map(({ lapsedAt }) => lapsedAt).toSorted()).toEqual([AFTER, null])
    const lapsed = async () => (await listEvents(db.read, { roundId }, 200)).filter(({ what }) => what === 'release.lapsed')
    expect(await lapsed()).toHaveLength(1)
    const [one] = (await db.read.select().from(task)).filter(({ withdrawnAt }) => withdrawnAt === null)
    await db.write((tx) => tx.update(task).set({ finishedAt: null }).where(eq(task.id, one?.id ?? '')))
    await job?.run(deps)
    expect(await lapsed()).toHaveLength(2)
  })
  test('a proposal can be taken back, once, and not through another round', async () => {
    const { assess, propose, agree, roundId, first } = await anOffice(db, 1)
    await assess()
    const releaseId = await propose()
    const withdraw = (id = roundId) => db.write((tx) => withdrawRelease(tx, { roundId: id, releaseId }, first.id, AFTER))
    await expect(withdraw('other')).rejects.toMatchObject({ reason: 'notFound' })
    await withdraw()
    await expect(withdraw()).rejects.toMatchObject({ reason: 'releaseNotPending' })
    await expect(agree(releaseId)).rejects.toMatchObject({ reason: 'releaseNotPending' })
  })
})
