import { Hono } from 'hono'
import { z } from 'zod'
import { paths } from '../../views/paths.ts'
import { RetakesPage } from '../../views/retakes/page.tsx'
import type { Ctx, Env } from '../http/env.ts'
import { chosenId, emptyForm, submit, ticked } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { TERMS_VERSION } from '../identity/terms.ts'
import { PRICES } from '../payments/prices.ts'
import { findRetakes, orderRetake } from './actions.ts'

const RetakeForm = z.object({
  tests: z.enum(['case', 'reflection', 'both'], 'problem.choose'),
  roundId: chosenId(),
  agree: ticked().refine((agreed) => agreed, 'problem.agree'),
})

const view = async (c: Ctx, form: Form) => {
  const retakes = await findRetakes(c.var.db.read, viewerOf(c).personId, c.var.now)
  return <RetakesPage here={here(c)} form={form} retakes={retakes} bothFeeCents={PRICES.retakeBoth} />
}

export const retakeRoutes = new Hono<Env>()
  .get('/retakes', allow('candidate'), async (c) => page(c, await view(c, emptyForm())))
  .post('/retakes', allow('candidate'), (c) =>
    submit(c, RetakeForm, {
      act: ({ tests: chosen, roundId }) => {
        const tests = { case: chosen !== 'reflection', reflection: chosen !== 'case' }
        const wanted = { personId: viewerOf(c).personId, tests, roundId, agreedTo: TERMS_VERSION }
        return c.var.db.write((tx) => orderRetake(tx, wanted, c.var.now))
      },
      done: (order) => paths.order(order.id),
      again: (form) => view(c, form),
    }),
  )
