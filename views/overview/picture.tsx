import type { Translate } from '../../src/language/translate.ts'
import type { Stretch } from '../../src/overview/picture.ts'
import { dateOf, dateRange, shortMoment, wholeNumber } from '../format.ts'
import { Details } from '../ui/details.tsx'
import { Table } from '../ui/table.tsx'
import type { Bar, BarTone, TimelineRow } from '../ui/timeline.tsx'

const tones: Readonly<Record<Stretch['what'], BarTone>> = { enrolment: 'neutral', window: 'accent', lastTests: 'good', assessing: 'warn', release: 'accent' }

/** A stretch of a round as a bar of the timeline. */
export const barOf = (t: Translate, { what, from, until }: Stretch): Bar => ({ from, until, label: t(`overview.stretches.${what}`), tone: tones[what] })

/** A stretch as a row of its own, with its days beside its name. */
export const rowOf = (t: Translate, stretch: Stretch): TimelineRow => {
  const { from, until } = stretch
  const bar = barOf(t, stretch)
  return { label: bar.label, bars: [{ ...bar, label: from === until ? shortMoment(t, from) : dateRange(t, dateOf(from), dateOf(until - 1)) }] }
}

interface Props {
  readonly t: Translate
  readonly caption: string
  readonly columns: readonly { readonly at: number; readonly count: number }[]
}

const HEIGHT = 180

/** Counts over time: a column for each moment, with the same in a table. */
export const Columns = ({ t, caption, columns }: Props) => {
  const most = Math.max(1, ...columns.map(({ count }) => count))
  const width = 100 / Math.max(1, columns.length)
  return (
    <figure class="timeline">
      <figcaption>{caption}</figcaption>
      <svg width="100%" height={HEIGHT + 24} role="img" aria-label={caption} focusable="false">
        {columns.map(({ at, count }, index) => (
          <rect
            class="timeline-bar timeline-accent"
            x={`${(index * width).toFixed(3)}%`}
            y={HEIGHT - (count / most) * HEIGHT}
            width={`${(width * 0.8).toFixed(3)}%`}
            height={(count / most) * HEIGHT}
          >
            <title>{`${shortMoment(t, at)}: ${wholeNumber(t, count)}`}</title>
          </rect>
        ))}
        {columns[0] && (
          <text class="timeline-date" x="0" y={HEIGHT + 18}>
            {shortMoment(t, columns[0].at)}
          </text>
        )}
      </svg>
      <Details summary={t('common.table.asTable')}>
        <Table
          t={t}
          caption={caption}
          captionHidden
          columns={[{ label: t('overview.round.moment') }, { label: t('overview.round.people'), numeric: true }]}
          rows={columns.map(({ at, count }) => [shortMoment(t, at), wholeNumber(t, count)])}
        />
      </Details>
    </figure>
  )
}
