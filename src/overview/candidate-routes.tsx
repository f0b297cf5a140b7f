import { Hono } from 'hono'
import type { Db } from '../../db/database.ts'
import { CandidatePage } from '../../views/overview/candidate.tsx'
import type { CandidateView } from '../../views/overview/candidate.tsx'
import { listCertificates } from '../certificates/queries.ts'
import type { Instant } from '../clock.ts'
import { testCardOf } from '../delivery/presenting.ts'
import { countAnswered } from '../delivery/counting-queries.ts'
import { listAttempts } from '../delivery/queries.ts'
import { limitsOf, stateOf } from '../delivery/sitting.ts'
import { missingMasterclasses } from '../eligibility/eligibility.ts'
import { listMasterclasses } from '../eligibility/queries.ts'
import { deadlinesOf, isExpired, lastOf, stageOf } from '../enrolment/enrolment.ts'
import { findAccommodation, listEnrolments } from '../enrolment/queries.ts'
import type { Env, Viewer } from '../http/env.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import { orderStateOf } from '../payments/payments.ts'
import { listReleasedResults } from '../results/queries.ts'
import { findRetakes } from '../retakes/actions.ts'
import { listRounds } from '../rounds/queries.ts'
import { nextStepOf } from './next-step.ts'
import type { LiveEnrolment } from './next-step.ts'
import { listOrders } from './queries.ts'

interface Settings {
  /** How long after the deadline a save still counts, ms. */
  readonly graceMs: number
}

/** Everything a candidate's front page is made of; nothing is written, however late a job is. */
async function readAll(db: Db, personId: string, now: Instant) {
  return {
    records: await listMasterclasses(db, personId),
    enrolments: await listEnrolments(db, personId),
    accommodation: await findAccommodation(db, personId),
    attempts: await listAttempts(db, personId),
    results: await listReleasedResults(db, personId),
    certificates: await listCertificates(db, personId),
    orders: await listOrders(db, personId),
    rounds: await listRounds(db),
    retakes: await findRetakes(db, personId, now),
  }
}
type Known = Awaited<ReturnType<typeof readAll>>

/** The enrolment that runs, with the deadlines of the tests that count. */
function liveOf(known: Known, { graceMs }: Settings, now: Instant): (LiveEnrolment & { readonly attempts: Known['attempts'] }) | null {
  const live = known.enrolments.find(({ enrolment }) => enrolment.endedAt === null && !isExpired(enrolment, now))
  if (live === undefined) return null
  const { enrolment, round } = live
  const ofThis = known.attempts.filter(({ attempt }) => attempt.enrolmentId === enrolment.id)
  const attempts = ofThis.filter(({ attempt }) => attempt.voidedAt === null)
  const voided = ofThis.flatMap(({ attempt }) => (attempt.voidedAt === null ? [] : [attempt.kind]))
  const begun = attempts.map(({ attempt }) => attempt)
  const planned = enrolment.startsAt === null ? [] : deadlinesOf(enrolment, enrolment.startsAt, round, known.accommodation, begun)
  const deadlines = planned.filter(({ kind }) => !voided.includes(kind) || begun.some((attempt) => attempt.kind === kind))
  const isFinished = (timed: Known['attempts'][number]) => stateOf(timed, limitsOf(timed, graceMs), now) !== 'writing'
  const finished = attempts.filter(isFinished).map(({ attempt }) => attempt.kind)
  const orderId = known.orders.find((one) => one.order.enrolmentId === enrolment.id)?.order.id ?? null
  return { enrolment, round, orderId, deadlines, finished, attempts }
}

async function viewOf(db: Db, viewer: Viewer, settings: Settings, now: Instant): Promise<CandidateView> {
  const known = await readAll(db, viewer.personId, now)
  const missing = missingMasterclasses(known.records)
  const live = liveOf(known, settings, now)
  const { records, rounds, results, certificates, orders, retakes } = known
  const chanceOwed = known.attempts.some(({ attempt }) => attempt.voidedAt !== null && attempt.placedEnrolmentId === null && isLastOfKind(known, attempt))
  const step = nextStepOf({ missing, live, rounds, chanceOwed, decided: results, retakable: retakes.open.map(({ kind }) => kind), hasNewChance: retakes.hasNewChance }, now)
  const shown = live?.attempts ?? []
  const counts = await countAnswered(db, shown.map(({ attempt }) => attempt))
  return {
    name: viewer.name,
    step,
    records,
    missing,
    enrolment: live === null ? null : { ...enrolmentLine(live, now), deadlines: live.deadlines },
    tests: shown.map((timed) => testCardOf(timed, limitsOf(timed, settings.graceMs), counts(timed.attempt), now)),
    results,
    certificates,
    orders: orders.map(({ order, enrolment, roundName }) => ({ ...order, roundName, state: orderStateOf(order, enrolment, now) })),
  }
}

/** Nothing came after it: a chance that was lost long ago, and made good by a new enrolment, is owed no more. */
const isLastOfKind = ({ attempts }: Known, voided: Known['attempts'][number]['attempt']): boolean =>
  !attempts.some(({ attempt }) => attempt.kind === voided.kind && attempt.startsAt > voided.startsAt)

function enrolmentLine({ enrolment, round, deadlines, finished }: LiveEnrolment, now: Instant) {
  const { id, startsAt } = enrolment
  const { name: roundName, windowFirstOn, windowLastOn, note } = round
  // All handed in is written, however much time there is left.
  const isDone = deadlines.length > 0 && deadlines.every(({ kind }) => finished.includes(kind))
  const stage = stageOf(enrolment, round, isDone ? startsAt : lastOf(deadlines), now)
  return { id, roundName, windowFirstOn, windowLastOn, note, startsAt, stage }
}

/** The front page of a candidate. */
export const candidateRoutes = (settings: Settings) =>
  new Hono<Env>().get('/candidate', allow('candidate'), async (c) => {
    const view = await viewOf(c.var.db.read, viewerOf(c), settings, c.var.now)
    return page(c, <CandidatePage here={here(c)} view={view} />)
  })
