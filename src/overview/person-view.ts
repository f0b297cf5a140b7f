/** Everything about one person, read for the page that shows it: a fixed number of queries. */
import type { Db } from '../../db/database.ts'
import { listCertificates } from '../certificates/queries.ts'
import type { Instant } from '../clock.ts'
import { testCardOf } from '../delivery/presenting.ts'
import { countAnswered } from '../delivery/counting-queries.ts'
import { findAccommodation, listAttempts } from '../delivery/queries.ts'
import { limitsOf } from '../delivery/sitting.ts'
import { missingMasterclasses } from '../eligibility/eligibility.ts'
import { listExemptionRules, listMasterclasses } from '../eligibility/queries.ts'
import { deadlinesOf, hasBegun, lastOf, stageOf, testsOf } from '../enrolment/enrolment.ts'
import { findNewChance, listEnrolments } from '../enrolment/queries.ts'
import { listAssessors } from '../grading/queries.ts'
import { listConflicts } from '../grading/task-queries.ts'
import { emptyForm } from '../http/form.ts'
import { rolesOf } from '../identity/identity.ts'
import type { Person } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import type { Translate } from '../language/translate.ts'
import { listMails } from '../mail/queries.ts'
import { orderStateOf } from '../payments/payments.ts'
import { isClaimed } from '../payments/refunds.ts'
import { listReleasedResults } from '../results/queries.ts'
import type { Round } from '../rounds/queries.ts'
import { toldEvent } from './log.ts'
import { listLog, listNames, listOrders, listPaymentsOf } from './queries.ts'

/** How much of the log stands on the page itself. */
const EVENTS = 10

type Attempts = Awaited<ReturnType<typeof listAttempts>>
type Accommodation = Awaited<ReturnType<typeof findAccommodation>>

/** An enrolment with where it stands and what the office can do about it. */
function enrolmentLine({ enrolment, round }: { enrolment: Awaited<ReturnType<typeof listEnrolments>>[number]['enrolment']; round: Round }, attempts: Attempts, extra: Accommodation, now: Instant) {
  const own = attempts.filter(({ attempt }) => attempt.enrolmentId === enrolment.id).map(({ attempt }) => attempt)
  const counting = own.filter(({ voidedAt }) => voidedAt === null)
  const { id, startsAt } = enrolment
  const deadlines = startsAt === null ? [] : deadlinesOf(enrolment, startsAt, round, extra ?? null, counting)
  const isDone = counting.length > 0 && counting.every(({ sealedAt }) => sealedAt !== null)
  const isFree = enrolment.endedAt === null && counting.length === 0 && (own.length > 0 || !hasBegun(enrolment, now))
  const isOpen = counting.some(({ kind, sealedAt }) => sealedAt === null && deadlines.some((deadline) => deadline.kind === kind && deadline.dueAt > now))
  return {
    id,
    round: { id: round.id, name: round.name },
    isRetake: enrolment.kind === 'retake',
    tests: testsOf(enrolment),
    stage: stageOf(enrolment, round, isDone ? startsAt : lastOf(deadlines), now),
    startsAt,
    mayMove: isFree && enrolment.confirmedAt !== null,
    mayCancel: isFree,
    mayMoveStart: enrolment.endedAt === null && isOpen,
  }
}

async function attemptLines(db: Db, attempts: Attempts, graceMs: number, now: Instant) {
  const counts = await countAnswered(db, attempts.map(({ attempt }) => attempt))
  return attempts.map((timed) => {
    const { attempt } = timed
    return {
      card: testCardOf(timed, limitsOf(timed, graceMs), counts(attempt), now),
      candidateNumber: attempt.candidateNumber,
      voided: attempt.voidedAt !== null,
      placed: attempt.placedEnrolmentId !== null,
    }
  })
}

async function orderLines(db: Db, personId: string, now: Instant) {
  const orders = await listOrders(db, personId)
  const payments = await listPaymentsOf(db, personId)
  return orders.map(({ order, enrolment, roundName }) => {
    const own = payments.filter(({ orderId }) => orderId === order.id).map((payment) => ({ ...payment, isClaimed: isClaimed(payment, now) }))
    return { ...order, roundName, state: orderStateOf(order, enrolment, now), payments: own }
  })
}

async function masterclassesOf(db: Db, personId: string) {
  const records = await listMasterclasses(db, personId)
  return { records, missing: missingMasterclasses(records), rules: await listExemptionRules(db), form: emptyForm() }
}

/** The newest events about somebody, in words. */
async function logOf(db: Db, t: Translate, personId: string, whole: boolean) {
  const { events } = await listLog(db, { personId, whole }, EVENTS)
  const names = await listNames(db, events.map(({ event }) => event.actor))
  return events.map((one) => toldEvent(t, one, names))
}

/** Whether whoever asks may change these details and invite: somebody with another role than candidate is the administrator's. */
export const mayChange = (person: Person, isAdministrator: boolean): boolean => isAdministrator || rolesOf(person).every((role) => role === 'candidate')

/** Who asks, as far as the page differs for them. */
export interface Asking {
  readonly t: Translate
  readonly isAdministrator: boolean
  /** How long after the deadline a save still counts, ms. */
  readonly graceMs: number
}

/** Everything about one person. @throws Refusal `notFound` */
export async function personView(db: Db, personId: string, { t, isAdministrator, graceMs }: Asking, now: Instant) {
  const person = await getPerson(db, personId)
  const attempts = await listAttempts(db, personId)
  const accommodation = await findAccommodation(db, personId)
  const enrolments = await listEnrolments(db, personId)
  const typed = { extraPercent: String(accommodation?.extraPercent ?? 0), extraMinutes: String(accommodation?.extraMinutes ?? 0) }
  return {
    person,
    roles: rolesOf(person),
    mayChange: mayChange(person, isAdministrator),
    masterclasses: await masterclassesOf(db, personId),
    enrolments: enrolments.map((one) => enrolmentLine(one, attempts, accommodation, now)),
    attempts: await attemptLines(db, attempts, graceMs, now),
    accommodation: accommodation ?? null,
    accommodationForm: emptyForm(typed),
    orders: await orderLines(db, personId, now),
    results: await listReleasedResults(db, personId),
    hasNewChance: (await findNewChance(db, personId)) !== undefined,
    certificates: await listCertificates(db, personId),
    assessors: await listAssessors(db),
    conflicts: await listConflicts(db, personId),
    mails: (await listMails(db, { personId })).mails,
    log: await logOf(db, t, personId, isAdministrator),
  }
}
