import type { Db } from '../../db/database.ts'

/** Every query that is asked of it, as SQL. */
export function listening(db: Db) {
  const heard: string[] = []
  const watch = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, key) {
        if (key === 'then' && 'toSQL' in target && typeof target.toSQL === 'function') heard.push(String(target.toSQL().sql))
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(value, target, args)
          if (typeof result !== 'object' || result === null) return result
          if (key === 'prepare' && 'toSQL' in target && typeof target.toSQL === 'function') return counting(result, String(target.toSQL().sql))
          return 'toSQL' in result ? watch(result) : result
        }
      },
    })
  // A prepared query is heard each time it is carried out.
  const counting = (statement: object, said: string): object =>
    new Proxy(statement, {
      get(_, key) {
        const value: unknown = Reflect.get(statement, key)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          if (key === 'execute') heard.push(said)
          return Reflect.apply(value, statement, args)
        }
      },
    })
  const heardBy: Db = new Proxy(db, {
    get(_, key) {
      const value: unknown = Reflect.get(db, key)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, db, args)
        return typeof result === 'object' && result !== null ? watchFrom(result) : result
      }
    },
  })
  // `select()` gives something that only becomes a query with `from()`.
  const watchFrom = (start: object): object =>
    new Proxy(start, {
      get(_, key) {
        const value: unknown = Reflect.get(start, key)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(value, start, args)
          return typeof result === 'object' && result !== null ? watch(result) : result
        }
      },
    })
  return { db: heardBy, heard }
}
