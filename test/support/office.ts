/** Everybody that a release takes. */
import type { Database } from '../../db/database.ts'
import { task } from '../../db/schema/grading.ts'
import { giveScore } from '../../src/grading/actions.ts'
import { agreeRelease, proposeRelease } from '../../src/results/actions.ts'
import { AFTER, anAssessor, aRoundToAssess, assessAll, aStaffMember } from './grading.ts'

/** A round with candidates who handed in everything, two of the office, an assessor, and what they do. */
export async function anOffice(db: Database, candidates: number) {
  const made = await aRoundToAssess(db, candidates)
  const [first, second] = [await aStaffMember(db, 'Toetsbureau Een'), await aStaffMember(db, 'Toetsbureau Twee')]
  const assessor = await anAssessor(db, 'Beoordelaar Een')
  const roundId = made.round.id
  const assess = (level: 'lowest' | 'highest' = 'highest', passMark = 2000) =>
    assessAll(db, { round: made.round, forms: made.forms, staffId: first.id, assessorId: assessor.id, level, passMark })
  const propose = (by = first.id, now = AFTER) => db.write((tx) => proposeRelease(tx, roundId, by, now))
  const agree = (releaseId: string, by = second.id, now = AFTER) => db.write((tx) => agreeRelease(tx, releaseId, by, now))
  const rescore = async () => {
    const [one] = (await db.read.select().from(task)).filter(({ withdrawnAt }) => withdrawnAt === null)
    const question = made.openQuestions.find(({ id }) => id === one?.questionId)
    if (!one || question?.type !== 'open') throw new Error('no work')
    const levels = Object.fromEntries(question.criteria.map(({ key, levels: [lowest] }) => [key, lowest?.key ?? '']))
    await db.write((tx) => giveScore(tx, { taskId: one.id, assessorId: assessor.id, levels, comment: 'anders', finished: true }, AFTER))
  }
  return { ...made, roundId, first, second, assessor, assess, propose, agree, rescore }
}
