import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { sentence } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Select, TextArea } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { Uncounted, WorkRead } from './reading.tsx'
import type { RevisionView } from './reading.tsx'
import { testTitle } from './sitting.tsx'
import type { Sitting } from './sitting-types.ts'
import { Actions, DoneSoFar, ReportsPanel } from './staff-actions.tsx'
import type { Supervision } from './staff-actions.tsx'
import { StateTag } from './tests.tsx'
import type { TestCardView } from './tests.tsx'

/** A seal with whether its snapshot still has the hash that was kept beside it. */
export interface SealView {
  readonly receiptCode: string
  readonly sequence: number
  readonly at: Instant
  readonly by: 'candidate' | 'deadline' | 'staff'
  readonly sha256: string
  readonly intact: boolean
}

/** One test with all that staff may know of it. */
export interface StaffAttempt {
  readonly sitting: Sitting
  readonly card: TestCardView
  readonly candidateNumber: string
  readonly person: { readonly id: string; readonly name: string }
  readonly round: { readonly id: string; readonly name: string }
  readonly startsAt: Instant
  readonly extraMinutes: number
  readonly incidentMinutes: number
  readonly openedAt: Instant | null
  readonly lastSaveAt: Instant | null
  readonly seals: readonly SealView[]
  readonly uncounted: readonly RevisionView[]
  readonly voided: { readonly at: Instant; readonly reason: string; readonly placed: boolean } | null
  /** Its result is out: it cannot be voided any more. */
  readonly released: boolean
  readonly supervision: Supervision
  /** Rounds in which the chance could be given back. */
  readonly rounds: readonly { readonly id: string; readonly name: string }[]
}

interface Props {
  readonly here: Here
  readonly attempt: StaffAttempt
  readonly form: Form
}

const labelsOf = (t: Translate) => ({ reason: t('common.reason'), roundId: t('delivery.placeRound') })

/** One test as the office sees it: the facts, the work, its seals, and what can be done in a calamity. */
export const StaffAttemptPage = ({ here, attempt, form }: Props) => {
  const { t } = here
  const title = t('delivery.staffTitle', { number: attempt.candidateNumber })
  const { sitting, person, voided, card } = attempt
  return (
    <Page here={here} title={title} form={form}>
      <Heading
        title={title}
        lead={`${testTitle(t, sitting.kind)}: ${sitting.title}`}
        back={{ href: paths.person(person.id), label: person.name }}
        tag={voided ? <Tag tone="bad">{t('delivery.voided')}</Tag> : <StateTag t={t} state={card.state} />}
      />
      <ErrorSummary t={t} form={form} labels={labelsOf(t)} />
      <Facts t={t} attempt={attempt} />
      <Actions t={t} supervision={attempt.supervision} />
      <ReportsPanel t={t} supervision={attempt.supervision} />
      <DoneSoFar t={t} supervision={attempt.supervision} />
      <Seals t={t} seals={attempt.seals} />
      <h2>{t(card.sealedAt !== null ? 'delivery.workAsSealed' : 'delivery.workNow')}</h2>
      <WorkRead t={t} sitting={sitting} level={3} />
      <h2>{t('delivery.uncounted')}</h2>
      {attempt.uncounted.length === 0 ? <p>{t('delivery.uncountedNone')}</p> : <Uncounted t={t} sitting={sitting} revisions={attempt.uncounted} acceptance={acceptanceOf(attempt)} />}
      {voided ? <Placing t={t} attempt={attempt} form={form} /> : !attempt.released && <Voiding t={t} attempt={attempt} form={form} />}
    </Page>
  )
}

type Part = { readonly t: Translate; readonly attempt: StaffAttempt }

/** A late text can be let count once the test is closed, as long as its result is not out. */
const acceptanceOf = ({ voided, released, card }: StaffAttempt) =>
  voided === null && !released && card.sealedAt !== null ? (revisionId: string) => paths.lateAcceptance(card.attemptId, revisionId) : undefined

const Facts = ({ t, attempt }: Part) => {
  const { round, card, voided } = attempt
  const moment = (at: Instant | null, otherwise: string) => (at === null ? otherwise : <Moment t={t} at={at} />)
  return (
    <Panel>
      <SummaryList
        rows={[
          { key: t('delivery.placeRound'), value: <a href={paths.round(round.id)}>{round.name}</a> },
          { key: t('delivery.startedAt'), value: <Moment t={t} at={attempt.startsAt} /> },
          { key: t('delivery.openedAt'), value: moment(attempt.openedAt, t('delivery.neverOpened')) },
          { key: t('delivery.lastSave'), value: moment(attempt.lastSaveAt, t('delivery.notSavedYet')) },
          { key: t('delivery.deadline'), value: <Moment t={t} at={card.dueAt} /> },
          ...minutesGiven(t, 'supervision.actions.extraMinutes', attempt.extraMinutes),
          ...minutesGiven(t, 'supervision.actions.incidentMinutes', attempt.incidentMinutes),
          ...(card.sealedAt === null ? [] : [{ key: t('delivery.receiptAt'), value: <Moment t={t} at={card.sealedAt} /> }]),
          { key: t('delivery.questions'), value: t('delivery.answeredOf', { answered: card.answered, total: card.total }) },
          ...(voided === null ? [] : [{ key: t('delivery.voidedOn'), value: <Moment t={t} at={voided.at} /> }, { key: t('common.reason'), value: voided.reason }]),
        ]}
      />
    </Panel>
  )
}

const minutesGiven = (t: Translate, key: 'supervision.actions.extraMinutes' | 'supervision.actions.incidentMinutes', minutes: number) =>
  minutes === 0 ? [] : [{ key: t(key), value: t('supervision.extra.givenMinutes', { minutes }) }]

/** Who ended the writing. */
export const sealedBy = (t: Translate, by: SealView['by']): string =>
  sentence(t(({ candidate: 'delivery.byTheCandidate', deadline: 'delivery.byDeadline', staff: 'delivery.byStaff' } as const)[by]))

export const IntactTag = ({ t, intact }: { readonly t: Translate; readonly intact: boolean }) =>
  intact ? <Tag tone="good">{t('delivery.intact')}</Tag> : <Tag tone="bad">{t('delivery.broken')}</Tag>

const Seals = ({ t, seals }: { readonly t: Translate; readonly seals: readonly SealView[] }) => (
  <Panel title={t('delivery.seals')}>
    <Table
      t={t}
      caption={t('delivery.seals')}
      captionHidden
      empty={t('delivery.sealsNone')}
      columns={[{ label: t('delivery.receiptCode') }, { label: t('delivery.receiptAt') }, { label: t('delivery.receiptBy') }, { label: t('delivery.sealCheck') }]}
      rows={seals.map(({ receiptCode, at, by, intact }) => [
        <a href={paths.receiptCheck(receiptCode)}>{receiptCode}</a>,
        <Moment t={t} at={at} short />,
        sealedBy(t, by),
        <IntactTag t={t} intact={intact} />,
      ])}
    />
    {seals.some(({ intact }) => !intact) && <Callout t={t} tone="bad"><p>{t('delivery.sealBroken')}</p></Callout>}
  </Panel>
)

const Voiding = ({ t, attempt, form }: Part & { readonly form: Form }) => (
  <Panel title={t('delivery.voiding')}>
    <p>{t('delivery.voidingHint')}</p>
    <form method="post" action={paths.attemptVoiding(attempt.card.attemptId)}>
      <TextArea t={t} form={form} name="reason" label={t('common.reason')} hint={t('delivery.voidReasonHint')} rows={3} />
      <Button kind="danger">{t('delivery.voidConfirm')}</Button>
    </form>
  </Panel>
)

const Placing = ({ t, attempt, form }: Part & { readonly form: Form }) => (
  <Panel title={t('delivery.placeAgain')}>
    {attempt.voided?.placed ? (
      <p>{t('delivery.placedAlready')}</p>
    ) : attempt.rounds.length === 0 ? (
      <p>{t('delivery.placeNoRound')}</p>
    ) : (
      <form method="post" action={paths.placeAgain(attempt.card.attemptId)}>
        <p>{t('delivery.placeHint')}</p>
        <Select
          t={t}
          form={form}
          name="roundId"
          label={t('delivery.placeRound')}
          empty={t('delivery.placeChoose')}
          options={attempt.rounds.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button>{t('delivery.place')}</Button>
      </form>
    )}
  </Panel>
)
