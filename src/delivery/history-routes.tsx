import { Hono } from 'hono'
import { HistoryPage, VersionPage } from '../../views/delivery/history.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import { getPublishedForm } from '../papers/queries.ts'
import { Refusal, refuse } from '../refusal.ts'
import { differenceOf } from './difference.ts'
import { getVersion, listVersions } from './history-queries.ts'
import { restoreVersion } from './history.ts'
import { shownQuestion } from './presenting.ts'
import { getOwnAnswer } from './queries.ts'
import { limitsOf, stateOf } from './sitting.ts'

interface Settings {
  /** How long after the deadline a save still counts, ms. */
  readonly graceMs: number
}

/** One answer of the candidate's own, with its question. @throws Refusal `notFound`. */
async function ownAnswer(c: Ctx, { graceMs }: Settings) {
  const { db, now } = c.var
  const attemptId = c.req.param('id') ?? ''
  const questionId = c.req.param('questionId') ?? ''
  const found = await getOwnAnswer(db.read, attemptId, questionId, viewerOf(c).personId)
  const question = shownQuestion(await getPublishedForm(db.read, found.attempt.formId), questionId) ?? refuse('notFound')
  const writable = stateOf(found, limitsOf(found, graceMs), now) === 'writing'
  return { standing: found.answer?.text ?? '', shown: { here: here(c), attemptId, question, currentId: found.answer?.historyId ?? null, writable } }
}

async function historyPage(c: Ctx, settings: Settings) {
  const { shown } = await ownAnswer(c, settings)
  const versions = await listVersions(c.var.db.read, shown.attemptId, shown.question.id, pageNumber(c))
  return page(c, <HistoryPage {...shown} {...versions} />)
}

async function versionPage(c: Ctx, settings: Settings) {
  const { standing, shown } = await ownAnswer(c, settings)
  const revision = await getVersion(c.var.db.read, shown.attemptId, shown.question.id, c.req.param('revisionId') ?? '')
  return page(c, <VersionPage {...shown} revision={revision} difference={differenceOf(revision.text, standing)} />)
}

/** What somebody saved before: looked back at, compared, put back. */
export const historyRoutes = (settings: Settings) =>
  new Hono<Env>()
    .get('/attempts/:id/answers/:questionId/history', allow('candidate'), (c) => historyPage(c, settings))
    .get('/attempts/:id/answers/:questionId/history/:revisionId', allow('candidate'), (c) => versionPage(c, settings))
    .post('/attempts/:id/answers/:questionId/history/:revisionId', allow('candidate'), async (c) => {
      const { db, now } = c.var
      const { id: attemptId, questionId, revisionId } = c.req.param()
      const given = { attemptId, questionId, revisionId, personId: viewerOf(c).personId, graceMs: settings.graceMs }
      const { outcome, sealed, limits } = await db.write((tx) => restoreVersion(tx, given, now))
      if (outcome === 'late') throw sealed ? new Refusal('handedIn') : new Refusal('timeIsUp', { dueAt: limits.dueAt })
      if (outcome === 'early') throw new Refusal('notStarted')
      return c.redirect(`${paths.attempt(attemptId)}?saved=1#question-${questionId}`, 303)
    })
