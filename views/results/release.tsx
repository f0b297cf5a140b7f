import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Distribution, Missing } from '../../src/results/results.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { RoundNav } from '../overview/round-nav.tsx'
import { paths } from '../paths.ts'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Callout, NextStep, Panel } from '../ui/panel.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'
import { Candidates, Distributions, HeldOut, Released } from './preview.tsx'
import type { CandidateLine, HeldOutLine, ReleasedLine } from './preview.tsx'

export interface ReleaseLine {
  readonly id: string
  readonly proposedBy: string
  readonly proposedByName: string
  readonly proposedAt: Instant
  readonly agreedAt: Instant | null
  readonly agreedByName: string | null
  readonly lapsedAt: Instant | null
}

export interface ReleaseView {
  readonly roundId: string
  readonly roundName: string
  readonly missing: Missing
  readonly isMissing: boolean
  /** Which part of the two long lists is shown, from 1. */
  readonly page: number
  readonly pages: number
  readonly candidates: readonly CandidateLine[]
  /** Of all pages. */
  readonly candidateCount: number
  readonly heldOut: readonly HeldOutLine[]
  readonly released: readonly ReleasedLine[]
  readonly releasedCount: number
  readonly distributions: readonly (Distribution & { readonly kind: TestKind })[]
  readonly releases: readonly ReleaseLine[]
  /** The proposal that waits; overtaken when it is not what would be released now. */
  readonly pending: (ReleaseLine & { readonly overtaken: boolean }) | null
}

interface Props {
  readonly here: Here
  readonly view: ReleaseView
}

/** A round before, during and after the release of its results, for staff. */
export const ReleasePage = ({ here, view }: Props) => {
  const { t } = here
  const title = t('results.staffTitle', { round: view.roundName })
  return (
    <Page here={here} title={title} nav={<RoundNav t={t} roundId={view.roundId} current="release" />}>
      <Heading
        title={title}
        lead={t('results.staffLead')}
        back={{ href: paths.round(view.roundId), label: view.roundName }}
        actions={<ButtonLink kind="secondary" href={paths.roundAssessing(view.roundId)}>{t('results.toAssessing')}</ButtonLink>}
      />
      <Now here={here} view={view} />
      {view.distributions.length > 0 && <Distributions t={t} distributions={view.distributions} />}
      <Candidates t={t} roundId={view.roundId} lines={view.candidates} />
      {view.heldOut.length > 0 && <HeldOut t={t} roundId={view.roundId} lines={view.heldOut} />}
      {view.released.length > 0 && <Released t={t} lines={view.released} count={view.releasedCount} />}
      <Pager t={t} page={view.page} pages={view.pages} href={(one) => `${paths.roundRelease(view.roundId)}?page=${one}`} />
      {view.releases.length > 0 && <Releases t={t} releases={view.releases} />}
    </Page>
  )
}

/** The one thing to do now, or what stands in the way of it. */
function Now({ here, view }: Props) {
  const { t } = here
  if (view.pending) return view.pending.overtaken ? <Overtaken t={t} view={view} /> : <Pending here={here} view={view} pending={view.pending} />
  if (view.isMissing) return <MissingParts t={t} missing={view.missing} />
  if (view.candidateCount === 0) return <Callout t={t}><p>{t('results.nothing')}</p></Callout>
  return (
    <NextStep
      t={t}
      title={t('results.proposeTitle')}
      action={<ButtonForm kind="primary" action={paths.roundRelease(view.roundId)}>{t('results.propose')}</ButtonForm>}
    >
      <p>{t('results.complete')}</p>
      <p>{t('results.proposeHint')}</p>
    </NextStep>
  )
}

/** Whoever proposed waits for a colleague; everybody else may agree. */
function Pending({ here: { t, viewer }, view, pending }: Props & { readonly pending: ReleaseLine }) {
  const own = viewer?.personId === pending.proposedBy
  const withdraw = <ButtonForm action={paths.releaseWithdrawal(view.roundId, pending.id)}>{t('results.withdraw')}</ButtonForm>
  const proposed = <p>{t('results.pendingBy', { name: pending.proposedByName, moment: longMoment(t, pending.proposedAt) })}</p>
  if (own) {
    return (
      <Callout t={t} title={t('results.pendingTitle')}>
        {proposed}
        <p>{t('results.pendingOwn')}</p>
        <Buttons>{withdraw}</Buttons>
      </Callout>
    )
  }
  return (
    <NextStep
      t={t}
      title={t('results.pendingTitle')}
      action={
        <>
          <ButtonForm kind="primary" action={paths.releaseAgreement(view.roundId, pending.id)}>{t('results.agree')}</ButtonForm>
          {withdraw}
        </>
      }
    >
      {proposed}
      <p>{t('results.agreeHint')}</p>
    </NextStep>
  )
}

const Overtaken = ({ t, view }: { readonly t: Translate; readonly view: ReleaseView }) => (
  <>
    <Callout t={t} tone="warn" title={t('results.changedTitle')}>
      <p>{t('results.changedText')}</p>
    </Callout>
    {view.isMissing ? (
      <MissingParts t={t} missing={view.missing} />
    ) : (
      view.candidateCount > 0 && (
        <Buttons>
          <ButtonForm kind="primary" action={paths.roundRelease(view.roundId)}>{t('results.proposeAgain')}</ButtonForm>
        </Buttons>
      )
    )}
  </>
)

const MissingParts = ({ t, missing }: { readonly t: Translate; readonly missing: Missing }) => (
  <Callout t={t} tone="warn" title={t('results.missingTitle')}>
    <ul class="list">
      {missing.enrolmentOpen && <li>{t('results.missingEnrolment')}</li>}
      {missing.startsToCome > 0 && <li>{t('results.missingStarts', { number: missing.startsToCome })}</li>}
      {missing.notSealed > 0 && <li>{t('results.missingSealed', { number: missing.notSealed })}</li>}
      {missing.notAssessed > 0 && <li>{t('results.missingAssessed', { number: missing.notAssessed, answers: missing.answersLeft })}</li>}
      {missing.withoutPassMark.length > 0 && <li>{t('results.missingPassMark', { titles: missing.withoutPassMark.join('; ') })}</li>}
    </ul>
  </Callout>
)

const Releases = ({ t, releases }: { readonly t: Translate; readonly releases: readonly ReleaseLine[] }) => {
  const outcomeOf = ({ agreedAt, agreedByName, lapsedAt }: ReleaseLine): string => {
    if (agreedAt !== null) return t('results.agreedBy', { name: agreedByName ?? '', moment: longMoment(t, agreedAt) })
    return lapsedAt === null ? t('results.pending') : t('results.lapsedAt', { moment: longMoment(t, lapsedAt) })
  }
  return (
    <Panel title={t('results.releases')}>
      <Table
        t={t}
        caption={t('results.releases')}
        captionHidden
        columns={[{ label: t('results.proposedAt') }, { label: t('results.proposedBy') }, { label: t('results.outcome') }]}
        rows={releases.map((release) => [<Moment t={t} at={release.proposedAt} short />, release.proposedByName, outcomeOf(release)])}
      />
    </Panel>
  )
}
