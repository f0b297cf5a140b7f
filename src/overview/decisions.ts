import { DAY } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { TestKind } from '../papers/content.ts'
import type { Round } from '../rounds/queries.ts'
import { enrolmentStateOf, windowOf } from '../rounds/rounds.ts'

type InRound = { readonly roundId: string; readonly roundName: string }

/** Something that waits for a decision of the office. */
export type Decision =
  | { readonly kind: 'problem'; readonly problemId: string; readonly personName: string; readonly test: TestKind; readonly roundName: string }
  | { readonly kind: 'refunds'; readonly count: number }
  | (InRound & { readonly kind: 'lapsed' | 'unassigned' | 'releasable'; readonly count: number })
  | (InRound & { readonly kind: 'agreement'; readonly isOwn: boolean; readonly by: string })
  | { readonly kind: 'notFresh'; readonly attemptId: string; readonly candidateNumber: string; readonly test: TestKind; readonly roundName: string }
  | (InRound & { readonly kind: 'belowMinimum'; readonly places: number; readonly minimum: number })
  | { readonly kind: 'mail'; readonly personId: string | null; readonly recipient: string; readonly subject: string }

/** How long before the window a round that draws too few people shows. */
const SOON = 14 * DAY

/**
 * Rounds that draw fewer people than their minimum, once their enrolment has closed or their window is near, and
 * before the window begins: they can still be called off.
 *
 * @param paid places that are paid, by round id
 */
export function belowMinimum(rounds: readonly Round[], paid: ReadonlyMap<string, number>, now: Instant): Decision[] {
  return rounds.flatMap((round) => {
    const { id: roundId, name: roundName, minimumCandidates: minimum } = round
    const places = paid.get(roundId) ?? 0
    if (minimum === null || places >= minimum || !isDrawing(round, now)) return []
    return [{ kind: 'belowMinimum', roundId, roundName, places, minimum }]
  })
}

/** Whether it counts by now how many people a round draws. */
function isDrawing(round: Round, now: Instant): boolean {
  if (round.calledOffAt !== null || round.releasedAt !== null) return false
  const { firstAt } = windowOf(round)
  const { open, opensAt } = enrolmentStateOf(round, now)
  const isClosed = !open && opensAt === null && (round.handState !== null || round.enrolmentOpensAt !== null)
  return now < firstAt && (isClosed || (open && now >= firstAt - SOON))
}
