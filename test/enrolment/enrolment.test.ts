import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import {
  HOLD, deadlinesOf, isExpired, isLapsed, lastOf, mustBeMovable, mustHavePapers, mustHaveRoom, mustMayChooseStart, mustNotHaveBegun,
  mustTakeEnrolments, stageOf, targetsOf, testsOf,
} from '../../src/enrolment/enrolment.ts'
import type { Enrolment } from '../../src/enrolment/enrolment.ts'
import { Refusal } from '../../src/refusal.ts'
import { nothingSealed } from '../../src/rounds/deadline.ts'
import type { Round } from '../../src/rounds/queries.ts'
import { windowOf } from '../../src/rounds/rounds.ts'

const NOW = Date.UTC(2026, 10, 8, 9)

const round = (facts: Partial<Round> = {}): Round => ({
  id: 'r1', name: 'Vierde ronde', note: null, enrolmentOpensAt: null, enrolmentClosesAt: null, handState: 'open', handAt: NOW - 10 * DAY,
  notedState: null, windowFirstOn: '2026-11-07', windowLastOn: '2026-11-18', workingHours: 72, caseHours: null, reflectionHours: null,
  minimumCandidates: null, maximumCandidates: null, assessingDueOn: null, createdAt: NOW - 20 * DAY, calledOffAt: null, releasedAt: null, ...facts,
})

const enrolment = (facts: Partial<Enrolment> = {}): Enrolment => ({
  id: 'e1', personId: 'p1', roundId: 'r1', kind: 'full', caseTest: true, reflectionTest: true, termsVersion: 'test', agreedAt: NOW - DAY,
  createdAt: NOW - DAY, heldUntil: NOW - DAY + HOLD, confirmedAt: NOW - DAY, startsAt: null, declaredAt: null, testsMadeAt: null, lapsedAt: null, endedAt: null,
  endReason: null, ...facts,
})

/** The reason of the refusal, or "allowed". */
const reasonOf = (work: () => void): string => {
  try {
    work()
    return 'allowed'
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}

describe('where somebody stands', () => {
  const overAt = windowOf(round()).endAt
  test.each([
    ['unpaid', { confirmedAt: null, heldUntil: NOW + 1 }, NOW],
    ['expired', { confirmedAt: null, heldUntil: NOW }, NOW],
    ['choosing', {}, NOW],
    ['choosing', {}, overAt - 1],
    ['lapsed', {}, overAt],
    ['planned', { startsAt: NOW + 1 }, NOW],
    ['writing', { startsAt: NOW }, NOW],
    ['writing', { startsAt: NOW }, NOW + 72 * HOUR - 1],
    ['written', { startsAt: NOW }, NOW + 72 * HOUR],
    ['ended', { endedAt: NOW, endReason: 'cancelled' }, NOW],
  ] as const)('%s', (stage, facts, now) => {
    const own = enrolment(facts)
    const lastDueAt = own.startsAt === null ? null : lastOf(deadlinesOf(own, own.startsAt, round(), null))
    expect(stageOf(own, round(), lastDueAt, now)).toBe(stage)
  })

  test('a place is held for 30 minutes, to the millisecond', () => {
    const held = enrolment({ confirmedAt: null, createdAt: NOW, heldUntil: NOW + HOLD })
    expect(isExpired(held, NOW + 30 * MINUTE - 1)).toBe(false)
    expect(isExpired(held, NOW + 30 * MINUTE)).toBe(true)
  })

  test('who is paid never expires, who chose a moment never lapses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 * DAY }), (later) => {
        expect(isExpired(enrolment(), NOW + later)).toBe(false)
        expect(isLapsed(enrolment({ startsAt: NOW + DAY }), round(), NOW + later)).toBe(false)
      }),
    )
  })
})

describe('deadlines of an enrolment', () => {
  test('each test counts its own hours, and both the extra time', () => {
    const own = deadlinesOf(enrolment(), NOW, round({ reflectionHours: 48 }), { extraPercent: 25, extraMinutes: 0 })
    expect(own).toEqual([{ kind: 'case', dueAt: NOW + 90 * HOUR }, { kind: 'reflection', dueAt: NOW + 60 * HOUR }])
  })

  test('a test that has begun keeps the hours and the minutes of its attempt', () => {
    const begun = [{ kind: 'case', startsAt: NOW, workingHours: 72, extraMinutes: 10, incidentMinutes: 20, ...nothingSealed }] as const
    const [first] = deadlinesOf(enrolment(), NOW, round({ workingHours: 24 }), null, begun)
    expect(first?.dueAt).toBe(NOW + 72 * HOUR + 30 * MINUTE)
  })

  test('over the autumn change the deadline shown is an hour earlier on the clock', () => {
    const startsAt = DateTime.fromISO('2026-10-23T12:00', { zone: 'Europe/Amsterdam' }).toMillis()
    const [first] = deadlinesOf(enrolment({ reflectionTest: false }), startsAt, round(), null)
    expect(DateTime.fromMillis(first?.dueAt ?? 0, { zone: 'Europe/Amsterdam' }).toFormat('dd HH:mm')).toBe('26 11:00')
  })

  test('an enrolment covers the tests it was made for', () => {
    expect(testsOf({ caseTest: true, reflectionTest: true })).toEqual(['case', 'reflection'])
    expect(testsOf({ caseTest: false, reflectionTest: true })).toEqual(['reflection'])
  })
})

describe('who may enrol', () => {
  test.each([
    ['allowed', {}],
    ['roundIsCalledOff', { calledOffAt: NOW - 1 }],
    ['enrolmentClosed', { handState: 'closed' }],
    ['enrolmentClosed', { handState: null }],
    ['enrolmentOpensLater', { handState: null, enrolmentOpensAt: NOW + DAY }],
    ['enrolmentClosed', { windowFirstOn: '2026-10-01', windowLastOn: '2026-10-10' }],
  ] as const)('%s', (reason, facts) => {
    expect(reasonOf(() => mustTakeEnrolments(round(facts), NOW))).toBe(reason)
  })

  test('a round is full when every place is paid or held', () => {
    expect(reasonOf(() => mustHaveRoom({ maximumCandidates: 2 }, 1))).toBe('allowed')
    expect(reasonOf(() => mustHaveRoom({ maximumCandidates: 2 }, 2))).toBe('roundFull')
    expect(reasonOf(() => mustHaveRoom({ maximumCandidates: null }, 2_000))).toBe('allowed')
  })
})

describe('choosing a start moment', () => {
  test.each([
    ['allowed', {}, {}],
    ['allowed', { startsAt: NOW + 1 }, {}],
    ['clockStarted', { startsAt: NOW }, {}],
    ['payFirst', { confirmedAt: null }, {}],
    ['enrolmentEnded', { endedAt: NOW - 1, endReason: 'cancelled' }, {}],
    ['enrolmentLapsed', {}, { windowFirstOn: '2026-10-01', windowLastOn: '2026-11-07' }],
    ['roundIsCalledOff', {}, { calledOffAt: NOW - 1 }],
  ] as const)('%s with %j in %j', (reason, facts, roundFacts) => {
    expect(reasonOf(() => mustMayChooseStart(enrolment(facts), round(roundFacts), NOW))).toBe(reason)
  })
})

describe('moving to another round', () => {
  const target = round({ id: 'r2' })
  const unsat = { attempts: 0, voided: 0 }
  test.each([
    ['allowed', {}, target, unsat],
    ['allowed', { lapsedAt: NOW - 1 }, target, unsat],
    ['clockStarted', { startsAt: NOW - 1 }, target, { attempts: 2, voided: 1 }],
    ['clockStarted', { startsAt: NOW }, target, unsat],
    ['allowed', { startsAt: NOW - 1 }, target, { attempts: 2, voided: 2 }],
    ['payFirst', { confirmedAt: null }, target, unsat],
    ['enrolmentEnded', { endedAt: NOW - 1 }, target, unsat],
    ['sameRound', {}, round(), unsat],
    ['roundIsCalledOff', {}, round({ id: 'r2', calledOffAt: NOW }), unsat],
    ['windowOver', {}, round({ id: 'r2', windowFirstOn: '2026-10-01', windowLastOn: '2026-11-07' }), unsat],
  ] as const)('%s', (reason, facts, to, sat) => {
    expect(reasonOf(() => mustBeMovable(enrolment(facts), to, sat, NOW))).toBe(reason)
  })

  test('the rounds on offer are the ones that would be accepted, the first window first', () => {
    const later = round({ id: 'r3', windowFirstOn: '2026-12-01', windowLastOn: '2026-12-10' })
    const over = round({ id: 'r4', windowFirstOn: '2026-10-01', windowLastOn: '2026-10-10' })
    expect(targetsOf([later, target, round(), over], 'r1', NOW).map(({ id }) => id)).toEqual(['r2', 'r3'])
  })

  test('a round without a paper for a test is refused', () => {
    expect(reasonOf(() => mustHavePapers(['case', 'reflection'], [{ kind: 'case' }]))).toBe('roundPapersMissing')
    expect(reasonOf(() => mustHavePapers(['case'], [{ kind: 'case' }]))).toBe('allowed')
  })

  test('an enrolment whose clock has not started can be ended, one whose attempts were all voided too', () => {
    expect(reasonOf(() => mustNotHaveBegun({ startsAt: NOW + 1 }, unsat, NOW))).toBe('allowed')
    expect(reasonOf(() => mustNotHaveBegun({ startsAt: NOW - 1 }, { attempts: 1, voided: 1 }, NOW))).toBe('allowed')
    expect(reasonOf(() => mustNotHaveBegun({ startsAt: NOW - 1 }, { attempts: 1, voided: 0 }, NOW))).toBe('clockStarted')
  })
})
