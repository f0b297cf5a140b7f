import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import { dateOf, shortDate, shortMoment } from '../format.ts'
import { Details } from './details.tsx'
import { Table } from './table.tsx'

const DAY = 86_400_000
/** Of the picture of a row, in points. */
const HEIGHT = 22

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
 * Positions are percentages and each row is a picture of its own under its words, so that it fits every width,
 * the words wrap, and no line ever runs through them.
 */
export function Timeline({ t, caption, from, until, now, rows }: Props) {
  const x = (instant: Instant) => `${(Math.min(1, Math.max(0, (instant - from) / (until - from))) * 100).toFixed(2)}%`
  const axis: Axis = { x, ticks: ticksOf(from, until), now: now !== undefined && now >= from && now <= until ? now : null }
  const several = rows.some(({ bars }) => bars.length > 1)
  return (
    <figure class="timeline">
      <figcaption>{caption}</figcaption>
      {several && <Legend rows={rows} />}
      <div role="img" aria-label={caption}>
        <svg width="100%" height="20" overflow="visible" focusable="false">
          {axis.ticks.filter(({ labelled }) => labelled).map(({ at }) => (
            <text class="timeline-date" x={x(at)} y="15">
              {dayOf(t, at)}
            </text>
          ))}
        </svg>
        {rows.map((row) => (
          <Row row={row} axis={axis} named={!several} />
        ))}
        {axis.now !== null && (
          <svg width="100%" height="20" focusable="false">
            <text class="timeline-now-word" x={x(axis.now)} y="15" text-anchor={anchorOf((axis.now - from) / (until - from))}>
              {t('common.timeline.now')}
            </text>
          </svg>
        )}
      </div>
      <AsTable t={t} caption={caption} rows={rows} />
    </figure>
  )
}

/** What is at the same place in every row. */
interface Axis {
  readonly x: (at: Instant) => string
  readonly ticks: readonly Tick[]
  /** `null` when it does not lie within. */
  readonly now: Instant | null
}

/** A word at the very edge stays within. */
const anchorOf = (share: number): 'start' | 'middle' | 'end' => (share < 0.04 ? 'start' : share > 0.96 ? 'end' : 'middle')

/** The row with most of them names them in their order. */
const byLength = (rows: Props['rows']): Props['rows'] => rows.toSorted((one, other) => other.bars.length - one.bars.length)

/** What each colour is, where a row has several. */
const Legend = ({ rows }: Pick<Props, 'rows'>) => (
  <ul class="timeline-legend">
    {[...new Map(byLength(rows).flatMap(({ bars }) => bars).map(({ label, tone }) => [label, tone]))].map(([label, tone]) => (
      <li>
        <svg width="14" height="14" aria-hidden="true" focusable="false">
          <rect class={`timeline-bar timeline-${tone}`} width="14" height="14" rx="4" />
        </svg>
        {label}
      </li>
    ))}
  </ul>
)

const Row = ({ row, axis: { x, ticks, now }, named }: { readonly row: TimelineRow; readonly axis: Axis; readonly named: boolean }) => (
  <>
    <p class="timeline-label">
      {row.label} {named && <span>{row.bars.map(({ label }) => label).join('; ')}</span>}
    </p>
    <svg width="100%" height={HEIGHT} focusable="false">
      {ticks.map(({ at, labelled }) => (
        <line class={labelled ? 'timeline-tick' : 'timeline-day'} x1={x(at)} x2={x(at)} y1="0" y2={HEIGHT} />
      ))}
      {row.bars.map((bar) => (
        <svg x={x(bar.from)} y="4" width={widthOf(x, bar)} height="14" overflow="visible">
          <rect class={`timeline-bar timeline-${bar.tone}`} width="100%" height="14" rx="4">
            <title>{`${row.label}: ${bar.label}`}</title>
          </rect>
        </svg>
      ))}
      {now !== null &&
        ['timeline-now-ground', 'timeline-now'].map((look) => <line class={look} x1={x(now)} x2={x(now)} y1="0" y2={HEIGHT} />)}
    </svg>
  </>
)

/** At least a sliver, so that an instant can be seen. */
const widthOf = (x: (at: Instant) => string, bar: Bar): string =>
  `${Math.max(1.2, Number.parseFloat(x(bar.until)) - Number.parseFloat(x(bar.from))).toFixed(2)}%`

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

interface Tick {
  readonly at: Instant
  readonly labelled: boolean
}

/** Days, of which at most five carry a date, and none so far to the right that its text falls off. */
function ticksOf(from: Instant, until: Instant): readonly Tick[] {
  const days = Math.ceil((until - from) / DAY)
  const step = Math.max(1, Math.ceil(days / 5))
  return Array.from({ length: Math.min(days, 400) }, (_, day) => ({
    at: from + day * DAY,
    labelled: day % step === 0 && day <= days * 0.85,
  })).filter(({ labelled }) => labelled || days <= 40)
}

/** "7 nov": the year is in the table. */
const dayOf = (t: Translate, at: Instant): string => shortDate(t, dateOf(at)).replace(/ \d{4}$/, '')
