/** What waits for a decision of the office, over all rounds and people: as many questions however many there are. */
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { auditEvent } from '../../db/schema/audit.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { waitingAnswer } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { mail } from '../../db/schema/mail.ts'
import { payment } from '../../db/schema/payments.ts'
import { release } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { hadHeldOut, listMarked } from '../grading/queries.ts'
import { dateAt } from '../local-time.ts'
import { listProgress, listUnassessed } from '../results/release-queries.ts'

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

/** Rounds with open answers that were handed in and that no assessor has, with how many. */
export async function countUnassigned(db: Db) {
  const waiting = db.select({ id: waitingAnswer.roundId, answers: sql<number>`count(*)`.as('answers') }).from(waitingAnswer).groupBy(waitingAnswer.roundId).as('waiting')
  const rows = await db
    .select({ roundId: round.id, roundName: round.name, answers: waiting.answers })
    .from(waiting)
    .innerJoin(round, eq(round.id, waiting.id))
    .where(isNull(round.calledOffAt))
    .orderBy(asc(round.name))
  return rows.map((row) => ({ ...row, answers: Number(row.answers) }))
}

/**
 * Rounds whose window is over, that may have tests without a result, that nobody proposed to release, and in which no
 * clock can still make an attempt because no job has come by yet.
 */
async function listOver(db: Db, now: Instant) {
  const unstarted = db
    .select({ id: enrolment.id })
    .from(enrolment)
    .leftJoin(attempt, eq(attempt.enrolmentId, enrolment.id))
    .where(and(eq(enrolment.roundId, round.id), isNull(enrolment.endedAt), isNotNull(enrolment.startsAt), isNull(enrolment.testsMadeAt), isNull(attempt.id)))
  const rows = await db
    .select({ round })
    .from(round)
    .leftJoin(release, and(eq(release.roundId, round.id), isNull(release.agreedAt), isNull(release.lapsedAt)))
    .where(and(
      isNull(round.calledOffAt), lt(round.windowLastOn, dateAt(now)), isNull(release.id), or(isNull(round.releasedAt), hadHeldOut), notExists(unstarted),
    ))
    .orderBy(asc(round.name))
  return rows.map((row) => row.round)
}

/**
 * Rounds whose every test is handed in, assessed and has a pass mark, and that nobody proposed to release yet, with
 * how many tests. The page of the release looks at every score before it agrees.
 */
export async function listReleasable(db: Db, now: Instant) {
  const over = await listOver(db, now)
  if (over.length === 0) return []
  const unassessed = await listUnassessed(db, over)
  const assessed = over.filter(({ id }) => !unassessed.has(id))
  if (assessed.length === 0) return []
  const progress = await listProgress(db, ...assessed)
  const marked = await listMarked(db, assessed.map(({ id }) => id))
  return assessed.flatMap(({ id: roundId, name: roundName }) => {
    const papers = progress.filter((one) => one.roundId === roundId)
    const isMarked = papers.every(({ formId }) => marked.some((one) => one.roundId === roundId && one.formId === formId))
    if (papers.length === 0 || !isMarked) return []
    return [{ roundId, roundName, tests: papers.reduce((sum, { tests }) => sum + tests, 0) }]
  })
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

/** Attempts in rounds that are not out whose paper has a case or question that was sat before, because none was fresh. */
export const listNotFresh = async (db: Db, limit: number) =>
  db
    .select({ attemptId: attempt.id, candidateNumber: attempt.candidateNumber, kind: attempt.kind, roundName: round.name })
    .from(attempt)
    .innerJoin(round, eq(round.id, attempt.roundId))
    .where(and(sql`${attempt.satBefore}`, isNull(attempt.voidedAt), isNull(round.releasedAt)))
    .orderBy(desc(attempt.startsAt))
    .limit(limit)

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
