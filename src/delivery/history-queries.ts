/** The history of one answer, a page at a time: hours of typing make hundreds of versions. */
import { and, desc, eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { answerRevision } from '../../db/schema/delivery.ts'
import { partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'
import type { RevisionRow } from './queries.ts'

const VERSIONS_A_PAGE = 20

const of = (attemptId: string, questionId: string) => and(eq(answerRevision.attemptId, attemptId), eq(answerRevision.questionId, questionId))

/** A page of versions, newest first. @param wanted from 1; beyond the last it is the last */
export async function listVersions(db: Db, attemptId: string, questionId: string, wanted: number) {
  const { page, pages, limit, offset } = partOf(wanted, await db.$count(answerRevision, of(attemptId, questionId)), VERSIONS_A_PAGE)
  const revisions = await db
    .select()
    .from(answerRevision)
    .where(of(attemptId, questionId))
    .orderBy(desc(answerRevision.id))
    .limit(limit)
    .offset(offset)
  return { revisions, page, pages }
}

/** One version of one answer. @throws Refusal `notFound`. */
export async function getVersion(db: Db, attemptId: string, questionId: string, revisionId: string): Promise<RevisionRow> {
  const [found] = await db.select().from(answerRevision).where(and(of(attemptId, questionId), eq(answerRevision.id, revisionId)))
  return found ?? refuse('notFound')
}

/** The last that one window sent of one answer, whatever became of it. */
export async function findLastVersionOf(db: Db, attemptId: string, questionId: string, windowId: string): Promise<RevisionRow | undefined> {
  const [found] = await db
    .select()
    .from(answerRevision)
    .where(and(of(attemptId, questionId), eq(answerRevision.windowId, windowId)))
    .orderBy(desc(answerRevision.id))
    .limit(1)
  return found
}
