import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/clock.ts'
import type { Enrolment } from '../../src/enrolment/enrolment.ts'
import { nextStepOf } from '../../src/overview/next-step.ts'
import type { CandidateFacts, LiveEnrolment } from '../../src/overview/next-step.ts'
import type { Round } from '../../src/rounds/queries.ts'
import { NOW } from '../support/builders.ts'

/** 7 to 18 November 2026, open by hand. */
const round = (values: Partial<Round> = {}): Round => ({
  id: 'r1', name: 'Vierde toetsronde 2026', note: null, enrolmentOpensAt: null, enrolmentClosesAt: null, handState: 'open', handAt: NOW - DAY,
  notedState: null, windowFirstOn: '2026-11-07', windowLastOn: '2026-11-18', workingHours: 72, caseHours: null, reflectionHours: null,
  minimumCandidates: null, maximumCandidates: null, assessingDueOn: '2026-12-11', createdAt: NOW - 20 * DAY, calledOffAt: null, releasedAt: null,
  ...values,
})

const START = Date.UTC(2026, 10, 10, 8)

const enrolment = (values: Partial<Enrolment> = {}): Enrolment => ({
  id: 'e1', personId: 'p1', roundId: 'r1', kind: 'full', caseTest: true, reflectionTest: true, termsVersion: '1', agreedAt: NOW, createdAt: NOW,
  heldUntil: NOW + HOUR / 2, confirmedAt: NOW, startsAt: null, declaredAt: null, testsMadeAt: null, lapsedAt: null, endedAt: null, endReason: null, ...values,
})

const both = [{ kind: 'case', dueAt: START + 72 * HOUR }, { kind: 'reflection', dueAt: START + 72 * HOUR }] as const

const live = (values: Partial<Enrolment>, more: Partial<LiveEnrolment> = {}): LiveEnrolment => ({
  enrolment: enrolment(values), round: round(), orderId: 'o1', deadlines: [], finished: [], ...more,
})

const nothing: CandidateFacts = { missing: [], live: null, rounds: [], chanceOwed: false, decided: [], retakable: [], hasNewChance: false }

const step = (facts: Partial<CandidateFacts>, now = NOW) => nextStepOf({ ...nothing, ...facts }, now)

describe('before enrolling', () => {
  test('without all masterclasses that comes first, whatever rounds are open', () => {
    expect(step({ missing: [2, 4], rounds: [round()] })).toEqual({ kind: 'masterclasses', missing: [2, 4] })
  })

  test('with all masterclasses one enrols, for the first window first, and it says until when', () => {
    const later = round({ id: 'r2', windowFirstOn: '2026-12-10', windowLastOn: '2026-12-21' })
    const found = step({ rounds: [later, round()] })
    expect(found).toMatchObject({ kind: 'enrol', rounds: [{ id: 'r1', closesAt: Date.UTC(2026, 10, 18, 23) }, { id: 'r2' }] })
  })

  test('when no round is open it says when the first one opens, or that there is none', () => {
    const opens = (enrolmentOpensAt: number) => round({ id: `r${enrolmentOpensAt}`, handState: null, handAt: null, enrolmentOpensAt })
    expect(step({ rounds: [opens(NOW + 2 * DAY), opens(NOW + DAY)] })).toMatchObject({ kind: 'waitForRound', round: { opensAt: NOW + DAY } })
    expect(step({ rounds: [round({ calledOffAt: NOW })] })).toEqual({ kind: 'waitForRound', round: null })
  })
})

describe('with an enrolment that runs', () => {
  test('it is paid before the hold runs out', () => {
    expect(step({ live: live({ confirmedAt: null }) })).toEqual({ kind: 'pay', orderId: 'o1', enrolmentId: 'e1', until: NOW + HOUR / 2 })
  })

  test('then a start moment is chosen within the window, with the hours of the longest test', () => {
    const own = live({}, { round: round({ caseHours: 48, reflectionHours: 24 }) })
    expect(step({ live: own })).toEqual({ kind: 'choose', enrolmentId: 'e1', firstOn: '2026-11-07', lastOn: '2026-11-18', hours: 48 })
  })

  test('who chose none before the window ended has lapsed, also when no job has noted it', () => {
    expect(step({ live: live({}) }, Date.UTC(2026, 10, 18, 23))).toMatchObject({ kind: 'lapsed', round: { id: 'r1' } })
    expect(step({ live: live({}) }, Date.UTC(2026, 10, 18, 23) - 1)).toMatchObject({ kind: 'choose' })
  })

  test('before the start the rules are read; after that there is only waiting', () => {
    expect(step({ live: live({ startsAt: START }, { deadlines: both }) })).toEqual({ kind: 'declare', enrolmentId: 'e1', startsAt: START })
    expect(step({ live: live({ startsAt: START, declaredAt: NOW }, { deadlines: both }) })).toEqual({ kind: 'wait', enrolmentId: 'e1', startsAt: START })
  })

  test('from the very start moment on one writes, until the first deadline of what is left, with or without a job', () => {
    const deadlines = [{ kind: 'case', dueAt: START + 72 * HOUR }, { kind: 'reflection', dueAt: START + 48 * HOUR }] as const
    const begun = live({ startsAt: START, declaredAt: NOW }, { deadlines })
    expect(step({ live: begun }, START)).toEqual({ kind: 'write', enrolmentId: 'e1', until: START + 48 * HOUR, declared: true, left: ['case', 'reflection'] })
    expect(step({ live: { ...begun, finished: ['reflection'] } }, START)).toMatchObject({ until: START + 72 * HOUR, left: ['case'] })
  })

  test('who has not declared when the clock starts is told so', () => {
    expect(step({ live: live({ startsAt: START }, { deadlines: both }) }, START + HOUR)).toMatchObject({ kind: 'write', declared: false })
  })

  test('with everything handed in one waits for the result, however much time there is left', () => {
    const done = live({ startsAt: START, declaredAt: NOW }, { deadlines: both, finished: ['case', 'reflection'] })
    expect(step({ live: done }, START + HOUR)).toEqual({ kind: 'handedIn', assessingDueOn: '2026-12-11' })
  })
})

describe('after the results', () => {
  const passed = (kind: 'case' | 'reflection') => ({ kind, sufficient: true })
  const failed = (kind: 'case' | 'reflection') => ({ kind, sufficient: false })

  test('both sufficient: done, though rounds are open', () => {
    expect(step({ decided: [passed('case'), passed('reflection')], rounds: [round()] })).toEqual({ kind: 'complete' })
  })

  test('an insufficient one that may be retaken comes first', () => {
    expect(step({ decided: [failed('case'), passed('reflection')], retakable: ['case'] })).toEqual({ kind: 'retake', tests: ['case'] })
  })

  test('after a final result one enrols again where the office gave a new chance', () => {
    const decided = [failed('case'), failed('case'), passed('reflection')]
    expect(step({ decided, hasNewChance: true, rounds: [round()] })).toMatchObject({ kind: 'enrol', rounds: [{ id: 'r1' }] })
  })

  test('insufficient again is final; a retake that was passed is not insufficient any more', () => {
    expect(step({ decided: [failed('case'), failed('case'), passed('reflection')] })).toEqual({ kind: 'final', tests: ['case'] })
    expect(step({ decided: [failed('case'), passed('case'), passed('reflection')] })).toEqual({ kind: 'complete' })
  })

  test('whose test was declared void waits for the office, unless placed again', () => {
    expect(step({ chanceOwed: true, rounds: [round()] })).toEqual({ kind: 'voided' })
    expect(step({ chanceOwed: true, live: live({}) })).toMatchObject({ kind: 'choose' })
  })

  test('one test passed and the other never sat: a round can be chosen', () => {
    expect(step({ decided: [passed('case')], rounds: [round()] })).toMatchObject({ kind: 'enrol' })
  })
})

test('there is always exactly one step, and it never throws', () => {
  const kinds = fc.constantFrom('case' as const, 'reflection' as const)
  const instant = fc.integer({ min: NOW - 60 * DAY, max: NOW + 60 * DAY })
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
  const anyLive = fc.record({ confirmedAt: maybe(instant), startsAt: maybe(instant), declaredAt: maybe(instant), heldUntil: instant }).map((values) =>
    live(values, { deadlines: values.startsAt === null ? [] : [{ kind: 'case', dueAt: values.startsAt + 72 * HOUR }] }))
  const anyFacts = fc.record({
    missing: fc.subarray([1, 2, 3, 4]),
    live: maybe(anyLive),
    rounds: fc.array(fc.record({ handState: fc.constantFrom(null, 'open' as const, 'closed' as const), enrolmentOpensAt: maybe(instant), calledOffAt: maybe(instant) }).map(round)),
    chanceOwed: fc.boolean(),
    decided: fc.array(fc.record({ kind: kinds, sufficient: fc.boolean() })),
    retakable: fc.subarray(['case' as const, 'reflection' as const]),
    hasNewChance: fc.boolean(),
  })
  fc.assert(fc.property(anyFacts, instant, (facts, now) => {
    expect(nextStepOf(facts, now).kind).toEqual(expect.any(String))
  }))
})
