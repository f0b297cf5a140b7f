import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'

const isWithoutAttempts = and(isNull(enrolment.testsMadeAt), isNull(enrolment.endedAt), isNull(attempt.id))

const dueStarts = prepared('due_starts', (db, value: Values<{ now: Instant; limit: number }>) =>
  db
    .select({ id: enrolment.id })
    .from(enrolment)
    .leftJoin(attempt, eq(attempt.enrolmentId, enrolment.id))
    .where(and(lte(enrolment.startsAt, value('now')), isWithoutAttempts))
    .limit(value('limit')),
)

/** Ids of enrolments whose clock has started and that have no attempts yet. */
export const listDueStarts = async (db: Db, now: Instant, limit: number): Promise<string[]> =>
  (await dueStarts(db, { now, limit })).map(({ id }) => id)

const dueStart = prepared('due_start', (db, value: Values<{ now: Instant; enrolmentId: string }>) =>
  db
    .select({ enrolment, round })
    .from(enrolment)
    .innerJoin(round, eq(round.id, enrolment.roundId))
    .leftJoin(attempt, eq(attempt.enrolmentId, enrolment.id))
    .where(and(eq(enrolment.id, value('enrolmentId')), lte(enrolment.startsAt, value('now')), isWithoutAttempts)),
)

/** This enrolment, if it is one of those. */
export async function findDueStart(db: Db, enrolmentId: string, now: Instant) {
  const [found] = await dueStart(db, { enrolmentId, now })
  return found
}

/** An attempt as it begins: nothing has happened in it. */
type NewAttempt = Pick<
  typeof attempt.$inferSelect,
  'id' | 'enrolmentId' | 'personId' | 'roundId' | 'formId' | 'kind' | 'candidateNumber' | 'startsAt' | 'workingHours' | 'extraMinutes' | 'incidentMinutes' | 'satBefore'
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
    satBefore: value('satBefore', attempt.satBefore),
  }),
)

export async function addAttempt(tx: Db, row: NewAttempt): Promise<void> {
  await insertAttempt(tx, row)
}

const setTestsMade = prepared('tests_made', (db, value: Values<{ enrolmentId: string; now: Instant }>) =>
  db.update(enrolment).set({ testsMadeAt: sql`${value('now')}` }).where(eq(enrolment.id, value('enrolmentId'))),
)

/** Says of an enrolment that its tests are there. */
export async function noteTestsMade(tx: Db, enrolmentId: string, now: Instant): Promise<void> {
  await setTestsMade(tx, { enrolmentId, now })
}
