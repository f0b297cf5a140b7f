import type { Reason } from '../refusal.ts'
import { unavailable } from '../../db/fault.ts'
import { Refusal } from '../refusal.ts'
import { NoticePage, RefusalFragment } from '../../views/notice.tsx'
import type { Ctx } from './env.ts'
import { here, isFragment, page } from './reply.tsx'
import type { Typed } from './typed.ts'
import { html } from 'hono/html'

type Status = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503

/** The one place that turns a reason into HTTP. */
const STATUS = {
  notFound: 404,
  forbidden: 403,
  signInFirst: 401,
  invalid: 422,
  tooLarge: 413,
  wrongBody: 415,
  crossSite: 403,
  tooMany: 429,
  unavailable: 503,
  unexpected: 500,
  retakeUsed: 409,
  retakeNotOpen: 409,
  retakeRoundUnfit: 409,
  certificateRevoked: 409,
  mailWaiting: 409,
  mailWiped: 409,
  nulCharacter: 422,
  answerTooLong: 422,
  optionUnknown: 422,
  declareFirst: 409,
  notStarted: 409,
  handedIn: 409,
  timeIsUp: 409,
  changedElsewhere: 409,
  notDue: 409,
  attemptVoided: 409,
  testVoided: 409,
  resultReleased: 409,
  emailTaken: 409,
  rolesConflict: 409,
  ownRole: 409,
  wrongSignIn: 422,
  notVerified: 403,
  linkSpent: 409,
  wrongPassword: 422,
  wrongCode: 422,
  usedCode: 422,
  signInAgain: 401,
  magicLinkRefused: 403,
  secondFactorDue: 403,
  secondFactorRequired: 409,
  noPassword: 409,
  frameworkInvalid: 422,
  frameworkTaken: 409,
  paperInvalid: 422,
  paperVersionNotNew: 409,
  paperPublished: 409,
  masterclassDateAhead: 422,
  exemptionUnknown: 422,
  exemptionNotFor: 422,
  masterclassTaken: 409,
  masterclassWithdrawn: 409,
  notEligible: 409,
  roundIsCalledOff: 409,
  startOutsideWindow: 422,
  startNoQuarter: 422,
  startPast: 422,
  startUnreadable: 422,
  startSkipped: 422,
  timeSkipped: 422,
  roundWindowInverted: 422,
  roundWindowPast: 422,
  roundWindowTooLong: 422,
  roundHoursOutOfRange: 422,
  roundOwnHoursTooLong: 422,
  roundClosesBeforeOpens: 422,
  roundClosesAfterWindow: 422,
  roundOpensAfterWindow: 422,
  roundMomentPast: 422,
  roundCandidatesOutOfRange: 422,
  roundMinimumAboveMaximum: 422,
  roundAssessingTooEarly: 422,
  roundNameTaken: 409,
  roundPapersMissing: 409,
  roundPaperNotPublished: 409,
  roundStarted: 409,
  roundStartsOutside: 409,
  roundPaperUsed: 409,
  roundPreferenceTwice: 422,
  roundChangedElsewhere: 409,
  roundIsOpen: 409,
  roundIsClosed: 409,
  roundIsOver: 409,
  roundIsReleased: 409,
  alreadyEnrolled: 409,
  enrolmentOpensLater: 409,
  enrolmentClosed: 409,
  roundFull: 409,
  alreadySufficient: 409,
  retakeInstead: 409,
  resultFinal: 409,
  chanceOwed: 409,
  newChanceGiven: 409,
  newChanceNotNeeded: 409,
  newChanceNotGiven: 409,
  enrolmentEnded: 409,
  payFirst: 409,
  clockStarted: 409,
  enrolmentLapsed: 409,
  retakeTooEarly: 409,
  retakeNotFresh: 409,
  sameRound: 409,
  windowOver: 409,
  orderPaid: 409,
  orderExpired: 409,
  orderCancelled: 409,
  providerUnavailable: 503,
  refundNotPaid: 409,
  refundIsDue: 409,
  refundEnrolled: 409,
  refundNotDue: 409,
  refundDone: 409,
  refundRunning: 409,
  refundFailed: 503,
  callOffTooLate: 409,
  checkoutDone: 409,
  passMarkFirst: 409,
  passMarkRange: 422,
  passMarkReason: 422,
  passMarkChanged: 409,
  scoresLocked: 409,
  scoreChanged: 409,
  answerChanged: 409,
  scoreFinished: 409,
  levelsMissing: 422,
  noAssessors: 409,
  noAssessorFree: 409,
  notReleasable: 409,
  nothingToRelease: 409,
  releasePending: 409,
  releaseNotPending: 409,
  releaseChanged: 409,
  secondPersonNeeded: 409,
  alreadyHeldOut: 409,
  notHeldOut: 409,
  placeNotVoided: 409,
  placedAlready: 409,
  placeEnrolled: 409,
  placeSufficient: 409,
  placeRetakeTaken: 409,
  receiptUnknown: 404,
  clockBack: 409,
  clockTooFar: 422,
  problemsWaiting: 409,
  problemAnswered: 409,
  incidentInverted: 422,
  incidentAhead: 422,
  incidentTooLong: 422,
  incidentKnown: 409,
  extraOutOfRange: 422,
  extraTooShort: 422,
  accommodationTooShort: 422,
  handedInOtherwise: 409,
  reopenOpen: 409,
  reopenTooLate: 409,
  closeClosed: 409,
  closeNotBegun: 409,
  closeTimeIsUp: 409,
  lateAccepted: 409,
  lateOpen: 409,
  startNotBegun: 409,
  startNothingOpen: 409,
  startSetByOffice: 409,
} as const satisfies Record<Reason, Status>

export const statusOf = (reason: Reason): Status => STATUS[reason]

/** What passes: the same form can be sent again, as it is. Never after `crossSite`: that form is not ours. */
const PASSING: readonly Reason[] = ['signInFirst', 'unavailable', 'unexpected']

/**
 * What went wrong, as the person reads it; the detail goes to the log, without what was typed.
 *
 * @param kept the form that was sent, for the page to send it again where that may help
 */
export async function answerError(error: unknown, c: Ctx, kept: Typed | null = null): Promise<Response> {
  const refusal = asRefusal(error, c)
  const status = statusOf(refusal.reason)
  if (status === 503) c.header('Retry-After', '10')
  if (isFragment(c)) {
    return c.html(html`${<RefusalFragment t={c.var.t} reason={refusal.reason} params={refusal.params} />}`, status)
  }
  const again = PASSING.includes(refusal.reason) ? kept : null
  return page(c, <NoticePage here={here(c)} reason={refusal.reason} params={refusal.params} status={status} kept={again} />, status)
}

function asRefusal(error: unknown, c: Ctx): Refusal {
  if (error instanceof Refusal) return error
  const code = c.var.requestId.slice(-8)
  const fault = unavailable(error)
  if (fault) {
    c.var.log.error({ requestId: c.var.requestId, cause: fault.message }, 'database unavailable')
    return new Refusal('unavailable')
  }
  c.var.log.error({ requestId: c.var.requestId, error: named(error), path: c.req.routePath }, 'unexpected error')
  return new Refusal('unexpected', { code })
}

/** The name and stack of an error, without its message: drizzle puts parameters there. */
const named = (error: unknown) =>
  error instanceof Error ? { name: error.name, stack: error.stack?.split('\n').slice(1).join('\n') } : { name: typeof error }
