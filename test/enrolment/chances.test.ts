import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { enrolment, newChance } from '../../db/schema/enrolment.ts'
import { order } from '../../db/schema/payments.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { endEnrolment, giveNewChance, withdrawNewChance } from '../../src/enrolment/actions.ts'
import { isFinal, mustBeAllowable, mustMaySit, testsLeft } from '../../src/enrolment/chances.ts'
import type { Decided } from '../../src/enrolment/chances.ts'
import { findNewChance } from '../../src/enrolment/queries.ts'
import { paths } from '../../views/paths.ts'
import type { StartOptions } from '../support/app.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aCandidate, anAttempt, anOpenRound, saysOf } from '../support/enrolment.ts'
import { begun, enrolmentOf, kindsOf, ordered, paymentOf, settled } from '../support/payments.ts'

const both = ['case', 'reflection'] as const
const firstTime = (kind: 'case' | 'reflection', sufficient: boolean): Decided => ({ kind, sufficient, isRetake: false })
const retaken = (kind: 'case' | 'reflection', sufficient: boolean): Decided => ({ kind, sufficient, isRetake: true })

const reasonOf = (act: () => void): unknown => {
  try {
    act()
    return 'allowed'
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
}

describe('who may sit a test', () => {
  test.each([
    ['allowed', 'full', both, false, []],
    ['alreadySufficient', 'full', both, false, [firstTime('case', true)]],
    ['alreadySufficient', 'full', [], false, [firstTime('case', true), firstTime('reflection', true)]],
    ['retakeInstead', 'full', both, false, [firstTime('case', false)]],
    ['resultFinal', 'full', both, false, [firstTime('case', false), retaken('case', false)]],
    ['allowed', 'full', both, true, [firstTime('case', false), retaken('case', false)]],
    ['alreadySufficient', 'full', both, true, [firstTime('reflection', true), firstTime('case', false), retaken('case', false)]],
    ['allowed', 'full', ['case'], true, [firstTime('reflection', true), firstTime('case', false), retaken('case', false)]],
    ['chanceOwed', 'full', ['case'], false, [firstTime('reflection', true)]],
    ['retakeInstead', 'full', ['case'], false, [retaken('case', false), firstTime('case', false)]],
    ['allowed', 'retake', ['reflection'], false, [firstTime('case', true), firstTime('reflection', false)]],
    ['alreadySufficient', 'retake', ['case'], false, [firstTime('case', false), retaken('case', true)]],
  ] as const)('%s: a %s enrolment for %j, a new chance %s, after %j', (reason, kind, tests, hasNewChance, decided) => {
    expect(reasonOf(() => mustMaySit({ kind, tests, hasNewChance }, decided))).toBe(reason)
  })

  test('a test that is sufficient once is never left to sit', () => {
    expect(testsLeft([])).toEqual(both)
    expect(testsLeft([firstTime('case', false), retaken('case', true)])).toEqual(['reflection'])
    expect(testsLeft([firstTime('reflection', true), firstTime('case', true)])).toEqual([])
  })

  test('what came after an insufficient retake counts: a first attempt of a new enrolment is not final', () => {
    expect(isFinal([firstTime('case', false), retaken('case', false)])).toBe(true)
    expect(isFinal([firstTime('case', false), retaken('case', false), firstTime('case', false)])).toBe(false)
    expect(isFinal([firstTime('case', false), retaken('case', false), firstTime('case', true)])).toBe(false)
  })

  const failed = [firstTime('case', false)]
  test.each([
    ['allowed', failed, { hasNewChance: false, isEnrolled: false }],
    ['newChanceGiven', failed, { hasNewChance: true, isEnrolled: false }],
    ['placeEnrolled', failed, { hasNewChance: false, isEnrolled: true }],
    ['newChanceNotNeeded', [], { hasNewChance: false, isEnrolled: false }],
    ['newChanceNotNeeded', [firstTime('case', true), firstTime('reflection', true)], { hasNewChance: false, isEnrolled: false }],
  ] as const)('a new chance is %s after %j with %j', (reason, decided, facts) => {
    expect(reasonOf(() => mustBeAllowable(decided, facts))).toBe(reason)
  })
})

describe('insufficient again is final; staff may allow a new full enrolment', () => {
  let db: Database
  beforeEach(async () => {
    db = await freshDatabase()
  })
  afterEach(() => db.close())

  /** Somebody who sat both tests and retook those that were not sufficient, in vain. */
  async function finished(passed: readonly ('case' | 'reflection')[] = []) {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const ended = { endedAt: NOW, endReason: 'released' } as const
    const full = await anEnrolment(db, person.id, round.id, ended)
    for (const kind of both) await anAttempt(db, full, { kind, sufficient: passed.includes(kind) })
    if (passed.length === 2) return { person, round }
    const tests = { caseTest: !passed.includes('case'), reflectionTest: !passed.includes('reflection') }
    const again = await anEnrolment(db, person.id, round.id, { kind: 'retake', ...tests, ...ended })
    for (const kind of both) if (!passed.includes(kind)) await anAttempt(db, again, { kind, sufficient: false })
    return { person, round: await anOpenRound(db) }
  }

  const give = (personId: string, now = NOW) => db.write((tx) => giveNewChance(tx, { personId, reason: 'Na gesprek met de docent' }, 'staff', now))

  test('without it a new enrolment is refused as final; with it both tests are sat again for the full price', async () => {
    const { person, round } = await finished()
    await expect(ordered(db, person.id, round.id)).rejects.toMatchObject({ reason: 'resultFinal' })
    await give(person.id)
    const made = await ordered(db, person.id, round.id)
    expect(made.enrolment).toMatchObject({ kind: 'full', caseTest: true, reflectionTest: true })
    expect(made.order).toMatchObject({ product: 'full', amountCents: 12_500 })
    expect(await kindsOf(db, person.id)).toContain('newChance')
  })

  test.each([
    ['case', 'reflection', 'fullReflection', 5_500],
    ['reflection', 'case', 'fullCase', 7_000],
  ] as const)('with the %s test sufficient only the %s test is sat again, for what it costs alone', async (passed, left, product, amountCents) => {
    const { person, round } = await finished([passed])
    await give(person.id)
    const made = await ordered(db, person.id, round.id)
    expect(made.enrolment).toMatchObject({ kind: 'full', caseTest: left === 'case', reflectionTest: left === 'reflection' })
    expect(made.order).toMatchObject({ product, amountCents })
  })

  test('it is used once: not by a place that was never paid, but by the enrolment that came to results', async () => {
    const { person, round } = await finished()
    await give(person.id)
    await ordered(db, person.id, round.id)
    const later = NOW + HOUR
    const second = await ordered(db, person.id, round.id, later)
    await settled(db, await begun(db, second, later), 'paid', later)
    await expect(give(person.id, later), 'as long as one runs').rejects.toMatchObject({ reason: 'newChanceGiven' })
    for (const kind of both) await anAttempt(db, second.enrolment, { kind, sufficient: false })
    await db.write((tx) => endEnrolment(tx, second.enrolment.id, 'released', 'staff', later + DAY))
    expect(await findNewChance(db.read, person.id)).toBeUndefined()
    await expect(ordered(db, person.id, round.id, later + DAY), 'a retake is the way on again').rejects.toMatchObject({ reason: 'retakeInstead' })
  })

  test('a payment that comes long after the place was given up does not make a second enrolment of one chance', async () => {
    const { person, round } = await finished()
    await give(person.id)
    const first = await ordered(db, person.id, round.id)
    const paymentId = await begun(db, first)
    const later = NOW + HOUR
    const second = await ordered(db, person.id, round.id, later)
    await settled(db, await begun(db, second, later), 'paid', later)
    for (const kind of both) await anAttempt(db, second.enrolment, { kind, sufficient: kind === 'case' })
    await db.write((tx) => endEnrolment(tx, second.enrolment.id, 'released', 'staff', later + DAY))
    await settled(db, paymentId, 'paid', later + 2 * DAY)
    expect(await paymentOf(db, paymentId)).toMatchObject({ status: 'paid', refundDue: 'enrolmentGone' })
    expect((await enrolmentOf(db, first.enrolment.id)).endReason).toBe('expired')
  })

  test('is given once at a time, also when two colleagues do it at the same moment, and leaves its event', async () => {
    const { person } = await finished()
    const given = await Promise.allSettled([give(person.id), give(person.id), give(person.id)])
    expect(given.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(given.find((one) => one.status === 'rejected')).toMatchObject({ reason: { reason: 'newChanceGiven' } })
    expect(await db.read.select().from(newChance)).toHaveLength(1)
    const events = (await listEvents(db.read, { personId: person.id }, 10)).filter(({ what }) => what === 'newChance.given')
    expect(events).toMatchObject([{ actor: 'staff', after: { tests: both } }])
    expect(JSON.stringify(events), 'the reason is for the office, not for the log').not.toContain('docent')
    expect(await checkChains(db.read)).toEqual([])
  })

  test('can be taken back until an enrolment runs on it', async () => {
    const { person, round } = await finished()
    const withdraw = (now = NOW) => db.write((tx) => withdrawNewChance(tx, person.id, 'staff', now))
    await expect(withdraw()).rejects.toMatchObject({ reason: 'newChanceNotGiven' })
    await give(person.id)
    await withdraw()
    await expect(ordered(db, person.id, round.id)).rejects.toMatchObject({ reason: 'resultFinal' })
    await give(person.id, NOW + MINUTE)
    await ordered(db, person.id, round.id, NOW + MINUTE)
    await expect(withdraw(NOW + 2 * MINUTE)).rejects.toMatchObject({ reason: 'placeEnrolled' })
  })

  test('is not for who has no result, who passed all, or who is not there', async () => {
    const fresh = await aCandidate(db)
    await expect(give(fresh.id)).rejects.toMatchObject({ reason: 'newChanceNotNeeded' })
    const { person } = await finished(both)
    await expect(give(person.id)).rejects.toMatchObject({ reason: 'newChanceNotNeeded' })
    await expect(give('nobody')).rejects.toMatchObject({ reason: 'notFound' })
  })
})

describe('a new chance over plain forms', () => {
  let server: Awaited<ReturnType<typeof startApp>>
  const start = async (options: StartOptions = {}) => {
    server = await startApp(options)
    return server
  }
  afterEach(() => server.stop())

  /** Somebody whose case test is sufficient and whose retake of the reflection test was not. */
  async function finished({ db }: typeof server) {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const ended = { endedAt: NOW, endReason: 'released' } as const
    const full = await anEnrolment(db, person.id, round.id, ended)
    for (const kind of both) await anAttempt(db, full, { kind, sufficient: kind === 'case' })
    const again = await anEnrolment(db, person.id, round.id, { kind: 'retake', caseTest: false, ...ended })
    await anAttempt(db, again, { kind: 'reflection', sufficient: false })
    return { person, round: await anOpenRound(db) }
  }

  test('staff give it with a reason, the candidate is told everywhere, enrols and pays for one test', async () => {
    const { db, as } = await start()
    const { person, round } = await finished(server)
    const [office, candidate] = [as(await aPerson(db, { candidateSince: null, staffSince: NOW })), as(person)]
    const refused = await saysOf(await candidate(paths.enrolments()))
    expect(refused).toContain('Die uitslag is definitief')
    expect(refused, 'final is not “not yet”').not.toContain('Je kunt je nog niet inschrijven')
    expect(await saysOf(await candidate(paths.enrol(round.id)))).toContain('Die uitslag is definitief')

    const empty = await office(paths.personNewChance(person.id), { form: { reason: '   ' } })
    expect(empty.status).toBe(422)
    expect((await office(paths.personNewChance(person.id), { form: { reason: 'Ziek geweest' } })).status).toBe(303)
    const again = await office(paths.personNewChance(person.id), { form: { reason: 'Nog eens' } })
    expect(again.status).toBe(409)
    const page = await saysOf(again)
    expect(page).toContain('heeft al een nieuwe kans gekregen')
    expect(page).toContain('Ziek geweest')

    const rounds = await saysOf(await candidate(paths.enrolments()))
    expect(rounds).toContain('Schrijf je nog één keer in voor: reflectietoets.')
    expect(rounds).toContain(paths.enrol(round.id))
    const form = await saysOf(await candidate(paths.enrol(round.id)))
    expect(form).toContain('€ 55,00')
    expect(form).toContain('De andere heb je al voldoende')
    expect((await candidate(paths.enrol(round.id), { form: { agree: 'on' } })).status).toBe(303)
    expect(await db.read.select({ product: order.product }).from(order).where(eq(order.personId, person.id))).toEqual([{ product: 'fullReflection' }])
  })

  test('staff take it back with a button', async () => {
    const { db, as } = await start()
    const { person } = await finished(server)
    const office = as(await aPerson(db, { candidateSince: null, staffSince: NOW }))
    await office(paths.personNewChance(person.id), { form: { reason: 'Ziek geweest' } })
    expect(await saysOf(await office(paths.personNewChance(person.id)))).toContain('Nieuwe kans intrekken')
    expect((await office(paths.newChanceWithdrawal(person.id), { form: {} })).status).toBe(303)
    expect(await findNewChance(db.read, person.id)).toBeUndefined()
    expect((await office(paths.newChanceWithdrawal(person.id), { form: {} })).status).toBe(409)
  })

  test('is for staff alone, and about somebody who is there', async () => {
    const { db, as } = await start()
    const { person } = await finished(server)
    for (const path of [paths.personNewChance(person.id), paths.newChanceWithdrawal(person.id)]) {
      expect((await as(person)(path, { form: { reason: 'Zelf' } })).status).toBe(403)
    }
    const office = as(await aPerson(db, { candidateSince: null, staffSince: NOW }))
    expect((await office(paths.personNewChance('x'))).status).toBe(404)
    expect((await office(paths.personNewChance('x'), { form: { reason: 'r' } })).status).toBe(404)
    expect((await office(paths.newChanceWithdrawal('x'), { form: {} })).status).toBe(404)
  })

  test('who can sit a void test again without paying is told so before paying', async () => {
    const { db, as } = await start()
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const own = await anEnrolment(db, person.id, round.id, { endedAt: NOW, endReason: 'cancelled' })
    for (const kind of both) await anAttempt(db, own, { kind, voided: true })
    expect(await saysOf(await as(person)(paths.enrol(round.id)))).toContain('Bel eerst het toetsbureau')
    const other = await aCandidate(db)
    expect(await saysOf(await as(other)(paths.enrol(round.id)))).not.toContain('Bel eerst het toetsbureau')
    expect(await db.read.select().from(enrolment)).toHaveLength(1)
  })
})
