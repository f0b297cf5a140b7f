import { Hono } from 'hono'
import { z } from 'zod'
import { DemoCheckoutPage } from '../../views/payments/demo-checkout.tsx'
import type { Ctx, Env } from '../http/env.ts'
import { parseForm } from '../http/form.ts'
import { here, page } from '../http/reply.tsx'
import { refuse } from '../refusal.ts'
import type { DemoCheckout } from './queries.ts'
import { findDemoCheckout, putDemoStatus } from './queries.ts'

const EndingForm = z.object({ status: z.enum(['paid', 'failed', 'cancelled', 'expired']) })

const checkoutOf = async (c: Ctx): Promise<DemoCheckout> => (await findDemoCheckout(c.var.db.read, c.req.param('ref') ?? '')) ?? refuse('notFound')

/** Back to the page we came from, at whatever address this demonstration is read. */
const returnPath = ({ returnUrl }: DemoCheckout): string => new URL(returnUrl, 'http://here.invalid').pathname

/** The bank of the demonstration; mounted there alone. Like a bank's page it is open to whoever has its address. */
export const demoCheckoutRoutes = new Hono<Env>()
  .get('/demo/checkout/:ref', async (c) => {
    const found = await checkoutOf(c)
    const { id: ref, amountCents, description, status } = found
    const checkout = { ref, amountCents, description, isOpen: status === 'open' }
    return page(c, <DemoCheckoutPage here={here(c)} checkout={checkout} returnTo={returnPath(found)} />)
  })
  .post('/demo/checkout/:ref', async (c) => {
    const found = await checkoutOf(c)
    const { status } = await parseForm(c, EndingForm)
    if (!(await c.var.db.write((tx) => putDemoStatus(tx, found.id, status)))) refuse('checkoutDone')
    return c.redirect(returnPath(found), 303)
  })
