import { expect, test } from 'vitest'
import { DAY } from '../../src/clock.ts'
import { Refusal } from '../../src/refusal.ts'
import { midnightOf } from '../../src/local-time.ts'
import { momentOf, mustBePlan, mustHavePapers, mustKeepPromises, mustKeepUsedPapers, mustLieAhead } from '../../src/rounds/plan.ts'
import type { RoundPlan } from '../../src/rounds/plan.ts'
import { roundPlan } from '../support/rounds.ts'

const refusalOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return [error.reason, error.field]
    throw error
  }
  return 'nothing was refused'
}
const planned = (plan: Partial<RoundPlan>) => refusalOf(() => mustBePlan(roundPlan(plan)))
const END = midnightOf('2026-11-19')
const OK = 'nothing was refused'

test.each<[string, Partial<RoundPlan>, unknown]>([
  ['as usual', {}, OK],
  ['a window of one day', { windowLastOn: '2026-11-07' }, OK],
  ['a last day before the first', { windowLastOn: '2026-11-06' }, ['roundWindowInverted', 'windowLastOn']],
  ['a window of 60 days', { windowLastOn: '2027-01-05' }, OK],
  ['a window of 61 days', { windowLastOn: '2027-01-06' }, ['roundWindowTooLong', 'windowLastOn']],
  ['1 hour', { workingHours: 1 }, OK],
  ['720 hours', { workingHours: 720 }, OK],
  ['no hours', { workingHours: 0 }, ['roundHoursOutOfRange', 'workingHours']],
  ['721 hours', { workingHours: 721 }, ['roundHoursOutOfRange', 'workingHours']],
  ['half an hour', { caseHours: 0.5 }, ['roundHoursOutOfRange', 'caseHours']],
  ['a limit of its own of 48 hours', { reflectionHours: 48 }, OK],
  ['a limit of its own above the round’s', { reflectionHours: 73 }, ['roundOwnHoursTooLong', 'reflectionHours']],
  ['enrolment that closes before it opens', { enrolmentOpensAt: 2, enrolmentClosesAt: 1 }, ['roundClosesBeforeOpens', 'enrolmentClosesOn']],
  ['enrolment that closes as it opens', { enrolmentOpensAt: 2, enrolmentClosesAt: 2 }, ['roundClosesBeforeOpens', 'enrolmentClosesOn']],
  ['enrolment until the window’s end', { enrolmentClosesAt: END }, OK],
  ['enrolment beyond the window’s end', { enrolmentClosesAt: END + 1 }, ['roundClosesAfterWindow', 'enrolmentClosesOn']],
  ['enrolment that opens after the window', { enrolmentOpensAt: END }, ['roundOpensAfterWindow', 'enrolmentOpensOn']],
  ['a minimum of 0', { minimumCandidates: 0 }, ['roundCandidatesOutOfRange', 'minimumCandidates']],
  ['a maximum of 0', { maximumCandidates: 0 }, ['roundCandidatesOutOfRange', 'maximumCandidates']],
  ['a minimum as high as the maximum', { minimumCandidates: 5, maximumCandidates: 5 }, OK],
  ['a minimum above the maximum', { minimumCandidates: 6, maximumCandidates: 5 }, ['roundMinimumAboveMaximum', 'maximumCandidates']],
  ['assessing that is due on the last day', { assessingDueOn: '2026-11-18' }, ['roundAssessingTooEarly', 'assessingDueOn']],
  ['assessing that is due a day later', { assessingDueOn: '2026-11-19' }, OK],
])('a plan with %s', (_, plan, outcome) => {
  expect(planned(plan)).toEqual(outcome)
})

test('what is new in a plan lies ahead, on the Dutch calendar', () => {
  const now = midnightOf('2026-11-08') - 1 // still the 7th
  const ahead = (plan: Partial<RoundPlan>, before: RoundPlan | null = null, at = now) => refusalOf(() => mustLieAhead(roundPlan(plan), before, at))
  expect(ahead({})).toBe(OK)
  expect(ahead({}, null, now + 1)).toEqual(['roundWindowPast', 'windowFirstOn'])
  expect(ahead({ enrolmentOpensAt: now })).toEqual(['roundMomentPast', 'enrolmentOpensOn'])
  expect(ahead({ enrolmentClosesAt: now })).toEqual(['roundMomentPast', 'enrolmentClosesOn'])
  expect(ahead({ enrolmentClosesAt: now + 1 })).toBe(OK)
})

test('what was there before may have passed; what is changed may not', () => {
  const before = roundPlan({ enrolmentOpensAt: 5 })
  const now = midnightOf('2026-11-10')
  expect(refusalOf(() => mustLieAhead(before, before, now))).toBe(OK)
  expect(refusalOf(() => mustLieAhead({ ...before, enrolmentOpensAt: 6 }, before, now))).toEqual(['roundMomentPast', 'enrolmentOpensOn'])
  expect(refusalOf(() => mustLieAhead({ ...before, windowLastOn: '2026-11-09' }, before, now))).toEqual(['roundWindowPast', 'windowLastOn'])
})

test('once the first start moment has come, window and hours stay; a minute before that they may still change', () => {
  const first = midnightOf('2026-11-08')
  const use = { hasPlaces: true, firstStartsAt: first, lastStartsAt: first + DAY, formIds: [] }
  const change = (plan: Partial<RoundPlan>, now: number) => refusalOf(() => mustKeepPromises(roundPlan(plan), roundPlan(), use, now))
  for (const [field, plan] of Object.entries({
    windowFirstOn: { windowFirstOn: '2026-11-06' }, windowLastOn: { windowLastOn: '2026-11-20' },
    workingHours: { workingHours: 80 }, caseHours: { caseHours: 40 }, reflectionHours: { reflectionHours: 40 },
  })) {
    expect(change(plan, first)).toEqual(['roundStarted', field])
    expect(change(plan, first - 1)).toBe(OK)
  }
  expect(change({ name: 'Anders', maximumCandidates: 9 }, first + DAY)).toBe(OK)
})

test('a window keeps every start moment that was chosen', () => {
  const use = { hasPlaces: true, firstStartsAt: midnightOf('2026-11-08'), lastStartsAt: midnightOf('2026-11-17'), formIds: [] }
  const change = (plan: Partial<RoundPlan>) => refusalOf(() => mustKeepPromises(roundPlan(plan), roundPlan(), use, 0))
  expect(change({ windowFirstOn: '2026-11-08', windowLastOn: '2026-11-17' })).toBe(OK)
  expect(change({ windowFirstOn: '2026-11-09' })).toEqual(['roundStartsOutside', 'windowFirstOn'])
  expect(change({ windowLastOn: '2026-11-16' })).toEqual(['roundStartsOutside', 'windowLastOn'])
})

test('a paper that was used stays in the round; others may be added or go', () => {
  const forms = ['a', 'b'].map((formId) => ({ formId, title: formId }))
  const use = { hasPlaces: true, firstStartsAt: null, lastStartsAt: null, formIds: ['a'] }
  expect(refusalOf(() => mustKeepUsedPapers(['c', 'a'], forms, use))).toBe(OK)
  expect(refusalOf(() => mustKeepUsedPapers(['b'], forms, use))).toEqual(['roundPaperUsed', 'paper-a'])
})

test('a round has a paper of each kind before it opens', () => {
  expect(refusalOf(() => mustHavePapers([{ kind: 'case' }, { kind: 'reflection' }]))).toBe(OK)
  for (const papers of [[], [{ kind: 'case' }], [{ kind: 'reflection' }]] as const) {
    expect(refusalOf(() => mustHavePapers(papers))).toEqual(['roundPapersMissing', undefined])
  }
})

test('a typed moment that clocks skip is refused on its field', () => {
  expect(momentOf('2026-11-01', '09:00', 'enrolmentOpensOn')).toBe(Date.UTC(2026, 10, 1, 8))
  expect(refusalOf(() => momentOf('2027-03-28', '02:30', 'enrolmentOpensOn'))).toEqual(['timeSkipped', 'enrolmentOpensOn'])
})
