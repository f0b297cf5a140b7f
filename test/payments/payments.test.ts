import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/clock.ts'
import { mustBeCallable } from '../../src/payments/calling-off.ts'
import { effectOfMoney, isStillborn, maySettle, mustBePayable, nextCheckAt, orderStateOf, settledBy } from '../../src/payments/payments.ts'
import type { PaymentStatus } from '../../src/payments/payments.ts'
import { PRICES, drawOrderNumber, productOf } from '../../src/payments/prices.ts'
import { mustBeDuePossible, mustBeRefundable } from '../../src/payments/refunds.ts'
import { Refusal } from '../../src/refusal.ts'

const NOW = Date.UTC(2026, 10, 8, 9)

const reasonOf = (work: () => void): string => {
  try {
    work()
    return 'allowed'
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}

describe('prices', () => {
  test('are whole cents: 125 for both, 70 and 55 for a retake, both retakes together 125', () => {
    expect(PRICES).toEqual({ full: 12_500, fullCase: 7_000, fullReflection: 5_500, retakeCase: 7_000, retakeReflection: 5_500, retakeBoth: 12_500 })
    expect(PRICES.retakeCase + PRICES.retakeReflection).toBe(PRICES.retakeBoth)
  })

  test('every enrolment has exactly one product of its kind, and one test never costs more than both', () => {
    fc.assert(
      fc.property(fc.constantFrom('full', 'retake'), fc.boolean(), fc.boolean(), (kind, isCase, reflection) => {
        const product = productOf(kind, { case: isCase, reflection })
        expect(PRICES[product]).toBeGreaterThan(0)
        expect(Number.isInteger(PRICES[product])).toBe(true)
        expect(product.startsWith('full')).toBe(kind === 'full')
        expect(PRICES[product]).toBeLessThanOrEqual(PRICES[productOf(kind, { case: true, reflection: true })])
        if (isCase && reflection) expect(PRICES[product]).toBe(12_500)
      }),
    )
  })

  test('an order number can be read out: no letters that look like figures, and no two alike', () => {
    const drawn = Array.from({ length: 500 }, () => drawOrderNumber(2026))
    for (const number of drawn) expect(number).toMatch(/^TR-2026-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(new Set(drawn).size).toBe(500)
  })
})

describe('the one transition of a payment', () => {
  const statuses = ['open', 'paid', 'failed', 'cancelled', 'expired'] as const

  test('whatever is reported and in whatever order, it becomes paid at most once and is never taken back from there', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('open', 'paid', 'failed', 'cancelled', 'expired', 'unknown'), { maxLength: 20 }), (reports) => {
        let status: PaymentStatus = 'open'
        let timesPaid = 0
        for (const report of reports) {
          const to = settledBy(report)
          if (to === null || !maySettle(status, to)) continue
          status = to
          if (status === 'paid') timesPaid += 1
        }
        expect(timesPaid).toBe(reports.includes('paid') ? 1 : 0)
        expect(status === 'paid').toBe(reports.includes('paid'))
      }),
    )
  })

  test('a payment that is over changes only when money came in after all', () => {
    for (const from of statuses) for (const to of statuses) {
      expect(maySettle(from, to)).toBe(from !== to && (from === 'open' || (to === 'paid' && from !== 'paid')))
    }
  })
})

describe('what incoming money does', () => {
  const order = { paidAt: null, cancelledAt: null }
  const live = { endedAt: null, endReason: null }
  const ended = (endReason: 'expired' | 'cancelled' | 'calledOff' | 'released') => ({ endedAt: NOW, endReason })
  const round = { calledOffAt: null }

  test.each([
    ['confirm', {}],
    ['second', { order: { paidAt: NOW - 1, cancelledAt: null } }],
    ['calledOff', { round: { calledOffAt: NOW - 1 }, enrolment: ended('calledOff') }],
    ['revive', { order: { paidAt: null, cancelledAt: NOW }, enrolment: ended('expired'), revivable: true }],
    ['enrolmentGone', { order: { paidAt: null, cancelledAt: NOW }, enrolment: ended('expired'), revivable: false }],
    ['enrolmentGone', { order: { paidAt: null, cancelledAt: NOW }, enrolment: ended('cancelled'), revivable: true }],
    ['enrolmentGone', { order: { paidAt: null, cancelledAt: NOW } }],
  ] as const)('%s', (expected, facts) => {
    const effect = effectOfMoney({ order, enrolment: live, round, revivable: false, ...facts })
    expect(effect.kind === 'refund' ? effect.due : effect.kind).toBe(expected)
  })

  test('an order that is paid never confirms anything again, and a called-off round never takes money', () => {
    const anyInstant = fc.option(fc.constant(NOW))
    const anyEnd = fc.constantFrom(live, ended('expired'), ended('cancelled'), ended('calledOff'), ended('released'))
    fc.assert(
      fc.property(anyInstant, anyInstant, anyInstant, anyEnd, fc.boolean(), (paidAt, cancelledAt, calledOffAt, enrolment, revivable) => {
        const effect = effectOfMoney({ order: { paidAt, cancelledAt }, enrolment, round: { calledOffAt }, revivable })
        if (paidAt !== null || calledOffAt !== null) expect(effect.kind).toBe('refund')
        if (effect.kind === 'confirm') expect(enrolment.endedAt).toBeNull()
        if (effect.kind === 'revive') expect(enrolment.endReason).toBe('expired')
      }),
    )
  })
})

describe('an order', () => {
  const unpaid = { paidAt: null, cancelledAt: null, refundedAt: null, goesBack: false }
  const held = { confirmedAt: null, heldUntil: NOW + 1, endedAt: null, endReason: null }

  test.each([
    ['open', 'allowed', unpaid, held],
    ['expired', 'orderExpired', unpaid, { ...held, heldUntil: NOW }],
    ['expired', 'orderExpired', { ...unpaid, cancelledAt: NOW }, { ...held, endedAt: NOW, endReason: 'expired' }],
    ['cancelled', 'orderCancelled', { ...unpaid, cancelledAt: NOW }, { ...held, endedAt: NOW, endReason: 'calledOff' }],
    ['cancelled', 'orderCancelled', unpaid, { ...held, endedAt: NOW, endReason: 'cancelled' }],
    ['paid', 'orderPaid', { ...unpaid, paidAt: NOW }, { ...held, confirmedAt: NOW }],
    ['refunding', 'orderPaid', { ...unpaid, paidAt: NOW, goesBack: true }, { ...held, endedAt: NOW, endReason: 'calledOff' }],
    ['cancelled', 'orderCancelled', { ...unpaid, cancelledAt: NOW, goesBack: true }, { ...held, endedAt: NOW, endReason: 'calledOff' }],
    ['refunded', 'orderPaid', { ...unpaid, paidAt: NOW, refundedAt: NOW }, { ...held, endedAt: NOW, endReason: 'cancelled' }],
  ] as const)('%s: a new payment is %s', (state, reason, order, enrolment) => {
    expect(orderStateOf(order, enrolment, NOW)).toBe(state)
    expect(reasonOf(() => mustBePayable(state))).toBe(reason)
  })
})

describe('reconciling', () => {
  test('asks a minute after the payment was made, and each time when it has grown twice as old', () => {
    expect(nextCheckAt({ createdAt: NOW, checkedAt: null })).toBe(NOW + MINUTE)
    expect(nextCheckAt({ createdAt: NOW, checkedAt: NOW + 5_000 })).toBe(NOW + MINUTE)
    expect(nextCheckAt({ createdAt: NOW, checkedAt: NOW + 10 * MINUTE })).toBe(NOW + 20 * MINUTE)
  })

  test('gives up a payment that the provider never heard of, after a quarter of an hour', () => {
    const begun = { createdAt: NOW, providerRef: null }
    expect(isStillborn(begun, NOW + 15 * MINUTE - 1)).toBe(false)
    expect(isStillborn(begun, NOW + 15 * MINUTE)).toBe(true)
    expect(isStillborn({ createdAt: NOW, providerRef: 'tr_1' }, NOW + 60 * MINUTE)).toBe(false)
  })
})

describe('paying back and calling off', () => {
  const due = { status: 'paid', refundDue: 'second', refundedAt: null, refundClaimedAt: null } as const
  test.each([
    ['allowed', due],
    ['refundNotDue', { ...due, refundDue: null }],
    ['refundNotDue', { ...due, status: 'open' }],
    ['refundDone', { ...due, refundedAt: NOW - 1 }],
    ['refundRunning', { ...due, refundClaimedAt: NOW - 1 }],
    ['allowed', { ...due, refundClaimedAt: NOW - 10 * MINUTE }],
  ] as const)('a refund is %s', (reason, payment) => {
    expect(reasonOf(() => mustBeRefundable(payment, NOW))).toBe(reason)
  })

  const kept = { status: 'paid', refundDue: null } as const
  test.each([
    ['allowed', kept, NOW],
    ['refundEnrolled', kept, null],
    ['refundIsDue', { ...kept, refundDue: 'cancelled' }, NOW],
    ['refundNotPaid', { ...kept, status: 'failed' }, NOW],
  ] as const)('paying back after all is %s', (reason, payment, endedAt) => {
    expect(reasonOf(() => mustBeDuePossible(payment, { endedAt }))).toBe(reason)
  })

  const round = { calledOffAt: null, releasedAt: null }
  test.each([
    ['allowed', round, null],
    ['allowed', round, NOW + 1],
    ['callOffTooLate', round, NOW],
    ['roundIsCalledOff', { ...round, calledOffAt: NOW }, null],
    ['roundIsReleased', { ...round, releasedAt: NOW }, null],
  ])('calling a round off is %s', (reason, facts, first) => {
    expect(reasonOf(() => mustBeCallable(facts, first, NOW))).toBe(reason)
  })
})
