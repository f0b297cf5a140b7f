/**
 * Whose turn it is. A transaction's client works only inside the work it was made for, and everything else
 * keeps out of it: a read that would not see the work's own writes, a nested transaction, another work.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Turn {
  open: boolean
  /** the connection this turn writes on */
  readonly connection: object
}

const turns = new AsyncLocalStorage<Turn>()

/** Runs `work` as a turn of this connection. The caller closes the turn when the work is over. */
export const takeTurn = <T>(turn: Turn, work: () => Promise<T>): Promise<T> => turns.run(turn, work)

/** @throws Error unless called from within the open turn of this connection. */
export function mustBeInTurnOf(connection: object): void {
  const turn = turns.getStore()
  if (turn === undefined || !turn.open || turn.connection !== connection) {
    throw new Error('this transaction is over, or belongs to another work: use tx only inside the work it was given to')
  }
}

/** @throws Error when called from within a work. */
export function mustBeOutsideTurns(what: string): void {
  if (turns.getStore()?.open === true) throw new Error(`${what} inside a transaction: use its tx for everything`)
}
