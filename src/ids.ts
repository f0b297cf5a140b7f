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

const generator = new V7Generator({ nextUint32 })

/** A new id: unguessable, and sortable in the order in which this process made them (UUIDv7). */
export const newId = (): string => generator.generate().toString()
