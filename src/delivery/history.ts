import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { saveAnswer } from './actions.ts'
import type { Saved } from './actions.ts'
import { getVersion } from './history-queries.ts'
import { getOwnAnswer } from './queries.ts'

/**
 * Makes an earlier version the answer again: a save like any other, from a window of its own. What stood is kept.
 *
 * @throws Refusal `notFound`, and as `saveAnswer`
 */
export async function restoreVersion(
  tx: Db,
  given: { attemptId: string; questionId: string; revisionId: string; personId: string; graceMs: number },
  now: Instant,
): Promise<Saved> {
  const { attemptId, questionId, revisionId, personId } = given
  const { answer } = await getOwnAnswer(tx, attemptId, questionId, personId)
  const { text, choice } = await getVersion(tx, attemptId, questionId, revisionId)
  const draft = { text, choice, windowId: newId(), windowCount: null, baseRevision: answer?.revision ?? 0 }
  return saveAnswer(tx, { ...given, draft }, now)
}
