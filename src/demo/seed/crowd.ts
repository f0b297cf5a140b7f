/** Many candidates at once, as rows: what their actions would have left behind, without doing each of them. */
import { paths } from '../../../views/paths.ts'
import type { AuditEntry, Fact } from '../../audit/audit.ts'
import { theClock } from '../../audit/audit.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { HOLD } from '../../enrolment/enrolment.ts'
import { searchTextOf } from '../../identity/identity.ts'
import { TERMS_VERSION } from '../../identity/terms.ts'
import { newId } from '../../ids.ts'
import { dateAt } from '../../local-time.ts'
import type { PaperForm } from '../../papers/content.ts'
import { PRICES, drawOrderNumber } from '../../payments/prices.ts'
import type { Rows } from '../bulk-queries.ts'
import type { Quality, Writer } from './cast.ts'
import { draw, pick } from './chance.ts'
import { crowdAttempt } from './crowd-work.ts'

/** A round that a crowd sits. */
export interface CrowdRound {
  readonly roundId: string
  readonly workingHours: number
  readonly forms: readonly PaperForm[]
}

/** One of the crowd. */
export interface Member {
  readonly key: string
  readonly name: string
  readonly email: string
  readonly round: CrowdRound
  /** Paid, and no start moment when `null`. */
  readonly startsAt: Instant | null
  /** The share of the work that is done by `until`; all of it is handed in. */
  readonly done: number
  readonly until: Instant
}

/** What everybody writes with, and who did the office's part. */
export interface CrowdTools {
  readonly writers: readonly Writer[]
  readonly staffId: string
}

const QUALITIES: readonly (readonly [number, Quality])[] = [[0.06, 'poor'], [0.2, 'weak'], [0.56, 'average'], [0.88, 'good'], [1, 'strong']]

const qualityOf = (key: string): Quality => QUALITIES.find(([most]) => draw(`quality ${key}`) < most)?.[1] ?? 'average'

/** Adds one member with everything of theirs. @returns what the audit log says of it, in the order of time */
export function addMember(rows: Rows, tools: CrowdTools, member: Member): AuditEntry[] {
  const { round, startsAt, until, key } = member
  const enrolledAt = Math.min(startsAt ?? until, until) - Math.round((4 + 20 * draw(`enrols ${key}`)) * DAY)
  const { personId, entries } = addPerson(rows, tools, member, enrolledAt - 120 * DAY)
  const enrolmentId = addEnrolment(rows, member, personId, enrolledAt)
  const paid = addPayment(rows, { enrolmentId, personId, roundId: round.roundId }, enrolledAt)
  entries.push(...enrolmentEntries(member, { personId, enrolmentId }, enrolledAt), ...paid)
  if (startsAt === null || startsAt > until) return entries
  for (const form of round.forms) entries.push(...crowdAttempt(rows, tools.writers, { member, quality: qualityOf(key), personId, enrolmentId, form }))
  return entries
}

function addPerson(rows: Rows, { staffId }: CrowdTools, { key, name, email }: Member, createdAt: Instant) {
  const [accountId, personId] = [newId(), newId()]
  const at = new Date(createdAt)
  rows.account.push({ id: accountId, name, email, emailVerified: true, twoFactorEnabled: false, language: 'nl', createdAt: at, updatedAt: at })
  rows.person.push({ id: personId, accountId, name, email, searchText: searchTextOf({ name, email }), language: 'nl', candidateSince: createdAt, createdAt })
  const about = { personId, on: personId }
  const entries: AuditEntry[] = [
    { ...about, at: createdAt, by: staffId, what: 'person.created', after: { roles: ['candidate'] } },
    { ...about, at: createdAt + DAY, by: personId, what: 'account.created', after: { accountId } },
  ]
  for (const masterclass of [1, 2, 3, 4]) {
    const recordedAt = createdAt + masterclass * 25 * DAY
    const programme = pick(['A', 'B'] as const, `programme ${masterclass} ${key}`)
    const record = { id: newId(), personId, masterclass, basis: 'certificate' as const, programme, obtainedOn: dateAt(recordedAt - 3 * DAY) }
    rows.masterclassRecord.push({ ...record, recordedAt, recordedBy: staffId })
    const after = { masterclass, basis: 'certificate', programme, obtainedOn: record.obtainedOn }
    entries.push({ at: recordedAt, by: staffId, what: 'masterclass.recorded', on: record.id, personId, after })
  }
  return { personId, entries }
}

const PAID_AFTER = 4 * MINUTE

function addEnrolment(rows: Rows, { round, startsAt, until }: Member, personId: string, at: Instant): string {
  const id = newId()
  const confirmedAt = at + PAID_AFTER
  rows.enrolment.push({
    id, personId, roundId: round.roundId, kind: 'full', caseTest: true, reflectionTest: true, termsVersion: TERMS_VERSION, agreedAt: at,
    createdAt: at, heldUntil: at + HOLD, confirmedAt, startsAt, declaredAt: startsAt === null ? null : at + HOUR,
    testsMadeAt: startsAt === null || startsAt > until ? null : startsAt + SECOND,
  })
  return id
}

function enrolmentEntries({ round, startsAt }: Member, { personId, enrolmentId }: { personId: string; enrolmentId: string }, at: Instant): AuditEntry[] {
  const about = { on: enrolmentId, personId, roundId: round.roundId }
  const confirmedAt = at + PAID_AFTER
  const made = { kind: 'full', tests: ['case', 'reflection'], agreedTo: TERMS_VERSION, heldUntil: at + HOLD }
  const entries: AuditEntry[] = [
    { ...about, at, by: personId, what: 'enrolment.made', after: made },
    { ...about, at: confirmedAt, by: theClock, what: 'enrolment.confirmed', before: { confirmedAt: null }, after: { confirmedAt } },
  ]
  if (startsAt === null) return entries
  const chosenAt = at + HOUR
  return [
    ...entries,
    { ...about, at: chosenAt, by: personId, what: 'enrolment.startChosen', before: { startsAt: null }, after: { startsAt } },
    { ...about, at: chosenAt, by: personId, what: 'enrolment.declared', before: { declaredAt: null }, after: { declaredAt: chosenAt } },
  ]
}

function addPayment(rows: Rows, of: { enrolmentId: string; personId: string; roundId: string }, at: Instant): AuditEntry[] {
  const { enrolmentId, personId, roundId } = of
  const [orderId, paymentId] = [newId(), newId()]
  const [number, amountCents, paidAt] = [drawOrderNumber(Number(dateAt(at).slice(0, 4))), PRICES.full, at + PAID_AFTER]
  const [begunAt, providerRef] = [at + MINUTE, `demo_${paymentId}`]
  rows.order.push({ id: orderId, number, personId, enrolmentId, product: 'full', amountCents, createdAt: at, paidAt })
  rows.payment.push({
    id: paymentId, orderId, provider: 'demo', providerRef, checkoutUrl: paths.demoCheckout(providerRef), status: 'paid', amountCents,
    createdAt: begunAt, settledAt: paidAt,
  })
  rows.demoCheckout.push({ id: providerRef, amountCents, description: number, status: 'paid', returnUrl: paths.orderReturn(orderId) })
  const entry = (on: string, when: Instant, by: string, what: string, change: { before?: Fact; after: Fact }): AuditEntry =>
    ({ at: when, by, what, on, personId, roundId: what === 'payment.settled' ? roundId : null, ...change })
  return [
    entry(orderId, at, personId, 'order.made', { after: { enrolmentId, product: 'full', amountCents } }),
    entry(paymentId, begunAt, personId, 'payment.made', { after: { orderId, provider: 'demo', amountCents } }),
    entry(paymentId, paidAt, theClock, 'payment.settled', { before: { status: 'open' }, after: { status: 'paid' } }),
    entry(orderId, paidAt + SECOND, theClock, 'order.paid', { before: { paidAt: null, cancelledAt: null }, after: { paidAt, cancelledAt: null } }),
  ]
}
