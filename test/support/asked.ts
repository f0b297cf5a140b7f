import type { Database, Db } from '../../db/database.ts'

/** A database that counts what it is asked. */
export function counting(database: Database): { database: Database; asked: () => number } {
  let asked = 0
  const read: Db = new Proxy(database.read, {
    get(target, name, receiver) {
      if (name === 'select' || name === 'selectDistinct' || name === '$count') asked += 1
      return Reflect.get(target, name, receiver)
    },
  })
  return { database: { ...database, read }, asked: () => asked }
}
