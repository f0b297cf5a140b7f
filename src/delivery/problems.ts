import type { Db } from '../../db/database.ts'
import { longMoment } from '../../views/format.ts'
import { record } from '../audit/actions.ts'
import type { Instant } from '../clock.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { newId } from '../ids.ts'
import { translator } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import { refuse } from '../refusal.ts'
import { addProblem, findLastSave, getProblem, listProblems, putProblemAnswer } from './problem-queries.ts'
import { getOwnAttempt } from './queries.ts'

/** The most characters of a report, and of its answer. */
export const LONGEST_REPORT = 4_000
/** More reports than this of one test wait for an answer first. */
const MOST_WAITING = 10
/** Browsers describe themselves at length; nobody reads on after this. */
const LONGEST_AGENT = 300

/** What a candidate reports. */
export interface Report {
  readonly attemptId: string
  readonly personId: string
  readonly text: string
  /** How the browser describes itself. */
  readonly userAgent: string
}

/**
 * Reports a problem from the page of a test, with what is known at this moment: also after handing in, because that
 * may be what went wrong.
 *
 * @returns its id
 * @throws Refusal `notFound`, `problemsWaiting` when many of this test wait for an answer already
 */
export async function reportProblem(tx: Db, { attemptId, personId, text, userAgent }: Report, now: Instant): Promise<string> {
  const { attempt } = await getOwnAttempt(tx, attemptId, personId)
  const waiting = (await listProblems(tx, attemptId)).filter(({ answeredAt }) => answeredAt === null)
  if (waiting.length >= MOST_WAITING) refuse('problemsWaiting')
  const lastSavedAt = await findLastSave(tx, attemptId)
  const id = newId()
  const { roundId } = attempt
  await addProblem(tx, { id, attemptId, personId, roundId, text, reportedAt: now, lastSavedAt, userAgent: userAgent.slice(0, LONGEST_AGENT) })
  await record(tx, { at: now, by: personId, what: 'problem.reported', on: id, personId, roundId, after: { attemptId, lastSavedAt } })
  return id
}

/**
 * Answers a report: the candidate sees it on the page of the test and gets it by mail.
 *
 * @throws Refusal `notFound`, `problemAnswered` when a colleague was first
 */
export async function answerProblem(tx: Db, given: { problemId: string; answer: string }, by: string, now: Instant): Promise<void> {
  const { problem, kind } = await getProblem(tx, given.problemId)
  if (!(await putProblemAnswer(tx, problem.id, { answer: given.answer, by }, now))) refuse('problemAnswered')
  const { id: on, personId, roundId, attemptId } = problem
  await record(tx, { at: now, by, what: 'problem.answered', on, personId, roundId, before: { answeredAt: null }, after: { attemptId, answeredAt: now } })
  const to = recipientOf(await getPerson(tx, personId))
  const t = translator(to.language)
  const test = t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')
  const params = { test, moment: longMoment(t, problem.reportedAt), report: problem.text, answer: given.answer, attemptId }
  await sendMail(tx, { to, kind: 'problemAnswered', params, onceKey: `problemAnswered:${on}` }, now)
}
