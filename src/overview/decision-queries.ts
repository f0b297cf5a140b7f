/** What waits for a decision of the office, over all rounds and people: one query each. */
import { and, asc, count, countDistinct, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, not, notExists, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { auditEvent } from '../../db/schema/audit.ts'
import { answer, attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { passMark, task } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { mail } from '../../db/schema/mail.ts'
import { question } from '../../db/schema/papers.ts'
import { payment } from '../../db/schema/payments.ts'
import { release } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { dateAt } from '../local-time.ts'

/** How much money must go back, in payments. */
export async function countRefundsDue(db: Db): Promise<number> {
  const [found] = await db.select({ payments: count() }).from(payment).where(and(isNotNull(payment.refundDueAt), isNull(payment.refundedAt)))
  return found?.payments ?? 0
}

/** Rounds with people who paid and never chose a start moment before the window ended. */
export const countLapsed = async (db: Db, now: Instant) =>
  db
    .select({ roundId: round.id, roundName: round.name, people: count() })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .where(
      and(isNull(enrolment.endedAt), isNotNull(enrolment.confirmedAt), isNull(enrolment.startsAt), isNull(round.calledOffAt), lt(round.windowLastOn, dateAt(now))),
    )
    .groupBy(round.id, round.name)
    .orderBy(asc(round.name))

/** More tests than there will ever be. */
const MOST = 1_000_000

/** White space as `trim` knows it: an answer of nothing else is empty. */
const BLANK = ' \t\n\r'

// Read from the tables themselves; `result` decides whether an attempt still waits for anything.
const hasNoResult = sql`not exists (select 1 from "result" r where r."attempt_id" = "attempt"."id")`
const isNotHeldOut = sql`not exists (select 1 from "holdout" h where h."attempt_id" = "attempt"."id" and h."ended_at" is null)`

const openQuestionsOfForm = sql`(select count(*) from "question" q where q."form_id" = "attempt"."form_id" and q."type" = 'open')`
const tasksOfAttempt = sql`(select count(*) from "task" t where t."attempt_id" = "attempt"."id" and t."turn" = 1 and t."withdrawn_at" is null)`

/** Tests that were handed in, have no result, and have fewer first tasks than open questions: some were left empty, or nobody has them. */
const notHandedOut = (db: Db) =>
  db
    .select({ attemptId: attempt.id, formId: attempt.formId, roundId: attempt.roundId })
    .from(attempt)
    .where(and(isNotNull(attempt.sealedAt), isNull(attempt.voidedAt), hasNoResult, sql`${tasksOfAttempt} < ${openQuestionsOfForm}`))
    // Keeps SQLite from beginning with all answers there ever were.
    .limit(MOST)
    .as('waiting')

/** Rounds with open answers that were handed in and that no assessor has, with how many. Only answers that may be among them are read. */
export async function countUnassigned(db: Db) {
  const waiting = notHandedOut(db)
  const isGivenOut = sql`exists (select 1 from "task" t where t."attempt_id" = ${waiting.attemptId} and t."question_id" = ${question.id} and t."withdrawn_at" is null)`
  return db
    .select({ roundId: round.id, roundName: round.name, answers: count() })
    .from(waiting)
    .innerJoin(round, eq(round.id, waiting.roundId))
    .innerJoin(question, and(eq(question.formId, waiting.formId), eq(question.type, 'open')))
    .innerJoin(answer, and(eq(answer.attemptId, waiting.attemptId), eq(answer.questionId, question.id)))
    .where(and(isNull(round.calledOffAt), not(isGivenOut), sql`trim(${answer.text}, ${BLANK}) <> ''`))
    .groupBy(round.id, round.name)
    .orderBy(asc(round.name))
}

/** Rounds whose window is over, with the tests that wait for a result; none of a round whose release is proposed. */
const listWaitingRounds = async (db: Db, now: Instant) =>
  db
    .select({
      roundId: round.id,
      roundName: round.name,
      tests: count(),
      open: sql<number>`count(*) filter (where ${attempt.sealedAt} is null)`.mapWith(Number),
      withoutPassMark: sql<number>`count(*) filter (where ${passMark.id} is null)`.mapWith(Number),
    })
    .from(attempt)
    .innerJoin(round, eq(round.id, attempt.roundId))
    .leftJoin(release, and(eq(release.roundId, round.id), isNull(release.agreedAt), isNull(release.lapsedAt)))
    // The first pass mark of a form: there may be later ones.
    .leftJoin(passMark, and(eq(passMark.roundId, round.id), eq(passMark.formId, attempt.formId), eq(passMark.sequence, 1)))
    .where(and(isNull(attempt.voidedAt), isNull(round.calledOffAt), lt(round.windowLastOn, dateAt(now)), isNull(release.id), hasNoResult, isNotHeldOut))
    .groupBy(round.id, round.name)
    .orderBy(asc(round.name))

/** Which of these rounds have people whose clock can still make an attempt, because no job has come by yet. */
const listUnstarted = async (db: Db, roundIds: readonly string[]) =>
  db
    .selectDistinct({ roundId: enrolment.roundId })
    .from(enrolment)
    .leftJoin(attempt, eq(attempt.enrolmentId, enrolment.id))
    .where(and(inArray(enrolment.roundId, [...roundIds]), isNull(enrolment.endedAt), isNotNull(enrolment.startsAt), isNull(attempt.id)))

/** Whether this round has an open answer that says something and that nobody has finished with: the first one is enough. */
async function isUnassessed(db: Db, roundId: string): Promise<boolean> {
  const found = await db
    .select({ attemptId: attempt.id })
    .from(attempt)
    .innerJoin(answer, eq(answer.attemptId, attempt.id))
    .innerJoin(question, and(eq(question.id, answer.questionId), eq(question.type, 'open')))
    .leftJoin(task, and(eq(task.attemptId, attempt.id), eq(task.questionId, question.id), isNull(task.withdrawnAt), isNotNull(task.finishedAt)))
    .where(and(eq(attempt.roundId, roundId), isNull(attempt.voidedAt), isNull(task.id), hasNoResult, isNotHeldOut, sql`trim(${answer.text}, ${BLANK}) <> ''`))
    .limit(1)
  return found.length > 0
}

/**
 * Rounds whose every test is handed in, assessed and has a pass mark, and that nobody proposed to release yet, with
 * how many tests. The page of the release looks at every score before it agrees.
 */
export async function listReleasable(db: Db, now: Instant) {
  const waiting = (await listWaitingRounds(db, now)).filter(({ open, withoutPassMark }) => open + withoutPassMark === 0)
  if (waiting.length === 0) return []
  const ids = waiting.map(({ roundId }) => roundId)
  const busy = new Set((await listUnstarted(db, ids)).map(({ roundId }) => roundId))
  for (const id of ids) if (!busy.has(id) && (await isUnassessed(db, id))) busy.add(id)
  return waiting.filter(({ roundId }) => !busy.has(roundId)).map(({ roundId, roundName, tests }) => ({ roundId, roundName, tests }))
}

/** Releases that wait for a second person, with who proposed them. */
export const listAgreements = async (db: Db) =>
  db
    .select({ roundId: round.id, roundName: round.name, proposedBy: release.proposedBy, proposedByName: person.name })
    .from(release)
    .innerJoin(round, eq(round.id, release.roundId))
    .leftJoin(person, eq(person.id, release.proposedBy))
    .where(and(isNull(release.agreedAt), isNull(release.lapsedAt)))
    .orderBy(asc(release.proposedAt))

/**
 * Attempts that were given a form with a case or question that was sat before, because none was fresh. Only who was in
 * more than one round can have one of those, so that no other's log is looked at.
 */
export async function listNotFresh(db: Db, limit: number) {
  const satBefore = db.select({ personId: attempt.personId }).from(attempt).groupBy(attempt.personId).having(gt(countDistinct(attempt.enrolmentId), 1))
  return db
    .select({ attemptId: attempt.id, candidateNumber: attempt.candidateNumber, kind: attempt.kind, roundName: round.name })
    .from(attempt)
    .innerJoin(round, eq(round.id, attempt.roundId))
    // An attempt is the subject of its own chain, and its beginning is the first event.
    .innerJoin(auditEvent, and(eq(auditEvent.subject, attempt.id), eq(auditEvent.sequence, 1)))
    .where(and(inArray(attempt.personId, satBefore), isNull(attempt.voidedAt), isNull(round.releasedAt), sql`cast(${auditEvent.after} as text) like '%"fresh":false%'`))
    .orderBy(desc(attempt.startsAt))
    .limit(limit)
}

/** Mails that could not be delivered and that nobody sent again, the newest first. */
export const listFailedMails = async (db: Db, limit: number) =>
  db
    .select({ id: mail.id, personId: mail.personId, recipient: mail.recipient, subject: mail.subject, failedAt: mail.failedAt })
    .from(mail)
    .where(
      and(
        isNotNull(mail.failedAt),
        notExists(db.select({ id: auditEvent.id }).from(auditEvent).where(and(eq(auditEvent.subject, mail.id), eq(auditEvent.what, 'mail.resent')))),
      ),
    )
    .orderBy(desc(mail.id))
    .limit(limit)

/** Places that are paid, of these rounds. */
export async function countPaid(db: Db, roundIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (roundIds.length === 0) return new Map()
  const rows = await db
    .select({ roundId: enrolment.roundId, places: count() })
    .from(enrolment)
    .where(and(inArray(enrolment.roundId, [...roundIds]), isNull(enrolment.endedAt), isNotNull(enrolment.confirmedAt)))
    .groupBy(enrolment.roundId)
  return new Map(rows.map(({ roundId, places }) => [roundId, places]))
}

/** How many tests are being written now, over all rounds. */
export async function countWriting(db: Db, now: Instant): Promise<number> {
  const [found] = await db
    .select({ tests: count() })
    .from(attempt)
    .where(and(isNull(attempt.sealedAt), isNull(attempt.voidedAt), lte(attempt.startsAt, now)))
  return found?.tests ?? 0
}
