/** Whatever windows and networks do: properties of saving, on the real actions and a real database. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { MINUTE, SECOND } from '../../src/clock.ts'
import { saveAnswer } from '../../src/delivery/actions.ts'
import { listAnswers, listEnrolmentAttempts, listRevisions } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'

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
    const draft = { text: sent.text, choice: [], windowId: `window-${sent.window}`, windowCount: sent.count, baseRevision: sent.base }
    return db.write((tx) => saveAnswer(tx, { attemptId, questionId, personId, graceMs: 0, draft }, now))
  }
  return {
    save,
    standing: async () => (await listAnswers(db.read, attemptId)).find((answer) => answer.questionId === questionId),
    history: () => listRevisions(db.read, attemptId, questionId),
  }
}

interface Sent {
  readonly window: number
  readonly count: number
  readonly base: number
  readonly text: string
}

interface Acknowledged extends Sent {
  readonly at: number
  readonly revision: number
}

/** The rule of thinning: one text may take another's place within a minute of the same window's typing, if little is lost by it. */
const mayReplace = (next: Acknowledged, earlier: Acknowledged): boolean =>
  next.window === earlier.window &&
  Math.floor(next.at / MINUTE) === Math.floor(earlier.at / MINUTE) &&
  (next.text.trim() === '') === (earlier.text.trim() === '') &&
  next.text.length * 2 >= earlier.text.length

/** Every acknowledged text is in the history until one that may replace it was acknowledged after it. */
function expectKept(acknowledged: readonly Acknowledged[], stale: readonly string[], history: readonly { outcome: string; text: string }[]) {
  const saved = history.filter(({ outcome }) => outcome === 'saved').map(({ text }) => text)
  for (const [index, one] of acknowledged.entries()) {
    const next = acknowledged[index + 1]
    if (next === undefined || !mayReplace(next, one)) expect(saved).toContain(one.text)
  }
  const uncounted = history.filter(({ outcome }) => outcome === 'stale').map(({ text }) => text)
  for (const text of stale) expect(uncounted).toContain(text)
}

const windows = fc.integer({ min: 0, max: 2 })
const texts = fc.constantFrom('', ' ', 'a', 'ab', 'een zin', 'een langere zin over luisteren', 'iets heel anders')

/** What can happen: somebody types in a window, a window is told of the newest, the network delivers any message, again or late. */
const steps = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('types' as const), window: windows, text: texts }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('looks' as const), window: windows }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('arrives' as const), which: fc.nat(), after: fc.integer({ min: 0, max: 70 }), isAnswerLost: fc.boolean() }),
  },
)

test('for any windows, retries, duplicates and reorderings the current text is the one acknowledged last, and no acknowledged text is lost', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 30 }), async (story) => {
      const { save, standing, history } = await anAnswer()
      const known = [0, 0, 0]
      const counts = [0, 0, 0]
      const network: Sent[] = []
      const acknowledged: Acknowledged[] = []
      const stale: string[] = []
      let now = NOW
      for (const step of story) {
        const last = acknowledged.at(-1)
        if (step.kind === 'types') {
          const count = (counts[step.window] = (counts[step.window] ?? 0) + 1)
          // Each text is its own, so that what is in the history cannot be mistaken for another.
          const text = step.text.trim() === '' ? step.text : `${step.text} ${network.length}`
          network.push({ window: step.window, count, base: known[step.window] ?? 0, text })
        } else if (step.kind === 'looks') {
          known[step.window] = last?.revision ?? 0
        } else if (network.length > 0) {
          now += step.after * SECOND
          const sent = network[step.which % network.length]
          if (sent === undefined) continue
          const { outcome, standing: told } = await save(sent, now)
          if (outcome === 'saved') {
            // Nobody overwrites what they have not seen.
            if (last && last.window !== sent.window) expect(sent.base).toBeGreaterThanOrEqual(last.revision)
            if (last && last.window === sent.window) expect(sent.count).toBeGreaterThanOrEqual(last.count)
            expect(told?.revision).toBe((last?.revision ?? 0) + 1)
            acknowledged.push({ ...sent, at: now, revision: told?.revision ?? 0 })
            if (!step.isAnswerLost) known[sent.window] = told?.revision ?? 0
          } else if (sent.text !== last?.text) stale.push(sent.text)
          expect((await standing())?.text).toBe(acknowledged.at(-1)?.text)
        }
      }
      expectKept(acknowledged, stale, await history())
    }),
    { numRuns: 40 },
  )
})

test('of saves that race from several windows each gets a revision of its own, the highest stands, and every other is kept', { timeout: 120_000 }, async () => {
  const messages = fc.array(fc.record({ window: windows, base: fc.integer({ min: 0, max: 3 }), text: texts }), { minLength: 2, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(messages, async (typed) => {
      const { save, standing, history } = await anAnswer()
      const sent = typed.map((one, index) => ({ ...one, count: index + 1, text: `${one.text} ${index}` }))
      const told = await Promise.all(sent.map(async (one) => ({ ...one, ...(await save(one, NOW)) })))
      const acknowledged = told
        .filter(({ outcome }) => outcome === 'saved')
        .map(({ window, count, base, text, standing: now }) => ({ window, count, base, text, at: NOW, revision: now?.revision ?? 0 }))
        .toSorted((one, other) => one.revision - other.revision)
      expect(acknowledged.map(({ revision }) => revision)).toEqual(acknowledged.map((_, index) => index + 1))
      expect((await standing())?.text).toBe(acknowledged.at(-1)?.text)
      expectKept(acknowledged, told.filter(({ outcome }) => outcome === 'stale').map(({ text }) => text), await history())
    }),
    { numRuns: 15 },
  )
})
