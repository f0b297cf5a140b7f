import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { plusDays } from '../../src/local-time.ts'
import { enrolmentIsOpen, enrolmentStateOf, phaseOf, windowOf, workingHoursOf } from '../../src/rounds/rounds.ts'
import { seed } from '../support/papers.ts'
import { roundFacts } from '../support/rounds.ts'

// Winter time: Dutch midnight is 23:00 UTC of the day before.
const FIRST = Date.UTC(2026, 10, 6, 23)
const END = Date.UTC(2026, 10, 18, 23)
const OPENS = Date.UTC(2026, 8, 1, 7)
const CLOSES = Date.UTC(2026, 9, 20, 15)
const dated = { enrolmentOpensAt: OPENS, enrolmentClosesAt: CLOSES }

test('a window runs from the first midnight to the end of the last day', () => {
  expect(windowOf(roundFacts())).toEqual({ firstAt: FIRST, endAt: END })
})

test('a window is as long as its days, but for an hour less in spring and an hour more in autumn', () => {
  const length = (windowFirstOn: string, windowLastOn: string) => {
    const { firstAt, endAt } = windowOf({ windowFirstOn, windowLastOn })
    return (endAt - firstAt) / HOUR
  }
  expect(length('2027-03-20', '2027-03-31')).toBe(12 * 24 - 1)
  expect(length('2026-10-20', '2026-10-31')).toBe(12 * 24 + 1)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_000 }), fc.integer({ min: 1, max: 60 }), (from, days) => {
      const first = plusDays('2020-01-01', from)
      expect([-1, 0, 1]).toContain(length(first, plusDays(first, days - 1)) - days * 24)
    }),
  )
})

test('the windows of the six rounds that were held last 12 to 15 days', () => {
  const held = seed('rounds-2023-2024.json')
  if (!Array.isArray(held)) throw new Error('a list was expected')
  const days = held.map((round) => Math.round((windowOf(round).endAt - windowOf(round).firstAt) / DAY))
  expect(days).toEqual([12, 12, 12, 15, 12, 12])
})

test('a test has the round’s hours, or a limit of its own', () => {
  const round = { workingHours: 72, caseHours: null, reflectionHours: 48 }
  expect([workingHoursOf(round, 'case'), workingHoursOf(round, 'reflection')]).toEqual([72, 48])
})

test('without dates and hands the enrolment is closed', () => {
  expect(enrolmentStateOf(roundFacts(), OPENS)).toEqual({ open: false, because: 'date', opensAt: null, closesAt: null })
})

test('dates open and close the enrolment by themselves, to the millisecond', () => {
  const round = roundFacts(dated)
  expect(enrolmentStateOf(round, OPENS - 1)).toEqual({ open: false, because: 'date', opensAt: OPENS, closesAt: null })
  expect(enrolmentStateOf(round, OPENS)).toEqual({ open: true, because: 'date', opensAt: null, closesAt: CLOSES })
  expect(enrolmentIsOpen(round, CLOSES - 1)).toBe(true)
  expect(enrolmentStateOf(round, CLOSES)).toMatchObject({ open: false, because: 'date' })
})

test('without a closing date the enrolment closes with the window', () => {
  const round = roundFacts({ enrolmentOpensAt: OPENS })
  expect(enrolmentStateOf(round, END - 1)).toMatchObject({ open: true, closesAt: END })
  expect(enrolmentStateOf(round, END)).toMatchObject({ open: false, because: 'windowOver' })
})

test('a hand opening beats an opening date that has not come, and keeps to a closing date that has not passed', () => {
  const round = roundFacts({ ...dated, handState: 'open', handAt: OPENS - DAY })
  expect(enrolmentStateOf(round, OPENS - DAY)).toMatchObject({ open: true, because: 'hand', closesAt: CLOSES })
  expect(enrolmentIsOpen(round, CLOSES)).toBe(false)
})

test('a hand opening beats a closing date that has passed: open until the window’s end', () => {
  const round = roundFacts({ ...dated, handState: 'open', handAt: CLOSES + DAY })
  expect(enrolmentStateOf(round, CLOSES + DAY)).toMatchObject({ open: true, closesAt: END })
  expect(enrolmentIsOpen(round, END - 1)).toBe(true)
})

test('a hand closing beats every date and stays', () => {
  const round = roundFacts({ ...dated, handState: 'closed', handAt: OPENS - DAY })
  for (const now of [OPENS - 1, OPENS, CLOSES - 1, END - 1]) {
    expect(enrolmentStateOf(round, now)).toEqual({ open: false, because: 'hand', opensAt: null, closesAt: null })
  }
})

test('nobody enrols in a round that was called off or released, or whose window is over, whatever a hand did', () => {
  const open = { handState: 'open', handAt: OPENS } as const
  expect(enrolmentStateOf(roundFacts({ ...open, calledOffAt: OPENS }), CLOSES)).toMatchObject({ open: false, because: 'calledOff' })
  expect(enrolmentStateOf(roundFacts({ ...open, releasedAt: OPENS }), CLOSES)).toMatchObject({ open: false, because: 'released' })
  expect(enrolmentStateOf(roundFacts(open), END)).toMatchObject({ open: false, because: 'windowOver' })
})

test('what the state says about later comes true', () => {
  const instant = fc.integer({ min: OPENS - 5 * DAY, max: END + 5 * DAY })
  const maybe = fc.option(instant)
  const hand = fc.option(fc.record({ handState: fc.constantFrom('open', 'closed'), handAt: instant }))
  fc.assert(
    fc.property(maybe, maybe, hand, instant, (enrolmentOpensAt, enrolmentClosesAt, byHand, now) => {
      const round = roundFacts({ enrolmentOpensAt, enrolmentClosesAt, ...byHand })
      const { open, opensAt, closesAt } = enrolmentStateOf(round, now)
      expect(open ? closesAt : opensAt ?? Infinity).toBeGreaterThan(now)
      if (closesAt !== null) expect([enrolmentIsOpen(round, closesAt - 1), enrolmentIsOpen(round, closesAt)]).toEqual([true, false])
    }),
  )
})

test('a round goes through its phases in order', () => {
  const round = roundFacts(dated)
  const at = (now: number) => phaseOf(round, now)
  expect([OPENS - 1, OPENS, CLOSES, FIRST, END - 1, END, END + 72 * HOUR - MINUTE, END + 72 * HOUR].map(at)).toEqual([
    'announced', 'open', 'closed', 'running', 'running', 'finishing', 'finishing', 'assessing',
  ])
  expect(phaseOf({ ...round, releasedAt: END + 30 * DAY }, END + 30 * DAY)).toBe('released')
  expect(phaseOf({ ...round, calledOffAt: CLOSES }, CLOSES)).toBe('calledOff')
})

test('a round that was never opened here is a draft until its window is over, then past', () => {
  expect([FIRST - DAY, FIRST, END - 1, END].map((now) => phaseOf(roundFacts(), now))).toEqual(['draft', 'draft', 'draft', 'past'])
})
