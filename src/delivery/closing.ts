import type { Db } from '../../db/database.ts'
import { longMoment } from '../../views/format.ts'
import { theClock } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { translator } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import { Refusal } from '../refusal.ts'
import { handIn, sealAttempt } from './actions.ts'
import { getAttempt, getOwnAttempt } from './queries.ts'
import type { AttemptRow } from './queries.ts'
import { limitsOf } from './sitting.ts'

/**
 * Seals an attempt whose time is up, as of its deadline, with what was saved last, and mails the receipt.
 *
 * @throws Refusal `handedIn` when it was sealed already, `notDue` while it can still be written
 */
export async function sealAttemptByItself(tx: Db, given: { attemptId: string; graceMs: number }, now: Instant): Promise<void> {
  const found = await getAttempt(tx, given.attemptId)
  const limits = limitsOf(found, given.graceMs)
  if (now <= limits.writableUntil) throw new Refusal('notDue')
  const { receiptCode } = await sealAttempt(tx, { attempt: found.attempt, by: 'deadline', actor: theClock, at: limits.dueAt }, now)
  await mailReceipt(tx, { attempt: found.attempt, receiptCode, at: limits.dueAt, byItself: true }, now)
}

/** Hands in for the candidate and mails the receipt. @throws as `handIn`. */
export async function handInAndTell(tx: Db, given: { attemptId: string; personId: string; graceMs: number }, now: Instant) {
  const handed = await handIn(tx, given, now)
  if (handed.first) {
    const { attempt } = await getOwnAttempt(tx, given.attemptId, given.personId)
    await mailReceipt(tx, { attempt, receiptCode: handed.receiptCode, at: handed.at, byItself: false }, now)
  }
  return handed
}

async function mailReceipt(
  tx: Db,
  given: { attempt: AttemptRow; receiptCode: string; at: Instant; byItself: boolean },
  now: Instant,
): Promise<void> {
  const { attempt, receiptCode, at, byItself } = given
  const to = recipientOf(await getPerson(tx, attempt.personId))
  const t = translator(to.language)
  const test = t(attempt.kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')
  const params = { test, receiptCode, moment: longMoment(t, at), attemptId: attempt.id }
  await sendMail(tx, { to, kind: byItself ? 'handedInByItself' : 'handedIn', params, onceKey: `receipt:${receiptCode}` }, now)
}
