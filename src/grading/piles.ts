import type { PaperForm } from '../papers/content.ts'
import { taskStateOf } from './grading.ts'
import type { TaskState } from './grading.ts'

/** One answer that lies with an assessor. */
interface OwnWork {
  readonly taskId: string
  readonly roundId: string
  readonly roundName: string
  readonly assessingDueOn: string | null
  readonly formId: string
  readonly questionId: string
  readonly finishedAt: number | null
  readonly scores: number
}

/** How much of some work is in each state. */
export const countStates = (works: readonly { readonly finishedAt: number | null; readonly scores: number }[]): Record<TaskState, number> => {
  const counts = { todo: 0, draft: 0, done: 0 }
  for (const work of works) counts[taskStateOf(work)] += 1
  return counts
}

/** Work by round and by question, in the order of the papers. Rounds keep the order they come in. */
export function pilesOf(works: readonly OwnWork[], forms: ReadonlyMap<string, PaperForm>) {
  const rounds = new Map<string, OwnWork[]>()
  for (const work of works) rounds.set(work.roundId, [...(rounds.get(work.roundId) ?? []), work])
  return [...rounds.values()].flatMap((ofRound) => {
    const [first] = ofRound
    if (!first) return []
    const { roundId, roundName, assessingDueOn } = first
    const piles = [...forms.values()].flatMap((form) =>
      form.questions.flatMap(({ id: questionId, number }) => {
        const pile = ofRound.filter((work) => work.questionId === questionId)
        return pile.length === 0 ? [] : [{ questionId, number, title: form.title, works: pile, ...countStates(pile) }]
      }),
    )
    return [{ roundId, roundName, assessingDueOn, piles }]
  })
}

/**
 * The next answer of a pile that is to be done: after the current one, or from the beginning again; drafts come when
 * nothing is untouched.
 *
 * @param currentId the answer one comes from; `null` to begin at the beginning
 */
export function nextOf<L extends { readonly taskId: string; readonly state: TaskState }>(lines: readonly L[], currentId: string | null): L | undefined {
  const at = lines.findIndex(({ taskId }) => taskId === currentId)
  const round = [...lines.slice(at + 1), ...lines.slice(0, Math.max(0, at))]
  return round.find(({ state }) => state === 'todo') ?? round.find(({ state }) => state === 'draft')
}

/** Words as a person counts them. */
export const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length
