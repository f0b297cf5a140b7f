import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import { theClock } from '../audit/audit.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { mustBeEligible } from '../eligibility/actions.ts'
import { getPerson } from '../identity/queries.ts'
import { newId } from '../ids.ts'
import { refusalOf, refuse } from '../refusal.ts'
import type { TestKind } from '../papers/content.ts'
import { findSat, getRound, listFormsWithKeys, listRoundForms } from '../rounds/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { mustBeStart, mustBeStartNow } from '../rounds/start.ts'
import { mustBeAllowable, mustMaySit, testsLeft } from './chances.ts'
import {
  HOLD, isExpired, mustBeMovable, mustFitRetake, mustHavePapers, mustHaveRoom, mustMayChooseStart, mustNotHaveBegun, mustTakeEnrolments, testsOf,
} from './enrolment.ts'
import type { EndReason, Enrolment } from './enrolment.ts'
import { mailLapsed, mailMoved, mailNewChance, mailStart } from './mails.ts'
import {
  addEnrolment, addNewChance, countPlaces, countSat, endRetakesOf, findFirstRelease, findLiveEnrolment, findNewChance, getEnrolment, getOwnEnrolment,
  isRetakeTaken, listBegun, listDecided, listLapsing, putEnrolment, reviveRetakesOf, withdrawChance,
} from './queries.ts'

/** What somebody enrols for. */
export interface WantedEnrolment {
  readonly personId: string
  readonly roundId: string
  readonly kind: 'full' | 'retake'
  readonly tests: { readonly case: boolean; readonly reflection: boolean }
  /** The version of terms and privacy text that they agreed to. */
  readonly agreedTo: string
}

/**
 * Whether somebody may enrol.
 *
 * @throws Refusal `notFound`, `roundIsCalledOff`, `enrolmentOpensLater`, `enrolmentClosed`, `roundFull`,
 *   `alreadyEnrolled`, `alreadySufficient`, and for a full enrolment `notEligible` { missing }, `retakeInstead`,
 *   `resultFinal`, `chanceOwed`
 */
export async function mustMayEnrol(db: Db, wanted: Omit<WantedEnrolment, 'agreedTo'>, now: Instant): Promise<void> {
  const { personId, roundId, kind, tests } = wanted
  const round = await getRound(db, roundId)
  mustTakeEnrolments(round, now)
  const live = await findLiveEnrolment(db, personId)
  if (live !== undefined && !isExpired(live, now)) refuse('alreadyEnrolled')
  await mustHaveChance(db, { personId, kind, tests: testsOf({ caseTest: tests.case, reflectionTest: tests.reflection }) })
  if (kind === 'full') await mustBeEligible(db, personId)
  mustHaveRoom(round, await countPlaces(db, roundId, now))
}

/** The tests that somebody would enrol in full for: both the first time, and those not yet sufficient after that. */
export const listTestsLeft = async (db: Db, personId: string): Promise<TestKind[]> => testsLeft(await listDecided(db, personId))

/**
 * Whether somebody's results leave room to sit these tests.
 *
 * @throws Refusal what `mustMaySit` refuses
 */
export async function mustHaveChance(
  db: Db, wanted: { readonly personId: string; readonly kind: 'full' | 'retake'; readonly tests: readonly TestKind[] },
): Promise<void> {
  const { personId, kind, tests } = wanted
  const hasNewChance = kind === 'full' && (await findNewChance(db, personId)) !== undefined
  mustMaySit({ kind, tests, hasNewChance }, await listDecided(db, personId))
}

/**
 * Gives somebody a place in a round, held for 30 minutes until it is paid. A hold of their own that ran out makes way.
 *
 * @throws Refusal what `mustMayEnrol` refuses; of two at once one is `alreadyEnrolled`
 */
export async function enrol(tx: Db, wanted: WantedEnrolment, now: Instant): Promise<Enrolment> {
  await mustMayEnrol(tx, wanted, now)
  const { personId, roundId, kind, tests, agreedTo } = wanted
  const expired = await findLiveEnrolment(tx, personId)
  if (expired !== undefined) await endEnrolment(tx, expired.id, 'expired', theClock, now)
  const covered = { caseTest: tests.case, reflectionTest: tests.reflection }
  const given = { id: newId(), personId, roundId, kind, ...covered, termsVersion: agreedTo, agreedAt: now, createdAt: now, heldUntil: now + HOLD }
  const added = await addEnrolment(tx, given).catch((error: unknown) => {
    if (isUniqueViolation(error, 'enrolment_one_live')) refuse('alreadyEnrolled')
    throw error
  })
  const after = { kind, tests: testsOf(covered), agreedTo, heldUntil: given.heldUntil }
  await record(tx, { at: now, by: personId, what: 'enrolment.made', on: added.id, personId, roundId, after })
  return added
}

/** Paid, so the place is certain; a second time does nothing. @throws Refusal `notFound`, `enrolmentEnded` */
export async function confirmEnrolment(tx: Db, enrolmentId: string, by: Actor, now: Instant): Promise<void> {
  const { enrolment } = await getEnrolment(tx, enrolmentId)
  if (enrolment.endedAt !== null) refuse('enrolmentEnded')
  if (enrolment.confirmedAt !== null) return
  await putEnrolment(tx, enrolmentId, { confirmedAt: now })
  await record(tx, { at: now, by, what: 'enrolment.confirmed', ...about(enrolment), before: { confirmedAt: null }, after: { confirmedAt: now } })
}

/**
 * Whether somebody may choose a start moment of their own: not once the clock has run and staff gave it another start.
 *
 * @throws Refusal `startSetByOffice`, what `mustMayChooseStart` refuses
 */
export async function mustMayChoose(db: Db, { enrolment, round }: { readonly enrolment: Enrolment; readonly round: Round }, now: Instant): Promise<void> {
  mustMayChooseStart(enrolment, round, now)
  if ((await listBegun(db, enrolment.id)).length > 0) refuse('startSetByOffice')
}

/**
 * Chooses a start moment, or another one while the clock has not come to it, and mails start and deadline.
 *
 * @throws Refusal `notFound`, what `mustMayChoose` and `mustBeStart` refuse
 */
export async function chooseStart(
  tx: Db, chosen: { readonly enrolmentId: string; readonly personId: string; readonly startsAt: Instant }, now: Instant,
): Promise<void> {
  const { enrolment, round } = await getOwnEnrolment(tx, chosen.enrolmentId, chosen.personId)
  await mustMayChoose(tx, { enrolment, round }, now)
  mustBeStart(chosen.startsAt, round, now)
  await setStart(tx, enrolment, round, chosen.startsAt, now)
}

/**
 * Starts the clock this very instant.
 *
 * @throws Refusal `notFound`, `startOutsideWindow`, what `mustMayChoose` refuses
 */
export async function startNow(tx: Db, chosen: { readonly enrolmentId: string; readonly personId: string }, now: Instant): Promise<void> {
  const { enrolment, round } = await getOwnEnrolment(tx, chosen.enrolmentId, chosen.personId)
  await mustMayChoose(tx, { enrolment, round }, now)
  mustBeStartNow(round, now)
  await setStart(tx, enrolment, round, now, now)
}

async function setStart(tx: Db, enrolment: Enrolment, round: Round, startsAt: Instant, now: Instant): Promise<void> {
  if (enrolment.startsAt === startsAt) return
  await putEnrolment(tx, enrolment.id, { startsAt })
  const [before, after] = [{ startsAt: enrolment.startsAt }, { startsAt }]
  await record(tx, { at: now, by: enrolment.personId, what: 'enrolment.startChosen', ...about(enrolment), before, after })
  await mailStart(tx, { ...enrolment, startsAt }, round, now)
}

/**
 * Declares that the rules were read and that the work will be one's own; a second time does nothing.
 *
 * @throws Refusal `notFound`, `enrolmentEnded`, `payFirst`
 */
export async function declareOwnWork(
  tx: Db, { enrolmentId, personId }: { readonly enrolmentId: string; readonly personId: string }, now: Instant,
): Promise<void> {
  const { enrolment } = await getOwnEnrolment(tx, enrolmentId, personId)
  if (enrolment.declaredAt !== null) return
  if (enrolment.endedAt !== null) refuse('enrolmentEnded')
  if (enrolment.confirmedAt === null) refuse('payFirst')
  await putEnrolment(tx, enrolmentId, { declaredAt: now })
  const [before, after] = [{ declaredAt: null }, { declaredAt: now }]
  await record(tx, { at: now, by: personId, what: 'enrolment.declared', ...about(enrolment), before, after })
}

/**
 * Moves a paid enrolment to another round without a new payment; its start moment is to be chosen again.
 *
 * @param because of `calledOff`: the mail says that the round was called off
 * @throws Refusal `notFound`, `roundPapersMissing`, what `mustBeMovable` and, of a retake, `mustFitRetake` refuse
 */
export async function moveEnrolment(
  tx: Db, { enrolmentId, roundId, because }: { readonly enrolmentId: string; readonly roundId: string; readonly because?: 'calledOff' },
  by: Actor, now: Instant,
): Promise<void> {
  const { enrolment, round } = await getEnrolment(tx, enrolmentId)
  const target = await getRound(tx, roundId)
  mustBeMovable(enrolment, target, await countSat(tx, enrolmentId), now)
  mustHavePapers(testsOf(enrolment), await listRoundForms(tx, roundId))
  await mustSuitRetake(tx, enrolment, testsOf(enrolment), target)
  await putEnrolment(tx, enrolmentId, { roundId, startsAt: null, lapsedAt: null })
  const before = { roundId: round.id, startsAt: enrolment.startsAt, lapsedAt: enrolment.lapsedAt }
  await record(tx, { at: now, by, what: 'enrolment.moved', ...about(enrolment), roundId, before, after: { roundId, startsAt: null, lapsedAt: null } })
  await mailMoved(tx, enrolment, { from: round, to: target }, because === 'calledOff' ? 'roundCalledOffMoved' : 'enrolmentMoved', now)
}

/**
 * Whether a round that people are placed in suits this retake; a full enrolment suits any.
 *
 * @throws Refusal `notFound`, what `mustFitRetake` refuses
 */
export async function mustSuitRetake(
  db: Db, { id, personId }: Pick<Enrolment, 'id' | 'personId'>, tests: readonly TestKind[], target: Round,
): Promise<void> {
  const releasedAt = await findFirstRelease(db, id)
  if (releasedAt === null) return
  const { name } = await getPerson(db, personId)
  mustFitRetake(tests, target, await listFormsWithKeys(db, target.id), { name, releasedAt, sat: await findSat(db, personId) })
}

/**
 * Ends an enrolment. Unless its results were released, a retake's right is back with it.
 *
 * @throws Refusal `notFound`, `enrolmentEnded`; `clockStarted` for a cancellation once the clock runs
 */
export async function endEnrolment(tx: Db, enrolmentId: string, reason: EndReason, by: Actor, now: Instant): Promise<void> {
  const { enrolment } = await getEnrolment(tx, enrolmentId)
  if (enrolment.endedAt !== null) refuse('enrolmentEnded')
  if (reason !== 'released') mustNotHaveBegun(enrolment, await countSat(tx, enrolmentId), now)
  await putEnrolment(tx, enrolmentId, { endedAt: now, endReason: reason })
  if (reason !== 'released') await endRetakesOf(tx, enrolmentId, now)
  await record(tx, { at: now, by, what: 'enrolment.ended', ...about(enrolment), before: { endedAt: null }, after: { endedAt: now, reason } })
}

/** Whether an enrolment whose hold had run out may count again: its tests and its right to a retake were not used since. */
export async function mayBeRevived(tx: Db, enrolment: Enrolment): Promise<boolean> {
  if (await isRetakeTaken(tx, enrolment.id)) return false
  const { personId, kind } = enrolment
  return (await refusalOf(mustHaveChance(tx, { personId, kind, tests: testsOf(enrolment) }))) === null
}

/** An enrolment whose hold had run out counts again, because its payment came in after all. */
export async function reviveEnrolment(tx: Db, enrolmentId: string, now: Instant): Promise<void> {
  const { enrolment } = await getEnrolment(tx, enrolmentId)
  await putEnrolment(tx, enrolmentId, { endedAt: null, endReason: null })
  await reviveRetakesOf(tx, enrolmentId)
  const [before, after] = [{ endedAt: enrolment.endedAt }, { endedAt: null }]
  await record(tx, { at: now, by: theClock, what: 'enrolment.revived', ...about(enrolment), before, after })
}

/**
 * Notes who has paid and never chose a start moment before the window ended, and mails them.
 *
 * @param limit the most to note now
 * @returns how many were noted
 */
export async function noteLapsed(tx: Db, now: Instant, limit = 50): Promise<number> {
  const lapsing = await listLapsing(tx, now, limit)
  for (const { enrolment, round } of lapsing) {
    await putEnrolment(tx, enrolment.id, { lapsedAt: now })
    const [before, after] = [{ lapsedAt: null }, { lapsedAt: now }]
    await record(tx, { at: now, by: theClock, what: 'enrolment.lapsed', ...about(enrolment), before, after })
    await mailLapsed(tx, enrolment, round, now)
  }
  return lapsing.length
}

/**
 * Lets somebody enrol in full once more, for the tests without a sufficient result, and mails them so.
 *
 * @param given the reason stays with it and out of the audit log
 * @throws Refusal `notFound`, what `mustBeAllowable` refuses
 */
export async function giveNewChance(
  tx: Db, { personId, reason }: { readonly personId: string; readonly reason: string }, by: Actor, now: Instant,
): Promise<void> {
  await getPerson(tx, personId)
  const decided = await listDecided(tx, personId)
  const live = await findLiveEnrolment(tx, personId)
  const isEnrolled = live !== undefined && !isExpired(live, now)
  mustBeAllowable(decided, { hasNewChance: (await findNewChance(tx, personId)) !== undefined, isEnrolled })
  const id = newId()
  await addNewChance(tx, { id, personId, reason, allowedAt: now, allowedBy: by })
  await record(tx, { at: now, by, what: 'newChance.given', on: id, personId, after: { tests: testsLeft(decided) } })
  await mailNewChance(tx, personId, testsLeft(decided), now)
}

/**
 * Takes back a new chance that nobody has used yet.
 *
 * @throws Refusal `newChanceNotGiven`; `placeEnrolled` while an enrolment runs on it
 */
export async function withdrawNewChance(tx: Db, personId: string, by: Actor, now: Instant): Promise<void> {
  const given = (await findNewChance(tx, personId)) ?? refuse('newChanceNotGiven')
  const live = await findLiveEnrolment(tx, personId)
  if (live !== undefined && !isExpired(live, now)) refuse('placeEnrolled')
  await withdrawChance(tx, given.id, now)
  await record(tx, { at: now, by, what: 'newChance.withdrawn', on: given.id, personId, before: { withdrawnAt: null }, after: { withdrawnAt: now } })
}

/** What every audit event of an enrolment says of it. */
const about = ({ id, personId, roundId }: Enrolment) => ({ on: id, personId, roundId })
