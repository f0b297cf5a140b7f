import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import { dateOf, shortDate, shortMoment } from '../format.ts'
import { Details } from './details.tsx'
import { Table } from './table.tsx'

const DAY = 86_400_000
const ROW = 44
const AXIS = 28
const FOOT = 20

export type BarTone = 'accent' | 'neutral' | 'good' | 'warn' | 'bad'

export interface Bar {
  /** ms since 1970 UTC. */
  readonly from: Instant
  readonly until: Instant
  /** What this stretch is, for the table and the tooltip. */
  readonly label: string
  readonly tone: BarTone
}

export interface TimelineRow {
  readonly label: string
  readonly href?: string | undefined
  readonly bars: readonly Bar[]
}

interface Props {
  readonly t: Translate
  readonly caption: string
  /** The stretch of time shown, ms since 1970 UTC. */
  readonly from: Instant
  readonly until: Instant
  /** Draws a line at this moment when it lies within. */
  readonly now?: Instant | undefined
  readonly rows: readonly TimelineRow[]
}

/**
 * Rows of bars on a time axis, with the same in a table for whoever reads rather than looks.
 * Positions are percentages, so that it fits every width while the words keep their size.
 */
export function Timeline({ t, caption, from, until, now, rows }: Props) {
  const x = (instant: Instant) => `${(Math.min(1, Math.max(0, (instant - from) / (until - from))) * 100).toFixed(2)}%`
  const height = AXIS + rows.length * ROW + FOOT
  return (
    <figure class="timeline">
      <figcaption>{caption}</figcaption>
      <svg width="100%" height={height} role="img" aria-label={caption} focusable="false">
        {ticksOf(from, until).map(({ at, labelled }) => (
          <g>
            <line class={labelled ? 'timeline-tick' : 'timeline-day'} x1={x(at)} x2={x(at)} y1={labelled ? 0 : AXIS} y2={height - FOOT} />
            {labelled && (
              <text class="timeline-date" x={x(at)} dx="6" y="14">
                {dayOf(t, at)}
              </text>
            )}
          </g>
        ))}
        {rows.map((row, index) => (
          <Row row={row} top={AXIS + index * ROW} x={x} />
        ))}
        {now !== undefined && now >= from && now <= until && (
          <g>
            <line class="timeline-now" x1={x(now)} x2={x(now)} y1={AXIS - 8} y2={height - FOOT} />
            <text class="timeline-now-word" x={x(now)} y={height - 4}>
              {t('common.timeline.now')}
            </text>
          </g>
        )}
      </svg>
      <AsTable t={t} caption={caption} rows={rows} />
    </figure>
  )
}

const Row = ({ row, top, x }: { readonly row: TimelineRow; readonly top: number; readonly x: (at: Instant) => string }) => (
  <g>
    <text class="timeline-label" x="0" y={top + 15}>
      {row.label}
      <tspan class="timeline-what" dx="8">
        {row.bars.map(({ label }) => label).join('; ')}
      </tspan>
    </text>
    {row.bars.map((bar) => (
      <svg x={x(bar.from)} y={top + 21} width={widthOf(x, bar)} height="14" overflow="visible">
        <rect class={`timeline-bar timeline-${bar.tone}`} width="100%" height="14" rx="4">
          <title>{`${row.label}: ${bar.label}`}</title>
        </rect>
      </svg>
    ))}
  </g>
)

/** At least a sliver, so that an instant can be seen. */
const widthOf = (x: (at: Instant) => string, bar: Bar): string =>
  `${Math.max(0.6, Number.parseFloat(x(bar.until)) - Number.parseFloat(x(bar.from))).toFixed(2)}%`

const AsTable = ({ t, caption, rows }: Pick<Props, 't' | 'caption' | 'rows'>) => (
  <Details summary={t('common.table.asTable')}>
    <Table
      t={t}
      caption={caption}
      captionHidden
      columns={[
        { label: t('common.table.row') },
        { label: t('common.table.bar') },
        { label: t('common.table.from') },
        { label: t('common.table.until') },
      ]}
      rows={rows.flatMap(({ label, href, bars }) =>
        bars.map((bar) => [href ? <a href={href}>{label}</a> : label, bar.label, shortMoment(t, bar.from), shortMoment(t, bar.until)]),
      )}
    />
  </Details>
)

/** Days, of which at most five carry a date, and none so far to the right that its text falls off. */
function ticksOf(from: Instant, until: Instant): readonly { readonly at: Instant; readonly labelled: boolean }[] {
  const days = Math.ceil((until - from) / DAY)
  const step = Math.max(1, Math.ceil(days / 5))
  return Array.from({ length: Math.min(days, 400) }, (_, day) => ({
    at: from + day * DAY,
    labelled: day % step === 0 && day <= days * 0.85,
  })).filter(({ labelled }) => labelled || days <= 40)
}

/** "7 nov": the year is in the table. */
const dayOf = (t: Translate, at: Instant): string => shortDate(t, dateOf(at)).replace(/ \d{4}$/, '')
