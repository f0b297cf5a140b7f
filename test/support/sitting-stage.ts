/** A server, a browser, and somebody with a running test in front of them. */
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { session } from '../../db/schema/identity.ts'
import { readConfig } from '../../src/config.ts'
import { listAnswers, listEnrolmentAttempts, listRevisions } from '../../src/delivery/queries.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { openSession, startApp } from './app.ts'
import { startBrowser } from './browser.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from './builders.ts'
import { freePort } from './server.ts'

export type Stage = Awaited<ReturnType<typeof setStage>>

export async function setStage(browser: Browser) {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const running = await startApp({ config: readConfig({ NODE_ENV: 'test', BASE_URL: base, DEMO: 'false' }) })
  const { app, db, config } = running
  const open = () => new Promise<Server>((ready) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => ready(server as Server))
  })
  let server = await open()
  const close = () => new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
  const forms = await thePapers(db)
  const me = await aPerson(db, { name: 'Roos van Dam' })
  const round = await aRound(db, forms)
  const { id } = await anEnrolment(db, me.id, round.id, { startsAt: NOW })
  const { startDueEnrolments } = await import('../../src/delivery/starting.ts')
  await db.write((tx) => startDueEnrolments(tx, running.clock.now(), 1, id))
  const attempts = await listEnrolmentAttempts(db.read, id)
  const attemptId = attempts.find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
  const form = await getPublishedForm(db.read, forms[0])
  const questionId = form.questions.find((question) => question.type === 'open')?.id ?? ''
  const contexts: BrowserContext[] = []

  const signIn = async (context: BrowserContext) => {
    const value = encodeURIComponent(signed(await openSession(db, me.id), config.authSecret))
    await context.addCookies([{ name: sessionCookie(base), value, url: base }])
  }
  const standing = async () => (await listAnswers(db.read, attemptId)).find((answer) => answer.questionId === questionId)
  return {
    ...running,
    base,
    attemptId,
    personId: me.id,
    questionId,
    standing,
    history: () => listRevisions(db.read, attemptId, questionId),
    /** A browser of its own, signed in. */
    async context(options = {}): Promise<BrowserContext> {
      const context = await browser.newContext({ locale: 'nl-NL', viewport: { width: 1280, height: 900 }, ...options })
      contexts.push(context)
      await signIn(context)
      return context
    },
    signIn,
    /** A window on the test, with the answer of the first open question. */
    async window(context: BrowserContext) {
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      await page.goto(`${base}/attempts/${attemptId}`)
      return { page, answer: answerOn(page, questionId), status: page.locator(`[id="status-${questionId}"]`) }
    },
    /** Everybody's session ends, as an administrator or the calendar would end it. */
    endSessions: () => db.write((tx) => tx.delete(session)),
    goDown: close,
    async comeBack() {
      server = await open()
    },
    async stop() {
      for (const context of contexts) await context.close()
      await close()
      await running.stop()
    },
  }
}

export const answerOn = (page: Page, questionId: string) => page.locator(`[id="answer-${questionId}"]`)

/** Browsers and servers answer when they can. */
export const PATIENT = { timeout: 15_000, interval: 100 }

/** One browser for the tests of a file, and a stage for each of them. Without a browser they are skipped, and it is said why. */
export async function stages() {
  const started = await startBrowser()
  if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)
  let stage: Stage
  beforeEach(async () => {
    if (typeof started !== 'string') stage = await setStage(started)
  })
  afterEach(async () => {
    if (typeof started !== 'string') await stage.stop()
  })
  afterAll(async () => {
    if (typeof started !== 'string') await started.close()
  })
  const standing = () => stage.standing().then((answer) => answer?.text)
  return {
    inBrowser: test.runIf(typeof started !== 'string'),
    browser: () => {
      if (typeof started === 'string') throw new Error(started)
      return started
    },
    stage: () => stage,
    /** Waits until this is the answer at the server. */
    untilSaved: (text: string, timeout = PATIENT.timeout) => expect.poll(standing, { ...PATIENT, timeout }).toBe(text),
    /** Every text in the history of the answer, with what became of it; the newest first. */
    history: async () => (await stage.history()).map(({ outcome, text }) => [outcome, text]),
  }
}

/** The texts that wait on this device, as the page keeps them. */
export const waitingOn = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>((done) => {
        const opening = indexedDB.open('toetsronde', 1)
        opening.onerror = () => done(['no storage'])
        opening.onupgradeneeded = () => opening.result.createObjectStore('unsent')
        opening.onsuccess = () => {
          const all = opening.result.transaction('unsent').objectStore('unsent').getAll()
          all.onsuccess = () => {
            done(all.result.map(({ text }) => String(text)))
            opening.result.close()
          }
        }
      }),
  )

/** What the page says about all answers together. */
export const overall = (page: Page) => page.locator('[data-overall]').textContent()

/** What was last said aloud. */
export const announced = (page: Page) => page.locator('[data-announce]').textContent()
