import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import type { Distribution } from '../../src/results/results.ts'
import { mark, points, wholeNumber } from '../format.ts'
import { testTitle } from '../delivery/sitting.tsx'
import { paths } from '../paths.ts'
import { ButtonForm } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Figures } from '../ui/figures.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pager } from '../ui/pager.tsx'
import { Panel } from '../ui/panel.tsx'
import { Meter } from '../ui/progress.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

type Decision = { readonly mark: number; readonly sufficient: boolean }

/** One attempt as it would be released; points in hundredths, marks in tenths. */
export interface CandidateLine {
  readonly attemptId: string
  readonly candidateNumber: string
  readonly kind: TestKind
  readonly points: number
  readonly maximumPoints: number
  /** `null` as long as it is not complete. */
  readonly decision: Decision | null
}
export type HeldOutLine = CandidateLine & { readonly reason: string; readonly heldAt: Instant }
export type ReleasedLine = Omit<CandidateLine, 'decision'> & Decision & { readonly releasedAt: Instant }

/** A page of the lines that were found, with how many there are. */
export interface Found<L> {
  readonly lines: readonly L[]
  readonly total: number
  readonly page: number
  readonly pages: number
}

type PartProps<L> = { readonly t: Translate; readonly found: Found<L>; readonly href: (page: number) => string }

/** "Voldoende" or "Onvoldoende", never by colour alone. */
export const SufficientTag = ({ t, sufficient }: { readonly t: Translate; readonly sufficient: boolean }) => (
  <Tag tone={sufficient ? 'good' : 'bad'}>{t(sufficient ? 'results.sufficientTitle' : 'results.insufficientTitle')}</Tag>
)

const scoreText = (t: Translate, line: { readonly points: number; readonly maximumPoints: number }) =>
  t('results.scoreOf', { points: points(t, line.points), maximum: points(t, line.maximumPoints) })

const columns = (t: Translate) => [
  { label: t('results.candidateNumber') },
  { label: t('results.test') },
  { label: t('results.score'), numeric: true },
  { label: t('results.mark'), numeric: true },
  { label: t('results.result') },
]

const cells = (t: Translate, line: CandidateLine) => [
  <a class="number-code" href={paths.attemptStaff(line.attemptId)}>{line.candidateNumber}</a>,
  testTitle(t, line.kind),
  scoreText(t, line),
  line.decision ? mark(t, line.decision.mark) : '',
  line.decision ? <SufficientTag t={t} sufficient={line.decision.sufficient} /> : <Tag>{t('results.waiting')}</Tag>,
]

/** Everything a release would decide, by candidate number: who decides need not know whose it is. */
export const Candidates = ({ t, roundId, found, href, searched }: PartProps<CandidateLine> & { readonly roundId: string; readonly searched: boolean }) => (
  <Panel title={t('results.preview')}>
    <p role="status">{t('results.found', { count: found.total })}</p>
    <Table
      t={t}
      caption={t('results.preview')}
      captionHidden
      empty={t(searched ? 'results.noneFound' : 'results.nothing')}
      columns={[...columns(t), { label: t('common.table.actions') }]}
      rows={found.lines.map((line) => [
        ...cells(t, line),
        <a href={paths.holdout(roundId, line.attemptId)}>
          {t('results.holdOut')}
          <span class="visually-hidden"> {line.candidateNumber}</span>
        </a>,
      ])}
    />
    <Pager t={t} page={found.page} pages={found.pages} of={t('results.preview')} href={href} />
  </Panel>
)

/** What is kept out of the release, and the way back into it. */
export const HeldOut = ({ t, roundId, lines }: { readonly t: Translate; readonly roundId: string; readonly lines: readonly HeldOutLine[] }) => (
  <Panel title={t('results.heldOut')}>
    <Table
      t={t}
      caption={t('results.heldOut')}
      captionHidden
      columns={[...columns(t), { label: t('results.reason') }, { label: t('common.table.actions') }]}
      rows={lines.map((line) => [
        ...cells(t, line),
        line.reason,
        <ButtonForm action={paths.holdoutEnd(roundId, line.attemptId)} of={line.candidateNumber}>{t('results.takeBack')}</ButtonForm>,
      ])}
    />
  </Panel>
)

export const Released = ({ t, found, href }: PartProps<ReleasedLine>) => (
  <Panel title={t('results.released')}>
    <Details summary={t('results.found', { count: found.total })} open={found.page > 1}>
      <Table
        t={t}
        caption={t('results.released')}
        captionHidden
        columns={[...columns(t), { label: t('results.when') }]}
        rows={found.lines.map(({ mark: given, sufficient, releasedAt, ...line }) => [
          ...cells(t, { ...line, decision: { mark: given, sufficient } }),
          <Moment t={t} at={releasedAt} short />,
        ])}
      />
      <Pager t={t} page={found.page} pages={found.pages} of={t('results.released')} href={href} />
    </Details>
  </Panel>
)

/** How the results lie, per test. */
export const Distributions = ({ t, distributions }: { readonly t: Translate; readonly distributions: readonly (Distribution & { readonly kind: TestKind })[] }) => (
  <Panel title={t('results.distribution')}>
    {distributions.map(({ kind, count, sufficient, averageMark, marks }) => (
      <section class="stack">
        <h3>{testTitle(t, kind)}</h3>
        <Figures
          items={[
            { label: t('results.count'), value: wholeNumber(t, count) },
            { label: t('results.sufficientTitle'), value: wholeNumber(t, sufficient) },
            { label: t('results.insufficientTitle'), value: wholeNumber(t, count - sufficient) },
            { label: t('results.averageMark'), value: averageMark === null ? '' : mark(t, averageMark) },
          ]}
        />
        <Details summary={t('results.perMark')}>
          {marks.map((some, index) => (
            <Meter label={`${t('results.mark')} ${bandText(t, index)}`} value={some} max={Math.max(...marks, 1)} text={wholeNumber(t, some)} />
          ))}
        </Details>
      </section>
    ))}
  </Panel>
)

/** "5,0–5,9"; the last band holds the 10,0 too. */
const bandText = (t: Translate, index: number): string =>
  `${mark(t, (index + 1) * 10)}–${mark(t, index === 8 ? 100 : (index + 1) * 10 + 9)}`
