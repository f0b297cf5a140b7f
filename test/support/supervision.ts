/** Somebody who sits a test, and the office that watches. */
import { eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { mail } from '../../db/schema/mail.ts'
import { release, result } from '../../db/schema/results.ts'
import type { Instant } from '../../src/clock.ts'
import { SECOND } from '../../src/clock.ts'
import { openAttempt, saveAnswer } from '../../src/delivery/actions.ts'
import { handInAndTell } from '../../src/delivery/closing.ts'
import { sealAll } from '../../src/delivery/jobs.ts'
import { getAttempt, listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { limitsOf } from '../../src/delivery/sitting.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { newId } from '../../src/ids.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from './builders.ts'

export const graceMs = 60 * SECOND

/** Somebody whose clock started at `startsAt`, with both tests; in a round of their own unless told. */
export async function aSitter(db: Database, values: { startsAt?: Instant; name?: string; forms?: readonly string[]; roundId?: string } = {}) {
  const { startsAt = NOW, name = 'Roos van Dam' } = values
  const forms = values.forms ?? (await thePapers(db))
  const person = await aPerson(db, { name })
  const roundId = values.roundId ?? (await aRound(db, forms)).id
  const { id: enrolmentId } = await anEnrolment(db, person.id, roundId, { startsAt })
  await db.write((tx) => startDueEnrolments(tx, startsAt, 50))
  const attempts = await listEnrolmentAttempts(db.read, enrolmentId)
  const idOf = (kind: string) => attempts.find((one) => one.attempt.kind === kind)?.attempt.id ?? ''
  const [attemptId, reflectionId] = [idOf('case'), idOf('reflection')]
  const form = await getPublishedForm(db.read, attempts.find((one) => one.attempt.kind === 'case')?.attempt.formId ?? '')
  const questionId = form.questions.find(({ type }) => type === 'open')?.id ?? ''
  const sitter = { personId: person.id, attemptId, questionId }
  // A page that was saved shows the newest revision from then on.
  let shown = 0
  return {
    person, roundId, enrolmentId, attemptId, reflectionId, questionId, forms,
    number: attempts.find((one) => one.attempt.kind === 'case')?.attempt.candidateNumber ?? '',
    /** Opens the case test and saves the first open answer of it. */
    save: (text: string, now: Instant, values: { baseRevision?: number; windowId?: string } = {}) =>
      db.write(async (tx) => {
        await openAttempt(tx, sitter, now)
        const draft = { text, choice: [], windowId: 'window-a', windowCount: null, baseRevision: shown, ...values }
        const saved = await saveAnswer(tx, { ...sitter, graceMs, draft }, now)
        shown = saved.standing?.revision ?? shown
        return saved
      }),
    /** The same, without opening: as a text that was on its way. */
    arrive: (text: string, now: Instant) =>
      db.write((tx) => saveAnswer(tx, { ...sitter, graceMs, draft: { text, choice: [], windowId: 'window-a', windowCount: null, baseRevision: 0 } }, now)),
    handIn: (now: Instant) => db.write((tx) => handInAndTell(tx, { attemptId, personId: person.id, graceMs }, now)),
  }
}
export type Sitter = Awaited<ReturnType<typeof aSitter>>

/** Seals everything whose time is up. */
export const sealDue = (db: Database, now: Instant) => sealAll({ db, now }, graceMs)

export const attemptRow = async (db: Database, id: string) => {
  const [row] = await db.read.select().from(attempt).where(eq(attempt.id, id))
  if (row === undefined) throw new Error('there is no such attempt')
  return row
}

/** The one deadline of an attempt, as pages and jobs ask it. */
export const dueAtOfAttempt = async (db: Database, id: string) => limitsOf(await getAttempt(db.read, id), graceMs).dueAt

/** The mails of this kind, oldest first. */
export const mailsOf = async (db: Database, kind: string) => (await db.read.select().from(mail).orderBy(mail.id)).filter((one) => one.kind === kind)

/** The result of an attempt, as a release leaves it. */
export async function aResult(db: Database, attemptId: string) {
  const releaseId = newId()
  const { roundId } = await attemptRow(db, attemptId)
  await db.write(async (tx) => {
    await tx.insert(release).values({ id: releaseId, roundId, digest: 'd', proposedAt: NOW, proposedBy: 'a', agreedAt: NOW, agreedBy: 'b' })
    await tx.insert(result).values({
      id: newId(), attemptId, releaseId, sequence: 1, points: 100, maximumPoints: 200, passMark: 110, mark: 40, sufficient: false, detail: {}, releasedAt: NOW,
    })
  })
}
