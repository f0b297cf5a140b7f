/** A round whose results are out, with people who passed and failed, and a later round to retake in. */
import type { Database } from '../../db/database.ts'
import { releaseRound } from '../../src/certificates/actions.ts'
import type { PaperForm } from '../../src/papers/content.ts'
import { proposeRelease } from '../../src/results/actions.ts'
import { aRound } from './builders.ts'
import { AFTER, aCandidate, aRoundToAssess, aStaffMember, anAssessor, assessAll, everything, nothing } from './grading.ts'
import type { Answering } from './grading.ts'

/** Which tests somebody does well enough. */
export type Passes = 'both' | 'case' | 'reflection' | 'none'

function answersOf(passes: Passes, [caseForm, reflectionForm]: readonly [PaperForm, PaperForm]): Answering {
  const good = [...(passes === 'both' || passes === 'case' ? caseForm.questions : []), ...(passes === 'both' || passes === 'reflection' ? reflectionForm.questions : [])]
  const ids = new Set(good.map(({ id }) => id))
  return (question) => (ids.has(question.id) ? everything(question) : nothing(question))
}

/** An assessed round with a proposed release; who agrees releases it. */
export async function aProposedRelease(db: Database, outcomes: readonly Passes[]) {
  const { round, forms } = await aRoundToAssess(db, 0)
  const people = []
  for (const [index, passes] of outcomes.entries()) {
    people.push(await aCandidate(db, { name: `Kandidaat Achternaam${index}`, roundId: round.id, forms, answers: answersOf(passes, forms) }))
  }
  const [proposer, agreer] = [await aStaffMember(db, 'Voorsteller'), await aStaffMember(db, 'Akkoordgever')]
  const assessor = await anAssessor(db, 'Beoordelaar')
  await assessAll(db, { round, forms, staffId: proposer.id, assessorId: assessor.id })
  const releaseId = await db.write((tx) => proposeRelease(tx, round.id, proposer.id, AFTER))
  return { round, forms, people, proposer, agreer, releaseId }
}

/** The same, released at `AFTER`. */
export async function aReleasedRound(db: Database, outcomes: readonly Passes[]) {
  const proposed = await aProposedRelease(db, outcomes)
  await db.write((tx) => releaseRound(tx, proposed.releaseId, proposed.agreer.id, AFTER))
  return proposed
}

/** A round in January that is open for enrolment, with these forms. */
export const aLaterRound = (db: Database, forms: readonly string[], values: Parameters<typeof aRound>[2] = {}) =>
  aRound(db, forms, { windowFirstOn: '2027-01-11', windowLastOn: '2027-01-22', ...values })
