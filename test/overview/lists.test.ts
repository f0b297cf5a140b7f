import { eq } from 'drizzle-orm'
import { parse } from 'node-html-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { auditEvent } from '../../db/schema/audit.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { searchTextOf } from '../../src/identity/identity.ts'
import { newId } from '../../src/ids.ts'
import { countRound, countStarts, listRoundCandidates } from '../../src/overview/round-queries.ts'
import type { Show } from '../../src/overview/round-queries.ts'
import { startApp } from '../support/app.ts'
import { counting } from '../support/asked.ts'
import { NOW, aPerson, aRound, anEnrolment, thePapers } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aStaffMember } from '../support/grading.ts'
import { aReleasedRound } from '../support/release.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

/** People in a round, a quarter of an hour apart, whose clock started `ago` before now; each with one open test. */
async function aCrowd(count: number, ago = HOUR) {
  const forms = await thePapers(db)
  const round = await aRound(db, forms)
  const people = Array.from({ length: count }, (_, index) => ({
    id: newId(), name: `Kandidaat ${String(index).padStart(3, '0')}`, email: `k${index}@voorbeeld.nl`, language: 'nl' as const, candidateSince: NOW, createdAt: NOW,
  }))
  const places = people.map(({ id: personId }, index) => ({
    id: newId(), personId, roundId: round.id, kind: 'full' as const, caseTest: true, reflectionTest: false, termsVersion: '1', agreedAt: NOW,
    createdAt: NOW, heldUntil: NOW, confirmedAt: NOW, declaredAt: NOW, startsAt: NOW - ago - index * 15 * MINUTE,
  }))
  const attempts = places.map(({ id: enrolmentId, personId, startsAt }, index) => ({
    id: newId(), enrolmentId, personId, roundId: round.id, formId: forms[0], kind: 'case' as const, startsAt, workingHours: 72, extraMinutes: 0,
    incidentMinutes: 0, candidateNumber: `K${String(index).padStart(3, '0')}-AAAA`,
  }))
  await db.write(async (tx) => {
    await tx.insert(person).values(people.map((one) => ({ ...one, searchText: searchTextOf(one) })))
    await tx.insert(enrolment).values(places)
    await tx.insert(attempt).values(attempts)
  })
  return { round, people }
}

describe('the candidates of a round', () => {
  const list = (roundId: string, wanted: { text?: string; show?: Show; page?: number } = {}) =>
    listRoundCandidates(db.read, { roundId, text: '', show: 'all', page: 1, ...wanted }, NOW)

  test('come fifty at a time by name; a page too far is the last one', async () => {
    const { round } = await aCrowd(120)
    const first = await list(round.id)
    expect([first.candidates.length, first.pages, first.total, first.candidates[0]?.person.name]).toEqual([50, 3, 120, 'Kandidaat 000'])
    const last = await list(round.id, { page: 99 })
    expect([last.candidates.length, last.page, last.candidates.at(-1)?.person.name]).toEqual([20, 3, 'Kandidaat 119'])
    const middle = await list(round.id, { page: 2 })
    const names = [first, middle, last].flatMap(({ candidates }) => candidates.map((one) => one.person.name))
    expect(names).toEqual(Array.from({ length: 120 }, (_, index) => `Kandidaat ${String(index).padStart(3, '0')}`))
  })

  test('stand in the order a reader expects: capitals and accents do not count', async () => {
    const round = await aRound(db, [])
    for (const name of ['Zeger', 'özlem', 'de Vries', 'Émile', 'Oscar']) await anEnrolment(db, (await aPerson(db, { name })).id, round.id)
    expect((await list(round.id)).candidates.map((one) => one.person.name)).toEqual(['de Vries', 'Émile', 'Oscar', 'özlem', 'Zeger'])
  })

  test('are found by name, e-mail address or candidate number, in this round alone', async () => {
    const { round } = await aCrowd(30)
    const other = await aRound(db, [])
    await anEnrolment(db, (await aPerson(db, { name: 'Kandidaat 007 elders' })).id, other.id)
    const names = async (text: string) => (await list(round.id, { text })).candidates.map((one) => one.person.name)
    expect(await names('kandidaat 007')).toEqual(['Kandidaat 007'])
    expect(await names('K7@VOORBEELD')).toEqual(['Kandidaat 007'])
    expect(await names('k007aaaa')).toEqual(['Kandidaat 007'])
    expect(await names('%')).toEqual([])
  })

  test('are shown by where they stand', async () => {
    const { round, people } = await aCrowd(3)
    const [first] = people
    await db.write((tx) => tx.update(attempt).set({ sealedAt: NOW }).where(eq(attempt.personId, first?.id ?? '')))
    const stand = async (values: Parameters<typeof anEnrolment>[3]) => anEnrolment(db, (await aPerson(db)).id, round.id, values)
    await stand({ confirmedAt: null, heldUntil: NOW + HOUR })
    await stand({})
    await stand({ startsAt: NOW + DAY })
    await stand({ startsAt: NOW - HOUR })
    await stand({ endedAt: NOW, endReason: 'cancelled' })
    const total = async (show: Show) => (await list(round.id, { show })).total
    expect(await Promise.all((['all', 'unpaid', 'choosing', 'planned', 'writing', 'done'] as const).map(total))).toEqual([7, 1, 1, 1, 3, 1])
    expect(await countRound(db.read, round.id, NOW)).toEqual({ paid: 6, held: 1, choosing: 1, planned: 1, begun: 4, firstStartsAt: NOW - 90 * MINUTE, open: 2, sealed: 1, neverOpened: 2 })
  })

  test('starts are counted by the hour', async () => {
    const { round } = await aCrowd(8)
    const starts = await countStarts(db.read, round.id)
    expect(starts.map(({ count }) => count).toSorted()).toEqual([1, 3, 4])
    expect(starts.every(({ hour }) => Number.isInteger(hour))).toBe(true)
  })
})

describe('pages ask a fixed number of things', () => {
  async function asked(count: number, path: (made: { round: { id: string }; people: { id: string }[] }) => string) {
    const made = await aCrowd(count)
    const { database, asked: soFar } = counting(db)
    const server = await startApp({ db: database })
    const staff = await aStaffMember(db, 'Marieke Bureau')
    const browser = server.as(staff)
    // The session and published forms are asked for once, and kept.
    await browser(path(made))
    const before = soFar()
    const response = await browser(path(made))
    expect(response.status).toBe(200)
    return { questions: soFar() - before, page: parse(await response.text()) }
  }

  test('the list of candidates, however many there are', async () => {
    const few = await asked(2, ({ round }) => `/staff/rounds/${round.id}/candidates`)
    await db.close()
    db = await freshDatabase()
    const many = await asked(60, ({ round }) => `/staff/rounds/${round.id}/candidates`)
    expect(many.page.querySelectorAll('tbody > tr').length).toBe(50)
    expect(many.questions).toBe(few.questions)
    expect(many.questions).toBeLessThan(10)
  })

  test('the page of a round; above a hundred clocks it counts them instead of drawing each', async () => {
    const many = await asked(101, ({ round }) => `/staff/rounds/${round.id}`)
    expect(many.questions).toBeLessThan(15)
    expect(many.page.text).toContain('Hoeveel kandidaten tegelijk aan het werk zijn')
    expect(many.page.text).not.toContain('Kandidaat 007')
    await db.close()
    db = await freshDatabase()
    const few = await asked(100, ({ round }) => `/staff/rounds/${round.id}`)
    expect(few.page.text).toContain('Kandidaat 007')
  })

  test('the front page of the office, however many rounds are over', async () => {
    const past = { windowFirstOn: '2026-09-01', windowLastOn: '2026-09-10' }
    const over = async (rounds: number) => {
      for (let made = 0; made < rounds; made += 1) await aRound(db, [], past)
      return (await asked(60, () => '/staff')).questions
    }
    const one = await over(1)
    await db.close()
    db = await freshDatabase()
    expect(await over(9)).toBe(one)
    expect(one).toBeLessThan(20)
  })
})

describe('the candidate’s front page', () => {
  test('writes nothing, however late a job is', async () => {
    const { people } = await aCrowd(1, 100 * DAY)
    const server = await startApp({ db })
    const browser = server.as(people[0] ?? { id: '' })
    const [before, events] = [await db.read.select().from(attempt), await db.read.$count(auditEvent)]
    const text = parse(await (await browser('/candidate')).text()).text
    expect(text).toContain('Wacht op je uitslag')
    expect(await db.read.select().from(attempt)).toEqual(before)
    expect(await db.read.$count(auditEvent)).toBe(events)
  })

  test('shows results, certificates and the retake on offer, each to its own candidate alone', async () => {
    const { people } = await aReleasedRound(db, ['both', 'reflection'])
    const server = await startApp({ db })
    const [passed, failed] = people.map(({ person: one }) => one)
    const text = async (one: { id: string } | undefined) => parse(await (await server.as(one ?? { id: '' })('/candidate')).text()).text.replace(/\s+/g, ' ')
    const theirs = await text(passed)
    for (const told of ['Je bent klaar', 'Uitslag van de casustoets', 'Download (pdf)']) expect(theirs).toContain(told)
    expect(theirs).not.toContain('herkans')
    const other = await text(failed)
    for (const told of ['Vraag je herkansing aan', 'Je hebt de casustoets niet gehaald', 'Uitslag van de reflectietoets']) expect(other).toContain(told)
  })
})
