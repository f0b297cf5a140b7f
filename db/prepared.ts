/** Hot queries, built and prepared once per connection instead of once per call. */
import { sql } from 'drizzle-orm'
import type { AnyColumn, Placeholder, SQL } from 'drizzle-orm'
import type { Db } from './database.ts'

/**
 * Names a value that is given with each call. With a column beside it, the value is stored as that column stores
 * it: needed in `.set()`, and for booleans, dates and JSON in conditions.
 */
export interface Values<V> {
  <Name extends string & keyof V>(name: Name): Placeholder<Name>
  (name: string & keyof V, column: AnyColumn): SQL
  /** carries the values' type from `build` to the calls */
  readonly of?: V
}

interface Runnable<Result> {
  execute(values: { [name: string]: unknown }): PromiseLike<Result> & { sync?: () => Result }
}

interface Preparable<Result> {
  prepare(name?: string): Runnable<Result>
}

function value(name: string): Placeholder
function value(name: string, column: AnyColumn): SQL
function value(name: string, column?: AnyColumn) {
  const placeholder = sql.placeholder(name)
  return column === undefined ? placeholder : sql`${sql.param(placeholder, column)}`
}

let preparedSoFar = 0

/**
 * A query that is prepared the first time a connection meets it.
 *
 *     const findAnswer = prepared('find_answer', (db, value: Values<{ id: string }>) =>
 *       db.select().from(answer).where(eq(answer.id, value('id'))))
 *     const [found] = await findAnswer(tx, { id })
 *
 * @param name for PostgreSQL, at most 50 characters; need not be unique
 */
export function prepared<V extends Record<string, unknown>, Result>(
  name: string, build: (db: Db, value: Values<V>) => Preparable<Result>,
): (db: Db, values: V) => Promise<Result> {
  const statementName = `${name}_${++preparedSoFar}`
  const statements = new WeakMap<Db, Runnable<Result>>()
  return async (db, values) => {
    let statement = statements.get(db)
    if (statement === undefined) {
      statement = build(db, value).prepare(statementName)
      statements.set(db, statement)
    }
    const running = statement.execute(values)
    return running.sync === undefined ? await running : running.sync()
  }
}
