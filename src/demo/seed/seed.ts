import type { Database, Db } from '../../../db/database.ts'
import type { Instant } from '../../clock.ts'
import { listToCount } from '../../grading/count-queries.ts'
import { recount } from '../../grading/counting.ts'
import { putAhead, sendPastMails } from '../queries.ts'
import { addCrowd } from './bulk.ts'
import { candidateLife } from './candidates.ts'
import { readCast } from './cast.ts'
import type { Cast } from './cast.ts'
import { officeLife } from './office.ts'
import { roundLife, roundNames } from './rounds.ts'
import { idOf, perform } from './stage.ts'
import type { Life, Stage } from './stage.ts'

/** What the demonstration needs to know of its surroundings. */
export interface SeedDeps {
  readonly graceMs: number
  /** Where people reach the program, for the links in mails. */
  readonly baseUrl: string
}

/**
 * Fills an empty database with the demonstration as it stands at `now`, all in one transaction: nobody ever sees half
 * of it, and a crash leaves nothing.
 *
 * @param given `candidates`: so many more after that, in two large rounds of their own
 */
export async function seedDemo(
  db: Database, deps: SeedDeps, { now, candidates = 0 }: { readonly now: Instant; readonly candidates?: number },
): Promise<void> {
  const cast = readCast()
  const staffId = await db.write((tx) => fillDemo(tx, cast, deps, now))
  if (candidates > 0) await addCrowd(db, { candidates, now, staffId, names: cast.names, writers: cast.writers })
}

/**
 * The same in a transaction that is open: through the actions that people and jobs would have done it with, each at its own time.
 *
 * @returns the id of somebody of the office
 */
export async function fillDemo(tx: Db, cast: Cast, { graceMs, baseUrl }: SeedDeps, now: Instant): Promise<string> {
  const { people } = await perform({ tx, until: now, graceMs, cast }, storiesOf)
  await recount(tx, await listToCount(tx, { after: '', handedInBy: now, limit: Number.MAX_SAFE_INTEGER }))
  await sendPastMails(tx, now, baseUrl)
  await putAhead(tx, 0)
  return idOf(people, 'staffOne')
}

function storiesOf(stage: Stage): readonly Life[] {
  const { cast } = stage
  const names = roundNames(stage, cast.rounds, cast.heldRounds)
  return [
    officeLife(stage),
    ...cast.rounds.map((plot) => roundLife(stage, plot, names.get(plot.key) ?? plot.key)),
    ...cast.candidates.map((who) => candidateLife(stage, who)),
  ]
}
