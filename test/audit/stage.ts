/** Who and what the tests of the audit log need, and what they share. */
import { NOW, aPerson } from '../support/builders.ts'
import type { startApp } from '../support/app.ts'
import { aStaffMember } from '../support/grading.ts'
import { whoIs, witness } from '../support/witness.ts'

type App = Awaited<ReturnType<typeof startApp>>

export type Stage = Awaited<ReturnType<typeof setStage>>

/** @param asked where each route that was asked is noted */
export async function setStage(app: App, asked: Set<string>) {
  return {
    app,
    asked,
    log: witness(app, asked),
    staff: whoIs(app, await aStaffMember(app.db, 'Toetsbureau Een')),
    colleague: whoIs(app, await aStaffMember(app.db, 'Toetsbureau Twee')),
    administrator: whoIs(app, await aPerson(app.db, { candidateSince: null, administratorSince: NOW })),
  }
}

/** The first of some, of which there is at least one. */
export function first<T>(rows: readonly T[]): T {
  const [one] = rows
  if (one === undefined) throw new Error('one was expected')
  return one
}
