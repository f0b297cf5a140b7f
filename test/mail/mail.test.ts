import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { OFFICE, SITE, mustBeSendableAgain, nextTryAt, withSender } from '../../src/mail/mail.ts'

test('a mail that is not accepted is tried again after 1, 5, 15 and 60 minutes and 4 hours', () => {
  expect([1, 2, 3, 4, 5].map((tries) => nextTryAt(0, tries, 0))).toEqual([MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR])
})

test('two days after it was written a mail is given up', () => {
  expect(nextTryAt(0, 9, 2 * DAY - 8 * HOUR)).toBe(2 * DAY)
  expect(nextTryAt(0, 9, 2 * DAY - 8 * HOUR + 1)).toBeNull()
})

test('the next try never comes earlier than a minute from now, nor later than two days after writing', () => {
  fc.assert(
    fc.property(fc.nat(4 * DAY), fc.integer({ min: 1, max: 1000 }), (late, tries) => {
      const next = nextTryAt(0, tries, late)
      if (next !== null) {
        expect(next).toBeGreaterThanOrEqual(late + MINUTE)
        expect(next).toBeLessThanOrEqual(2 * DAY)
      }
    }),
  )
})

test('a mail that waits, or whose secret text was wiped, is not sent again', () => {
  expect(() => mustBeSendableAgain({ body: 'x', sentAt: null, failedAt: null })).toThrow('mailWaiting')
  expect(() => mustBeSendableAgain({ body: '', sentAt: 1, failedAt: null })).toThrow('mailWiped')
  expect(() => mustBeSendableAgain({ body: 'x', sentAt: null, failedAt: 1 })).not.toThrow()
})

test('the address of the site, and how the office is reached, come where the text leaves room for them', () => {
  const sender = { site: 'https://toets.example', office: { email: 'bureau@toets.example', phone: '000 000 00 00' } }
  expect(withSender(`Zie ${SITE}/retakes en ${SITE}/verify\n${OFFICE}`, sender)).toBe(
    'Zie https://toets.example/retakes en https://toets.example/verify\nbureau@toets.example\n000 000 00 00',
  )
})
