import type { Db } from '../../db/database.ts'
import { getRound, listRoundForms } from '../rounds/queries.ts'
import { countWaiting, listPiles } from './count-queries.ts'
import type { Pile } from './count-queries.ts'
import { sumOf } from './piles.ts'
import { assessedSoFar, formsOf, listAssessors, listPassMarks, listRoundAssessors } from './queries.ts'
import type { RoundAssessor } from './queries.ts'
import { countFinishedOf, listRoundConflicts } from './task-queries.ts'

/** How the assessing of a round goes, for staff: a dozen queries, however many answers there are. @throws Refusal `notFound` */
export async function boardOf(db: Db, roundId: string) {
  const round = await getRound(db, roundId)
  const roundForms = await listRoundForms(db, roundId)
  const forms = await formsOf(db, roundForms.map(({ formId }) => formId))
  const piles = await listPiles(db, roundId)
  const waiting = new Map((await countWaiting(db, roundId)).map(({ questionId, answers }) => [questionId, answers]))
  const present = await listRoundAssessors(db, roundId)
  const everybody = await listAssessors(db)
  const history = await listPassMarks(db, roundId)
  const passMarks = []
  for (const { formId, title, kind, maximumPoints, suggestedPassMark } of roundForms) {
    const ids = new Set(forms.get(formId)?.questions.map(({ id }) => id))
    const assessed = piles.some(({ questionId, draft, done }) => ids.has(questionId) && draft + done > 0)
    // Nothing is out before the round's first release, and looking for it would take a look at every test.
    const locked = round.releasedAt !== null && (await assessedSoFar(db, roundId, formId)).released
    passMarks.push({ formId, title, kind, maximumPoints, suggestedPassMark, history: history.filter((one) => one.formId === formId), assessed, locked })
  }
  return {
    roundId,
    roundName: round.name,
    assessingDueOn: round.assessingDueOn,
    questions: [...forms.values()].flatMap(({ title, questions }) => questions.flatMap(({ id, number }) => questionLine({ id, number, title }, piles, waiting))),
    assessors: assessorLines(present, everybody, piles),
    presentIds: present.map(({ person }) => person.id),
    everybody,
    conflicts: await conflictLines(db, roundId),
    passMarks,
  }
}

function questionLine({ id, number, title }: { id: string; number: number; title: string }, piles: readonly Pile[], waiting: ReadonlyMap<string, number>) {
  const lines = piles.filter(({ questionId }) => questionId === id)
  const left = waiting.get(id) ?? 0
  return lines.length + left === 0 ? [] : [{ number, title, unassigned: left, ...sumOf(lines) }]
}

/** Who is with the round now, and who was and finished something. */
function assessorLines(present: readonly RoundAssessor[], everybody: readonly { id: string; name: string }[], piles: readonly Pile[]) {
  const presentIds = new Set(present.map(({ person }) => person.id))
  return everybody.flatMap(({ id, name }) => {
    const lines = piles.filter(({ assessorId }) => assessorId === id)
    const isPresent = presentIds.has(id)
    return isPresent || lines.length > 0 ? [{ name, present: isPresent, ...sumOf(lines) }] : []
  })
}

/** One line for each assessor and person, with that person's candidate numbers. */
async function conflictLines(db: Db, roundId: string) {
  const rows = await listRoundConflicts(db, roundId)
  const pairs = new Map<string, typeof rows>()
  for (const row of rows) {
    const key = `${row.assessorId} ${row.personId}`
    pairs.set(key, [...(pairs.get(key) ?? []), row])
  }
  const finished = await countFinishedOf(db, rows.map(({ attemptId }) => attemptId))
  return [...pairs.values()].flatMap((pair) => {
    const [first] = pair
    if (!first) return []
    const { name, declaredAt, assessorId } = first
    const count = pair.reduce((sum, { attemptId }) => sum + (finished.get(`${assessorId} ${attemptId}`) ?? 0), 0)
    return [{ name, declaredAt, candidateNumbers: pair.map(({ candidateNumber }) => candidateNumber), finished: count }]
  })
}
