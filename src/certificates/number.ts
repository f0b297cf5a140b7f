/** Figures and letters that nobody takes for one another: no 0 O, 1 I L, U V, 2 Z. Their count is a prime. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXY'
const DRAWN = 7

/**
 * A certificate's number: readable over the telephone, and not to be guessed. `BCMB-2026-7KQ4-M2XD`, of which the
 * last sign checks the others: one wrong sign, or two that changed places, never make another number.
 *
 * @param year of issue, in Dutch local time
 * @param draw gives a random whole number from 0 to below its argument
 */
export function drawNumber(year: number, draw: (below: number) => number): string {
  const drawn = Array.from({ length: DRAWN }, () => SIGNS.charAt(draw(SIGNS.length))).join('')
  return written(year, drawn + checkOf(year, drawn))
}

/**
 * The number as it is written, from however somebody typed it: capitals, spaces and hyphens do not matter, nor does
 * `BCMB` in front.
 *
 * @returns `null` when it can be no certificate's number
 */
export function readNumber(typed: string): string | null {
  const signs = typed.toUpperCase().replace(/[^A-Z0-9]/g, '').replace(/^BCMB/, '')
  const [, year, drawn, check] = /^(\d{4})(\w{7})(\w)$/.exec(signs) ?? []
  if (year === undefined || drawn === undefined || check === undefined) return null
  const isWhole = [...drawn].every((sign) => SIGNS.includes(sign)) && checkOf(Number(year), drawn) === check
  return isWhole ? written(Number(year), drawn + check) : null
}

const written = (year: number, signs: string): string => `BCMB-${year}-${signs.slice(0, 4)}-${signs.slice(4)}`

/** Weighted sum modulo a prime, each place with a weight of its own. */
const checkOf = (year: number, drawn: string): string =>
  SIGNS.charAt([...drawn].reduce((sum, sign, place) => sum + (place + 2) * SIGNS.indexOf(sign), year) % SIGNS.length)
