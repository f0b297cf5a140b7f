/** One candidate in the middle of the case test, asked over HTTP without a socket, while something goes wrong. */
import { expect } from 'vitest'
import type { Database } from '../../db/database.ts'
import { HOUR } from '../../src/clock.ts'
import { listAnswers, listEnrolmentAttempts, listRevisions } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { translator } from '../../src/language/translate.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { startApp } from '../support/app.ts'
import { NOW, aPerson, aRound, anEnrolment, thePapers } from '../support/builders.ts'

export type AtWork = Awaited<ReturnType<typeof atWork>>

/** Two hours into the test, on this database; `stop` closes it. */
export async function atWork(db: Database) {
  const forms = await thePapers(db)
  const me = await aPerson(db)
  const round = await aRound(db, forms)
  const enrolment = await anEnrolment(db, me.id, round.id, { startsAt: NOW - 2 * HOUR })
  await db.write((tx) => startDueEnrolments(tx, NOW, 1, enrolment.id))
  const attempts = await listEnrolmentAttempts(db.read, enrolment.id)
  const attemptId = attempts.find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
  const questionId = (await getPublishedForm(db.read, forms[0])).questions.find((question) => question.type === 'open')?.id ?? ''
  const app = await startApp({ db })
  const browser = app.as(me)
  // The first request makes the session: that must not be what the fault meets.
  await browser('/terms')
  const path = `/attempts/${attemptId}`
  let count = 0
  return {
    app, browser, path, attemptId, questionId, roundId: round.id,
    /** What the page's module sends; each call is a newer text of the same window. */
    save: (text: string) => {
      count += 1
      const form = { window: 'window-at-work', count: String(count), revision: '0', text }
      return browser(`${path}/answers/${questionId}`, { form, headers: { 'HX-Request': 'true' } })
    },
    /** The page as a plain form, without JavaScript. */
    saveWhole: (text: string, revision: number) =>
      browser(`${path}/answers`, { form: { window: 'window-at-work', [`revision-${questionId}`]: String(revision), [`text-${questionId}`]: text, go: questionId } }),
    standing: async () => (await listAnswers(db.read, attemptId)).find((answer) => answer.questionId === questionId),
    history: () => listRevisions(db.read, attemptId, questionId),
    stop: app.stop,
  }
}

/** 503, when to try again, and what to do in plain words. */
export async function expectUnavailable(response: Response): Promise<void> {
  expect(response.status).toBe(503)
  expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(await response.text()).toContain(translator('nl')('refusal.unavailable'))
}

/** What works without writing goes on working: the page of the test with what was saved last, and a page for everybody. */
export async function expectReadable({ browser, path }: AtWork, text: string): Promise<void> {
  const page = await browser(path)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain(text)
  expect((await browser('/terms')).status).toBe(200)
}
