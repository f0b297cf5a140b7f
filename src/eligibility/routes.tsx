import { Hono } from 'hono'
import { z } from 'zod'
import { MasterclassesPage } from '../../views/eligibility/page.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, localDate, optional, someText, submit } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { getPerson } from '../identity/queries.ts'
import { recordMasterclass, withdrawMasterclass } from './actions.ts'
import { GRANTED_BY, missingMasterclasses } from './eligibility.ts'
import type { Basis } from './eligibility.ts'
import { listExemptionRules, listMasterclasses } from './queries.ts'

const EXEMPTION = 'exemption:'

const MasterclassForm = z.object({
  masterclass: z.string('problem.choose').regex(/^[1-4]$/, 'problem.choose').transform(Number),
  basis: z.string('problem.choose').regex(/^([AB]|exemption:.{1,100})$/, 'problem.choose'),
  obtainedOn: localDate(),
  grantedBy: optional(someText(100)),
})

const basisOf = ({ basis, grantedBy }: z.output<typeof MasterclassForm>): Basis =>
  basis.startsWith(EXEMPTION)
    ? { basis: 'exemption', exemptionRuleId: basis.slice(EXEMPTION.length), grantedBy: grantedBy ?? GRANTED_BY }
    : { basis: 'certificate', programme: basis === 'A' ? 'A' : 'B' }

async function masterclassesPage(c: Ctx, personId: string, form: Form) {
  const db = c.var.db.read
  const person = await getPerson(db, personId)
  const records = await listMasterclasses(db, personId)
  const rules = await listExemptionRules(db)
  return <MasterclassesPage here={here(c)} person={person} records={records} missing={missingMasterclasses(records)} rules={rules} form={form} />
}

export const eligibilityRoutes = new Hono<Env>()
  .get('/staff/people/:id/masterclasses', allow('staff'), async (c) => page(c, await masterclassesPage(c, c.req.param('id'), emptyForm())))
  .post('/staff/people/:id/masterclasses', allow('staff'), async (c) => {
    const { db, now } = c.var
    const personId = c.req.param('id')
    return submit(c, MasterclassForm, {
      act: (values) => {
        const given = { personId, masterclass: values.masterclass, obtainedOn: values.obtainedOn, ...basisOf(values) }
        return db.write((tx) => recordMasterclass(tx, given, viewerOf(c).personId, now))
      },
      done: () => paths.person(personId),
      again: (form) => masterclassesPage(c, personId, form),
    })
  })
  .post('/staff/people/:id/masterclasses/:recordId/withdrawal', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { id: personId, recordId } = c.req.param()
    await db.write((tx) => withdrawMasterclass(tx, { personId, recordId }, viewerOf(c).personId, now))
    return c.redirect(paths.person(personId), 303)
  })
