import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawNumber, readNumber } from '../../src/certificates/number.ts'

const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXY'
const drawn = fc.tuple(fc.integer({ min: 2024, max: 2099 }), fc.array(fc.nat(28), { minLength: 7, maxLength: 7 }))
const numberOf = ([year, places]: [number, number[]]) => {
  const left = [...places]
  return drawNumber(year, () => left.shift() ?? 0)
}

test('a number has its year and eight signs that nobody takes for one another', () => {
  fc.assert(
    fc.property(drawn, (given) => {
      expect(numberOf(given)).toMatch(/^BCMB-20\d\d-[2-9A-HJKMNP-TV-Y]{4}-[2-9A-HJKMNP-TV-Y]{4}$/)
    }),
  )
})

test('a number is read however it is typed', () => {
  fc.assert(
    fc.property(drawn, fc.boolean(), fc.constantFrom('-', ' ', '', '  ', '.'), (given, lower, between) => {
      const number = numberOf(given)
      const typed = number.replaceAll('-', between)
      expect(readNumber(lower ? typed.toLowerCase() : typed)).toBe(number)
      expect(readNumber(number.replace('BCMB-', ' '))).toBe(number)
    }),
  )
})

test('one wrong sign, or two neighbours that changed places, never make another number', () => {
  fc.assert(
    fc.property(drawn, fc.integer({ min: 0, max: 7 }), fc.nat(28), (given, place, sign) => {
      const number = numberOf(given)
      const signs = [...number.slice(10).replace('-', '')]
      const wrong = signs.with(place, SIGNS.charAt(sign)).join('')
      if (wrong !== signs.join('')) expect(readNumber(number.slice(0, 10) + wrong)).toBeNull()
      const [here, next] = [signs[place], signs[place + 1]]
      if (here === undefined || next === undefined || here === next) return
      expect(readNumber(number.slice(0, 10) + signs.with(place, next).with(place + 1, here).join(''))).toBeNull()
    }),
  )
})

test.each(['', 'BCMB', 'BCMB-2026', 'BCMB-2026-OOOO-1111', 'x'.repeat(100), 'BCMB-2026-7KQ4-M2X'])('%j is no number', (typed) => {
  expect(readNumber(typed)).toBeNull()
})
