/** People who sit a test and never stop saving, for tests that look at the database in the meantime. */
import type { Database } from '../../db/database.ts'
import { open } from '../../db/open.ts'
import { SECOND } from '../../src/clock.ts'
import { saveAnswer } from '../../src/delivery/actions.ts'
import { listEnrolmentAttempts, listRevisions } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { newId } from '../../src/ids.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from './builders.ts'

export interface Sitter {
  readonly personId: string
  readonly attemptId: string
  readonly questionId: string
  readonly graceMs: number
  /** Resolves once the save is acknowledged. Each counts as a window of its own, so that each stays in the history. */
  save(text: string): Promise<void>
}

const graceMs = 60 * SECOND

/** So many people with a case test before them, and its first open question. */
export async function sittersIn(db: Database, count: number): Promise<Sitter[]> {
  const forms = await thePapers(db)
  const round = await aRound(db, forms)
  const questionId = (await getPublishedForm(db.read, forms[0])).questions.find(({ type }) => type === 'open')?.id ?? ''
  const people = await Promise.all(Array.from({ length: count }, () => aPerson(db)))
  const enrolments = await Promise.all(people.map(({ id }) => anEnrolment(db, id, round.id, { startsAt: NOW })))
  await db.write((tx) => startDueEnrolments(tx, NOW, count))
  return Promise.all(enrolments.map(async ({ id, personId }) => {
    const attempts = await listEnrolmentAttempts(db.read, id)
    const attemptId = attempts.find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
    return sitter(db, { personId, attemptId, questionId })
  }))
}

function sitter(db: Database, who: { personId: string; attemptId: string; questionId: string }): Sitter {
  let revision = 0
  const save = async (text: string) => {
    const draft = { text, choice: [], windowId: newId(), windowCount: null, baseRevision: revision }
    const { outcome } = await db.write((tx) => saveAnswer(tx, { ...who, graceMs, draft }, NOW + SECOND))
    if (outcome !== 'saved') throw new Error(`the save was ${outcome}`)
    revision += 1
  }
  return { ...who, graceMs, save }
}

/** Every acknowledged text, with where it belongs. */
export type Acknowledged = ReadonlyMap<string, Pick<Sitter, 'attemptId' | 'questionId'>>

/** Lets them all save, one text after the other, until `stop()`. */
export function saveAllTheTime(sitters: readonly Sitter[]) {
  const acknowledged = new Map<string, Sitter>()
  let stopped = false
  let waiting: { count: number; enough: () => void } | undefined
  const loops = sitters.map(async (one) => {
    for (let turn = 1; !stopped; turn += 1) {
      const text = `${one.personId} schrijft ${turn}`
      await one.save(text)
      acknowledged.set(text, one)
      if (waiting !== undefined && acknowledged.size >= waiting.count) waiting.enough()
    }
  })
  return {
    /** What was acknowledged up to now. */
    acknowledged: (): Acknowledged => new Map(acknowledged),
    /** Resolves when so many saves were acknowledged in all. */
    until: (count: number) => Promise.race([new Promise<void>((enough) => (waiting = { count, enough })), ...loops]),
    async stop() {
      stopped = true
      await Promise.all(loops)
    },
  }
}

/** The acknowledged texts that a database does not have, neither as the answer nor in its history. */
export async function missingIn(url: string, acknowledged: Acknowledged): Promise<string[]> {
  const db = await open(url)
  try {
    const kept = new Set<string>()
    const places = new Map([...acknowledged.values()].map((one) => [one.attemptId, one.questionId]))
    for (const [attemptId, questionId] of places) for (const { text } of await listRevisions(db.read, attemptId, questionId)) kept.add(text)
    return [...acknowledged.keys()].filter((text) => !kept.has(text))
  } finally {
    await db.close()
  }
}
