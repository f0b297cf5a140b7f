import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { practice, practiceAnswer } from '../../db/schema/practice.ts'
import type { Instant } from '../clock.ts'

export type PracticeAnswerRow = typeof practiceAnswer.$inferSelect

/** Somebody's own practice answers; those that were only marked too. */
export const listPracticeAnswers = (db: Db, personId: string): Promise<PracticeAnswerRow[]> =>
  db.select().from(practiceAnswer).where(eq(practiceAnswer.personId, personId))

export async function findPracticeAnswer(db: Db, personId: string, questionId: string): Promise<PracticeAnswerRow | undefined> {
  const [found] = await db.select().from(practiceAnswer).where(and(eq(practiceAnswer.personId, personId), eq(practiceAnswer.questionId, questionId)))
  return found
}

/** When the practice test was handed in; `null` while it can be written. */
export async function practiceHandedInAt(db: Db, personId: string): Promise<Instant | null> {
  const [found] = await db.select().from(practice).where(eq(practice.personId, personId))
  return found?.handedInAt ?? null
}

export async function putPracticeAnswer(tx: Db, row: Omit<PracticeAnswerRow, 'marked'>): Promise<void> {
  const { text, choice, revision, windowId, windowCount, savedAt } = row
  await tx
    .insert(practiceAnswer)
    .values({ ...row, marked: false })
    .onConflictDoUpdate({
      target: [practiceAnswer.personId, practiceAnswer.questionId],
      set: { text, choice, revision, windowId, windowCount, savedAt },
    })
}

export async function putPracticeMark(tx: Db, given: { personId: string; questionId: string; marked: boolean }, now: Instant): Promise<void> {
  const nothing = { text: '', choice: [], revision: 0, windowId: '', windowCount: 0, savedAt: now }
  await tx
    .insert(practiceAnswer)
    .values({ ...given, ...nothing })
    .onConflictDoUpdate({ target: [practiceAnswer.personId, practiceAnswer.questionId], set: { marked: given.marked } })
}

export async function putPractice(tx: Db, personId: string, handedInAt: Instant | null): Promise<void> {
  await tx.insert(practice).values({ personId, handedInAt }).onConflictDoUpdate({ target: practice.personId, set: { handedInAt } })
}

/** Empties every answer. A revision like any other, so that a window still open elsewhere overwrites nothing unasked. */
export async function emptyPractice(tx: Db, personId: string, windowId: string, now: Instant): Promise<void> {
  await tx
    .update(practiceAnswer)
    .set({ text: '', choice: [], revision: sql`${practiceAnswer.revision} + 1`, windowId, windowCount: 0, savedAt: now, marked: false })
    .where(eq(practiceAnswer.personId, personId))
}
