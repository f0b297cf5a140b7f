import type { Db } from '../../db/database.ts'
import { getRound, listRoundForms } from '../rounds/queries.ts'
import { findOutstanding } from './outstanding.ts'
import type { OpenAnswer } from './outstanding.ts'
import { countStates } from './piles.ts'
import { formsOf, listAssessors, listPassMarks, listRoundAssessors } from './queries.ts'
import type { LiveTask, PassMarkRow, RoundAssessor } from './queries.ts'
import { listRoundConflicts } from './task-queries.ts'

const statesOf = (tasks: readonly LiveTask[]) => countStates(tasks.map(({ task, scores }) => ({ finishedAt: task.finishedAt, scores })))

/** How the assessing of a round goes, for staff: a dozen queries, however many answers there are. @throws Refusal `notFound` */
export async function boardOf(db: Db, roundId: string) {
  const round = await getRound(db, roundId)
  const roundForms = await listRoundForms(db, roundId)
  const forms = await formsOf(db, roundForms.map(({ formId }) => formId))
  const { standing, unassigned } = await findOutstanding(db, roundId)
  const present = await listRoundAssessors(db, roundId)
  const everybody = await listAssessors(db)
  const history = await listPassMarks(db, roundId)
  const conflicts = await listRoundConflicts(db, roundId)
  return {
    roundId,
    roundName: round.name,
    assessingDueOn: round.assessingDueOn,
    questions: [...forms.values()].flatMap(({ title, questions }) => questions.flatMap(({ id, number }) => questionLine({ id, number, title }, standing, unassigned))),
    assessors: assessorLines(present, everybody, standing),
    presentIds: present.map(({ person }) => person.id),
    everybody,
    conflicts: conflictLines(conflicts, standing),
    passMarks: roundForms.map((form) => passMarkOf(form, forms.get(form.formId)?.questions ?? [], history, standing)),
  }
}

function questionLine(
  { id, number, title }: { id: string; number: number; title: string },
  standing: readonly LiveTask[],
  unassigned: readonly OpenAnswer[],
) {
  const tasks = standing.filter(({ task }) => task.questionId === id)
  const left = unassigned.filter(({ questionId }) => questionId === id).length
  return tasks.length + left === 0 ? [] : [{ number, title, unassigned: left, ...statesOf(tasks) }]
}

/** Who is with the round now, and who was and finished something. */
function assessorLines(
  present: readonly RoundAssessor[],
  everybody: readonly { id: string; name: string }[],
  standing: readonly LiveTask[],
) {
  const presentIds = new Set(present.map(({ person }) => person.id))
  return everybody.flatMap(({ id, name }) => {
    const tasks = standing.filter(({ task }) => task.assessorId === id)
    const isPresent = presentIds.has(id)
    return isPresent || tasks.length > 0 ? [{ name, present: isPresent, ...statesOf(tasks) }] : []
  })
}

/** One line for each assessor and person, with that person's candidate numbers. */
function conflictLines(rows: Awaited<ReturnType<typeof listRoundConflicts>>, standing: readonly LiveTask[]) {
  const pairs = new Map<string, typeof rows>()
  for (const row of rows) {
    const key = `${row.assessorId} ${row.personId}`
    pairs.set(key, [...(pairs.get(key) ?? []), row])
  }
  return [...pairs.values()].flatMap((pair) => {
    const [first] = pair
    if (!first) return []
    const finished = standing.filter(
      ({ task, personId }) => task.assessorId === first.assessorId && personId === first.personId && task.finishedAt !== null,
    )
    return [{ name: first.name, declaredAt: first.declaredAt, candidateNumbers: pair.map(({ candidateNumber }) => candidateNumber), finished: finished.length }]
  })
}

function passMarkOf(
  form: Awaited<ReturnType<typeof listRoundForms>>[number],
  questions: readonly { readonly id: string }[],
  history: readonly PassMarkRow[],
  standing: readonly LiveTask[],
) {
  const { formId, title, kind, maximumPoints, suggestedPassMark } = form
  const ids = new Set(questions.map(({ id }) => id))
  const tasks = standing.filter(({ task }) => ids.has(task.questionId))
  return {
    formId, title, kind, maximumPoints, suggestedPassMark,
    history: history.filter((one) => one.formId === formId),
    assessed: tasks.some(({ scores }) => scores > 0),
    locked: tasks.some(({ released }) => released),
  }
}
