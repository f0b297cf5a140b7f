import { Hono } from 'hono'
import { z } from 'zod'
import { IncidentConfirmationPage, IncidentsPage } from '../../views/delivery/incidents.tsx'
import type { Effects } from '../../views/delivery/incidents.tsx'
import { paths } from '../../views/paths.ts'
import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, localDate, optional, someText, submit } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { getRound, listRounds } from '../rounds/queries.ts'
import { endingOf, lossOfAttempt, makeIncident } from './incident-actions.ts'
import type { GivenIncident } from './incident-actions.ts'
import { applyIncident } from './incident-jobs.ts'
import { findIncidents, listExposed, listGiven } from './incident-queries.ts'
import { parsePeriod } from './incidents.ts'

const clockTime = () => z.string('problem.time').trim().regex(/^([01]\d|2[0-3]):[0-5]\d/, 'problem.time').transform((text) => text.slice(0, 5))

const IncidentForm = z.object({
  fromOn: localDate(),
  fromTime: clockTime(),
  untilOn: localDate(),
  untilTime: clockTime(),
  roundId: optional(z.string().max(60)),
  reason: someText(1_000),
})
type TypedIncident = z.output<typeof IncidentForm>

const givenOf = ({ roundId, reason, ...period }: TypedIncident, now: Instant): GivenIncident => ({ ...parsePeriod(period, now), roundId, reason })

/** What was typed, as it is sent on. */
const asTyped = (values: TypedIncident): Record<string, string> => ({ ...values, roundId: values.roundId ?? '' })

async function incidentsPage(c: Ctx, form: Form) {
  const { read } = c.var.db
  const rounds = (await listRounds(read)).filter(({ calledOffAt }) => calledOffAt === null)
  const { incidents, ...pager } = await findIncidents(read, pageNumber(c))
  const lines = incidents.map(({ incident, ...around }) => ({ ...incident, ...around, isApplied: incident.appliedAt !== null }))
  return <IncidentsPage here={here(c)} form={form} rounds={rounds} incidents={lines} {...pager} />
}

/** What an incident would change now; nothing is written. */
async function effectsOf(db: Db, given: GivenIncident, now: Instant): Promise<Effects> {
  const { roundId, fromAt, untilAt, reason } = given
  const roundName = roundId === null ? null : (await getRound(db, roundId)).name
  const exposed = await listExposed(db, given, roundId)
  const earlier = await listGiven(db, exposed.map(({ attempt }) => attempt.id))
  const losses = exposed.flatMap((one) => {
    const loss = lossOfAttempt(one, endingOf(one), given, earlier.get(one.attempt.id) ?? [], now)
    return loss === null ? [] : [{ ...one, ...loss }]
  })
  const of = (effect: 'extends' | 'reopens' | 'tooLate') => losses.filter((loss) => loss.effect === effect)
  const tooLate = of('tooLate').map(({ attempt, personName, minutes }) => ({ attemptId: attempt.id, candidateNumber: attempt.candidateNumber, personName, minutes }))
  return { fromAt, untilAt, roundName, reason, extends: of('extends').length, reopens: of('reopens').length, tooLate }
}

/** An outage: noted by the office, first to look at whom it is for, then to give everybody their time. */
export const incidentRoutes = new Hono<Env>()
  .get('/staff/incidents', allow('staff'), async (c) => page(c, await incidentsPage(c, emptyForm(c.req.query()))))
  .post('/staff/incidents/confirmation', allow('staff'), (c) => {
    const { db, now } = c.var
    return submit(c, IncidentForm, {
      act: async (values) => ({ values, effects: await effectsOf(db.read, givenOf(values, now), now) }),
      done: async ({ values, effects }) => page(c, <IncidentConfirmationPage here={here(c)} effects={effects} typed={asTyped(values)} />),
      again: (form) => incidentsPage(c, form),
    })
  })
  .post('/staff/incidents', allow('staff'), (c) => {
    const { db, now, log } = c.var
    return submit(c, IncidentForm, {
      act: async (values) => {
        const incidentId = await db.write((tx) => makeIncident(tx, givenOf(values, now), viewerOf(c).personId, now))
        await applyIncident({ db, now, log }, incidentId)
      },
      done: () => paths.incidents(),
      again: (form) => incidentsPage(c, form),
    })
  })
