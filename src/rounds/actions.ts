import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import { theClock } from '../audit/audit.ts'
import type { Actor, Fact } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import {
  editionOf, mustBeChangeable, mustBeClosable, mustBeOpenable, mustBePlan, mustHavePapers, mustKeepPromises, mustKeepUsedPapers, mustLieAhead,
} from './plan.ts'
import type { RoundPlan } from './plan.ts'
import { enrolmentStateOf } from './rounds.ts'
import {
  addRound, getRound, getRoundUse, listDatedRounds, listPublishedKinds, listRoundForms, putRound, replaceRoundForms,
} from './queries.ts'
import type { Round } from './queries.ts'

/**
 * Makes a round, for the time to come. With a date that opens it, it has its papers from the start.
 *
 * @returns the new round's id
 * @throws Refusal what `mustBePlan` and `mustLieAhead` refuse, `roundPapersMissing`, `roundPaperNotPublished`,
 *   `roundNameTaken`
 */
export async function makeRound(tx: Db, plan: RoundPlan, by: Actor, now: Instant): Promise<string> {
  mustBePlan(plan)
  mustLieAhead(plan, null, now)
  return addPlanned(tx, plan, by, now)
}

/** Takes in a round as it was held, whenever that was. Refuses what `makeRound` refuses, but for dates that have passed. */
export async function importRound(tx: Db, plan: RoundPlan, by: Actor, now: Instant): Promise<string> {
  mustBePlan(plan)
  return addPlanned(tx, plan, by, now)
}

async function addPlanned(tx: Db, plan: RoundPlan, by: Actor, now: Instant): Promise<string> {
  await mustHaveItsPapers(tx, plan, plan.enrolmentOpensAt !== null)
  const { formIds, ...columns } = plan
  const id = newId()
  await named(() => addRound(tx, { ...columns, id, createdAt: now }))
  await replaceRoundForms(tx, id, formIds)
  await record(tx, { at: now, by, what: 'round.made', on: id, roundId: id, after: factsOf(plan) })
  return id
}

/** @param isNeeded whether somebody can come to need them: the enrolment is open, a date will open it, or people have places */
async function mustHaveItsPapers(tx: Db, { formIds }: RoundPlan, isNeeded: boolean): Promise<void> {
  const papers = await listPublishedKinds(tx, formIds)
  if (papers.length < formIds.length || papers.some(({ publishedAt }) => publishedAt === null)) refuse('roundPaperNotPublished')
  if (isNeeded) mustHavePapers(papers)
}

async function named(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isUniqueViolation(error, 'round_name')) refuse('roundNameTaken', {}, 'name')
    throw error
  }
}

/** What the audit log may know of a plan: everything but the texts. */
function factsOf({ name: _name, note: _note, ...facts }: RoundPlan): Readonly<Record<string, Fact>> {
  return { ...facts }
}

/**
 * Changes a round. Nothing that candidates rely on changes under them: see `mustKeepPromises`.
 *
 * @param seen the edition (`editionOf`) of the plan that the change was made on; `null` when nobody looked
 * @throws Refusal `notFound`, `roundChangedElsewhere` when the round has changed since, what `mustBePlan` and `mustLieAhead` refuse, `roundIsCalledOff`, `roundIsReleased`,
 *   `roundStarted`, `roundStartsOutside`, `roundPaperUsed`, `roundPapersMissing`, `roundPaperNotPublished`,
 *   `roundNameTaken`
 */
export async function changeRound(
  tx: Db, { id: roundId, seen }: { readonly id: string; readonly seen: string | null }, plan: RoundPlan, by: Actor, now: Instant,
): Promise<void> {
  const round = await getRound(tx, roundId)
  const forms = await listRoundForms(tx, roundId)
  const use = await getRoundUse(tx, roundId)
  const before = planOf(round, forms.map(({ formId }) => formId))
  mustBeChangeable(round)
  if (seen !== null && seen !== editionOf(before)) refuse('roundChangedElsewhere')
  mustBePlan(plan)
  mustLieAhead(plan, round, now)
  mustKeepPromises(plan, round, use, now)
  mustKeepUsedPapers(plan.formIds, forms, use)
  await mustHaveItsPapers(tx, plan, plan.enrolmentOpensAt !== null || round.handState === 'open' || use.hasPlaces)
  const { formIds, ...columns } = plan
  await named(() => putRound(tx, roundId, columns))
  await replaceRoundForms(tx, roundId, formIds)
  const change = changeOf(before, plan)
  if (change !== null) await record(tx, { at: now, by, what: 'round.changed', on: roundId, roundId, ...change })
}

/** The plan of a round as it stands. */
export function planOf(round: Round, formIds: readonly string[]): RoundPlan {
  const { id: _id, handState: _state, handAt: _at, notedState: _noted, createdAt: _made, calledOffAt: _off, releasedAt: _released, ...plan } = round
  return { ...plan, formIds }
}

function changeOf(before: RoundPlan, after: RoundPlan): { before: Fact; after: Fact } | null {
  const [old, fresh] = [factsOf(before), factsOf(after)]
  const changed = Object.keys(fresh).filter((name) => JSON.stringify(old[name]) !== JSON.stringify(fresh[name]))
  const textsChanged = before.name !== after.name || before.note !== after.note
  if (changed.length === 0 && !textsChanged) return null
  const only = (facts: Readonly<Record<string, Fact>>): Readonly<Record<string, Fact>> =>
    Object.fromEntries(changed.map((name) => [name, facts[name] ?? null]))
  return { before: only(old), after: { ...only(fresh), ...(textsChanged ? { textsChanged } : {}) } }
}

/**
 * Opens the enrolment by hand, which beats the dates: see `enrolmentStateOf`.
 *
 * @throws Refusal `notFound`, `roundIsCalledOff`, `roundIsReleased`, `roundIsOver`, `roundIsOpen`, `roundPapersMissing`
 */
export async function openRound(tx: Db, roundId: string, by: Actor, now: Instant): Promise<void> {
  const round = await getRound(tx, roundId)
  mustBeOpenable(round, now)
  mustHavePapers(await listRoundForms(tx, roundId))
  await putRound(tx, roundId, { handState: 'open', handAt: now, notedState: 'open' })
  const [before, after] = [{ state: 'closed' }, { state: 'open', byHand: true }]
  await record(tx, { at: now, by, what: 'round.opened', on: roundId, roundId, before, after })
}

/**
 * Closes the enrolment by hand, for good: no date opens it again. An enrolment that a date was going to open can be
 * closed too.
 *
 * @throws Refusal `notFound`, `roundIsCalledOff`, `roundIsReleased`, `roundIsClosed`
 */
export async function closeRound(tx: Db, roundId: string, by: Actor, now: Instant): Promise<void> {
  const round = await getRound(tx, roundId)
  mustBeClosable(round, now)
  const before = { state: enrolmentStateOf(round, now).open ? 'open' : 'closed' }
  await putRound(tx, roundId, { handState: 'closed', handAt: now, notedState: 'closed' })
  await record(tx, { at: now, by, what: 'round.closed', on: roundId, roundId, before, after: { state: 'closed', byHand: true } })
}

/**
 * Tells the audit log which enrolments a date has opened or closed. The rules look at the dates themselves, so that
 * it does no harm when this comes late.
 *
 * @returns how many events were noted
 */
export async function noteRoundStates(tx: Db, now: Instant): Promise<number> {
  let noted = 0
  for (const round of await listDatedRounds(tx)) {
    for (const state of statesToNote(round, now)) {
      const [what, before] = state === 'open' ? ['round.opened', 'closed'] : ['round.closed', 'open']
      await putRound(tx, round.id, { notedState: state })
      await record(tx, { at: now, by: theClock, what, on: round.id, roundId: round.id, before: { state: before }, after: { state, byHand: false } })
      noted += 1
    }
  }
  return noted
}

/** What happened since the log was last told; both when a round opened and closed in between. */
function statesToNote(round: Round, now: Instant): readonly ('open' | 'closed')[] {
  const noted = round.notedState ?? 'closed'
  const { open } = enrolmentStateOf(round, now)
  if (open) return noted === 'open' ? [] : ['open']
  if (noted === 'open') return ['closed']
  const { enrolmentOpensAt, handState, notedState } = round
  const missed = notedState === null && handState === null && enrolmentOpensAt !== null && enrolmentOpensAt <= now
  return missed ? ['open', 'closed'] : []
}
