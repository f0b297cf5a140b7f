import type { Translate } from '../../src/language/translate.ts'
import { paths } from '../paths.ts'
import { Subnav } from '../ui/subnav.tsx'

type Part = 'overview' | 'board' | 'candidates' | 'assessing' | 'release'

/** The pages of one round. */
export const RoundNav = ({ t, roundId, current }: { readonly t: Translate; readonly roundId: string; readonly current: Part }) => {
  const items = [
    { part: 'overview', href: paths.round(roundId) },
    { part: 'board', href: paths.roundBoard(roundId) },
    { part: 'candidates', href: paths.roundCandidates(roundId) },
    { part: 'assessing', href: paths.roundAssessing(roundId) },
    { part: 'release', href: paths.roundRelease(roundId) },
  ] as const
  return (
    <Subnav
      label={t('overview.round.pages')}
      items={items.map(({ part, href }) => ({ href, label: part === 'board' ? t('supervision.board.name') : t(`overview.round.${part}`), current: part === current }))}
    />
  )
}
