/** One deadline: for any round, start, hours, extra time and change of the clock, everybody says the same. */
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { parse } from 'node-html-parser'
import { expect, test } from 'vitest'
import { attempt } from '../../db/schema/delivery.ts'
import { HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { calendarOf } from '../../src/enrolment/calendar.ts'
import { handInAndTell } from '../../src/delivery/closing.ts'
import { setAccommodation } from '../../src/delivery/exceptions.ts'
import { closeByStaff, reopenAttempt } from '../../src/delivery/interventions.ts'
import { lastSealOf, listEnrolmentAttempts, listSeals } from '../../src/delivery/queries.ts'
import { deadlineReminders } from '../../src/delivery/reminders.ts'
import { limitsOf } from '../../src/delivery/sitting.ts'
import type { Timed } from '../../src/delivery/sitting.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { deadlinesOf } from '../../src/enrolment/enrolment.ts'
import { translator } from '../../src/language/translate.ts'
import { dueAtOf } from '../../src/rounds/deadline.ts'
import type { Round } from '../../src/rounds/queries.ts'
import { isoMoment, longMoment } from '../../views/format.ts'
import { startApp } from '../support/app.ts'
import { aRound, anEnrolment, NOW, aPerson, thePapers } from '../support/builders.ts'
import { aStaffMember } from '../support/grading.ts'
import { attemptRow, dueAtOfAttempt, mailsOf, sealDue } from '../support/supervision.ts'

/** A quarter of an hour between 2024 and 2036: every change of the clock is among them, and half of them lie near one. */
const anyStart = fc.oneof(
  fc.integer({ min: Date.UTC(2024, 0, 1) / (15 * MINUTE), max: Date.UTC(2036, 11, 31) / (15 * MINUTE) }).map((quarter) => quarter * 15 * MINUTE),
  fc.tuple(fc.constantFrom(Date.UTC(2026, 9, 25, 1), Date.UTC(2027, 2, 28, 1), Date.UTC(2028, 9, 29, 1)), fc.integer({ min: -400, max: 8 })).map(([change, quarters]) => change + quarters * 15 * MINUTE),
)
const anyTimes = fc.record({
  startsAt: anyStart,
  workingHours: fc.integer({ min: 1, max: 200 }),
  extraMinutes: fc.integer({ min: 0, max: 3_000 }),
  incidentMinutes: fc.integer({ min: 0, max: 3_000 }),
  sealedPercent: fc.constant(null),
  sealedMinutes: fc.constant(null),
})
/** How many hours the round has beyond those of the case test; 0: the test has no limit of its own. */
const anyLonger = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }))
const hoursOf = ({ workingHours }: { workingHours: number }, longer: number) =>
  longer === 0 ? { workingHours } : { workingHours: workingHours + longer, caseHours: workingHours }
const anyExtra = fc.option(fc.record({ extraPercent: fc.integer({ min: 0, max: 200 }), extraMinutes: fc.integer({ min: 0, max: 1_440 }) }))

const t = translator('nl')

const row = {
  id: 'a', enrolmentId: 'e', personId: 'p', roundId: 'r', formId: 'f', kind: 'case' as const, candidateNumber: 'ABCD-EFGH',
  satBefore: false, openedAt: null, busyAt: null, sealedAt: null, openLeft: null, points: null, voidedAt: null, voidedBy: null, voidReason: null, placedEnrolmentId: null,
}
const round: Round = {
  id: 'r', name: 'Ronde', note: null, enrolmentOpensAt: null, enrolmentClosesAt: null, handState: null, handAt: null, notedState: null,
  windowFirstOn: '2026-11-04', windowLastOn: '2026-11-16', workingHours: 72, caseHours: null, reflectionHours: null, minimumCandidates: null,
  maximumCandidates: null, assessingDueOn: null, createdAt: 0, calledOffAt: null, releasedAt: null,
}

test('sitting, enrolment, reminders and calendar count the same deadline', () => {
  fc.assert(fc.property(anyTimes, anyExtra, (times, extra) => {
    const timed: Timed = { attempt: { ...row, ...times }, extraPercent: extra?.extraPercent ?? null, accommodatedMinutes: extra?.extraMinutes ?? null }
    const { dueAt } = limitsOf(timed, 60 * SECOND)
    expect(dueAt).toBe(dueAtOf(times, extra))
    // What closes tests looks at nobody before.
    expect(dueAt).toBeGreaterThanOrEqual(times.startsAt + times.workingHours * HOUR)
    const enrolled = { caseTest: true, reflectionTest: false }
    const deadlines = deadlinesOf(enrolled, times.startsAt, round, extra, [{ ...times, kind: 'case' }])
    expect(deadlines).toEqual([{ kind: 'case', dueAt }])
    for (const reminder of deadlineReminders([timed], dueAt - 1)) expect(reminder.dueAt).toBe(dueAt)
    const file = calendarOf(t, { enrolmentId: 'e', roundName: 'r', startsAt: times.startsAt, deadlines, sequence: 1, url: 'https://x' }, NOW)
    const inUtc = new Date(dueAt).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
    expect(file).toContain(`DTEND:${inUtc}`)
  }))
})

test('page, save, job, receipt, mail and staff say the same deadline, to the millisecond', { timeout: 120_000 }, async () => {
  const server = await startApp({ now: Date.UTC(2024, 0, 1) })
  const { db, clock } = server
  const forms = await thePapers(db)
  const staff = await aStaffMember(db, 'Marieke Bureau')
  await fc.assert(
    fc.asyncProperty(anyTimes, anyExtra, anyLonger, async (times, extra, longer) => {
      clock.setAhead(0)
      const person = await aPerson(db)
      const { id: roundId } = await aRound(db, forms, hoursOf(times, longer))
      const { id: enrolmentId } = await anEnrolment(db, person.id, roundId, { startsAt: times.startsAt, reflectionTest: false })
      if (extra !== null) await db.write((tx) => setAccommodation(tx, { personId: person.id, ...extra }, 'staff', NOW))
      clock.setAhead(times.startsAt - clock.now())
      const candidate = server.as(person)
      await candidate(`/enrolments/${enrolmentId}/tests`)
      const attemptId = (await listEnrolmentAttempts(db.read, enrolmentId))[0]?.attempt.id ?? ''
      const { extraMinutes, incidentMinutes } = times
      await db.write((tx) => tx.update(attempt).set({ extraMinutes, incidentMinutes }).where(eq(attempt.id, attemptId)))

      const dueAt = dueAtOf(times, extra)
      const due = longMoment(t, dueAt)
      const page = parse(await (await candidate(`/attempts/${attemptId}`)).text())
      expect(page.querySelector('[data-due]')?.getAttribute('datetime')).toBe(isoMoment(dueAt))
      expect(page.querySelector('[data-due]')?.text).toContain(due)
      const told = parse(await (await candidate(`/attempts/${attemptId}/clock`)).text())
      expect(told.querySelector('[data-left]')?.getAttribute('data-left')).toBe(String(dueAt - clock.now()))
      expect(await (await server.as(staff)(`/staff/attempts/${attemptId}`)).text()).toContain(due)

      await sealDue(db, dueAt + 60 * SECOND)
      expect((await attemptRow(db, attemptId)).sealedAt).toBeNull()
      await sealDue(db, dueAt + 60 * SECOND + 1)
      expect(await lastSealOf(db.read, attemptId)).toMatchObject({ at: dueAt, by: 'deadline' })
      clock.setAhead(clock.aheadMs + (dueAt - clock.now()) + HOUR)
      expect(await (await candidate(`/attempts/${attemptId}/receipt`)).text()).toContain(due)
      expect((await mailsOf(db, 'handedInByItself')).find(({ personId }) => personId === person.id)?.body).toContain(due)
    }),
    { numRuns: 12 },
  )
  await server.stop()
})

const byWhom = fc.constantFrom('candidate' as const, 'staff' as const, 'deadline' as const)

test('an accommodation that changes after a test was closed moves nothing of it: page, staff, board, lists, calendar, receipt and job', { timeout: 120_000 }, async () => {
  const server = await startApp({ now: Date.UTC(2024, 0, 1) })
  const { db, clock } = server
  const forms = await thePapers(db)
  const staff = await aStaffMember(db, 'Marieke Bureau')
  await fc.assert(
    fc.asyncProperty(anyTimes, anyExtra, anyExtra, anyLonger, byWhom, async (times, extra, later, longer, by) => {
      clock.setAhead(0)
      const person = await aPerson(db)
      const { id: roundId } = await aRound(db, forms, hoursOf(times, longer))
      const { id: enrolmentId } = await anEnrolment(db, person.id, roundId, { startsAt: times.startsAt, reflectionTest: false })
      const accommodate = (given: typeof extra) =>
        db.write((tx) => setAccommodation(tx, { personId: person.id, ...(given ?? { extraPercent: 0, extraMinutes: 0 }) }, 'staff', NOW))
      if (extra !== null) await accommodate(extra)
      await db.write((tx) => startDueEnrolments(tx, times.startsAt, 1, enrolmentId))
      const attemptId = (await listEnrolmentAttempts(db.read, enrolmentId))[0]?.attempt.id ?? ''
      const dueAt = dueAtOf({ ...times, extraMinutes: 0, incidentMinutes: 0 }, extra)
      const closedAt = by === 'deadline' ? dueAt + 2 * MINUTE : times.startsAt + 30 * MINUTE
      if (by === 'candidate') await db.write((tx) => handInAndTell(tx, { attemptId, personId: person.id, graceMs: 60 * SECOND }, closedAt))
      if (by === 'staff') await db.write((tx) => closeByStaff(tx, { attemptId, reason: 'r' }, 'staff', closedAt))
      if (by === 'deadline') await sealDue(db, closedAt)
      clock.setAhead(closedAt - clock.now())
      const [candidate, office] = [server.as(person), server.as(staff)]
      const said = async () => [
        await mainOf(candidate(`/enrolments/${enrolmentId}/tests`)), await mainOf(candidate('/candidate')), await mainOf(candidate(`/attempts/${attemptId}/receipt`)),
        await mainOf(office(`/staff/attempts/${attemptId}`)), await mainOf(office(`/staff/rounds/${roundId}/board`)), await mainOf(office(`/staff/rounds/${roundId}/candidates`)),
        datesOf(await (await candidate(`/enrolments/${enrolmentId}/calendar.ics`)).text()),
        await dueAtOfAttempt(db, attemptId), (await candidate(`/attempts/${attemptId}`)).status,
      ]
      const before = await said()
      expect(before).toContain(dueAt)
      await accommodate(later)
      expect(await said()).toEqual(before)
      await sealDue(db, closedAt + HOUR)
      expect(await listSeals(db.read, attemptId)).toHaveLength(1)
      const reopening = db.write((tx) => reopenAttempt(tx, { attemptId, reason: 'r' }, 'staff', closedAt))
      if (by === 'deadline') await expect(reopening).rejects.toMatchObject({ reason: 'reopenTooLate' })
      // Opened again it is an open attempt like any other.
      const asOpen = dueAtOf({ ...times, extraMinutes: 0, incidentMinutes: 0 }, later)
      if (by !== 'deadline') expect(await reopening.then(() => dueAtOfAttempt(db, attemptId))).toBe(asOpen)
    }),
    { numRuns: 12 },
  )
  await server.stop()
})

/** What a page says, without what each rendering makes anew. */
const mainOf = async (response: Response | Promise<Response>) => parse(await (await response).text()).querySelector('main')?.text ?? ''
const datesOf = (calendar: string) => calendar.split('\n').filter((line) => /^DT(START|END)/.test(line)).join()
