import { Hono } from 'hono'
import { z } from 'zod'
import { NewChancePage } from '../../views/enrolment/new-chance.tsx'
import { refusalText } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, someText, submit } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { getPerson } from '../identity/queries.ts'
import { refusalOf } from '../refusal.ts'
import { giveNewChance, withdrawNewChance } from './actions.ts'
import { isFinal, mustBeAllowable, testsLeft } from './chances.ts'
import { isExpired } from './enrolment.ts'
import { findLiveEnrolment, findNewChance, listDecided } from './queries.ts'

const NewChanceForm = z.object({ reason: someText(1_000) })

async function newChancePage(c: Ctx, form: Form) {
  const { db, now, t } = c.var
  const person = await getPerson(db.read, c.req.param('id') ?? '')
  const decided = await listDecided(db.read, person.id)
  const given = await findNewChance(db.read, person.id)
  const live = await findLiveEnrolment(db.read, person.id)
  const isEnrolled = live !== undefined && !isExpired(live, now)
  const refusal = await refusalOf(Promise.resolve().then(() => mustBeAllowable(decided, { hasNewChance: false, isEnrolled })))
  const view = {
    personId: person.id,
    personName: person.name,
    tests: testsLeft(decided),
    given: given === undefined ? null : { at: given.allowedAt, reason: given.reason, mayWithdraw: !isEnrolled },
    whyNot: refusal && refusalText(t, refusal),
    mayRetake: !isFinal(decided),
  }
  return <NewChancePage here={here(c)} form={form} view={view} />
}

/** What the office does for somebody whose result is final. */
export const enrolmentStaffRoutes = new Hono<Env>()
  .get('/staff/people/:id/new-chance', allow('staff'), async (c) => page(c, await newChancePage(c, emptyForm())))
  .post('/staff/people/:id/new-chance', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { id: personId } = await getPerson(db.read, c.req.param('id'))
    return submit(c, NewChanceForm, {
      act: ({ reason }) => db.write((tx) => giveNewChance(tx, { personId, reason }, viewerOf(c).personId, now)),
      done: () => paths.person(personId),
      again: (form) => newChancePage(c, form),
    })
  })
  .post('/staff/people/:id/new-chance/withdrawal', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { id: personId } = await getPerson(db.read, c.req.param('id'))
    await db.write((tx) => withdrawNewChance(tx, personId, viewerOf(c).personId, now))
    return c.redirect(paths.person(personId), 303)
  })
