/** Variation that is the same every time: drawn from the names of things, not from a generator with a state. */
import { createHash } from 'node:crypto'

/** A number from 0 up to 1 that belongs to this name. */
export const draw = (name: string): number => createHash('sha256').update(name).digest().readUIntBE(0, 6) / 2 ** 48

/** One of a list, by a name. @throws RangeError of an empty list */
export function pick<T>(items: readonly T[], name: string): T {
  const one = items[Math.floor(draw(name) * items.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}

/** The same list in another order, by a name. */
export const shuffled = <T>(items: readonly T[], name: string): T[] =>
  items
    .map((item, index) => ({ item, rank: draw(`${name} ${index}`) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ item }) => item)
