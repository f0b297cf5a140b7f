import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { endEnrolment, moveEnrolment } from '../enrolment/actions.ts'
import { isExpired, mustTakeMovers } from '../enrolment/enrolment.ts'
import type { Enrolment } from '../enrolment/enrolment.ts'
import { listLiveOfRound } from '../enrolment/queries.ts'
import { refuse } from '../refusal.ts'
import { getRound, getRoundUse, putRound } from '../rounds/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { cancelOrder, flagRefund } from './actions.ts'
import { mailEnded } from './mails.ts'
import { findLiveOrder } from './queries.ts'

/** What becomes of those who paid: moved to another round, or paid back. */
export type CallingOff = { readonly kind: 'move'; readonly roundId: string } | { readonly kind: 'refund' }

/**
 * Whether a round can be called off: until the first start moment has come.
 *
 * @param firstStartsAt the earliest start moment that somebody chose; `null` when nobody did
 * @throws Refusal `roundIsCalledOff`, `roundIsReleased`, `callOffTooLate`
 * @source domain.md, "Test rounds"
 */
export function mustBeCallable(round: Pick<Round, 'calledOffAt' | 'releasedAt'>, firstStartsAt: Instant | null, now: Instant): void {
  if (round.calledOffAt !== null) refuse('roundIsCalledOff')
  if (round.releasedAt !== null) refuse('roundIsReleased')
  if (firstStartsAt !== null && firstStartsAt <= now) refuse('callOffTooLate')
}

/**
 * Calls a round off: everybody who paid is moved or flagged for refund, what was not paid is cancelled, and each of
 * them gets a mail.
 *
 * @throws Refusal `notFound`, what `mustBeCallable` refuses; of the round to move to `sameRound`, `roundIsCalledOff`,
 *   `windowOver`, `roundPapersMissing`, and `retakeTooEarly`, `retakeNotFresh` when it does not suit somebody's retake
 */
export async function callOffRound(tx: Db, roundId: string, choice: CallingOff, by: Actor, now: Instant): Promise<void> {
  const round = await getRound(tx, roundId)
  mustBeCallable(round, (await getRoundUse(tx, roundId)).firstStartsAt, now)
  if (choice.kind === 'move') {
    if (choice.roundId === roundId) refuse('sameRound', {}, 'roundId')
    mustTakeMovers(await getRound(tx, choice.roundId), now)
  }
  await putRound(tx, roundId, { calledOffAt: now })
  const live = await listLiveOfRound(tx, roundId)
  for (const { enrolment } of live) {
    if (enrolment.confirmedAt === null) await giveUp(tx, enrolment, round, by, now)
    else if (choice.kind === 'move') await moveEnrolment(tx, { enrolmentId: enrolment.id, roundId: choice.roundId, because: 'calledOff' }, by, now)
    else await payBack(tx, enrolment, round, by, now)
  }
  const paid = live.filter(({ enrolment }) => enrolment.confirmedAt !== null).length
  const after = { calledOffAt: now, paid, unpaid: live.length - paid, movedTo: choice.kind === 'move' ? choice.roundId : null }
  await record(tx, { at: now, by, what: 'round.calledOff', on: roundId, roundId, before: { calledOffAt: null }, after })
}

async function giveUp(tx: Db, enrolment: Enrolment, round: Round, by: Actor, now: Instant): Promise<void> {
  const wasHeld = !isExpired(enrolment, now)
  await endEnrolment(tx, enrolment.id, wasHeld ? 'calledOff' : 'expired', by, now)
  const order = await findLiveOrder(tx, enrolment.id)
  if (order !== undefined) await cancelOrder(tx, order, by, now)
  if (wasHeld) await mailEnded(tx, 'roundCalledOffUnpaid', enrolment, round, now)
}

async function payBack(tx: Db, enrolment: Enrolment, round: Round, by: Actor, now: Instant): Promise<void> {
  await endEnrolment(tx, enrolment.id, 'calledOff', by, now)
  const order = await findLiveOrder(tx, enrolment.id)
  if (order !== undefined) await flagRefund(tx, order, 'calledOff', by, now)
  await mailEnded(tx, 'roundCalledOffRefund', enrolment, round, now)
}
