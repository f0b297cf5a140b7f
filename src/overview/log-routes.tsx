import { Hono } from 'hono'
import { LogPage } from '../../views/overview/log.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import { getPerson } from '../identity/queries.ts'
import { getRound, listRounds } from '../rounds/queries.ts'
import { toldEvent } from './log.ts'
import { listLog, listNames } from './queries.ts'

/** How many events a page holds. */
const PAGE = 50

const addressOf = (filter: Readonly<Record<string, string | undefined>>): string => {
  const asked = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return asked.length === 0 ? paths.audit() : `${paths.audit()}?${new URLSearchParams(asked).toString()}`
}

async function logPage(c: Ctx) {
  const { read } = c.var.db
  // A select that was left alone sends an empty value.
  const [personId, roundId, beforeId] = ['person', 'round', 'before'].map((name) => c.req.query(name) || undefined)
  const person = personId === undefined ? null : await getPerson(read, personId)
  const round = roundId === undefined ? null : await getRound(read, roundId)
  const whole = viewerOf(c).roles.includes('administrator')
  const { events, hasMore } = await listLog(read, { personId, roundId, beforeId, whole }, PAGE)
  const names = await listNames(read, events.map(({ event }) => event.actor))
  const shown = {
    lines: events.map((one) => toldEvent(c.var.t, one, names)),
    rounds: await listRounds(read),
    filter: emptyForm({ person: personId ?? '', round: roundId ?? '' }),
    of: person?.name ?? round?.name ?? null,
    older: hasMore ? addressOf({ person: personId, round: roundId, before: events.at(-1)?.event.id }) : null,
    newest: beforeId === undefined ? null : addressOf({ person: personId, round: roundId }),
  }
  return <LogPage here={here(c)} {...shown} />
}

/** The audit log: for staff what is about rounds and persons, for administrators everything. */
export const logRoutes = new Hono<Env>().get('/staff/audit', allow('staff', 'administrator'), async (c) => page(c, await logPage(c)))
