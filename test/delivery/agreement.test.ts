/** One deadline: for any round, start, hours, extra time and change of the clock, everybody says the same. */
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { parse } from 'node-html-parser'
import { expect, test } from 'vitest'
import { attempt } from '../../db/schema/delivery.ts'
import { HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { calendarOf } from '../../src/delivery/calendar.ts'
import { setAccommodation } from '../../src/delivery/exceptions.ts'
import { lastSealOf, listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { deadlineReminders } from '../../src/delivery/reminders.ts'
import { limitsOf } from '../../src/delivery/sitting.ts'
import type { Timed } from '../../src/delivery/sitting.ts'
import { deadlinesOf } from '../../src/enrolment/enrolment.ts'
import { translator } from '../../src/language/translate.ts'
import { dueAtOf } from '../../src/rounds/deadline.ts'
import type { Round } from '../../src/rounds/queries.ts'
import { isoMoment, longMoment } from '../../views/format.ts'
import { startApp } from '../support/app.ts'
import { aRound, anEnrolment, NOW, aPerson, thePapers } from '../support/builders.ts'
import { aStaffMember } from '../support/grading.ts'
import { attemptRow, mailsOf, sealDue } from '../support/supervision.ts'

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
})
const anyExtra = fc.option(fc.record({ extraPercent: fc.integer({ min: 0, max: 200 }), extraMinutes: fc.integer({ min: 0, max: 1_440 }) }))

const t = translator('nl')

const row = {
  id: 'a', enrolmentId: 'e', personId: 'p', roundId: 'r', formId: 'f', kind: 'case' as const, candidateNumber: 'ABCD-EFGH',
  openedAt: null, busyAt: null, sealedAt: null, voidedAt: null, voidedBy: null, voidReason: null, placedEnrolmentId: null,
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
    fc.asyncProperty(anyTimes, anyExtra, async (times, extra) => {
      clock.setAhead(0)
      const person = await aPerson(db)
      const { id: roundId } = await aRound(db, forms, { workingHours: times.workingHours })
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
