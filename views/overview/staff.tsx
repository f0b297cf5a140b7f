import type { Child } from 'hono/jsx'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Decision } from '../../src/overview/decisions.ts'
import type { Stretch } from '../../src/overview/picture.ts'
import type { Phase } from '../../src/rounds/rounds.ts'
import { ProblemsNotice } from '../delivery/problems.tsx'
import { Page } from '../layout.tsx'
import { kindText } from '../papers/list.tsx'
import { paths } from '../paths.ts'
import { PhaseTag } from '../rounds/status.tsx'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Figures } from '../ui/figures.tsx'
import { Heading } from '../ui/heading.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Timeline } from '../ui/timeline.tsx'
import { barOf } from './picture.tsx'

export interface StaffView {
  readonly rounds: readonly { readonly id: string; readonly name: string; readonly phase: Phase; readonly stretches: readonly Stretch[] }[]
  /** The stretch of time shown, ms since 1970 UTC. */
  readonly frame: { readonly from: number; readonly until: number }
  readonly decisions: readonly Decision[]
  readonly writing: number
  /** How many reports of candidates wait, and the version of what says so. */
  readonly problems: { readonly count: number; readonly etag: string; readonly still: boolean }
  readonly open: number
}

/** Where the office begins: what waits for a decision, and the rounds in time. */
export const StaffPage = ({ here, view }: { readonly here: Here; readonly view: StaffView }) => {
  const { t } = here
  const { rounds, decisions } = view
  return (
    <Page here={here} title={t('overview.staff.title')} live showsReports>
      <Heading
        title={t('overview.staff.title')}
        actions={
          <Buttons>
            <ButtonLink href={paths.receipts()} kind="secondary">{t('overview.staff.receipts')}</ButtonLink>
            <ButtonLink href={paths.problems()} kind="secondary">{t('supervision.problems.name')}</ButtonLink>
            <ButtonLink href={paths.incidents()} kind="secondary">{t('supervision.incidents.title')}</ButtonLink>
          </Buttons>
        }
      />
      <ProblemsNotice t={t} {...view.problems} onFront />
      <Figures
        items={[
          { value: String(decisions.length), label: t('overview.staff.waiting') },
          { value: String(view.writing), label: t('overview.staff.writing') },
          { value: String(view.open), label: t('overview.staff.openRounds'), href: paths.rounds() },
        ]}
      />
      <Panel title={t('overview.staff.decisions')}>
        <Table
          t={t}
          caption={t('overview.staff.decisions')}
          captionHidden
          empty={t('overview.staff.nothing')}
          columns={[{ label: t('overview.staff.what') }, { label: t('overview.staff.where') }]}
          rows={decisions.map((decision) => rowOf(t, decision))}
        />
      </Panel>
      {rounds.length > 0 && <RoundsInTime here={here} view={view} />}
      {rounds.length === 0 && (
        <>
          <p>{t('overview.staff.noRounds')}</p>
          <ButtonLink href={paths.newRound()}>{t('rounds.make')}</ButtonLink>
        </>
      )}
    </Page>
  )
}

const RoundsInTime = ({ here: { t, now }, view: { rounds, frame } }: { readonly here: Here; readonly view: StaffView }) => (
  <>
    <Timeline
      t={t}
      caption={t('overview.staff.rounds')}
      from={frame.from}
      until={frame.until}
      now={now}
      rows={rounds.map(({ id, name, stretches }) => ({ label: name, href: paths.round(id), bars: stretches.map((one) => barOf(t, one)) }))}
    />
    <Table
      t={t}
      caption={t('common.nav.rounds')}
      columns={[{ label: t('rounds.round') }, { label: t('rounds.phase') }]}
      rows={rounds.map(({ id, name, phase }) => [<a href={paths.round(id)}>{name}</a>, <PhaseTag t={t} phase={phase} />])}
    />
  </>
)

/** What waits, as a link to where it is decided; and in which round. */
function rowOf(t: Translate, decision: Decision): Child[] {
  const { href, text } = waiting(t, decision)
  const where = 'roundName' in decision ? decision.roundName : decision.kind === 'mail' ? decision.recipient : ''
  return [<a href={href}>{text}</a>, where]
}

function waiting(t: Translate, decision: Decision): { href: string; text: string } {
  switch (decision.kind) {
    case 'problem': {
      const text = t('supervision.problems.decision', { name: decision.personName, test: kindText(t, decision.test) })
      return { href: paths.problem(decision.problemId), text }
    }
    case 'refunds':
      return { href: paths.payments(), text: t('overview.decision.refunds', { count: decision.count }) }
    case 'lapsed':
      return { href: `${paths.roundCandidates(decision.roundId)}?show=choosing`, text: t('overview.decision.lapsed', { count: decision.count }) }
    case 'unassigned':
      return { href: paths.roundAssessing(decision.roundId), text: t('overview.decision.unassigned', { count: decision.count }) }
    case 'releasable':
      return { href: paths.roundRelease(decision.roundId), text: t('overview.decision.releasable', { count: decision.count }) }
    case 'agreement': {
      const text = decision.isOwn ? t('overview.decision.agreementOwn') : t('overview.decision.agreement', { name: decision.by })
      return { href: paths.roundRelease(decision.roundId), text }
    }
    case 'notFresh': {
      const text = t('overview.decision.notFresh', { number: decision.candidateNumber, test: kindText(t, decision.test) })
      return { href: paths.attemptStaff(decision.attemptId), text }
    }
    case 'belowMinimum':
      return { href: paths.round(decision.roundId), text: t('overview.decision.belowMinimum', { places: decision.places, minimum: decision.minimum }) }
    case 'mail': {
      const href = decision.personId === null ? paths.people() : `${paths.person(decision.personId)}#mails`
      return { href, text: t('overview.decision.mail', { subject: decision.subject }) }
    }
  }
}
