import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Instant } from '../clock.ts'
import { enrol } from '../enrolment/actions.ts'
import { isExpired } from '../enrolment/enrolment.ts'
import { countPlaces, findLiveEnrolment, findNewChance, isChanceOwed } from '../enrolment/queries.ts'
import { newId } from '../ids.ts'
import type { TestKind } from '../papers/content.ts'
import { makeOrder } from '../payments/actions.ts'
import type { Order } from '../payments/payments.ts'
import { PRICES, productOf } from '../payments/prices.ts'
import { refuse } from '../refusal.ts'
import type { Released } from '../results/actions.ts'
import { findSat, listFormsWithKeys, listRounds } from '../rounds/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentIsOpen } from '../rounds/rounds.ts'
import { mailRetakeOffer } from './mails.ts'
import { addRetake, findFullEnrolments, listLiveRetakes, listSittings } from './queries.ts'
import { TEST_KINDS, fits, standingOf } from './retakes.ts'
import type { Candidate, Standing } from './retakes.ts'

/** A test that may be retaken now. */
export interface RetakeOption {
  readonly kind: TestKind
  readonly firstAttemptId: string
  /** The round it was sat in. */
  readonly roundName: string
  readonly releasedAt: Instant
  /** whole euro cents, for this test alone */
  readonly feeCents: number
  /** The rounds it can be retaken in, the first window first; none when there is no such round now. */
  readonly rounds: readonly Round[]
}

/** Everything about somebody's retakes. */
export interface Retakes {
  readonly open: readonly RetakeOption[]
  readonly ordered: readonly Extract<Standing, { state: 'ordered' }>[]
  readonly final: readonly Extract<Standing, { state: 'final' }>[]
  /** Another enrolment still runs: a retake can be ordered when that has ended. */
  readonly isEnrolled: boolean
  /** Staff let them enrol in full once more. */
  readonly hasNewChance: boolean
  /** A retake that was declared void can be sat again without paying: the office has to place them. */
  readonly isOwed: boolean
}

/** Where somebody stands with each test, and what can be ordered now. */
export async function findRetakes(db: Db, personId: string, now: Instant): Promise<Retakes> {
  const [sittings, retakes] = [await listSittings(db, personId), await listLiveRetakes(db, personId)]
  const standings = TEST_KINDS.flatMap((kind) => standingOf(kind, sittings, retakes, now) ?? [])
  const open = standings.filter((one) => one.state === 'open')
  const candidates = open.length === 0 ? [] : await listCandidates(db, personId, now)
  const live = await findLiveEnrolment(db, personId)
  return {
    open: open.map(({ kind, firstAttemptId, roundName, releasedAt }) => {
      const feeCents = PRICES[productOf('retake', only(kind))]
      const rounds = candidates.filter((one) => fits(kind, releasedAt, one, now)).map(({ round }) => round)
      return { kind, firstAttemptId, roundName, releasedAt, feeCents, rounds }
    }),
    ordered: standings.filter((one) => one.state === 'ordered'),
    final: standings.filter((one) => one.state === 'final'),
    isEnrolled: live !== undefined && !isExpired(live, now),
    hasNewChance: (await findNewChance(db, personId)) !== undefined,
    isOwed: await isChanceOwed(db, personId),
  }
}

/** Which insufficient first attempts of somebody may be retaken, with fee and fitting rounds. */
export const retakeOptions = async (db: Db, personId: string, now: Instant): Promise<readonly RetakeOption[]> =>
  (await findRetakes(db, personId, now)).open

const only = (kind: TestKind) => ({ case: kind === 'case', reflection: kind === 'reflection' })

/** The rounds that are open for enrolment, the first window first, with what decides whether a retake fits. */
async function listCandidates(db: Db, personId: string, now: Instant): Promise<Candidate[]> {
  const sat = await findSat(db, personId)
  const rounds = (await listRounds(db)).filter((round) => enrolmentIsOpen(round, now)).reverse()
  const candidates: Candidate[] = []
  for (const round of rounds) {
    candidates.push({ round, sat, places: await countPlaces(db, round.id, now), forms: await listFormsWithKeys(db, round.id) })
  }
  return candidates
}

/** What somebody orders. */
export interface WantedRetake {
  readonly personId: string
  readonly tests: { readonly case: boolean; readonly reflection: boolean }
  readonly roundId: string
  /** The version of terms and privacy text that they agreed to. */
  readonly agreedTo: string
}

/**
 * Orders a retake: a place in a round for the tests that are retaken, and the order of its fee.
 *
 * @throws Refusal `retakeUsed` when it was ordered before, `retakeNotOpen` when there is nothing to retake,
 *   `retakeRoundUnfit`, and what `enrol` refuses (`alreadyEnrolled` of two at once)
 */
export async function orderRetake(tx: Db, wanted: WantedRetake, now: Instant): Promise<Order> {
  const { personId, tests, roundId, agreedTo } = wanted
  const chosen = chooseOptions(await findRetakes(tx, personId, now), tests)
  if (!chosen.every(({ rounds }) => rounds.some(({ id }) => id === roundId))) refuse('retakeRoundUnfit', {}, 'roundId')
  const enrolment = await enrol(tx, { personId, roundId, kind: 'retake', tests, agreedTo }, now)
  for (const { firstAttemptId } of chosen) await useRight(tx, { personId, firstAttemptId, roundId, enrolmentId: enrolment.id }, now)
  return makeOrder(tx, { enrolmentId: enrolment.id, personId, product: productOf('retake', tests) }, now)
}

function chooseOptions(retakes: Retakes, tests: WantedRetake['tests']): readonly RetakeOption[] {
  const kinds = TEST_KINDS.filter((kind) => tests[kind])
  if (retakes.isEnrolled && !retakes.ordered.some(({ kind }) => kinds.includes(kind))) refuse('alreadyEnrolled')
  if ([...retakes.ordered, ...retakes.final].some(({ kind }) => kinds.includes(kind))) refuse('retakeUsed')
  const chosen = retakes.open.filter(({ kind }) => kinds.includes(kind))
  return chosen.length > 0 && chosen.length === kinds.length ? chosen : refuse('retakeNotOpen')
}

/** Two orders at once meet here: the unique index lets one pass. */
async function useRight(
  tx: Db, right: { personId: string; firstAttemptId: string; roundId: string; enrolmentId: string }, now: Instant,
): Promise<void> {
  const { personId, firstAttemptId, roundId, enrolmentId } = right
  const id = newId()
  await addRetake(tx, { id, personId, firstAttemptId, enrolmentId, createdAt: now }).catch((error: unknown) => {
    if (isUniqueViolation(error, 'retake_one')) refuse('retakeUsed')
    throw error
  })
  await record(tx, { at: now, by: personId, what: 'retake.ordered', on: id, personId, roundId, after: { firstAttemptId, enrolmentId } })
}

/** Mails everybody whose first attempt was insufficient what a retake is and costs: one mail for both tests. */
export async function offerRetakes(tx: Db, results: readonly Released[], now: Instant): Promise<void> {
  const insufficient = results.filter(({ sufficient }) => !sufficient)
  const full = await findFullEnrolments(tx, insufficient.map(({ enrolmentId }) => enrolmentId))
  const offered = new Map<string, Released[]>()
  for (const one of insufficient) {
    if (full.has(one.enrolmentId)) offered.set(one.personId, [...(offered.get(one.personId) ?? []), one])
  }
  for (const [personId, ofPerson] of offered) await mailRetakeOffer(tx, personId, ofPerson, now)
}
