/** What was acknowledged beside what the database holds after a crash. */
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { open } from '../../db/open.ts'
import { answer, attempt, seal } from '../../db/schema/delivery.ts'
import { digestOf, readSnapshot } from '../../src/delivery/sealing.ts'
import type { Writer } from './crash-writers.ts'

type Answer = Pick<typeof answer.$inferSelect, 'attemptId' | 'questionId' | 'text' | 'revision'>
type Seal = typeof seal.$inferSelect

export interface Damage {
  readonly lost: number
  readonly torn: number
}

/**
 * Compares with a connection of its own.
 *
 * Lost: an acknowledged save whose answer stands at an earlier revision, or at the same one with other text.
 * Torn: an attempt that is closed without its one seal, or sealed without being closed; a seal that does not match its
 * hash or is not the work as it stands; a receipt that was shown and is not there.
 */
export async function compare(url: string, writers: readonly Writer[]): Promise<Damage> {
  const db = await open(url)
  try {
    // All of one moment: the program is back and closes what ran out meanwhile.
    const { answers, seals, attempts } = await db.write(async (tx) => ({
      answers: await listAll(tx),
      seals: byAttempt(await tx.select().from(seal)),
      attempts: await tx.select({ id: attempt.id, sealedAt: attempt.sealedAt }).from(attempt),
    }))
    const lost = writers.filter((writer) => isLost(writer, answers)).length
    const torn = attempts.filter(({ id, sealedAt }) => isTorn(sealedAt !== null, seals.get(id) ?? [], answers)).length
    const vanished = writers.filter(({ attemptId, receipt }) => receipt !== null && !(seals.get(attemptId) ?? []).some((one) => one.receiptCode === receipt))
    return { lost, torn: torn + vanished.length }
  } finally {
    await db.close()
  }
}

function byAttempt(all: readonly Seal[]): ReadonlyMap<string, readonly Seal[]> {
  const found = new Map<string, Seal[]>()
  for (const one of all) found.set(one.attemptId, [...(found.get(one.attemptId) ?? []), one])
  return found
}

const keyOf = (attemptId: string, questionId: string): string => `${attemptId} ${questionId}`

async function listAll(db: Db): Promise<ReadonlyMap<string, Answer>> {
  const { attemptId, questionId, text, revision } = answer
  const rows = await db.select({ attemptId, questionId, text, revision }).from(answer)
  return new Map(rows.map((row) => [keyOf(row.attemptId, row.questionId), row]))
}

function isLost({ attemptId, questionId, acknowledged }: Writer, answers: ReadonlyMap<string, Answer>): boolean {
  if (acknowledged === null) return false
  const row = answers.get(keyOf(attemptId, questionId))
  if (row === undefined || row.revision < acknowledged.revision) return true
  return row.revision === acknowledged.revision && row.text !== acknowledged.text
}

function isTorn(isClosed: boolean, seals: readonly Seal[], answers: ReadonlyMap<string, Answer>): boolean {
  const [one] = seals
  if (one === undefined || seals.length > 1) return isClosed || seals.length > 1
  if (!isClosed || digestOf(one.snapshot) !== one.sha256) return true
  return readSnapshot(one.snapshot).answers.some(({ questionId, text, revision }) => {
    const row = answers.get(keyOf(one.attemptId, questionId))
    return row?.text !== text || row.revision !== revision
  })
}

/** Moves the start of these attempts, so that their clock runs out when it should. */
export async function letRunOut(url: string, attemptIds: readonly string[], startsAt: (index: number) => number): Promise<void> {
  const db = await open(url)
  try {
    await db.write(async (tx) => {
      for (const [index, id] of attemptIds.entries()) await tx.update(attempt).set({ startsAt: startsAt(index) }).where(eq(attempt.id, id))
    })
  } finally {
    await db.close()
  }
}
