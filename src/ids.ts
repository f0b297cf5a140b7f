import { uuidv7 } from 'uuidv7'

/** A new id: unguessable, and sortable in the order in which this process made them (UUIDv7). */
export const newId = (): string => uuidv7()
