import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { form } from '../../db/schema/papers.ts'
import { holdout, release, result } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { ResultDetail } from './results.ts'

export type ReleaseRow = typeof release.$inferSelect
export type ResultRow = typeof result.$inferSelect

/** The result that counts: the last of its attempt. */
const isLast = sql`${result.sequence} = (select max(r."sequence") from "result" r where r."attempt_id" = "result"."attempt_id")`

const released = {
  resultId: result.id,
  attemptId: attempt.id,
  personId: attempt.personId,
  enrolmentId: attempt.enrolmentId,
  enrolmentKind: enrolment.kind,
  roundId: attempt.roundId,
  roundName: round.name,
  kind: attempt.kind,
  formId: attempt.formId,
  title: form.title,
  points: result.points,
  maximumPoints: result.maximumPoints,
  passMark: result.passMark,
  mark: result.mark,
  sufficient: result.sufficient,
  releasedAt: result.releasedAt,
}

// The one gate: whatever shows a result to anybody but staff comes through here, and there is no row before release.
const gate = <D extends Record<string, unknown>>(db: Db, extra: D) =>
  db
    .select({ ...released, ...extra })
    .from(result)
    .innerJoin(attempt, eq(attempt.id, result.attemptId))
    .innerJoin(enrolment, eq(enrolment.id, attempt.enrolmentId))
    .innerJoin(round, eq(round.id, attempt.roundId))
    .innerJoin(form, eq(form.id, attempt.formId))
