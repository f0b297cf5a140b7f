import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { accommodation, answer, answerRevision, attempt, bookmark, seal } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { form } from '../../db/schema/papers.ts'
import { result } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { asCandidateNumber } from './sealing.ts'

export type AttemptRow = typeof attempt.$inferSelect
export type AnswerRow = typeof answer.$inferSelect
export type RevisionRow = typeof answerRevision.$inferSelect
export type SealRow = typeof seal.$inferSelect

/** Somebody's extra time, beside an attempt of theirs. */
export const extra = { extraPercent: accommodation.extraPercent, accommodatedMinutes: accommodation.extraMinutes }

const ownAttempt = prepared('own_attempt', (db, value: Values<{ attemptId: string; personId: string }>) =>
  db
    .select({ attempt, ...extra, declaredAt: enrolment.declaredAt, roundName: round.name })
    .from(attempt)
    .innerJoin(enrolment, eq(enrolment.id, attempt.enrolmentId))
    .innerJoin(round, eq(round.id, attempt.roundId))
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .where(and(eq(attempt.id, value('attemptId')), eq(attempt.personId, value('personId')), isNull(attempt.voidedAt))),
)

/** Why a test cannot be had. @throws Refusal `testVoided` to whose it was, `notFound` to everybody else */
async function refuseOwn(db: Db, attemptId: string, personId: string): Promise<never> {
  const voided = await db.$count(attempt, and(eq(attempt.id, attemptId), eq(attempt.personId, personId), isNotNull(attempt.voidedAt)))
  return refuse(voided > 0 ? 'testVoided' : 'notFound')
}

/** The attempt with what its deadline needs, if it is this candidate's and counts. @throws Refusal `testVoided`, `notFound` */
export async function getOwnAttempt(db: Db, attemptId: string, personId: string) {
  const [found] = await ownAttempt(db, { attemptId, personId })
  return found ?? refuseOwn(db, attemptId, personId)
}

// What a save looks at, and nothing else: every column costs it.
const { id, formId, startsAt, workingHours, extraMinutes, incidentMinutes, sealedPercent, sealedMinutes, sealedAt, busyAt } = attempt
const asSaved = { id, formId, startsAt, workingHours, extraMinutes, incidentMinutes, sealedPercent, sealedMinutes, sealedAt, busyAt }

const ownAnswer = prepared('own_answer', (db, value: Values<{ attemptId: string; personId: string; questionId: string }>) =>
  db
    .select({ attempt: asSaved, ...extra, declaredAt: enrolment.declaredAt, answer })
    .from(attempt)
    .innerJoin(enrolment, eq(enrolment.id, attempt.enrolmentId))
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .leftJoin(answer, and(eq(answer.attemptId, attempt.id), eq(answer.questionId, value('questionId'))))
    .where(and(eq(attempt.id, value('attemptId')), eq(attempt.personId, value('personId')), isNull(attempt.voidedAt))),
)

/** The attempt and one answer of it, as it stands, in one read. @throws Refusal `testVoided`, `notFound` */
export async function getOwnAnswer(db: Db, attemptId: string, questionId: string, personId: string) {
  const [found] = await ownAnswer(db, { attemptId, questionId, personId })
  return found ?? refuseOwn(db, attemptId, personId)
}

const upsertAnswer = prepared('put_answer', (db, value: Values<typeof answer.$inferInsert>) =>
  db
    .insert(answer)
    .values({
      attemptId: value('attemptId'),
      questionId: value('questionId'),
      text: value('text'),
      choice: value('choice', answer.choice),
      revision: value('revision'),
      windowId: value('windowId'),
      windowCount: value('windowCount'),
      historyId: value('historyId'),
      savedAt: value('savedAt'),
      inGrace: value('inGrace', answer.inGrace),
    })
    .onConflictDoUpdate({
      target: [answer.attemptId, answer.questionId],
      set: {
        text: sql`excluded.text`,
        choice: sql`excluded.choice`,
        revision: sql`excluded.revision`,
        windowId: sql`excluded.window_id`,
        windowCount: sql`excluded.window_count`,
        historyId: sql`excluded.history_id`,
        savedAt: sql`excluded.saved_at`,
        inGrace: sql`excluded.in_grace`,
      },
    }),
)

export async function putAnswer(tx: Db, row: typeof answer.$inferInsert): Promise<void> {
  await upsertAnswer(tx, row)
}

const upsertRevision = prepared('put_revision', (db, value: Values<typeof answerRevision.$inferInsert>) =>
  db
    .insert(answerRevision)
    .values({
      id: value('id'),
      attemptId: value('attemptId'),
      questionId: value('questionId'),
      revision: value('revision'),
      outcome: value('outcome'),
      text: value('text'),
      choice: value('choice', answerRevision.choice),
      windowId: value('windowId'),
      at: value('at'),
    })
    .onConflictDoUpdate({
      target: answerRevision.id,
      set: {
        revision: sql`excluded.revision`,
        text: sql`excluded.text`,
        choice: sql`excluded.choice`,
        windowId: sql`excluded.window_id`,
        at: sql`excluded.at`,
      },
    }),
)

/** Adds a revision to the history, or takes the place of the one with the same id (the same minute of typing). */
export async function putRevision(tx: Db, row: typeof answerRevision.$inferInsert): Promise<void> {
  await upsertRevision(tx, row)
}

const answersOf = prepared('answers_of', (db, value: Values<{ attemptId: string }>) =>
  db.select().from(answer).where(eq(answer.attemptId, value('attemptId'))),
)

const { questionId, text, choice, revision, savedAt } = answer

/** What a seal holds of each answer, and nothing else: thousands can be sealed in the same second. */
export const listAnswersToSeal = prepared('answers_to_seal', (db, value: Values<{ attemptId: string }>) =>
  db.select({ questionId, text, choice, revision, savedAt }).from(answer).where(eq(answer.attemptId, value('attemptId'))),
)

/** Every answer of an attempt as it stands. */
export const listAnswers = (db: Db, attemptId: string): Promise<AnswerRow[]> => answersOf(db, { attemptId })

/** The history of one answer, newest first. */
export const listRevisions = (db: Db, attemptId: string, questionId: string): Promise<RevisionRow[]> =>
  db
    .select()
    .from(answerRevision)
    .where(and(eq(answerRevision.attemptId, attemptId), eq(answerRevision.questionId, questionId)))
    .orderBy(desc(answerRevision.id))

/** What came stale, late or early in this attempt: kept, shown, and counted only where staff accept it. Oldest first. */
export const listUncounted = (db: Db, attemptId: string): Promise<RevisionRow[]> =>
  db
    .select()
    .from(answerRevision)
    .where(and(eq(answerRevision.attemptId, attemptId), inArray(answerRevision.outcome, ['stale', 'late', 'early'])))
    .orderBy(asc(answerRevision.id))

const bookmarksOf = prepared('bookmarks_of', (db, value: Values<{ attemptId: string }>) =>
  db.select().from(bookmark).where(eq(bookmark.attemptId, value('attemptId'))),
)

export const listBookmarks = async (db: Db, attemptId: string): Promise<string[]> =>
  (await bookmarksOf(db, { attemptId })).map((row) => row.questionId)

export async function putBookmark(tx: Db, attemptId: string, questionId: string, marked: boolean): Promise<void> {
  if (marked) await tx.insert(bookmark).values({ attemptId, questionId }).onConflictDoNothing()
  else await tx.delete(bookmark).where(and(eq(bookmark.attemptId, attemptId), eq(bookmark.questionId, questionId)))
}

/** The seals of an attempt, newest first. */
export const listSeals = (db: Db, attemptId: string): Promise<SealRow[]> =>
  db.select().from(seal).where(eq(seal.attemptId, attemptId)).orderBy(desc(seal.sequence))

const lastSeal = prepared('last_seal', (db, value: Values<{ attemptId: string }>) =>
  db.select().from(seal).where(eq(seal.attemptId, value('attemptId'))).orderBy(desc(seal.sequence)).limit(1),
)

/** The seal that counts: the last one. */
export async function lastSealOf(db: Db, attemptId: string): Promise<SealRow | undefined> {
  const [last] = await lastSeal(db, { attemptId })
  return last
}

/** A receipt's seal with its attempt, for staff. */
export async function findSealByReceipt(db: Db, receiptCode: string) {
  const [found] = await db
    .select({ seal, attempt })
    .from(seal)
    .innerJoin(attempt, eq(attempt.id, seal.attemptId))
    .where(eq(seal.receiptCode, receiptCode))
  return found
}

/** Every seal there is, for `check`, a page at a time by id. */
export const listSealsAfter = (db: Db, afterId: string, limit: number): Promise<SealRow[]> =>
  db.select().from(seal).where(sql`${seal.id} > ${afterId}`).orderBy(asc(seal.id)).limit(limit)

/** Attempts whose clock runs and that nobody closed, with what their deadlines need. */
export const listOpenAttempts = (db: Db, now: Instant) =>
  db
    .select({ attempt, ...extra })
    .from(attempt)
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .where(and(isNull(attempt.sealedAt), isNull(attempt.voidedAt), lte(attempt.startsAt, now)))

const attemptById = prepared('attempt_by_id', (db, value: Values<{ attemptId: string }>) =>
  db
    .select({ attempt, ...extra, roundName: round.name })
    .from(attempt)
    .innerJoin(round, eq(round.id, attempt.roundId))
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .where(eq(attempt.id, value('attemptId'))),
)

/** One attempt with what its deadline needs, for staff and jobs. @throws Refusal `notFound`. */
export async function getAttempt(db: Db, attemptId: string) {
  const [found] = await attemptById(db, { attemptId })
  return found ?? refuse('notFound')
}

/** Attempts whose candidate number begins like this, however it was typed; nothing to go by when that is too little. */
export function isNumberedLike(text: string): SQL | undefined {
  const number = asCandidateNumber(text)
  // Quicker than `like`, which minds no capitals.
  return number === '' ? undefined : sql`substr(${attempt.candidateNumber}, 1, ${number.length}) = ${number}`
}

/** Somebody's attempts, voided ones too, newest first, with what their deadlines need and their form's title. */
export const listAttempts = (db: Db, personId: string) =>
  db
    .select({ attempt, ...extra, title: form.title })
    .from(attempt)
    .innerJoin(form, eq(form.id, attempt.formId))
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .where(eq(attempt.personId, personId))
    .orderBy(desc(attempt.startsAt), asc(attempt.kind))

const attemptsOf = prepared('attempts_of', (db, value: Values<{ enrolmentId: string }>) =>
  db
    .select({ attempt, ...extra, title: form.title })
    .from(attempt)
    .innerJoin(form, eq(form.id, attempt.formId))
    .leftJoin(accommodation, eq(accommodation.personId, attempt.personId))
    .where(and(eq(attempt.enrolmentId, value('enrolmentId')), isNull(attempt.voidedAt)))
    .orderBy(asc(attempt.kind)),
)

/** The attempts of one enrolment that count. */
export const listEnrolmentAttempts = (db: Db, enrolmentId: string) => attemptsOf(db, { enrolmentId })

const openedNow = prepared('note_opened', (db, value: Values<{ attemptId: string; now: Instant }>) =>
  db.update(attempt).set({ openedAt: sql`${value('now')}` }).where(and(eq(attempt.id, value('attemptId')), isNull(attempt.openedAt))),
)

/** Notes the first time a candidate saw the test. */
export async function noteOpened(tx: Db, attemptId: string, now: Instant): Promise<void> {
  await openedNow(tx, { attemptId, now })
}

/** Notes that somebody is writing in this attempt. */
export const noteBusy = prepared('note_busy', (db, value: Values<{ attemptId: string; now: Instant }>) =>
  db.update(attempt).set({ busyAt: sql`${value('now')}` }).where(eq(attempt.id, value('attemptId'))),
)

/** Takes an attempt out of the count. @returns whether it still counted. */
export async function voidRow(tx: Db, given: { attemptId: string; by: string; reason: string }, now: Instant): Promise<boolean> {
  const voided = await tx
    .update(attempt)
    .set({ voidedAt: now, voidedBy: given.by, voidReason: given.reason })
    .where(and(eq(attempt.id, given.attemptId), isNull(attempt.voidedAt)))
    .returning({ id: attempt.id })
  return voided.length === 1
}

/** Whether a result of this attempt was released. */
export async function hasResult(db: Db, attemptId: string): Promise<boolean> {
  const [found] = await db.select({ id: result.id }).from(result).where(eq(result.attemptId, attemptId)).limit(1)
  return found !== undefined
}

export async function putAccommodation(tx: Db, row: typeof accommodation.$inferInsert): Promise<void> {
  const { extraPercent, extraMinutes, setAt, setBy } = row
  await tx
    .insert(accommodation)
    .values(row)
    .onConflictDoUpdate({ target: accommodation.personId, set: { extraPercent, extraMinutes, setAt, setBy } })
}

export async function findAccommodation(db: Db, personId: string) {
  const [found] = await db.select().from(accommodation).where(eq(accommodation.personId, personId))
  return found
}
