/** The pages that must stand soon, each with somebody of the demonstration who sees it. */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { task } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { paths } from '../../views/paths.ts'
import { cookieOf, first } from './page-world.ts'

export interface Seen {
  readonly who: string
  readonly path: string
  readonly personId: string
}

/** The test page, and the front page of each role. */
export async function placesOf(db: Database): Promise<Seen[]> {
  const isWritten = and(isNull(attempt.sealedAt), isNull(attempt.voidedAt), eq(attempt.kind, 'case'), isNotNull(attempt.busyAt))
  const writing = await first('open test', db.read.select().from(attempt).where(isWritten).orderBy(desc(attempt.busyAt)))
  const work = await first('task', db.read.select().from(task).where(isNull(task.finishedAt)))
  const office = await first('office', db.read.select().from(person).where(isNotNull(person.staffSince)))
  return [
    { who: 'writer', path: paths.attempt(writing.id), personId: writing.personId },
    { who: 'candidate', path: paths.candidate(), personId: writing.personId },
    { who: 'assessor', path: paths.assessor(), personId: work.assessorId },
    { who: 'office', path: paths.staff(), personId: office.id },
  ]
}

/** What the browser of each of them sends along. */
export async function cookiesOf(db: Database, seen: readonly Seen[]): Promise<ReadonlyMap<string, string>> {
  const cookies = new Map<string, string>()
  for (const { who, personId } of seen) cookies.set(who, await cookieOf(db, personId))
  return cookies
}
