import type { Certificate } from '../../src/certificates/queries.ts'
import type { Deadline, Stage } from '../../src/enrolment/enrolment.ts'
import type { MasterclassRecord } from '../../src/eligibility/queries.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { NextStep } from '../../src/overview/next-step.ts'
import { CertificateList } from '../certificates/list.tsx'
import { TestCard } from '../delivery/tests.tsx'
import type { TestCardView } from '../delivery/tests.tsx'
import { MasterclassesOverview } from '../eligibility/masterclasses.tsx'
import { StageTag, deadlineRows } from '../enrolment/stage.tsx'
import { dateRange } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ResultSummary } from '../results/summary.tsx'
import type { ResultLine } from '../results/summary.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Cards, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { NextStepOf } from './next-step.tsx'
import { OrdersTable } from './orders.tsx'
import type { OrderLine } from './orders.tsx'

/** The enrolment that runs, as the front page shows it. */
export interface EnrolmentLine {
  readonly id: string
  readonly roundName: string
  readonly windowFirstOn: string
  readonly windowLastOn: string
  readonly note: string | null
  readonly stage: Stage
  readonly startsAt: number | null
  readonly deadlines: readonly Deadline[]
}

/** All that a candidate's front page shows, the next step first. */
export interface CandidateView {
  readonly name: string
  readonly step: NextStep
  readonly records: readonly MasterclassRecord[]
  readonly missing: readonly number[]
  readonly enrolment: EnrolmentLine | null
  readonly tests: readonly TestCardView[]
  readonly results: readonly ResultLine[]
  readonly certificates: readonly Certificate[]
  readonly orders: readonly OrderLine[]
}

/** What must I do now? And below it everything that is known. */
export const CandidatePage = ({ here, view }: { readonly here: Here; readonly view: CandidateView }) => {
  const { t, now } = here
  const { enrolment, tests, results, certificates, orders } = view
  return (
    <Page here={here} title={t('common.nav.start')}>
      <Heading title={t('overview.candidate.title', { name: view.name })} />
      <NextStepOf here={here} step={view.step} />
      {tests.length > 0 && <Tests t={t} tests={tests} now={now} />}
      {results.length > 0 && <Results t={t} results={results} />}
      {certificates.length > 0 && (
        <Panel title={t('overview.candidate.certificates')}>
          <CertificateList t={t} certificates={certificates} />
        </Panel>
      )}
      {enrolment && <EnrolmentPanel t={t} enrolment={enrolment} isLedThere={view.step.kind === 'wait'} />}
      <MasterclassesOverview t={t} records={view.records} missing={view.missing} isTold={view.step.kind === 'masterclasses'} />
      {orders.length > 0 && (
        <Panel title={t('overview.candidate.payments')}>
          <OrdersTable t={t} caption={t('overview.candidate.payments')} orders={orders} />
        </Panel>
      )}
    </Page>
  )
}

const Tests = ({ t, tests, now }: { readonly t: Translate; readonly tests: readonly TestCardView[]; readonly now: number }) => (
  <section class="stack">
    <h2>{t('overview.candidate.tests')}</h2>
    <Cards>
      {tests.map((test) => (
        <TestCard t={t} test={test} now={now} />
      ))}
    </Cards>
  </section>
)

const Results = ({ t, results }: { readonly t: Translate; readonly results: readonly ResultLine[] }) => (
  <section class="stack">
    <h2>{t('overview.candidate.results')}</h2>
    <Cards>
      {results.map((result) => (
        <ResultSummary t={t} result={result} />
      ))}
    </Cards>
  </section>
)

interface EnrolmentProps {
  readonly t: Translate
  readonly enrolment: EnrolmentLine
  /** The next step has the button to it already. */
  readonly isLedThere: boolean
}

const EnrolmentPanel = ({ t, enrolment, isLedThere }: EnrolmentProps) => {
  const { startsAt, deadlines, note } = enrolment
  return (
    <Panel title={t('overview.candidate.enrolment')} aside={<StageTag t={t} stage={enrolment.stage} />}>
      <SummaryList
        rows={[
          { key: t('enrolment.round'), value: enrolment.roundName },
          { key: t('enrolment.window'), value: dateRange(t, enrolment.windowFirstOn, enrolment.windowLastOn) },
          { key: t('enrolment.startLabel'), value: startsAt === null ? t('enrolment.noStart') : <Moment t={t} at={startsAt} /> },
          ...deadlineRows(t, deadlines),
          ...(note === null ? [] : [{ key: t('rounds.note'), value: note }]),
        ]}
      />
      {!isLedThere && (
        <ButtonLink href={paths.enrolment(enrolment.id)} kind="secondary">
          {t('overview.candidate.toEnrolment')}
        </ButtonLink>
      )}
    </Panel>
  )
}
