/** What a database says when it fails, in one form for both engines, and which failures pass by themselves. */

/**
 * The database cannot do this now: full disk, lock held elsewhere, read-only, connection lost, too much contention.
 * Nothing was acknowledged; the same request may be sent again in a few seconds (503 with Retry-After).
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
  constructor(why: string, cause?: unknown) {
    super(`database unavailable: ${why}`, { cause })
  }
}

/** The engine's own words. Its message can quote stored values on PostgreSQL: log the code, not the message. */
export interface Fault {
  /** `SQLITE_CONSTRAINT_UNIQUE`, or an SQLSTATE such as `23505` */
  readonly code: string
  readonly message: string
  readonly table?: string
  readonly constraint?: string
}

const isFault = (error: Error): error is Error & Fault =>
  'code' in error && typeof error.code === 'string' && /^SQLITE_|^(?=.*\d)[0-9A-Z]{5}$/.test(error.code)

/** An error and what caused it, outermost first. */
function causes(error: unknown): Error[] {
  const found: Error[] = []
  for (let at = error; at instanceof Error && found.length < 8; at = at.cause) found.push(at)
  return found
}

/** What the engine said, however deep drizzle or we wrapped it; undefined for an error that is not the database's. */
export const faultOf = (error: unknown): Fault | undefined => causes(error).find(isFault)

const PASSING = new RegExp(`^(?:${[
  'SQLITE_(?:FULL|BUSY|LOCKED|READONLY|IOERR|CANTOPEN|NOMEM|PROTOCOL)(?:_\\w+)?',
  '08...', // connection
  '25006', '25P03', // read-only server, idle too long inside a transaction
  '40001', '40P01', '55P03', '57014', // contention, locks and time limits
  '53...', '57P0.', '58030', // disk, memory and connections used up; shutting down; input/output
].join('|')})$`)

/**
 * The refusal to answer with when this error means that the database cannot do it now; undefined when it means
 * anything else. Errors of `read` and `auth` are to be asked about here; those of `write` were already.
 */
export function unavailable(error: unknown): DatabaseUnavailable | undefined {
  const already = causes(error).find((cause) => cause instanceof DatabaseUnavailable)
  if (already !== undefined) return already
  const fault = faultOf(error)
  return fault !== undefined && PASSING.test(fault.code) ? new DatabaseUnavailable(fault.code, error) : undefined
}

/**
 * An error as it may be logged: drizzle's message holds a query's parameters and PostgreSQL's details hold rows, so
 * of a database's error only its code and constraint are kept, and the places in our code.
 */
export function loggable(error: Error): Readonly<Record<string, string | undefined>> {
  const fault = faultOf(error)
  const quotes = fault !== undefined && !(error instanceof DatabaseUnavailable)
  return {
    name: error.name,
    message: quotes ? 'a query failed' : error.message,
    code: fault?.code,
    constraint: fault?.constraint,
    stack: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).join('\n'),
  }
}
