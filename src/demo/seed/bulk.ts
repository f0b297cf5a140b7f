import type { Database, Db } from '../../../db/database.ts'
import { DAY, HOUR } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { recount } from '../../grading/counting.ts'
import { dateAt, plusDays } from '../../local-time.ts'
import { listPublishedForms, getPublishedForm } from '../../papers/queries.ts'
import { closeRound, importRound, openRound } from '../../rounds/actions.ts'
import { usualPlan } from '../../rounds/plan.ts'
import { addRows, noRows } from '../bulk-queries.ts'
import type { Names, Writer } from './cast.ts'
import { chainsOf } from './chains.ts'
import { draw, pick } from './chance.ts'
import { addMember } from './crowd.ts'
import type { CrowdRound, CrowdTools, Member } from './crowd.ts'

/** How many candidates go into one transaction. */
const AT_ONCE = 250

interface Crowd {
  readonly candidates: number
  readonly now: Instant
  readonly staffId: string
  readonly names: Names
  readonly writers: readonly Writer[]
}

/**
 * Adds many candidates in two large rounds of their own, one running and one to be assessed, straight into the tables
 * and yet consistent: seals and audit chains hold. Each batch is a transaction.
 */
export async function addCrowd(db: Database, crowd: Crowd): Promise<void> {
  const rounds = await db.write((tx) => largeRounds(tx, crowd))
  for (let from = 0; from < crowd.candidates; from += AT_ONCE) {
    const rows = noRows()
    const entries = []
    for (let index = from; index < Math.min(from + AT_ONCE, crowd.candidates); index++) {
      entries.push(...addMember(rows, crowd satisfies CrowdTools, memberOf(crowd, rounds, index)))
    }
    const { events, heads } = chainsOf(entries)
    rows.auditEvent.push(...events)
    rows.auditHead.push(...heads)
    await db.write(async (tx) => {
      await addRows(tx, rows)
      await recount(tx, rows.attempt.map(({ id }) => id))
    })
  }
}

interface Rounds {
  readonly running: CrowdRound
  readonly over: CrowdRound
}

async function largeRounds(tx: Db, { now, staffId, candidates }: Crowd): Promise<Rounds> {
  const forms = await listPublishedForms(tx)
  const formIds = forms.map(({ id }) => id)
  const make = async (name: string, first: number, last: number) => {
    const [windowFirstOn, windowLastOn] = [plusDays(dateAt(now), first), plusDays(dateAt(now), last)]
    const plan = { ...usualPlan, name: `${name} (${candidates})`, windowFirstOn, windowLastOn, formIds }
    const roundId = await importRound(tx, plan, staffId, now + (first - 60) * DAY)
    await openRound(tx, roundId, staffId, now + (first - 45) * DAY)
    return roundId
  }
  const crowdRound = async (roundId: string): Promise<CrowdRound> => {
    const first = (['case', 'reflection'] as const).flatMap((kind) => forms.find((one) => one.kind === kind)?.id ?? [])
    const used = []
    for (const id of first) used.push(await getPublishedForm(tx, id))
    return { roundId, workingHours: usualPlan.workingHours, forms: used }
  }
  const over = await make('Grote toetsronde, te beoordelen', -40, -28)
  await closeRound(tx, over, staffId, now - 44 * DAY)
  return { running: await crowdRound(await make('Grote toetsronde, lopend', -5, 9)), over: await crowdRound(over) }
}

/** Two in five are being assessed; of the others half is writing, and the rest handed in, planned or still to choose. */
function memberOf({ now, names }: Crowd, { running, over }: Rounds, index: number): Member {
  const key = `crowd${index}`
  const name = `${pick(names.first, `first ${key}`)} ${pick(names.last, `last ${key}`)}`
  const email = `kandidaat${index + 1}@voorbeeld.example`
  const who = { key, name, email, until: now }
  const share = draw(`state ${key}`)
  if (share < 0.4) return { ...who, round: over, startsAt: quarter(now - (29 + 10 * draw(`day ${key}`)) * DAY), done: 1 }
  const begun = quarter(now - (3 + 64 * draw(`hours ${key}`)) * HOUR)
  if (share < 0.7) return { ...who, round: running, startsAt: begun, done: 0.95 * draw(`done ${key}`) }
  if (share < 0.82) return { ...who, round: running, startsAt: quarter(begun - 24 * HOUR), done: 1 }
  if (share < 0.94) return { ...who, round: running, startsAt: quarter(now + (1 + 7 * draw(`day ${key}`)) * DAY), done: 0 }
  return { ...who, round: running, startsAt: null, done: 0 }
}

const QUARTER = HOUR / 4

const quarter = (at: Instant): Instant => Math.floor(at / QUARTER) * QUARTER
