import { eq, gt } from 'drizzle-orm'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { release, result } from '../../db/schema/results.ts'
import { round as roundTable } from '../../db/schema/rounds.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { DAY } from '../../src/clock.ts'
import { setPassMark } from '../../src/grading/actions.ts'
import { gradingJobs } from '../../src/grading/jobs.ts'
import { endHoldOut, holdOut } from '../../src/results/actions.ts'
import { previewOf } from '../../src/results/preview.ts'
import { findReleasedResult, getOwnReleasedResult, listReleasedResults } from '../../src/results/queries.ts'
import { readRelease } from '../../src/results/release-view.ts'
import { aPerson, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER, aCandidate, anAttempt, assessAll, aSeal, aStaffMember, everything, nothing } from '../support/grading.ts'
import { anOffice } from '../support/office.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const results = () => db.read.select().from(result)

describe('a round can be released', () => {
  test('when every attempt is sealed and assessed with a pass mark, and nobody can still begin', async () => {
    const { assess, propose, roundId } = await anOffice(db, 2)
    const before = await previewOf(db.read, roundId, AFTER)
    expect(before.missing).toMatchObject({ startsToCome: 0, enrolmentOpen: false, notSealed: 0, notAssessed: 4 })
    expect(before.missing.withoutPassMark).toHaveLength(2)
    await expect(propose()).rejects.toMatchObject({ reason: 'notReleasable' })
    await assess()
    expect((await previewOf(db.read, roundId, AFTER)).missing).toMatchObject({ notAssessed: 0, answersLeft: 0, withoutPassMark: [] })
    await propose()
  })
  test('not while somebody writes, unless that attempt is held out', async () => {
    const { assess, propose, roundId, forms, first } = await anOffice(db, 1)
    const person = await aPerson(db)
    const late = await anEnrolment(db, person.id, roundId, { startsAt: AFTER })
    const open = await anAttempt(db, { enrolmentId: late.id, personId: person.id, roundId, form: forms[0] })
    await anAttempt(db, { enrolmentId: late.id, personId: person.id, roundId, form: forms[1], answers: nothing })
    await assess()
    expect((await previewOf(db.read, roundId, AFTER)).missing).toMatchObject({ notSealed: 1, notAssessed: 0 })
    await expect(propose()).rejects.toMatchObject({ reason: 'notReleasable' })
    await db.write((tx) => holdOut(tx, { roundId, attemptId: open.id, reason: 'Storing' }, first.id, AFTER))
    await propose()
  })
  test('the page says the same is missing, also of a test that was opened again after it was counted', async () => {
    const { roundId, people, first, assessor, round, forms } = await anOffice(db, 2)
    const missing = async () => (await readRelease(db.read, roundId, { text: '', page: 1, releasedPage: 1 }, AFTER)).missing
    await assessAll(db, { round, forms, staffId: first.id, assessorId: assessor.id })
    await aSeal(db, { attemptId: people[0]?.attempts[0]?.id ?? '', form: forms[0], answers: ({ type }) => (type === 'open' ? { text: 'Anders', choice: [] } : null), sequence: 2 })
    for (const job of gradingJobs) await job.run({ db, now: AFTER, log: pino({ level: 'silent' }) })
    expect(await missing()).toMatchObject({ notSealed: 0, notAssessed: 1 })
    expect(await missing()).toEqual((await previewOf(db.read, roundId, AFTER)).missing)
    await db.write((tx) => tx.update(attempt).set({ sealedAt: null }).where(gt(attempt.openLeft, 0)))
    expect(await missing()).toMatchObject({ notSealed: 1, notAssessed: 0, answersLeft: 0 })
    expect(await missing()).toEqual((await previewOf(db.read, roundId, AFTER)).missing)
  })
  test('not while somebody with a place can still begin; who has lapsed or has not paid does not hold it up', async () => {
    const { assess, propose, roundId } = await anOffice(db, 1)
    await assess()
    const place = await anEnrolment(db, (await aPerson(db)).id, roundId, { startsAt: AFTER + DAY })
    await anEnrolment(db, (await aPerson(db)).id, roundId)
    await anEnrolment(db, (await aPerson(db)).id, roundId, { confirmedAt: null })
    expect((await previewOf(db.read, roundId, AFTER)).missing.startsToCome).toBe(1)
    await expect(propose()).rejects.toMatchObject({ reason: 'notReleasable' })
    await db.write((tx) => tx.update(enrolment).set({ endedAt: AFTER, endReason: 'cancelled' }).where(eq(enrolment.id, place.id)))
    await propose()
  })
  test('not while the enrolment is open and new people can start', async () => {
    const { assess, propose, roundId } = await anOffice(db, 1)
    await assess()
    const within = Date.UTC(2026, 10, 10)
    expect((await previewOf(db.read, roundId, within)).missing.enrolmentOpen).toBe(true)
    await expect(propose(undefined, within)).rejects.toMatchObject({ reason: 'notReleasable' })
    await db.write((tx) => tx.update(roundTable).set({ handState: 'closed' }).where(eq(roundTable.id, roundId)))
    await propose(undefined, within)
  })
  test('not when there is nothing in it', async () => {
    const { propose } = await anOffice(db, 0)
    await expect(propose()).rejects.toMatchObject({ reason: 'nothingToRelease' })
  })
  test('voided attempts play no part', async () => {
    const { assess, agree, propose, people, first } = await anOffice(db, 2)
    const [gone] = people[0]?.attempts ?? []
    await db.write((tx) => tx.update(attempt).set({ voidedAt: AFTER, voidedBy: first.id }).where(eq(attempt.id, gone?.id ?? '')))
    await assess()
    const { results: out } = await agree(await propose())
    expect(out).toHaveLength(3)
    expect(out.map(({ attemptId }) => attemptId)).not.toContain(gone?.id)
  })
})

describe('two people release', () => {
  test('before the second agrees there is no result; then everybody has theirs, and the enrolments end', async () => {
    const { assess, propose, agree, people, roundId, openQuestions } = await anOffice(db, 2)
    await assess()
    const releaseId = await propose()
    const [first] = people
    if (!first) throw new Error('nobody')
    expect(await listReleasedResults(db.read, first.person.id)).toEqual([])
    await expect(getOwnReleasedResult(db.read, first.attempts[0]?.id ?? '', first.person.id)).rejects.toMatchObject({ reason: 'notFound' })

    const agreed = await agree(releaseId)
    expect(agreed.roundId).toBe(roundId)
    expect(agreed.results).toHaveLength(4)
    const mine = await listReleasedResults(db.read, first.person.id)
    expect(mine.map(({ kind, mark, sufficient, enrolmentKind }) => [kind, mark, sufficient, enrolmentKind]).toSorted()).toEqual([
      ['case', 100, true, 'full'],
      ['reflection', 100, true, 'full'],
    ])
    const found = await findReleasedResult(db.read, first.attempts[0]?.id ?? '')
    const open = found?.detail.questions.find(({ questionId }) => openQuestions.some(({ id }) => id === questionId))
    expect(open).toMatchObject({ type: 'open', comment: expect.stringContaining('Bij '), criteria: expect.arrayContaining([expect.objectContaining({ level: expect.anything() })]) })
    const enrolments = await db.read.select().from(enrolment)
    expect(enrolments.every(({ endedAt, endReason }) => endedAt === AFTER && endReason === 'released')).toBe(true)
    expect((await db.read.select().from(roundTable))[0]).toMatchObject({ releasedAt: AFTER })
    expect(await checkChains(db.read)).toEqual([])
  })
  test('an insufficient result is one, with the mark below 5.5', async () => {
    const { assess, propose, agree } = await anOffice(db, 1)
    await assess('lowest', 2600)
    await agree(await propose())
    for (const { sufficient, mark, points, passMark } of await results()) {
      expect({ sufficient, low: mark < 55, below: points < passMark }).toEqual({ sufficient: false, low: true, below: true })
    }
  })
  test('who proposed cannot agree', async () => {
    const { assess, propose, agree, first } = await anOffice(db, 1)
    await assess()
    await expect(agree(await propose(), first.id)).rejects.toMatchObject({ reason: 'secondPersonNeeded' })
    expect(await results()).toEqual([])
  })
  test('of two who propose at once one is told that there is a proposal', async () => {
    const { assess, propose, first, second } = await anOffice(db, 1)
    await assess()
    const both = await Promise.allSettled([propose(first.id), propose(second.id)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { reason: 'releasePending' } })
  })
  test('of two who agree at once one does, and there is one result of each attempt', async () => {
    const { assess, propose, agree, second } = await anOffice(db, 2)
    const third = await aStaffMember(db, 'Toetsbureau Drie')
    await assess()
    const releaseId = await propose()
    const both = await Promise.allSettled([agree(releaseId, second.id), agree(releaseId, third.id)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { reason: 'releaseNotPending' } })
    expect(await results()).toHaveLength(4)
    expect((await db.read.select().from(release)).filter(({ agreedAt }) => agreedAt !== null)).toHaveLength(1)
  })
  test('after release scores and pass marks are fixed', async () => {
    const { assess, propose, agree, rescore, forms, roundId, first } = await anOffice(db, 1)
    await assess()
    await agree(await propose())
    await expect(rescore()).rejects.toMatchObject({ reason: 'scoresLocked' })
    const set = db.write((tx) => setPassMark(tx, { roundId, formId: forms[0].id, points: 1, reason: 'nog' }, first.id, AFTER))
    await expect(set).rejects.toMatchObject({ reason: 'scoresLocked' })
  })
})

describe('a straggler', () => {
  test('is held out with a reason, keeps the enrolment alive, and is released later by two people', async () => {
    const { assess, propose, agree, people, roundId, first } = await anOffice(db, 2)
    await assess()
    const [late] = people
    if (!late) throw new Error('nobody')
    const attemptId = late.attempts[0]?.id ?? ''
    const hold = () => db.write((tx) => holdOut(tx, { roundId, attemptId, reason: 'klacht over storing' }, first.id, AFTER))
    await hold()
    await expect(hold()).rejects.toMatchObject({ reason: 'alreadyHeldOut' })
    expect((await agree(await propose())).results).toHaveLength(3)
    expect(await findReleasedResult(db.read, attemptId)).toBeUndefined()
    const live = (await db.read.select().from(enrolment)).filter(({ endedAt }) => endedAt === null)
    expect(live.map(({ id }) => id)).toEqual([late.enrolment.id])
    await expect(propose()).rejects.toMatchObject({ reason: 'nothingToRelease' })

    await db.write((tx) => endHoldOut(tx, { roundId, attemptId }, first.id, AFTER))
    expect((await agree(await propose(first.id, AFTER + DAY), undefined, AFTER + DAY)).results).toMatchObject([{ attemptId, personId: late.person.id }])
    expect((await db.read.select().from(enrolment)).every(({ endedAt }) => endedAt !== null)).toBe(true)
    expect((await db.read.select().from(roundTable))[0]).toMatchObject({ releasedAt: AFTER })
    await expect(db.write((tx) => holdOut(tx, { roundId, attemptId, reason: 'x' }, first.id, AFTER))).rejects.toMatchObject({ reason: 'resultReleased' })
  })
  test('of another round cannot be held out here', async () => {
    const { roundId, first } = await anOffice(db, 1)
    const other = await db.write((tx) => holdOut(tx, { roundId, attemptId: 'other', reason: 'x' }, first.id, AFTER)).catch((error: unknown) => error)
    expect(other).toMatchObject({ reason: 'notFound' })
  })
})

test('a result is nobody else’s', async () => {
  const { assess, propose, agree, people } = await anOffice(db, 2)
  await assess()
  await agree(await propose())
  const [one, two] = people
  await expect(getOwnReleasedResult(db.read, one?.attempts[0]?.id ?? '', two?.person.id ?? '')).rejects.toMatchObject({ reason: 'notFound' })
})

test('an empty test is insufficient with the lowest mark, without any assessor', async () => {
  const { roundId, propose, agree, forms, assess } = await anOffice(db, 0)
  const { attempts } = await aCandidate(db, { name: 'Leeg', roundId, forms, answers: nothing })
  await aCandidate(db, { name: 'Vol', roundId, forms, answers: everything })
  await assess()
  await agree(await propose())
  for (const { id } of attempts) expect(await findReleasedResult(db.read, id)).toMatchObject({ points: 0, mark: 10, sufficient: false })
})
