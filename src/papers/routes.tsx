import { Hono } from 'hono'
import { PapersPage } from '../../views/papers/list.tsx'
import { PaperPage } from '../../views/papers/paper.tsx'
import { paths } from '../../views/paths.ts'
import { clustersOf } from '../frameworks/frameworks.ts'
import { getFramework } from '../frameworks/queries.ts'
import type { Env } from '../http/env.ts'
import { showFile } from '../http/file.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import { publishForm } from './actions.ts'
import { toHtml } from './markdown.ts'
import { blueprintOf, blueprintTotal } from './papers.ts'
import { getAttachedFile, getForm, listForms } from './queries.ts'

export const paperRoutes = new Hono<Env>()
  .get('/staff/papers', allow('staff'), async (c) => page(c, <PapersPage here={here(c)} forms={await listForms(c.var.db.read)} />))
  .get('/staff/papers/:formId', allow('staff'), async (c) => {
    const form = await getForm(c.var.db.read, c.req.param('formId'))
    const framework = await getFramework(c.var.db.read, form.frameworkId)
    const total = blueprintTotal(form.questions)
    const clusters = clustersOf(framework, total.competences)
    const shown = { form, total, rows: blueprintOf(form.questions), frameworkName: framework.name, frameworkLanguage: framework.language, clusters }
    return page(c, <PaperPage here={here(c)} {...shown} html={toHtml} />)
  })
  .get('/staff/papers/:formId/attachments/:key', allow('staff'), async (c) => {
    const { formId, key } = c.req.param()
    return showFile(c, await getAttachedFile(c.var.db.read, formId, key))
  })
  .post('/staff/papers/:formId/publication', allow('staff'), async (c) => {
    const { db, now } = c.var
    const formId = c.req.param('formId')
    await db.write((tx) => publishForm(tx, formId, viewerOf(c).personId, now))
    return c.redirect(paths.paper(formId), 303)
  })
