import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Stretch } from '../../src/overview/picture.ts'
import type { RoundCounts } from '../../src/overview/round-queries.ts'
import type { Round, RoundForm } from '../../src/rounds/queries.ts'
import type { EnrolmentState, Phase } from '../../src/rounds/rounds.ts'
import { dateRange, longDate, longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { kindText } from '../papers/list.tsx'
import { paths } from '../paths.ts'
import { PhaseTag, enrolmentText } from '../rounds/status.tsx'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Figures } from '../ui/figures.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Timeline } from '../ui/timeline.tsx'
import type { BarTone } from '../ui/timeline.tsx'
import { Columns, rowOf } from './picture.tsx'
import { RoundNav } from './round-nav.tsx'

/** The clock of one candidate. */
export interface Clock {
  readonly personId: string
  readonly name: string
  readonly from: number
  readonly until: number
  readonly state: 'planned' | 'running' | 'done'
}

/** One round with everything the office asks of it. */
export interface RoundView {
  readonly round: Round
  readonly phase: Phase
  readonly state: EnrolmentState
  readonly forms: readonly RoundForm[]
  readonly counts: RoundCounts
  readonly stretches: readonly Stretch[]
  readonly frame: { readonly from: number; readonly until: number }
  /** The stretch of time that the clocks run in. */
  readonly clockFrame: { readonly from: number; readonly until: number }
  /** Each clock, or only how many run at a time when there are too many to draw. */
  readonly clocks: readonly Clock[] | null
  readonly running: readonly { readonly at: number; readonly count: number }[]
  /** What can be done now. */
  readonly may: { readonly open: boolean; readonly close: boolean; readonly change: boolean; readonly callOff: boolean }
}

export const RoundPage = ({ here, view }: { readonly here: Here; readonly view: RoundView }) => {
  const { t } = here
  const { round, phase } = view
  return (
    <Page here={here} title={round.name} nav={<RoundNav t={t} roundId={round.id} current="overview" />}>
      <Heading
        title={round.name}
        lead={`${t('rounds.window')} ${dateRange(t, round.windowFirstOn, round.windowLastOn)}`}
        tag={<PhaseTag t={t} phase={phase} />}
        back={{ href: paths.rounds(), label: t('common.nav.rounds') }}
      />
      {round.calledOffAt !== null && <Callout t={t} tone="bad"><p>{t('overview.round.calledOff')}</p></Callout>}
      {round.releasedAt !== null && <Callout t={t} tone="good" title={t('rounds.phases.released')}><p>{t('overview.round.releasedAt', { moment: longMoment(t, round.releasedAt) })}</p></Callout>}
      <Figures items={figuresOf(t, view)} />
      <Picture here={here} view={view} />
      <Facts t={t} view={view} />
      <Actions t={t} view={view} />
      <p><a href={`${paths.audit()}?round=${round.id}`}>{t('overview.round.log')}</a></p>
    </Page>
  )
}

type Part = { readonly t: Translate; readonly view: RoundView }

function figuresOf(t: Translate, { round, counts }: RoundView) {
  const list = (show: string) => `${paths.roundCandidates(round.id)}?show=${show}`
  const paid = round.maximumCandidates === null ? String(counts.paid) : `${counts.paid} / ${round.maximumCandidates}`
  return [
    { value: paid, label: t('overview.round.paid'), href: paths.roundCandidates(round.id) },
    { value: String(counts.held), label: t('overview.round.held'), href: list('unpaid') },
    { value: String(counts.choosing), label: t('overview.round.choosing'), href: list('choosing') },
    { value: String(counts.planned), label: t('overview.round.planned'), href: list('planned') },
    { value: String(counts.begun), label: t('overview.round.begun') },
    { value: `${counts.sealed} / ${counts.sealed + counts.open}`, label: t('overview.round.sealed'), href: list('done') },
  ]
}

const tones: Readonly<Record<Clock['state'], BarTone>> = { planned: 'neutral', running: 'accent', done: 'good' }
const clockTexts = { planned: 'overview.round.clockPlanned', running: 'overview.round.clockRunning', done: 'overview.round.clockDone' } as const

/** Drawn under each other they would be a wall: this many stand open, more are folded away. */
const OPEN = 12

function Picture({ here, view }: { readonly here: Here; readonly view: RoundView }) {
  const { t, now } = here
  const { stretches, frame, clocks, clockFrame, running } = view
  const shown = clocks !== null && clocks.length > 0 && (
    <Timeline
      t={t}
      caption={t('overview.round.clocks')}
      from={clockFrame.from}
      until={clockFrame.until}
      now={now}
      rows={clocks.map(({ personId, name, from, until, state }) => ({
        label: name, href: paths.person(personId), bars: [{ from, until, label: t(clockTexts[state]), tone: tones[state] }],
      }))}
    />
  )
  return (
    <>
      <Timeline
        t={t}
        caption={t('overview.round.picture')}
        from={frame.from}
        until={frame.until}
        now={now}
        rows={stretches.map((one) => rowOf(t, one))}
      />
      {clocks === null ? (
        <Columns t={t} caption={t('overview.round.running')} columns={running} />
      ) : clocks.length === 0 ? (
        <p class="hint">{t('overview.round.noClocks')}</p>
      ) : clocks.length > OPEN ? (
        <Details summary={`${t('overview.round.clocks')} (${clocks.length})`}>{shown}</Details>
      ) : (
        shown
      )}
    </>
  )
}

function Facts({ t, view: { round, state, forms } }: Part) {
  const { caseHours, reflectionHours, workingHours: hours, minimumCandidates, maximumCandidates, assessingDueOn, note } = round
  const own = caseHours !== null || reflectionHours !== null
  const hoursText = own
    ? t('overview.round.hoursOwn', { hours, caseHours: caseHours ?? hours, reflectionHours: reflectionHours ?? hours })
    : t('overview.round.hours', { hours })
  return (
    <Panel title={t('overview.round.facts')}>
      <SummaryList
        rows={[
          { key: t('overview.round.enrolmentState'), value: enrolmentText(t, state) },
          { key: t('rounds.window'), value: dateRange(t, round.windowFirstOn, round.windowLastOn) },
          { key: t('overview.round.workingHours'), value: hoursText },
          { key: t('overview.round.papers'), value: <Papers t={t} forms={forms} /> },
          ...(minimumCandidates === null ? [] : [{ key: t('overview.round.minimum'), value: String(minimumCandidates) }]),
          ...(maximumCandidates === null ? [] : [{ key: t('overview.round.maximum'), value: String(maximumCandidates) }]),
          ...(assessingDueOn === null ? [] : [{ key: t('overview.round.assessingDueOn'), value: longDate(t, assessingDueOn) }]),
          ...(note === null ? [] : [{ key: t('overview.round.note'), value: note }]),
        ]}
      />
    </Panel>
  )
}

const Papers = ({ t, forms }: { readonly t: Translate; readonly forms: readonly RoundForm[] }) =>
  forms.length === 0 ? (
    <>{t('overview.round.noPapers')}</>
  ) : (
    <ul>
      {forms.map(({ formId, title, version, kind }) => (
        <li>
          <a href={paths.paper(formId)}>{t('rounds.paperChoice', { title, version })}</a> ({kindText(t, kind)})
        </li>
      ))}
    </ul>
  )

const Actions = ({ t, view: { round, may } }: Part) =>
  !(may.open || may.close || may.change || may.callOff) ? null : (
    <Panel title={t('common.table.actions')}>
      <Buttons>
        {may.open && <ButtonForm action={paths.roundOpening(round.id)} kind="primary">{t('rounds.open')}</ButtonForm>}
        {may.close && <ButtonForm action={paths.roundClosing(round.id)}>{t('rounds.close')}</ButtonForm>}
        {may.change && <ButtonLink href={paths.editRound(round.id)} kind="secondary">{t('rounds.edit')}</ButtonLink>}
        {may.callOff && <ButtonLink href={paths.roundCallingOff(round.id)} kind="danger">{t('overview.round.callOff')}</ButtonLink>}
      </Buttons>
    </Panel>
  )
