import { DAY, HOUR, MINUTE, SECOND } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { setAccommodation } from '../../delivery/exceptions.ts'
import { listEnrolmentAttempts } from '../../delivery/queries.ts'
import { startDueEnrolments } from '../../delivery/starting.ts'
import { GRANTED_BY } from '../../eligibility/eligibility.ts'
import type { Basis } from '../../eligibility/eligibility.ts'
import { recordMasterclass } from '../../eligibility/actions.ts'
import { chooseStart, declareOwnWork } from '../../enrolment/actions.ts'
import { createPerson, invite } from '../../identity/actions.ts'
import { TERMS_VERSION } from '../../identity/terms.ts'
import { dateAt } from '../../local-time.ts'
import { beginPayment, enrolFully, keepCheckout, settlePayment } from '../../payments/actions.ts'
import type { Order } from '../../payments/payments.ts'
import { addDemoCheckout } from '../../payments/queries.ts'
import { listReleasedResults } from '../../results/queries.ts'
import { orderRetake } from '../../retakes/actions.ts'
import { paths } from '../../../views/paths.ts'
import type { Candidate, Sitting } from './cast.ts'
import { draw } from './chance.ts'
import { acceptsInvitation } from './office.ts'
import { idOf, momentOn } from './stage.ts'
import type { Life, Stage } from './stage.ts'
import { writingLife } from './writing.ts'

/** Somebody from the first masterclass as far as they have come. */
export async function* candidateLife(stage: Stage, who: Candidate): Life {
  yield* masterclassesOf(stage, who)
  for (const sitting of who.sits) yield* sits(stage, who, sitting)
}

/** The day by which all masterclasses are done. */
const readyDayOf = ({ sits: [first], readyDay }: Candidate): number =>
  readyDay ?? (typeof first?.enrols === 'number' ? first.enrols - 7 : -10)

async function* masterclassesOf(stage: Stage, who: Candidate): Life {
  const { tx, people } = stage
  const ready = readyDayOf(who)
  let now = yield momentOn(stage, ready - 112, officeHour(`created ${who.key}`))
  const staff = idOf(people, draw(`staff ${who.key}`) < 0.6 ? 'staffOne' : 'staffTwo')
  const { name, email, language } = who
  const { id: personId } = await createPerson(tx, { name, email, language, roles: ['candidate'] }, staff, now)
  people.set(who.key, personId)
  await invite(tx, personId, staff, now + 2 * MINUTE)
  stage.enter(acceptsInvitation(stage, email, now + (3 + 40 * draw(`accepts ${who.key}`)) * HOUR))
  for (const [index, had] of who.masterclasses.entries()) {
    if (had === null) continue
    now = yield momentOn(stage, ready - 28 * (3 - index), officeHour(`class ${index} ${who.key}`))
    const obtainedOn = dateAt(now - (2 + Math.floor(4 * draw(`obtained ${index} ${who.key}`))) * DAY)
    await recordMasterclass(tx, { ...basisOf(had), personId, masterclass: index + 1, obtainedOn }, staff, now)
  }
  const { extraPercent } = who
  if (extraPercent !== undefined) await setAccommodation(tx, { personId, extraPercent, extraMinutes: 0 }, staff, now + 5 * MINUTE)
}

const basisOf = (had: string): Basis =>
  had === 'A' || had === 'B' ? { basis: 'certificate', programme: had } : { basis: 'exemption', exemptionRuleId: had, grantedBy: GRANTED_BY }

/** A time between nine and five. */
function officeHour(name: string): string {
  const minutes = 9 * 60 + Math.floor(7.5 * 60 * draw(name))
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** From enrolling for a round to handing in. */
async function* sits(stage: Stage, who: Candidate, sitting: Sitting): Life {
  const { tx } = stage
  const personId = idOf(stage.people, who.key)
  let now = yield enrolsAt(stage, who, sitting)
  const { enrolmentId, order } = await enrols(stage, personId, sitting, now)
  if (!sitting.pays) return
  now = yield now + Math.round(2 + 6 * draw(`pays ${who.key}`)) * MINUTE
  await pays(stage, order, now)
  const startsAt = startOf(stage, sitting)
  if (startsAt === null) return
  now = yield Math.min(now + Math.round(1 + 30 * draw(`chooses ${who.key}`)) * HOUR, startsAt - HOUR)
  await chooseStart(tx, { enrolmentId, personId, startsAt }, now)
  await declareOwnWork(tx, { enrolmentId, personId }, now + MINUTE)
  now = yield startsAt + 2 * SECOND
  await startDueEnrolments(tx, now, 1, enrolmentId)
  const quality = sitting.quality ?? who.quality
  for (const { attempt } of await listEnrolmentAttempts(tx, enrolmentId)) stage.enter(writingLife(stage, { who, quality, attempt, sitting }))
}

function enrolsAt(stage: Stage, who: Candidate, { enrols: when }: Sitting): Instant {
  if (typeof when !== 'number') return stage.until - when.minutesAgo * MINUTE
  return momentOn(stage, when, '08:15') + Math.floor(13 * 60 * draw(`enrols ${who.key} ${when}`)) * MINUTE
}

async function enrols({ tx, rounds }: Stage, personId: string, { round, retake }: Sitting, now: Instant) {
  const wanted = { personId, roundId: idOf(rounds, round), agreedTo: TERMS_VERSION }
  if (!retake) {
    const { enrolment, order } = await enrolFully(tx, wanted, now)
    return { enrolmentId: enrolment.id, order }
  }
  const failed = new Set((await listReleasedResults(tx, personId)).filter(({ sufficient }) => !sufficient).map(({ kind }) => kind))
  const order = await orderRetake(tx, { ...wanted, tests: { case: failed.has('case'), reflection: failed.has('reflection') } }, now)
  return { enrolmentId: order.enrolmentId, order }
}

/** Pays at the stand-in for the bank, which remembers it. */
async function pays({ tx }: Stage, { id: orderId, personId, amountCents, number }: Order, now: Instant): Promise<void> {
  const { paymentId } = await beginPayment(tx, { orderId, personId, provider: 'demo' }, now)
  const providerRef = `demo_${paymentId}`
  const returnUrl = paths.orderReturn(orderId)
  await addDemoCheckout(tx, { id: providerRef, amountCents, description: number, status: 'paid', returnUrl, refundRef: null })
  await keepCheckout(tx, paymentId, { providerRef, checkoutUrl: paths.demoCheckout(providerRef) })
  await settlePayment(tx, paymentId, 'paid', now + 50 * SECOND)
}

const QUARTER = 15 * MINUTE

function startOf(stage: Stage, { starts }: Sitting): Instant | null {
  if (starts === undefined) return null
  if ('day' in starts) return momentOn(stage, starts.day, starts.time)
  return Math.floor((stage.until - starts.hoursAgo * HOUR) / QUARTER) * QUARTER
}
