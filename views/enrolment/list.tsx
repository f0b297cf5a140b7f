import type { Stage } from '../../src/enrolment/enrolment.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import type { EnrolmentState } from '../../src/rounds/rounds.ts'
import { dateRange } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { enrolmentText } from '../rounds/status.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Card, Cards, Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { StageTag, testNames } from './stage.tsx'
import type { RoundChoice } from './stage.tsx'

/** A round that one can enrol for, now or later. */
export interface RoundOffer extends RoundChoice {
  readonly note: string | null
  readonly state: EnrolmentState
  readonly isFull: boolean
}

export interface OwnLine {
  readonly id: string
  readonly round: RoundChoice
  readonly stage: Stage
}

interface Props {
  readonly here: Here
  readonly offers: readonly RoundOffer[]
  readonly own: readonly OwnLine[]
  /** Masterclasses still to be done; empty for who may enrol. */
  readonly missing: readonly number[]
  /** Whoever has a live enrolment does not make another. */
  readonly mayEnrol: boolean
  /** Why results keep one from enrolling, in the words of the refusal; `null` when they do not. */
  readonly whyNot: string | null
  /** What one may enrol for once more; empty for the first time. */
  readonly again: readonly TestKind[]
}

/** The rounds one can enrol for, and one's own enrolments. */
export const EnrolmentsPage = ({ here, offers, own, missing, mayEnrol, whyNot, again }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('enrolment.title')}>
      <Heading title={t('enrolment.title')} lead={t('enrolment.lead')} />
      {missing.length > 0 && <Missing t={t} missing={missing} />}
      {whyNot !== null && (
        <Callout t={t} title={t('enrolment.cannotTitle')}>
          <p>{whyNot}</p>
        </Callout>
      )}
      {whyNot === null && again.length > 0 && (
        <Callout t={t} tone="good" title={t('enrolment.againTitle')}>
          <p>{t('enrolment.againLead', { tests: testNames(t, again) })}</p>
        </Callout>
      )}
      {own.length > 0 && <Own t={t} own={own} />}
      <h2>{t('enrolment.openRounds')}</h2>
      {offers.length === 0 && <p class="empty">{t('enrolment.noRounds')}</p>}
      <Cards>
        {offers.map((offer) => (
          <Offer t={t} offer={offer} mayEnrol={mayEnrol && whyNot === null && missing.length === 0} />
        ))}
      </Cards>
    </Page>
  )
}

/** What is still to be done before one can enrol. */
export const Missing = ({ t, missing }: { readonly t: Translate; readonly missing: readonly number[] }) => (
  <Callout t={t} tone="warn" title={t('enrolment.missingTitle')}>
    <p>{t('enrolment.missing', { count: missing.length, list: missing.join(', ') })}</p>
    <p>{t('enrolment.missingHelp')}</p>
  </Callout>
)

const Offer = ({ t, offer, mayEnrol }: { readonly t: Translate; readonly offer: RoundOffer; readonly mayEnrol: boolean }) => (
  <Card title={offer.name} over={offer.isFull && <Tag tone="warn">{t('enrolment.full')}</Tag>}>
    <p>
      {t('enrolment.window')}: {dateRange(t, offer.windowFirstOn, offer.windowLastOn)}
    </p>
    <p>{enrolmentText(t, offer.state)}</p>
    {offer.note && <p>{offer.note}</p>}
    {mayEnrol && offer.state.open && !offer.isFull && (
      <ButtonLink href={paths.enrol(offer.id)}>
        {t('enrolment.enrolButton')}
        <span class="visually-hidden"> {offer.name}</span>
      </ButtonLink>
    )}
  </Card>
)

const Own = ({ t, own }: { readonly t: Translate; readonly own: readonly OwnLine[] }) => (
  <Panel title={t('enrolment.ownTitle')}>
    <Table
      t={t}
      caption={t('enrolment.ownTitle')}
      captionHidden
      columns={[{ label: t('enrolment.round') }, { label: t('enrolment.window') }, { label: t('enrolment.status') }]}
      rows={own.map(({ id, round, stage }) => [
        <a href={paths.enrolment(id)}>{round.name}</a>,
        dateRange(t, round.windowFirstOn, round.windowLastOn),
        <StageTag t={t} stage={stage} />,
      ])}
    />
  </Panel>
)
