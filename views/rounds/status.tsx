import type { Translate } from '../../src/language/translate.ts'
import type { EnrolmentState, Phase } from '../../src/rounds/rounds.ts'
import { longMoment } from '../format.ts'
import { Tag } from '../ui/tag.tsx'

const tones = {
  draft: 'neutral', announced: 'neutral', open: 'good', closed: 'neutral', running: 'accent', finishing: 'accent',
  assessing: 'warn', released: 'good', calledOff: 'bad', past: 'neutral',
} as const

/** Where a round stands, in two words. */
export const PhaseTag = ({ t, phase }: { readonly t: Translate; readonly phase: Phase }) => (
  <Tag tone={tones[phase]}>{t(`rounds.phases.${phase}`)}</Tag>
)

/** Whether one can enrol and until when, or since what, in one sentence. */
export function enrolmentText(t: Translate, { open, because, opensAt, closesAt }: EnrolmentState): string {
  if (open) return t('rounds.states.openUntil', { moment: longMoment(t, closesAt ?? 0) })
  if (because === 'windowOver' || because === 'calledOff' || because === 'released') return t(`rounds.states.${because}`)
  if (opensAt !== null) return t('rounds.states.opensAt', { moment: longMoment(t, opensAt) })
  return t(because === 'hand' ? 'rounds.states.closedByHand' : 'rounds.states.closed')
}
