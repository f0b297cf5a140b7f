/** Rounds as values, for rules that need no database. */
import type { RoundFacts } from '../../src/rounds/rounds.ts'
import type { RoundPlan } from '../../src/rounds/plan.ts'
import { usualPlan } from '../../src/rounds/plan.ts'

/** 7 to 18 November 2026, nothing done and nothing planned. */
export const aWindow = { windowFirstOn: '2026-11-07', windowLastOn: '2026-11-18' } as const

export const roundFacts = (facts: Partial<RoundFacts> = {}): RoundFacts => ({
  ...aWindow, enrolmentOpensAt: null, enrolmentClosesAt: null, handState: null, handAt: null, workingHours: 72,
  calledOffAt: null, releasedAt: null, ...facts,
})

export const roundPlan = (plan: Partial<RoundPlan> = {}): RoundPlan => ({ ...usualPlan, ...aWindow, name: 'Vierde toetsronde 2026', ...plan })
