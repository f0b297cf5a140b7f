import { Hono } from 'hono'
import type { Db } from '../../db/database.ts'
import { CandidatesPage } from '../../views/overview/candidates.tsx'
import type { CandidateLine } from '../../views/overview/candidates.tsx'
import { RoundPage } from '../../views/overview/round.tsx'
import type { Clock, RoundView } from '../../views/overview/round.tsx'
import type { Instant } from '../clock.ts'
import { testCardOf } from '../delivery/presenting.ts'
import { countAnswered } from '../delivery/counting-queries.ts'
import type { AttemptRow } from '../delivery/queries.ts'
import { limitsOf } from '../delivery/sitting.ts'
import { deadlinesOf, hasBegun, lastOf, stageOf } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm } from '../http/form.ts'
import { allow, here, page, pageNumber } from '../http/reply.tsx'
import { mustBeCallable } from '../payments/calling-off.ts'
import { Refusal } from '../refusal.ts'
import { mustBeChangeable, mustBeClosable, mustBeOpenable } from '../rounds/plan.ts'
import { getRound, listRoundForms } from '../rounds/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentStateOf, phaseOf } from '../rounds/rounds.ts'
import { frameOf, runningOver, stretchesOf } from './picture.ts'
import { countRound, countStarts, listAttemptsOf, listLastSaves, listRoundCandidates, listStarted, shows } from './round-queries.ts'
import type { Show } from './round-queries.ts'

interface Settings {
  /** How long after the deadline a save still counts, ms. */
  readonly graceMs: number
}

/** More clocks than this are counted instead of drawn. */
const MOST_CLOCKS = 100
/** Hours between two columns of the counted picture. */
const STEP = 6

interface Placed {
  readonly enrolment: Enrolment
  readonly extraPercent: number | null
  readonly extraMinutes: number | null
}

/** The deadlines of an enrolment as a list gives it. */
function deadlinesFor({ enrolment, extraPercent, extraMinutes }: Placed, round: Round, attempts: readonly AttemptRow[]) {
  if (enrolment.startsAt === null) return []
  const accommodation = extraPercent === null ? null : { extraPercent, extraMinutes: extraMinutes ?? 0 }
  return deadlinesOf(enrolment, enrolment.startsAt, round, accommodation, attempts.filter(({ enrolmentId }) => enrolmentId === enrolment.id))
}

/** The clocks of a round one by one. */
async function clocksOf(db: Db, round: Round, now: Instant): Promise<Clock[]> {
  const started = await listStarted(db, round.id, MOST_CLOCKS)
  const attempts = await listAttemptsOf(db, started.map(({ enrolment }) => enrolment.id))
  return started.map((one) => {
    const { enrolment, personName: name } = one
    const own = attempts.filter(({ enrolmentId }) => enrolmentId === enrolment.id)
    const from = enrolment.startsAt ?? now
    const isDone = own.length > 0 && own.every(({ sealedAt }) => sealedAt !== null)
    const state = isDone ? 'done' : hasBegun(enrolment, now) ? 'running' : 'planned'
    return { personId: enrolment.personId, name, from, until: lastOf(deadlinesFor(one, round, attempts)) ?? from, state }
  })
}

/** Whether a rule lets it pass. */
function passes(rule: () => void): boolean {
  try {
    rule()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function roundView(db: Db, roundId: string, now: Instant): Promise<RoundView> {
  const round = await getRound(db, roundId)
  const counts = await countRound(db, roundId, now)
  const clocks = counts.planned + counts.begun > MOST_CLOCKS ? null : await clocksOf(db, round, now)
  const running = clocks === null ? runningOver(await countStarts(db, roundId), round.workingHours, STEP) : []
  const stretches = stretchesOf(round)
  return {
    round,
    phase: phaseOf(round, now),
    state: enrolmentStateOf(round, now),
    forms: await listRoundForms(db, roundId),
    counts,
    stretches,
    frame: frameOf(stretches),
    clockFrame: frameOf(clocks === null || clocks.length === 0 ? stretches : clocks),
    clocks,
    running,
    may: {
      open: passes(() => mustBeOpenable(round, now)),
      close: passes(() => mustBeClosable(round, now)),
      change: passes(() => mustBeChangeable(round)),
      callOff: passes(() => mustBeCallable(round, counts.firstStartsAt, now)),
    },
  }
}

const asShow = (value: string | undefined): Show => shows.find((one) => one === value) ?? 'all'

async function candidatesPage(c: Ctx, { graceMs }: Settings) {
  const { db: { read }, now } = c.var
  const round = await getRound(read, c.req.param('id') ?? '')
  const text = (c.req.query('text') ?? '').slice(0, 100)
  const show = asShow(c.req.query('show'))
  const wanted = { roundId: round.id, text, show, page: pageNumber(c) }
  const { candidates, ...pager } = await listRoundCandidates(read, wanted, now)
  const attempts = await listAttemptsOf(read, candidates.map(({ enrolment }) => enrolment.id))
  const counts = await countAnswered(read, attempts)
  const saves = await listLastSaves(read, attempts.map(({ id }) => id))
  const lines = candidates.map((one): CandidateLine => {
    const { enrolment, person, extraPercent, extraMinutes } = one
    const own = attempts.filter(({ enrolmentId }) => enrolmentId === enrolment.id)
    const deadlines = deadlinesFor(one, round, own)
    const lastSaves = own.flatMap(({ id }) => saves.get(id) ?? [])
    return {
      personId: person.id,
      name: person.name,
      hasAccount: person.accountId !== null,
      stage: stageOf(enrolment, round, lastOf(deadlines), now),
      startsAt: enrolment.startsAt,
      deadlines,
      tests: own.map((attempt) => {
        const timed = { attempt, extraPercent, accommodatedMinutes: extraMinutes, title: '' }
        return testCardOf(timed, limitsOf(timed, graceMs), counts(attempt), now)
      }),
      lastSaveAt: lastSaves.length === 0 ? null : Math.max(...lastSaves),
    }
  })
  return <CandidatesPage here={here(c)} round={round} search={emptyForm({ text, show })} text={text} show={show} shows={shows} lines={lines} {...pager} />
}

/** One round as a whole. */
export const roundOverviewRoutes = (settings: Settings) =>
  new Hono<Env>()
    .get('/staff/rounds/:id', allow('staff'), async (c) => {
      const view = await roundView(c.var.db.read, c.req.param('id'), c.var.now)
      return page(c, <RoundPage here={here(c)} view={view} />)
    })
    .get('/staff/rounds/:id/candidates', allow('staff'), async (c) => page(c, await candidatesPage(c, settings)))
