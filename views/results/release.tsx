import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Distribution, Missing } from '../../src/results/results.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { RoundNav } from '../overview/round-nav.tsx'
import { paths, withQuery } from '../paths.ts'
import { Button, ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Callout, NextStep, Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Candidates, Distributions, HeldOut, Released } from './preview.tsx'
import type { CandidateLine, Found, HeldOutLine, ReleasedLine } from './preview.tsx'

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
  /** Whether there is anything to release, whatever is looked for. */
  readonly hasCandidates: boolean
  /** What is looked for; empty for everything. */
  readonly text: string
  readonly candidates: Found<CandidateLine>
  readonly heldOut: readonly HeldOutLine[]
  readonly released: Found<ReleasedLine>
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
export const ReleasePage = ({ here, view, search }: Props & { readonly search: Form }) => {
  const { t } = here
  const { roundId, text, candidates, released } = view
  const address = (wanted: { readonly page?: number; readonly released?: number }) =>
    withQuery(paths.roundRelease(roundId), { text, page: String(wanted.page ?? candidates.page), released: String(wanted.released ?? released.page) })
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
      <form method="get" action={paths.roundRelease(roundId)} class="filters" role="search">
        <TextField t={t} form={search} name="text" label={t('results.search')} type="search" maxlength={100} />
        <Button kind="secondary">{t('common.search')}</Button>
      </form>
      {view.hasCandidates && <Candidates t={t} roundId={roundId} found={candidates} href={(page) => address({ page })} searched={text !== ''} />}
      {view.heldOut.length > 0 && <HeldOut t={t} roundId={view.roundId} lines={view.heldOut} />}
      {released.total > 0 && <Released t={t} found={released} href={(page) => address({ released: page })} />}
      {view.releases.length > 0 && <Releases t={t} releases={view.releases} />}
    </Page>
  )
}

/** The one thing to do now, or what stands in the way of it. */
function Now({ here, view }: Props) {
  const { t } = here
  if (view.pending) return view.pending.overtaken ? <Overtaken t={t} view={view} /> : <Pending here={here} view={view} pending={view.pending} />
  if (view.isMissing) return <MissingParts t={t} missing={view.missing} />
  if (!view.hasCandidates) return <Nothing t={t} view={view} />
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

/** All that was not held out is out, or nobody has been here yet. */
const Nothing = ({ t, view: { releases, heldOut } }: { readonly t: Translate; readonly view: ReleaseView }) =>
  releases.some(({ agreedAt }) => agreedAt !== null) ? (
    <Callout t={t} tone="good" title={t('results.allReleased')}>
      <p>{heldOut.length === 0 ? t('results.allReleasedText') : t('results.restReleasedText', { count: heldOut.length })}</p>
    </Callout>
  ) : (
    <Callout t={t}><p>{t('results.nothing')}</p></Callout>
  )

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
      view.hasCandidates && (
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
