import { randomInt } from 'node:crypto'
import type { order } from '../../db/schema/payments.ts'

export type Product = (typeof order.$inferSelect)['product']

/**
 * What each thing costs, in euro cents. An order keeps the price it was made with. Whoever enrols in full once more for
 * one test, because the other is sufficient, pays what that test costs alone: € 125 is the price of both together.
 *
 * @source domain.md, "The two tests"
 */
export const PRICES: Readonly<Record<Product, number>> = {
  full: 12_500,
  fullCase: 7_000,
  fullReflection: 5_500,
  retakeCase: 7_000,
  retakeReflection: 5_500,
  retakeBoth: 12_500,
}

/** What is sold with an enrolment: by its kind and the tests it covers. */
export function productOf(kind: 'full' | 'retake', tests: { readonly case: boolean; readonly reflection: boolean }): Product {
  if (tests.case && tests.reflection) return kind === 'full' ? 'full' : 'retakeBoth'
  if (kind === 'full') return tests.case ? 'fullCase' : 'fullReflection'
  return tests.case ? 'retakeCase' : 'retakeReflection'
}

/** Crockford's alphabet: no letters that are mistaken for figures. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * A new order number, to be read out over the telephone: `TR-2026-7F3K-9QWX`. Drawn, not counted: it says nothing
 * about how many orders there are, and orders that are made at the same moment do not wait for each other.
 *
 * @param year of the order, in Dutch local time
 */
export function drawOrderNumber(year: number): string {
  const drawn = Array.from({ length: 8 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return `TR-${year}-${drawn.slice(0, 4)}-${drawn.slice(4)}`
}
