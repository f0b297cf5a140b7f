import type { Here } from '../../src/http/env.ts'
import type { Round } from '../../src/rounds/queries.ts'
import type { EnrolmentState, Phase } from '../../src/rounds/rounds.ts'
import { dateRange } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths, withQuery } from '../paths.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'
import { PhaseTag, enrolmentText } from './status.tsx'

export interface RoundLine {
  readonly round: Round
  readonly phase: Phase
  readonly state: EnrolmentState
}

interface Props {
  readonly here: Here
  readonly lines: readonly RoundLine[]
  readonly page: number
  readonly pages: number
}

/** The rounds, the latest first. */
export const RoundsPage = ({ here, lines, page, pages }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('rounds.title')}>
      <Heading title={t('rounds.title')} lead={t('rounds.lead')} actions={<ButtonLink href={paths.newRound()}>{t('rounds.make')}</ButtonLink>} />
      <Table
        t={t}
        caption={t('rounds.title')}
        captionHidden
        empty={t('rounds.none')}
        columns={[{ label: t('rounds.round') }, { label: t('rounds.window') }, { label: t('rounds.phase') }, { label: t('rounds.enrolment') }]}
        rows={lines.map(({ round, phase, state }) => [
          <a href={paths.round(round.id)}>{round.name}</a>,
          dateRange(t, round.windowFirstOn, round.windowLastOn),
          <PhaseTag t={t} phase={phase} />,
          enrolmentText(t, state),
        ])}
      />
      <Pager t={t} page={page} pages={pages} href={(wanted) => withQuery(paths.rounds(), { page: String(wanted) })} />
    </Page>
  )
}
