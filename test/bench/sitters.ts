/** Many candidates with a running test, made in bulk: what a benchmark's database holds before it begins. */
import type { Database, Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { account, person, session } from '../../db/schema/identity.ts'
import { DAY, HOUR, wallClock } from '../../src/clock.ts'
import type { Instant } from '../../src/clock.ts'
import { candidateNumber } from '../../src/delivery/sealing.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { newId } from '../../src/ids.ts'
import { aRound, thePapers } from '../support/builders.ts'
import { execute } from '../support/database.ts'

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
  /** What they wrote already, in every answer; without it nothing. */
  readonly written?: Written
}

interface Written {
  /** The database's address: it is written on a connection of its own. */
  readonly url: string
  readonly characters: number
}

/** The most people that one transaction makes. */
const AT_ONCE = 500

/** Makes them, with their sessions. Ids rise in the order of the list, as they do in life. */
export async function makeSitters(db: Database, place: Place, wanted: Wanted): Promise<Sitter[]> {
  const made: Sitter[] = []
  while (made.length < wanted.count) {
    const size = Math.min(AT_ONCE, wanted.count - made.length)
    const some = await db.write((tx) => makeSome(tx, place, wanted, size))
    const first = some[0]?.attemptIds[0]
    if (wanted.written !== undefined && first !== undefined) await write(first, wanted.written)
    made.push(...some)
  }
  return made
}

async function makeSome(tx: Db, place: Place, wanted: Wanted, size: number): Promise<Sitter[]> {
  const people = Array.from({ length: size }, () => newId())
  const cookies = await addPeople(tx, people)
  const enrolments = await addEnrolments(tx, people, place, wanted.startsAt)
  const attempts = wanted.started ? await addAttempts(tx, enrolments, place, wanted.startsAt) : []
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

/** Every answer of the attempts from this one on, each with its first revision: in the database's own words, for millions. */
async function write(fromAttemptId: string, { url, characters }: Written): Promise<void> {
  const at = wallClock.now() - HOUR
  const every = `from attempt a join question q on q.form_id = a.form_id where a.id >= '${fromAttemptId}'`
  const historyId = "a.id || '-' || q.number"
  await execute(url, [
    `insert into answer (attempt_id, question_id, text, choice, revision, window_id, window_count, history_id, saved_at, in_grace)
     select a.id, q.id, '${essay(characters)}', '[]', 1, 'window-before', 0, ${historyId}, ${at}, false ${every}`,
    `insert into answer_revision (id, attempt_id, question_id, revision, outcome, text, choice, window_id, at)
     select ${historyId}, a.id, q.id, 1, 'saved', '${essay(characters)}', '[]', 'window-before', ${at} ${every}`,
  ])
}

/** A text of this many characters, as a candidate could have written it. */
export const essay = (characters: number): string => 'Ik vraag eerst wat er speelt en wat iemand zelf wil. '.repeat(Math.ceil(characters / 53)).slice(0, characters)
