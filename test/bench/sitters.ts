/** Many candidates with a running test, made in bulk: what a benchmark's database holds before it begins. */
import { eq, sql } from 'drizzle-orm'
import type { Database, Db } from '../../db/database.ts'
import { answer, answerRevision, attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { account, person, session } from '../../db/schema/identity.ts'
import { question } from '../../db/schema/papers.ts'
import { DAY, HOUR, wallClock } from '../../src/clock.ts'
import type { Instant } from '../../src/clock.ts'
import { candidateNumber } from '../../src/delivery/sealing.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { newId } from '../../src/ids.ts'
import { aRound, thePapers } from '../support/builders.ts'

/** The secret that the benchmarks' servers sign cookies with. */
export const SECRET = 'a sentence for benchmarks alone: nobody signs in with it'

/** Somebody signed in who sits both tests, or will. */
export interface Sitter {
  readonly enrolmentId: string
  /** The case test and the reflection test; none yet before the clock starts. */
  readonly attemptIds: readonly string[]
  /** What the browser sends along. */
  readonly cookie: string
}

export interface Place {
  readonly roundId: string
  readonly formIds: readonly [string, string]
}

/** Papers and a round, for one database. */
export async function aPlace(db: Database): Promise<Place> {
  const forms = await thePapers(db)
  const round = await aRound(db, forms)
  return { roundId: round.id, formIds: [forms[0], forms[2]] }
}

export interface Wanted {
  readonly count: number
  /** When their clock starts, ms since 1970 UTC. */
  readonly startsAt: Instant
  /** Whether the attempts are there already. */
  readonly started: boolean
  /** Characters of the text in every answer; without it nothing was written yet. */
  readonly written?: number
}

/** The most people that one transaction makes. */
const AT_ONCE = 500

/** Makes them, with their sessions. Ids rise in the order of the list, as they do in life. */
export async function makeSitters(db: Database, place: Place, wanted: Wanted): Promise<Sitter[]> {
  const made: Sitter[] = []
  while (made.length < wanted.count) {
    const size = Math.min(AT_ONCE, wanted.count - made.length)
    made.push(...(await db.write((tx) => makeSome(tx, place, wanted, size))))
  }
  return made
}

async function makeSome(tx: Db, place: Place, wanted: Wanted, size: number): Promise<Sitter[]> {
  const people = Array.from({ length: size }, () => newId())
  const cookies = await addPeople(tx, people)
  const enrolments = await addEnrolments(tx, people, place, wanted.startsAt)
  const attempts = wanted.started ? await addAttempts(tx, enrolments, place, wanted.startsAt) : []
  const [first] = attempts
  if (wanted.written !== undefined && first !== undefined) await write(tx, first.id, wanted.written)
  return enrolments.map(({ id }, index) => ({
    enrolmentId: id,
    attemptIds: attempts.filter((one) => one.enrolmentId === id).map((one) => one.id),
    cookie: cookies[index] ?? '',
  }))
}

/** @returns the cookie of each */
async function addPeople(tx: Db, ids: readonly string[]): Promise<string[]> {
  const now = wallClock.now()
  const at = new Date(now)
  const expiresAt = new Date(now + DAY)
  const emailOf = (id: string) => `${id}@voorbeeld.nl`
  const accounts = ids.map((id) => ({
    id: newId(), name: `Kandidaat ${id.slice(-6)}`, email: emailOf(id), emailVerified: true, language: 'nl' as const, createdAt: at, updatedAt: at,
  }))
  await tx.insert(account).values(accounts)
  const people = accounts.map(({ id: accountId, name, email }, index) => ({
    id: ids[index] ?? '', accountId, name, email, language: 'nl' as const, candidateSince: now, createdAt: now,
  }))
  await tx.insert(person).values(people)
  const sessions = accounts.map(({ id: userId }) => ({ id: newId(), token: newId().replaceAll('-', ''), userId, expiresAt, createdAt: at, updatedAt: at }))
  await tx.insert(session).values(sessions)
  const name = sessionCookie('http://127.0.0.1')
  return sessions.map(({ token }) => `${name}=${encodeURIComponent(signed(token, SECRET))}`)
}

async function addEnrolments(tx: Db, people: readonly string[], { roundId }: Place, startsAt: Instant) {
  const before = startsAt - 3 * DAY
  const rows = people.map((personId) => ({
    id: newId(), personId, roundId, kind: 'full' as const, caseTest: true, reflectionTest: true, termsVersion: 'bench',
    agreedAt: before, createdAt: before, heldUntil: before + HOUR, confirmedAt: before, declaredAt: before, startsAt,
  }))
  await tx.insert(enrolment).values(rows)
  return rows
}

async function addAttempts(tx: Db, enrolments: readonly { id: string; personId: string }[], { roundId, formIds }: Place, startsAt: Instant) {
  const rows = enrolments.flatMap(({ id: enrolmentId, personId }) =>
    (['case', 'reflection'] as const).map((kind, index) => ({
      id: newId(), enrolmentId, personId, roundId, formId: formIds[index] ?? '', kind, candidateNumber: candidateNumber(),
      startsAt, workingHours: 72, extraMinutes: 0, incidentMinutes: 0, openedAt: startsAt,
    })))
  await tx.insert(attempt).values(rows)
  return rows
}

/** Every answer of the attempts from this one on, each with its first revision. */
async function write(tx: Db, fromAttemptId: string, characters: number): Promise<void> {
  const at = wallClock.now() - HOUR
  const text = sql<string>`${essay(characters)}`.as('text')
  const choice = sql<string[]>`'[]'`.as('choice')
  const id = sql<string>`${attempt.id} || '-' || ${question.number}`
  const windowId = sql<string>`'window-before'`
  await tx.insert(answer).select(
    tx.select({
      attemptId: attempt.id, questionId: question.id, text, choice, revision: sql<number>`1`.as('revision'), windowId: windowId.as('window_id'),
      windowCount: sql<number>`0`.as('window_count'), historyId: id.as('history_id'), savedAt: sql<number>`${at}`.as('saved_at'),
      inGrace: sql<boolean>`0`.as('in_grace'),
    }).from(attempt).innerJoin(question, eq(question.formId, attempt.formId)).where(sql`${attempt.id} >= ${fromAttemptId}`),
  )
  await tx.insert(answerRevision).select(
    tx.select({
      id: id.as('id'), attemptId: attempt.id, questionId: question.id, revision: sql<number>`1`.as('revision'),
      outcome: sql<'saved'>`'saved'`.as('outcome'), text, choice, windowId: windowId.as('window_id'), at: sql<number>`${at}`.as('at'),
    }).from(attempt).innerJoin(question, eq(question.formId, attempt.formId)).where(sql`${attempt.id} >= ${fromAttemptId}`),
  )
}

/** A text of this many characters, as a candidate could have written it. */
export const essay = (characters: number): string => 'Ik vraag eerst wat er speelt en wat iemand zelf wil. '.repeat(Math.ceil(characters / 53)).slice(0, characters)
