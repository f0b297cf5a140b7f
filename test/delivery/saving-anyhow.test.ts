/** Whatever windows and networks do: properties of saving, on the real actions and a real database. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { MINUTE } from '../../src/clock.ts'
import { handIn, saveAnswer } from '../../src/delivery/actions.ts'
import type { Draft } from '../../src/delivery/saving.ts'
import { listAnswers, listEnrolmentAttempts, listRevisions } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { play, stories, tabs, texts } from '../support/stories.ts'
import type { Acknowledged, Sent } from '../support/stories.ts'

let db: Database
let roundId: string
let questionId: string

beforeAll(async () => {
  db = await freshDatabase()
  const forms = await thePapers(db)
  roundId = (await aRound(db, forms)).id
  questionId = (await getPublishedForm(db.read, forms[0])).questions.find(({ type }) => type === 'open')?.id ?? ''
})
afterAll(() => db.close())

/** An answer of somebody new, that nobody has touched. */
async function anAnswer() {
  const { id: personId } = await aPerson(db)
  const { id } = await anEnrolment(db, personId, roundId, { startsAt: NOW })
  await db.write((tx) => startDueEnrolments(tx, NOW, 10, id))
  const attempts = await listEnrolmentAttempts(db.read, id)
  const attemptId = attempts.find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
  const save = (sent: Sent, now: number) => {
    const { windowId, count: windowCount, base: baseRevision, heirOf, text } = sent
    const draft: Draft = { text, choice: [], windowId, windowCount, baseRevision, heirOf }
    return db.write((tx) => saveAnswer(tx, { attemptId, questionId, personId, graceMs: 0, draft }, now))
  }
  return {
    save,
    standing: async () => (await listAnswers(db.read, attemptId)).find((answer) => answer.questionId === questionId),
    handIn: (now: number) => db.write((tx) => handIn(tx, { attemptId, personId, graceMs: 0 }, now)),
    history: () => listRevisions(db.read, attemptId, questionId),
  }
}

/** The rule of thinning: one text may take another's place within a minute of the same window's typing, if little is lost by it. */
const mayReplace = (next: Acknowledged, earlier: Acknowledged): boolean =>
  next.windowId === earlier.windowId &&
  Math.floor(next.at / MINUTE) === Math.floor(earlier.at / MINUTE) &&
  (next.text.trim() === '') === (earlier.text.trim() === '') &&
  next.text.length * 2 >= earlier.text.length

/** Every acknowledged text is in the history until one that may replace it was acknowledged after it; every other text stays. */
function expectKept(acknowledged: readonly Acknowledged[], refused: readonly string[], history: readonly { outcome: string; text: string }[]) {
  const saved = history.filter(({ outcome }) => outcome === 'saved').map(({ text }) => text)
  for (const [index, one] of acknowledged.entries()) {
    const next = acknowledged[index + 1]
    if (next === undefined || !mayReplace(next, one)) expect(saved).toContain(one.text)
  }
  for (const text of refused) expect(history.map((row) => row.text)).toContain(text)
}

test('for any windows, retries, duplicates, reorderings, heirs, plain forms and hand-ins the current text is the one acknowledged last, and no text is lost', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const { save, standing, history, handIn: seal } = await anAnswer()
      const { acknowledged, refused } = await play(story, {
        handIn: seal,
        async save(sent, now) {
          const { outcome, standing: told } = await save(sent, now)
          return { outcome, revision: told?.revision ?? 0, text: (await standing())?.text }
        },
      })
      expectKept(acknowledged, refused, await history())
    }),
    { numRuns: 40 },
  )
})

test('of saves that race from several windows each gets a revision of its own, the highest stands, and every other is kept', { timeout: 120_000 }, async () => {
  const messages = fc.array(fc.record({ window: tabs, base: fc.integer({ min: 0, max: 3 }), text: texts }), { minLength: 2, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(messages, async (typed) => {
      const { save, standing, history } = await anAnswer()
      const sent = typed.map(({ window, base, text }, index) => ({ windowId: `window-${window}`, base, count: index + 1, text: `${text} ${index}` }))
      const told = await Promise.all(sent.map(async (one) => ({ ...one, ...(await save(one, NOW)) })))
      const acknowledged = told
        .filter(({ outcome }) => outcome === 'saved')
        .map(({ windowId, count, base, text, standing: now }) => ({ windowId, count, base, text, at: NOW, revision: now?.revision ?? 0 }))
        .toSorted((one, other) => one.revision - other.revision)
      expect(acknowledged.map(({ revision }) => revision)).toEqual(acknowledged.map((_, index) => index + 1))
      expect((await standing())?.text).toBe(acknowledged.at(-1)?.text)
      expectKept(acknowledged, told.filter(({ outcome }) => outcome === 'stale').map(({ text }) => text), await history())
    }),
    { numRuns: 15 },
  )
})
