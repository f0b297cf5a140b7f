import { Hono } from 'hono'
import { z } from 'zod'
import { DeclarationPage } from '../../views/enrolment/declaration.tsx'
import { EnrolmentPage } from '../../views/enrolment/enrolment.tsx'
import { EnrolmentsPage } from '../../views/enrolment/list.tsx'
import { MovePage } from '../../views/enrolment/move.tsx'
import { StartConfirmationPage, StartNowPage, StartPage } from '../../views/enrolment/start.tsx'
import { refusalText } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { missingMasterclasses } from '../eligibility/eligibility.ts'
import { listMasterclasses } from '../eligibility/queries.ts'
import type { Ctx, Env } from '../http/env.ts'
import { statusOf } from '../http/errors.tsx'
import { chosenId, emptyForm, submit, ticked } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import type { Form, Typed } from '../http/typed.ts'
import { dateAt, timeAt } from '../local-time.ts'
import { Refusal, refusalOf } from '../refusal.ts'
import { clockChanges } from '../rounds/deadline.ts'
import { listRounds } from '../rounds/queries.ts'
import { enrolmentStateOf, workingHoursOf } from '../rounds/rounds.ts'
import { canStartNow, listStartDays, mustBeStartNow, parseStart } from '../rounds/start.ts'
import { chooseStart, declareOwnWork, listTestsLeft, moveEnrolment, mustHaveChance, mustMayChoose, startNow } from './actions.ts'
import { deadlinesOf, hasBegun, isExpired, lastOf, stageOf, targetsOf, testsOf } from './enrolment.ts'
import type { Enrolment } from './enrolment.ts'
import { countPlaces, findAccommodation, findNewChance, findOrderOf, getEnrolment, getOwnEnrolment, listBegun, listEnrolments } from './queries.ts'

const StartForm = z.object({ startsOn: chosenId(), startsTime: chosenId() })
const DeclarationForm = z.object({ declare: ticked().refine((value) => value, 'problem.agree') })
const MoveForm = z.object({ roundId: chosenId() })

type Own = Awaited<ReturnType<typeof getOwnEnrolment>>

const ownOf = (c: Ctx): Promise<Own> => getOwnEnrolment(c.var.db.read, c.req.param('id') ?? '', viewerOf(c).personId)

/** The enrolment's times as they are, or would be from `startsAt`. */
async function timesOf(db: Db, { enrolment, round }: Own, startsAt: Instant) {
  const accommodation = await findAccommodation(db, enrolment.personId)
  const deadlines = deadlinesOf(enrolment, startsAt, round, accommodation, await listBegun(db, enrolment.id))
  const hasExtraTime = accommodation !== null && accommodation.extraPercent + accommodation.extraMinutes > 0
  return { deadlines, hasExtraTime, crossesZoneChange: clockChanges(startsAt, lastOf(deadlines) ?? startsAt) }
}

/** An enrolment with where it stands. */
export async function staged(db: Db, own: Own, now: Instant) {
  const { enrolment, round } = own
  const deadlines = enrolment.startsAt === null ? [] : (await timesOf(db, own, enrolment.startsAt)).deadlines
  const lastDueAt = lastOf(deadlines)
  return { deadlines, lastDueAt, stage: stageOf(enrolment, round, lastDueAt, now) }
}

/** The rounds that one can enrol for, now or at a date that is known; the first window first. */
async function offersOf(db: Db, now: Instant) {
  const states = (await listRounds(db)).map((round) => ({ round, state: enrolmentStateOf(round, now) }))
  const offered = states.filter(({ state }) => state.open || state.opensAt !== null).toReversed()
  return Promise.all(
    offered.map(async ({ round, state }) => {
      const isFull = round.maximumCandidates !== null && (await countPlaces(db, round.id, now)) >= round.maximumCandidates
      return { ...round, state, isFull }
    }),
  )
}

async function enrolmentsPage(c: Ctx) {
  const { now, t } = c.var
  const db = c.var.db.read
  const { personId } = viewerOf(c)
  const enrolments = await listEnrolments(db, personId)
  const own = await Promise.all(
    enrolments.map(async (one) => ({ id: one.enrolment.id, round: one.round, stage: (await staged(db, one, now)).stage })),
  )
  const mayEnrol = enrolments.every(({ enrolment }) => enrolment.endedAt !== null || isExpired(enrolment, now))
  const missing = missingMasterclasses(await listMasterclasses(db, personId))
  const tests = await listTestsLeft(db, personId)
  // Results come with the end of an enrolment: as long as one runs there is nothing to say about the next.
  const refusal = mayEnrol ? await refusalOf(mustHaveChance(db, { personId, kind: 'full', tests })) : null
  const whyNot = refusal && refusalText(t, refusal)
  const again = mayEnrol && (await findNewChance(db, personId)) !== undefined ? tests : []
  return <EnrolmentsPage here={here(c)} offers={await offersOf(db, now)} own={own} missing={missing} mayEnrol={mayEnrol} whyNot={whyNot} again={again} />
}

async function enrolmentPage(c: Ctx) {
  const db = c.var.db.read
  const own = await ownOf(c)
  const { enrolment, round } = own
  const { id, heldUntil, startsAt, declaredAt, endReason } = enrolment
  const order = (await findOrderOf(db, id)) ?? null
  const isStartFixed = (await listBegun(db, id)).length > 0
  const view = { id, heldUntil, startsAt, isStartFixed, declaredAt, endReason, order, round, tests: testsOf(enrolment), ...(await staged(db, own, c.var.now)) }
  return <EnrolmentPage here={here(c)} enrolment={view} />
}

const startPage = (c: Ctx, { enrolment, round }: Own, form: Form) => (
  <StartPage
    here={here(c)}
    form={form}
    enrolmentId={enrolment.id}
    round={round}
    days={listStartDays(round, c.var.now)}
    mayStartNow={canStartNow(round, c.var.now)}
  />
)

/** The chosen moment as it was typed. */
const typedStart = ({ startsAt }: Enrolment): Typed => (startsAt === null ? {} : { startsOn: dateAt(startsAt), startsTime: timeAt(startsAt) })

/** Shows start and deadline; a moment that cannot be chosen comes back in the form, with the reason. */
async function confirmationPage(c: Ctx): Promise<Response> {
  const own = await ownOf(c)
  const [startsOn, startsTime] = [c.req.query('startsOn') ?? '', c.req.query('startsTime') ?? '']
  try {
    await mustMayChoose(c.var.db.read, own, c.var.now)
    const { startsAt, ambiguous } = parseStart(startsOn, startsTime, own.round, c.var.now)
    const chosen = { here: here(c), enrolmentId: own.enrolment.id, startsAt, ...(await timesOf(c.var.db.read, own, startsAt)) }
    return page(c, <StartConfirmationPage {...chosen} startsOn={startsOn} startsTime={startsTime} ambiguous={ambiguous} />)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const status = statusOf(error.reason)
    const refusal = { reason: error.reason, params: error.params, field: error.field ?? null, status }
    return page(c, startPage(c, own, { typed: { startsOn, startsTime }, problems: [], refusal }), status)
  }
}

async function declarationPage(c: Ctx, form: Form) {
  const own = await ownOf(c)
  const { enrolment, round } = own
  const tests = testsOf(enrolment)
  const { deadlines, hasExtraTime } = await timesOf(c.var.db.read, own, enrolment.startsAt ?? c.var.now)
  const lastDueAt = lastOf(deadlines)
  return (
    <DeclarationPage
      here={here(c)}
      form={form}
      enrolmentId={enrolment.id}
      hours={Math.max(...tests.map((kind) => workingHoursOf(round, kind)))}
      hasExtraTime={hasExtraTime}
      testCount={tests.length}
      isDeclared={enrolment.declaredAt !== null}
      runsUntil={stageOf(enrolment, round, lastDueAt, c.var.now) === 'writing' ? lastDueAt : null}
      onward={onwardOf(enrolment, c.var.now)}
    />
  )
}

/** After declaring: to the tests when the clock runs, or back to the enrolment. */
const onwardOf = (enrolment: Enrolment, now: Instant): string => (hasBegun(enrolment, now) ? paths.tests(enrolment.id) : paths.enrolment(enrolment.id))

async function movePage(c: Ctx, form: Form) {
  const db = c.var.db.read
  const found = await getEnrolment(db, c.req.param('id') ?? '')
  const { enrolment, round, personName } = found
  const { stage } = await staged(db, found, c.var.now)
  const view = { id: enrolment.id, personId: enrolment.personId, personName, roundName: round.name, stage, startsAt: enrolment.startsAt }
  return <MovePage here={here(c)} form={form} enrolment={view} rounds={targetsOf(await listRounds(db), round.id, c.var.now)} />
}

export const enrolmentRoutes = new Hono<Env>()
  .get('/enrolments', allow('candidate'), async (c) => page(c, await enrolmentsPage(c)))
  .get('/enrolments/:id', allow('candidate'), async (c) => page(c, await enrolmentPage(c)))
  .get('/enrolments/:id/start', allow('candidate'), async (c) => {
    const own = await ownOf(c)
    await mustMayChoose(c.var.db.read, own, c.var.now)
    return page(c, startPage(c, own, emptyForm(typedStart(own.enrolment))))
  })
  .post('/enrolments/:id/start', allow('candidate'), async (c) => {
    const own = await ownOf(c)
    return submit(c, StartForm, {
      act: async (typed) => {
        await mustMayChoose(c.var.db.read, own, c.var.now)
        parseStart(typed.startsOn, typed.startsTime, own.round, c.var.now)
        return typed
      },
      done: (typed) => `${paths.startConfirmation(own.enrolment.id)}?${new URLSearchParams(typed)}`,
      again: (form) => startPage(c, own, form),
    })
  })
  .get('/enrolments/:id/start/confirmation', allow('candidate'), (c) => confirmationPage(c))
  .post('/enrolments/:id/start/confirmation', allow('candidate'), async (c) => {
    const { db, now } = c.var
    const own = await ownOf(c)
    const { id: enrolmentId, personId } = own.enrolment
    return submit(c, StartForm, {
      act: async ({ startsOn, startsTime }) => {
        await mustMayChoose(db.read, own, now)
        const { startsAt } = parseStart(startsOn, startsTime, own.round, now)
        await db.write((tx) => chooseStart(tx, { enrolmentId, personId, startsAt }, now))
      },
      done: () => paths.enrolment(enrolmentId),
      again: (form) => startPage(c, own, form),
    })
  })
  .get('/enrolments/:id/start/now', allow('candidate'), async (c) => {
    const { db, now } = c.var
    const own = await ownOf(c)
    await mustMayChoose(db.read, own, now)
    mustBeStartNow(own.round, now)
    return page(c, <StartNowPage here={here(c)} enrolmentId={own.enrolment.id} startsAt={now} {...await timesOf(db.read, own, now)} />)
  })
  .post('/enrolments/:id/start/now', allow('candidate'), async (c) => {
    const { db, now } = c.var
    const [enrolmentId, { personId }] = [c.req.param('id'), viewerOf(c)]
    await db.write((tx) => startNow(tx, { enrolmentId, personId }, now))
    return c.redirect(paths.tests(enrolmentId), 303)
  })
  .get('/enrolments/:id/declaration', allow('candidate'), async (c) => page(c, await declarationPage(c, emptyForm())))
  .post('/enrolments/:id/declaration', allow('candidate'), async (c) => {
    const { db, now } = c.var
    const { enrolment } = await ownOf(c)
    return submit(c, DeclarationForm, {
      act: () => db.write((tx) => declareOwnWork(tx, { enrolmentId: enrolment.id, personId: enrolment.personId }, now)),
      done: () => onwardOf(enrolment, now),
      again: (form) => declarationPage(c, form),
    })
  })
  .get('/staff/enrolments/:id/move', allow('staff'), async (c) => page(c, await movePage(c, emptyForm())))
  .post('/staff/enrolments/:id/move', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { enrolment } = await getEnrolment(db.read, c.req.param('id'))
    return submit(c, MoveForm, {
      act: ({ roundId }) => db.write((tx) => moveEnrolment(tx, { enrolmentId: enrolment.id, roundId }, viewerOf(c).personId, now)),
      done: () => paths.person(enrolment.personId),
      again: (form) => movePage(c, form),
    })
  })
