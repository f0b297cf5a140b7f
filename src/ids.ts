import { V7Generator } from 'uuidv7'

/** Chance is asked for in bulk: a call for each id costs more than the id. */
const chances = new Uint32Array(1024)
let used = chances.length

function nextUint32(): number {
  if (used === chances.length) {
    crypto.getRandomValues(chances)
    used = 0
  }
  return chances[used++] ?? 0
}

/** As far as a timestamp in an id reaches: however far the clock goes back, no id goes back with it. */
const ALWAYS = 2 ** 48 - 1

const generator = new V7Generator({ nextUint32 })
generator.setRollbackAllowance(ALWAYS)

/**
 * A new id: unguessable, and sortable in the order in which this process made them (UUIDv7), also when the machine's
 * clock was set back meanwhile.
 */
export const newId = (): string => generator.generate().toString()

/** Every id from now on sorts after this one: a clock may have been set back while the program stood still. */
export function continueAfter(id: string): void {
  generator.generateOrResetWithTs(timeOf(id) + 1)
}

/** The milliseconds that a UUIDv7 begins with. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
