/** A round that is ready to be assessed: people, their handed-in tests, assessors and staff. */
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { task } from '../../db/schema/grading.ts'
import { HOUR } from '../../src/clock.ts'
import type { Instant } from '../../src/clock.ts'
import { addSeal, forgetCount } from '../../src/delivery/closing-queries.ts'
import { canonical, digestOf } from '../../src/delivery/sealing.ts'
import { assignAssessors, giveScore, setPassMark } from '../../src/grading/actions.ts'
import { newId } from '../../src/ids.ts'
import type { PaperForm, Question } from '../../src/papers/content.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { anEnrolment, aPerson, aRound, NOW, thePapers } from './builders.ts'

/** When the window of `anAssessedRound` is over and everything is handed in. */
export const AFTER: Instant = Date.UTC(2026, 10, 25, 9)

export const anAssessor = (db: Database, name: string) => aPerson(db, { name, candidateSince: null, assessorSince: NOW })
export const aStaffMember = (db: Database, name: string) => aPerson(db, { name, candidateSince: null, staffSince: NOW })

/** What somebody hands in for one question; `null` for nothing. */
export type Answering = (question: Question) => { text: string; choice: readonly string[] } | null

/** Everything right, and a text for each open question. */
export const everything: Answering = (question) =>
  question.type === 'open'
    ? { text: `Mijn antwoord op ${question.key}`, choice: [] }
    : { text: '', choice: question.options.filter(({ correct }) => correct).map(({ key }) => key) }

/** Nothing at all. */
export const nothing: Answering = () => null

let numbers = 0

/** A test that was sat; handed in when `answers` are given. */
export async function anAttempt(
  db: Database,
  given: { enrolmentId: string; personId: string; roundId: string; form: PaperForm; answers?: Answering; candidateNumber?: string },
) {
  const { enrolmentId, personId, roundId, form } = given
  numbers += 1
  const row = {
    id: newId(), enrolmentId, personId, roundId, formId: form.id, kind: form.kind,
    candidateNumber: given.candidateNumber ?? `N${String(numbers % 1000).padStart(3, '0')}-${newId().slice(-4).toUpperCase()}`,
    startsAt: NOW, workingHours: 72, extraMinutes: 0, incidentMinutes: 0,
  }
  await db.write((tx) => tx.insert(attempt).values({ ...row, sealedAt: given.answers ? NOW + 72 * HOUR : null }))
  if (given.answers) await aSeal(db, { attemptId: row.id, form, answers: given.answers })
  return row
}

/** A seal of an attempt; the next one supersedes it. */
export async function aSeal(db: Database, given: { attemptId: string; form: PaperForm; answers: Answering; sequence?: number }) {
  const { attemptId, form, answers, sequence = 1 } = given
  const at = NOW + 72 * HOUR
  const handedIn = form.questions.flatMap((question) => {
    const answer = answers(question)
    return answer ? [{ questionId: question.id, ...answer, revision: 1, savedAt: NOW }] : []
  })
  const snapshot = canonical({ attemptId, formId: form.id, formDigest: form.digest, sealedAt: at, answers: handedIn })
  const row = { id: newId(), attemptId, sequence, by: 'candidate' as const, at, madeAt: at, snapshot, sha256: digestOf(snapshot), receiptCode: newId() }
  await db.write(async (tx) => {
    await addSeal(tx, row)
    await forgetCount(tx, attemptId)
  })
  return row
}

/** Somebody who handed in both tests of a round. */
export async function aCandidate(
  db: Database,
  given: { name: string; roundId: string; forms: readonly PaperForm[]; answers?: Answering; kind?: 'full' | 'retake' },
) {
  const { name, roundId, forms, answers = everything } = given
  const person = await aPerson(db, { name })
  const covered = { caseTest: forms.some(({ kind }) => kind === 'case'), reflectionTest: forms.some(({ kind }) => kind === 'reflection') }
  const enrolment = await anEnrolment(db, person.id, roundId, { ...covered, startsAt: NOW, kind: given.kind ?? 'full' })
  const attempts = []
  for (const form of forms) attempts.push(await anAttempt(db, { enrolmentId: enrolment.id, personId: person.id, roundId, form, answers }))
  return { person, enrolment, attempts }
}

/** A round with one paper of each kind, whose window is over at `AFTER`, and as many candidates who handed in both. */
export async function aRoundToAssess(db: Database, candidates: number, answers?: Answering) {
  const [caseId, , reflectionId] = await thePapers(db)
  const round = await aRound(db, [caseId, reflectionId])
  const forms = [await getPublishedForm(db.read, caseId), await getPublishedForm(db.read, reflectionId)] as const
  const people = []
  for (let index = 0; index < candidates; index++) {
    people.push(await aCandidate(db, { name: `Kandidaat Achternaam${index}`, roundId: round.id, forms, ...(answers ? { answers } : {}) }))
  }
  return { round, forms, people, openQuestions: forms.flatMap(({ questions }) => questions.filter(({ type }) => type === 'open')) }
}

/** Assessors of a round with everything given out, pass marks on both papers, and every answer at one level of each criterion. */
export async function assessAll(
  db: Database,
  given: { round: { id: string }; forms: readonly PaperForm[]; staffId: string; assessorId: string; level?: 'lowest' | 'highest'; passMark?: number },
) {
  const { round, forms, staffId, assessorId, level = 'highest', passMark = 2000 } = given
  const questions = new Map(forms.flatMap((form) => form.questions.map((question) => [question.id, question] as const)))
  await db.write(async (tx) => {
    for (const form of forms) await setPassMark(tx, { roundId: round.id, formId: form.id, points: passMark, reason: 'proef' }, staffId, AFTER)
    await assignAssessors(tx, { roundId: round.id, assessorIds: [assessorId] }, staffId, AFTER)
  })
  const open = (await db.read.select().from(task)).filter(({ withdrawnAt, finishedAt }) => withdrawnAt === null && finishedAt === null)
  for (const { id: taskId, questionId } of open) {
    const question = questions.get(questionId)
    if (question?.type !== 'open') continue
    const levels = Object.fromEntries(question.criteria.map(({ key, levels: all }) => [key, (level === 'highest' ? all.at(-1) : all[0])?.key ?? '']))
    await db.write((tx) => giveScore(tx, { taskId, assessorId, levels, comment: `Bij ${question.key}`, finished: true }, AFTER))
  }
}
