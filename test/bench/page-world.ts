/** What the pages are asked of: the demonstration with a crowd, whose assessing is under way. */
import { and, asc, desc, eq, isNotNull, isNull, like } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { answerRevision, attempt } from '../../db/schema/delivery.ts'
import { person } from '../../db/schema/identity.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../../src/clock.ts'
import { reportProblem } from '../../src/delivery/problems.ts'
import { assignAssessors, setPassMark } from '../../src/grading/actions.ts'
import { listAssessors } from '../../src/grading/queries.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { newId } from '../../src/ids.ts'
import { listRoundForms } from '../../src/rounds/queries.ts'
import { openSession } from '../support/app.ts'
import { SECRET } from './sitters.ts'

/** The first of these rows. @throws Error when the demonstration has none */
export async function first<Row>(what: string, rows: PromiseLike<readonly Row[]>): Promise<Row> {
  const [row] = await rows
  if (row === undefined) throw new Error(`the demonstration has no ${what}`)
  return row
}

/** The large round whose name begins so. */
export const roundNamed = (db: Database, beginning: string) =>
  first(beginning, db.read.select().from(round).where(like(round.name, `${beginning}%`)))

/** Hands the work of the large round that is over to its assessors, and adds what the demonstration has none of. */
export async function prepare(db: Database, now: Instant): Promise<void> {
  const over = await roundNamed(db, 'Grote toetsronde, te beoordelen')
  const office = await first('office', db.read.select().from(person).where(isNotNull(person.staffSince)))
  const assessorIds = (await listAssessors(db.read)).map(({ id }) => id)
  await db.write(async (tx) => {
    for (const { formId, suggestedPassMark } of await listRoundForms(tx, over.id)) {
      await setPassMark(tx, { roundId: over.id, formId, points: suggestedPassMark, reason: null }, office.id, now)
    }
    await assignAssessors(tx, { roundId: over.id, assessorIds }, office.id, now)
  })
  const { attemptId, personId, questionId } = await writing(db)
  await db.write(async (tx) => {
    await reportProblem(tx, { attemptId, personId, text: 'Het scherm is leeg.', userAgent: 'bench' }, now)
    const late = { id: newId(), attemptId, questionId, revision: 1, outcome: 'late' as const, text: 'Te laat.', choice: [], windowId: 'window-a', at: now }
    await tx.insert(answerRevision).values(late)
  })
}

/** Somebody in the middle of the case test, halfway, with an open question of it and its first version. */
export async function writing(db: Database) {
  const large = await roundNamed(db, 'Grote toetsronde, lopend')
  const isOpen = and(eq(attempt.roundId, large.id), isNull(attempt.sealedAt), eq(attempt.kind, 'case'), isNotNull(attempt.busyAt))
  const { id: attemptId, ...one } = await first('open test', db.read.select().from(attempt).where(isOpen).orderBy(desc(attempt.busyAt)))
  const ofAttempt = eq(answerRevision.attemptId, attemptId)
  const revision = await first('answer', db.read.select().from(answerRevision).where(ofAttempt).orderBy(asc(answerRevision.id)))
  return { ...one, attemptId, questionId: revision.questionId, revisionId: revision.id }
}

/** What the browser of somebody who signed in sends along. */
export const cookieOf = async (db: Database, personId: string): Promise<string> =>
  `${sessionCookie('http://127.0.0.1')}=${encodeURIComponent(signed(await openSession(db, personId), SECRET))}`

/** The same for each of these. */
export async function cookiesOf(db: Database, people: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const cookies = new Map<string, string>()
  for (const [who, id] of Object.entries(people)) cookies.set(who, await cookieOf(db, id))
  return cookies
}
