import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/clock.ts'
import { fits, standingOf } from '../../src/retakes/retakes.ts'
import type { Candidate, LiveRetake, Sitting } from '../../src/retakes/retakes.ts'
import { midnightOf } from '../../src/local-time.ts'

const sitting = (values: Partial<Sitting> = {}): Sitting => ({
  attemptId: 'a1', kind: 'case', enrolmentId: 'e1', enrolmentKind: 'full', roundName: 'R1', result: { sufficient: false, releasedAt: 100 }, ...values,
})
const enrolment = {
  id: 'e2', personId: 'p', roundId: 'r2', kind: 'retake', caseTest: true, reflectionTest: false, termsVersion: '1', agreedAt: 1, createdAt: 1,
  heldUntil: 500, confirmedAt: null, startsAt: null, declaredAt: null, testsMadeAt: null, lapsedAt: null, endedAt: null, endReason: null,
} as const
const retake = (values: Partial<LiveRetake> = {}): LiveRetake => ({ firstAttemptId: 'a1', enrolment: { ...enrolment, confirmedAt: 200 }, roundName: 'R2', ...values })

test('an insufficient first attempt may be retaken', () => {
  expect(standingOf('case', [sitting()], [], 300)).toMatchObject({ state: 'open', firstAttemptId: 'a1', releasedAt: 100 })
})

test('without a result, with a sufficient one, or without an attempt there is nothing to retake', () => {
  expect(standingOf('case', [sitting({ result: null })], [], 300)).toBeUndefined()
  expect(standingOf('case', [sitting({ result: { sufficient: true, releasedAt: 100 } })], [], 300)).toBeUndefined()
  expect(standingOf('reflection', [sitting()], [], 300)).toBeUndefined()
})

test('a retake that was ordered or paid uses the right; an unpaid one gives it back when its hold runs out', () => {
  expect(standingOf('case', [sitting()], [retake()], 300)).toMatchObject({ state: 'ordered', enrolmentId: 'e2', roundName: 'R2' })
  const unpaid = retake({ enrolment })
  expect(standingOf('case', [sitting()], [unpaid], 499)).toMatchObject({ state: 'ordered' })
  expect(standingOf('case', [sitting()], [unpaid], 500)).toMatchObject({ state: 'open' })
})

test('a lapsed retake keeps the paid right: it stays ordered, for staff to move', () => {
  const lapsed = retake({ enrolment: { ...enrolment, confirmedAt: 200, lapsedAt: 600 } })
  expect(standingOf('case', [sitting()], [lapsed], 9_999_999)).toMatchObject({ state: 'ordered' })
})

test('insufficient again is final, sufficient is the end of it', () => {
  const again = sitting({ attemptId: 'a2', enrolmentId: 'e2', enrolmentKind: 'retake', roundName: 'R2' })
  expect(standingOf('case', [sitting(), again], [retake()], 900)).toMatchObject({ state: 'final', roundName: 'R2' })
  const passed = { ...again, result: { sufficient: true, releasedAt: 800 } }
  expect(standingOf('case', [sitting(), passed], [retake()], 900)).toBeUndefined()
})

test('after a new full enrolment its first attempt is the one that counts', () => {
  const second = sitting({ attemptId: 'a3', enrolmentId: 'e3', result: null })
  const again = sitting({ attemptId: 'a2', enrolmentId: 'e2', enrolmentKind: 'retake' })
  expect(standingOf('case', [sitting(), again, second], [retake()], 900)).toBeUndefined()
  const failed = { ...second, result: { sufficient: false, releasedAt: 950 } }
  expect(standingOf('case', [sitting(), again, failed], [retake()], 999)).toMatchObject({ state: 'open', firstAttemptId: 'a3' })
})

const round = {
  id: 'r', name: 'R', note: null, enrolmentOpensAt: null, enrolmentClosesAt: null, handState: 'open', handAt: 0, notedState: null,
  windowFirstOn: '2027-01-11', windowLastOn: '2027-01-22', workingHours: 72, caseHours: null, reflectionHours: null, minimumCandidates: null,
  maximumCandidates: null, assessingDueOn: null, createdAt: 0, calledOffAt: null, releasedAt: null,
} as const
const form = { formId: 'f', kind: 'case', caseKey: 'other', questionKeys: ['q9'] } as const
const candidate = (values: Partial<Candidate> = {}): Candidate => ({
  round, places: 0, forms: [form], sat: { caseKeys: new Set(['yilmaz']), questionKeys: new Set(['q1']) }, ...values,
})
const NOW = Date.UTC(2026, 10, 25)
const first = midnightOf('2027-01-11')

test('a retake fits a round that begins after the result, and no earlier one', () => {
  expect(fits('case', first - 1, candidate(), NOW)).toBe(true)
  expect(fits('case', first, candidate(), NOW)).toBe(false)
  fc.assert(
    fc.property(fc.integer({ min: -60 * DAY, max: 60 * DAY }), (shift) => {
      expect(fits('case', first + shift, candidate(), NOW)).toBe(shift < 0)
    }),
  )
})

test('a retake needs another case and other questions than the first time', () => {
  expect(fits('case', NOW, candidate({ forms: [{ ...form, caseKey: 'yilmaz' }] }), NOW)).toBe(false)
  expect(fits('case', NOW, candidate({ forms: [{ ...form, questionKeys: ['q9', 'q1'] }] }), NOW)).toBe(false)
  expect(fits('case', NOW, candidate({ forms: [{ ...form, caseKey: 'yilmaz' }, form] }), NOW)).toBe(true)
  expect(fits('reflection', NOW, candidate(), NOW)).toBe(false)
})

test('a full, closed or called-off round takes no retake; there is no last day', () => {
  expect(fits('case', NOW, candidate({ round: { ...round, maximumCandidates: 2 }, places: 2 }), NOW)).toBe(false)
  expect(fits('case', NOW, candidate({ round: { ...round, maximumCandidates: 2 }, places: 1 }), NOW)).toBe(true)
  expect(fits('case', NOW, candidate({ round: { ...round, handState: 'closed' } }), NOW)).toBe(false)
  expect(fits('case', NOW, candidate({ round: { ...round, calledOffAt: 5 } }), NOW)).toBe(false)
  expect(fits('case', NOW - 3000 * DAY + HOUR, candidate(), NOW)).toBe(true)
})
