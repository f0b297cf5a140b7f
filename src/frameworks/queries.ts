import { eq } from 'drizzle-orm'
import { framework } from '../../db/schema/frameworks.ts'
import type { Db } from '../../db/database.ts'
import { refuse } from '../refusal.ts'
import { Framework } from './frameworks.ts'

/** The framework with this id, if it was imported. */
export async function findFramework(db: Db, id: string): Promise<Framework | undefined> {
  const [found] = await db.select({ content: framework.content }).from(framework).where(eq(framework.id, id))
  return found && Framework.parse(found.content)
}

/** @throws Refusal `notFound` when there is none with this id. */
export const getFramework = async (db: Db, id: string): Promise<Framework> => (await findFramework(db, id)) ?? refuse('notFound')

export async function addFramework(tx: Db, row: typeof framework.$inferInsert): Promise<void> {
  await tx.insert(framework).values(row)
}
