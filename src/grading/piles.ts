import type { PaperForm } from '../papers/content.ts'
import type { TaskState } from './grading.ts'

/** How much of one question lies with an assessor. */
interface OwnPile extends Readonly<Record<TaskState, number>> {
  readonly roundId: string
  readonly roundName: string
  readonly assessingDueOn: string | null
  readonly questionId: string
}

/** How much work is in each state, added up. */
export const sumOf = (lines: readonly Readonly<Record<TaskState, number>>[]): Record<TaskState, number> => {
  const sum = { todo: 0, draft: 0, done: 0 }
  for (const { todo, draft, done } of lines) {
    sum.todo += todo
    sum.draft += draft
    sum.done += done
  }
  return sum
}

/** Piles by round, in the order of the papers. Rounds keep the order they come in. */
export function pilesOf<Pile extends OwnPile>(own: readonly Pile[], forms: ReadonlyMap<string, PaperForm>) {
  const questions = [...forms.values()].flatMap(({ title, questions: ofForm }) => ofForm.map(({ id, number }) => ({ id, number, title })))
  return [...new Set(own.map(({ roundId }) => roundId))].flatMap((id) => {
    const ofRound = own.filter(({ roundId }) => roundId === id)
    const [first] = ofRound
    if (!first) return []
    const { roundId, roundName, assessingDueOn } = first
    const piles = questions.flatMap(({ id: questionId, number, title }) => ofRound.filter((pile) => pile.questionId === questionId).map((pile) => ({ ...pile, number, title })))
    return [{ roundId, roundName, assessingDueOn, piles }]
  })
}

/** Where somebody goes on: at the first pile with something untouched, else at the first with a draft. */
export const pileToGoOn = <Pile extends OwnPile>(piles: readonly Pile[]): Pile | undefined =>
  piles.find(({ todo }) => todo > 0) ?? piles.find(({ draft }) => draft > 0)

/** Words as a person counts them. */
export const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length
