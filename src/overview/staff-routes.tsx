import { Hono } from 'hono'
import type { Db } from '../../db/database.ts'
import { StaffPage } from '../../views/overview/staff.tsx'
import { DAY } from '../clock.ts'
import type { Instant } from '../clock.ts'
import { countOpenProblems, listOpenProblems } from '../delivery/problem-queries.ts'
import { etagOf } from '../http/conditional.ts'
import type { Env } from '../http/env.ts'
import { allow, here, isStill, page, viewerOf } from '../http/reply.tsx'
import { listRounds } from '../rounds/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentIsOpen, phaseOf } from '../rounds/rounds.ts'
import {
  countLapsed, countPaid, countRefundsDue, countUnassigned, countWriting, listAgreements, listFailedMails, listNotFresh, listReleasable,
} from './decision-queries.ts'
import { belowMinimum } from './decisions.ts'
import type { Decision } from './decisions.ts'
import { stretchesOf, within } from './picture.ts'

/** How far the overview looks back and ahead. */
const BACK = 30 * DAY
const AHEAD = 90 * DAY
/** The most single things of a kind that are listed. */
const MOST = 20

/** What waits for a decision: who cannot go on with a test first, then the money. */
async function decisionsOf(db: Db, rounds: readonly Round[], viewerId: string, now: Instant): Promise<Decision[]> {
  const refunds = await countRefundsDue(db)
  const withMinimum = rounds.filter(({ minimumCandidates }) => minimumCandidates !== null)
  return [
    ...(await listOpenProblems(db, MOST)).map(({ problem, personName, kind: test, roundName }) => ({
      kind: 'problem' as const, problemId: problem.id, personName, test, roundName,
    })),
    ...(refunds > 0 ? [{ kind: 'refunds' as const, count: refunds }] : []),
    ...(await countLapsed(db, now)).map(({ people, ...one }) => ({ kind: 'lapsed' as const, count: people, ...one })),
    ...belowMinimum(withMinimum, await countPaid(db, withMinimum.map(({ id }) => id)), now),
    ...(await listNotFresh(db, MOST)).map(({ kind: test, ...one }) => ({ kind: 'notFresh' as const, test, ...one })),
    ...(await countUnassigned(db)).map(({ answers, ...one }) => ({ kind: 'unassigned' as const, count: answers, ...one })),
    ...(await listReleasable(db, now)).map(({ tests, ...one }) => ({ kind: 'releasable' as const, count: tests, ...one })),
    ...(await listAgreements(db)).map(({ proposedBy, proposedByName, ...one }) => ({
      kind: 'agreement' as const, isOwn: proposedBy === viewerId, by: proposedByName ?? '', ...one,
    })),
    ...(await listFailedMails(db, MOST)).map(({ personId, recipient, subject }) => ({ kind: 'mail' as const, personId, recipient, subject })),
  ]
}

/** The front page of the office. */
export const staffRoutes = new Hono<Env>().get('/staff', allow('staff'), async (c) => {
  const { db: { read }, now } = c.var
  const rounds = await listRounds(read)
  const frame = { from: now - BACK, until: now + AHEAD }
  const shown = rounds.flatMap((round) => {
    const stretches = within(stretchesOf(round), frame)
    const isOver = round.calledOffAt !== null || stretches.length === 0
    return isOver ? [] : [{ id: round.id, name: round.name, phase: phaseOf(round, now), stretches }]
  })
  const problems = await countOpenProblems(read)
  const view = {
    problems: { count: problems, etag: etagOf(c, problems), still: isStill(c) },
    rounds: shown.toReversed(),
    frame,
    decisions: await decisionsOf(read, rounds, viewerOf(c).personId, now),
    writing: await countWriting(read, now),
    open: rounds.filter((round) => enrolmentIsOpen(round, now)).length,
  }
  return page(c, <StaffPage here={here(c)} view={view} />)
})
