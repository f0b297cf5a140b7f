import type { Levels } from '../../grading/scoring.ts'
import type { Criterion, OpenQuestion } from '../../papers/content.ts'
import type { Quality, Remarks } from './cast.ts'
import { draw, pick } from './chance.ts'

/** What share of the points an answer of this quality brings, give or take. */
const SHARE: Readonly<Record<Quality, number>> = { poor: 0.2, weak: 0.4, average: 0.6, good: 0.74, strong: 0.88 }

/**
 * How an answer is assessed: a level for each criterion, and a remark about where it is best and where it is worst.
 *
 * @param work its `name` decides the rest: the same one is always assessed alike; `luck` is a share of the points
 */
export function markOf(
  question: OpenQuestion, work: { readonly quality: Quality; readonly luck: number; readonly name: string }, remarks: Remarks,
): { readonly levels: Levels; readonly comment: string } {
  const { quality, luck, name } = work
  const lucky = SHARE[quality] + luck + 0.24 * (draw(`level ${name}`) - 0.5)
  const chosen = question.criteria.map((criterion) => {
    const steps = criterion.levels.length - 1
    const wanted = (lucky + 0.3 * (draw(`level ${name} ${criterion.key}`) - 0.5)) * steps
    const step = Math.max(0, Math.min(steps, Math.round(wanted)))
    return { criterion, step, share: steps === 0 ? 1 : step / steps }
  })
  const levels = Object.fromEntries(chosen.flatMap(({ criterion, step }) => levelAt(criterion, step)))
  return { levels, comment: remarkOn(chosen, name, remarks) }
}

const levelAt = ({ key, levels }: Criterion, step: number): [string, string][] => {
  const level = levels[step]
  return level === undefined ? [] : [[key, level.key]]
}

function remarkOn(chosen: readonly { readonly criterion: Criterion; readonly share: number }[], name: string, remarks: Remarks): string {
  const inOrder = chosen.toSorted((one, other) => other.share - one.share)
  const [best, worst] = [inOrder[0], inOrder.at(-1)].map((one) => one?.criterion.title ?? '')
  const average = chosen.reduce((sum, { share }) => sum + share, 0) / chosen.length
  const kind = average > 0.78 ? 'high' : average > 0.45 ? 'middle' : 'low'
  return pick(remarks[kind], `remark ${name}`).replaceAll('{{best}}', best ?? '').replaceAll('{{worst}}', worst ?? '')
}
