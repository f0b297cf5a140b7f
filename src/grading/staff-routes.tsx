import { Hono } from 'hono'
import { z } from 'zod'
import { AssessingPage } from '../../views/grading/assessing.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { anyText, chosenId, emptyForm, optional, parseForm, several, submit, wholeNumber } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { assignAssessors, assignTasks, declareConflictFor, setPassMark } from './actions.ts'
import { boardOf } from './board.ts'
import { parsePoints } from './grading.ts'
import type { HandedOut } from './handing-out.ts'

const PassMarkForm = z.object({
  formId: chosenId(),
  after: wholeNumber(0, 1_000_000),
  points: z.string('problem.required').transform((text, { addIssue }) => {
    const points = parsePoints(text)
    if (points === null) addIssue({ code: 'custom', message: 'problem.points' })
    return points ?? 0
  }),
  reason: optional(anyText(1_000).transform((text) => text.trim())),
})

const AssessorsForm = z.object({ assessorIds: several(chosenId()) })

const ConflictForm = z.object({ assessorId: chosenId() })

/** The page of a round's assessing, with the form that was sent and did not fit. */
async function board(c: Ctx, roundId: string, sent: { assessors?: Form; passMark?: Form } = {}) {
  const { presentIds, ...view } = await boardOf(c.var.db.read, roundId)
  const formId = sent.passMark?.typed['formId']
  const passMarkForm = sent.passMark && typeof formId === 'string' ? { formId, form: sent.passMark } : null
  const given = c.req.query('given')
  return (
    <AssessingPage
      here={here(c)}
      view={view}
      form={sent.assessors ?? emptyForm({ assessorIds: presentIds })}
      passMarkForm={passMarkForm}
      given={given !== undefined && /^\d{1,9}$/.test(given) ? Number(given) : null}
    />
  )
}

const after = (roundId: string, { given }: HandedOut): string => `${paths.roundAssessing(roundId)}?given=${given}`

/** What staff arrange: who assesses, where the pass mark lies, who may not assess whom. */
export const gradingStaffRoutes = new Hono<Env>()
  .get('/staff/rounds/:id/assessing', allow('staff'), async (c) => page(c, await board(c, c.req.param('id'))))
  .post('/staff/rounds/:id/assessors', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    return submit(c, AssessorsForm, {
      act: ({ assessorIds }) => db.write((tx) => assignAssessors(tx, { roundId, assessorIds }, viewerOf(c).personId, now)),
      done: (handedOut) => after(roundId, handedOut),
      again: (assessors) => board(c, roundId, { assessors }),
    })
  })
  .post('/staff/rounds/:id/tasks', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    const handedOut = await db.write((tx) => assignTasks(tx, roundId, viewerOf(c).personId, now))
    return c.redirect(after(roundId, handedOut), 303)
  })
  .post('/staff/rounds/:id/tasks/redistribution', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    const handedOut = await db.write((tx) => assignTasks(tx, roundId, viewerOf(c).personId, now, { redistribute: true }))
    return c.redirect(after(roundId, handedOut), 303)
  })
  .post('/staff/rounds/:id/pass-marks', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    return submit(c, PassMarkForm, {
      act: (values) => db.write((tx) => setPassMark(tx, { roundId, ...values }, viewerOf(c).personId, now)),
      done: () => paths.roundAssessing(roundId),
      again: (passMark) => board(c, roundId, { passMark }),
    })
  })
  .post('/staff/people/:id/conflicts', allow('staff'), async (c) => {
    const { db, now } = c.var
    const personId = c.req.param('id')
    const { assessorId } = await parseForm(c, ConflictForm)
    await db.write((tx) => declareConflictFor(tx, { assessorId, personId }, viewerOf(c).personId, now))
    return c.redirect(paths.person(personId), 303)
  })
