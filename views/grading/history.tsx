import type { Instant } from '../../src/clock.ts'
import type { Levels } from '../../src/grading/scoring.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { OpenQuestion } from '../../src/papers/content.ts'
import { points } from '../format.ts'
import { Details } from '../ui/details.tsx'
import { Moment } from '../ui/moment.tsx'
import { Table } from '../ui/table.tsx'
import { StateTag } from './state.tsx'

/** One mark as it was given. */
export interface GivenMark {
  readonly sequence: number
  readonly levels: Levels
  /** Hundredths. */
  readonly points: number
  readonly comment: string
  readonly finished: boolean
  readonly givenAt: Instant
}

interface Props {
  readonly t: Translate
  /** Of the paper. */
  readonly lang: string
  readonly question: OpenQuestion
  readonly scores: readonly GivenMark[]
}

/** Every mark that was given to an answer, newest first: none is ever overwritten. */
export function ScoreHistory({ t, lang, question, scores }: Props) {
  const levelsOf = ({ levels }: GivenMark) =>
    question.criteria
      .flatMap(({ key, title, levels: all }) => {
        const level = all.find((one) => one.key === levels[key])
        return level ? [`${title}: ${level.label}`] : []
      })
      .join('; ')
  return (
    <Details summary={t('grading.history', { number: scores.length })}>
      <Table
        t={t}
        caption={t('grading.history', { number: scores.length })}
        captionHidden
        columns={[
          { label: t('grading.when') },
          { label: t('grading.state') },
          { label: t('grading.points'), numeric: true },
          { label: t('grading.rubric') },
          { label: t('grading.remark') },
        ]}
        rows={scores.map((mark) => [
          <Moment t={t} at={mark.givenAt} short />,
          <StateTag t={t} state={mark.finished ? 'done' : 'draft'} />,
          points(t, mark.points),
          <span lang={lang}>{levelsOf(mark)}</span>,
          <span lang={lang}>{mark.comment}</span>,
        ])}
      />
    </Details>
  )
}
