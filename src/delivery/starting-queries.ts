import { and, eq, isNull, lte } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'

/** Enrolments whose clock has started and that have no attempts yet. */
export const listStarted = prepared('started', (db, value: Values<{ now: Instant; limit: number }>) =>
  db
    .select({ enrolment, round })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .leftJoin(attempt, eq(attempt.enrolmentId, enrolment.id))
    .where(and(lte(enrolment.startsAt, value('now')), isNull(enrolment.endedAt), isNull(attempt.id)))
    .limit(value('limit')),
)

/** This enrolment, if it is one of those. */
export const listStartedOne = prepared('started_one', (db, value: Values<{ now: Instant; enrolmentId: string }>) =>
  db
    .select({ enrolment, round })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .leftJoin(attempt, eq(attempt.enrolmentId, enrolment.id))
    .where(and(eq(enrolment.id, value('enrolmentId')), lte(enrolment.startsAt, value('now')), isNull(enrolment.endedAt), isNull(attempt.id))),
)

/** An attempt as it begins: nothing has happened in it. */
type NewAttempt = Pick<
  typeof attempt.$inferSelect,
  'id' | 'enrolmentId' | 'personId' | 'roundId' | 'formId' | 'kind' | 'candidateNumber' | 'startsAt' | 'workingHours' | 'extraMinutes' | 'incidentMinutes'
>

const insertAttempt = prepared('add_attempt', (db, value: Values<NewAttempt>) =>
  db.insert(attempt).values({
    id: value('id'),
    enrolmentId: value('enrolmentId'),
    personId: value('personId'),
    roundId: value('roundId'),
    formId: value('formId'),
    kind: value('kind'),
    candidateNumber: value('candidateNumber'),
    startsAt: value('startsAt'),
    workingHours: value('workingHours'),
    extraMinutes: value('extraMinutes'),
    incidentMinutes: value('incidentMinutes'),
  }),
)

export async function addAttempt(tx: Db, row: NewAttempt): Promise<void> {
  await insertAttempt(tx, row)
}
