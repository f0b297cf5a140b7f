import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { duration, longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Cards, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Tag } from '../ui/tag.tsx'
import { Watch } from './beside.tsx'
import { testTitle } from './sitting.tsx'

/** One test as its cards show it. */
export interface TestCardView {
  readonly attemptId: string
  readonly kind: TestKind
  readonly title: string
  readonly state: 'notStarted' | 'writing' | 'handedIn' | 'timeIsUp'
  readonly opened: boolean
  readonly dueAt: Instant
  readonly sealedAt: Instant | null
  readonly answered: number
  readonly total: number
}

const testName = (t: Translate, kind: TestKind): string => t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')

export const StateTag = ({ t, state }: { readonly t: Translate; readonly state: TestCardView['state'] }) => {
  if (state === 'writing') return <Tag tone="accent" icon="clock">{t('delivery.stateWriting')}</Tag>
  if (state === 'notStarted') return <Tag>{t('delivery.stateNotStarted')}</Tag>
  if (state === 'handedIn') return <Tag tone="good" icon="check">{t('delivery.stateHandedIn')}</Tag>
  return <Tag icon="lock">{t('delivery.stateTimeIsUp')}</Tag>
}

/** One test with its state, its deadline and the way in. */
export const TestCard = ({ t, test, now }: { readonly t: Translate; readonly test: TestCardView; readonly now: Instant }) => (
  <Panel title={`${testTitle(t, test.kind)}: ${test.title}`} aside={<StateTag t={t} state={test.state} />}>
    <SummaryList
      rows={[
        { key: t('delivery.deadline'), value: longMoment(t, test.dueAt) },
        ...(test.state === 'writing' ? [{ key: t('delivery.timeLeftShort'), value: duration(t, test.dueAt - now) }] : []),
        ...(test.sealedAt === null ? [] : [{ key: t('delivery.receiptAt'), value: longMoment(t, test.sealedAt) }]),
        { key: t('delivery.questions'), value: t('delivery.answeredOf', { answered: test.answered, total: test.total }) },
      ]}
    />
    {test.state === 'writing' ? (
      <ButtonLink href={paths.attempt(test.attemptId)}>
        {t(test.opened ? 'delivery.continueTest' : 'delivery.openTest', { test: testName(t, test.kind) })}
      </ButtonLink>
    ) : test.state === 'notStarted' ? null : (
      <ButtonLink href={paths.receipt(test.attemptId)} kind="secondary">
        {t('delivery.receiptTitle', { test: testName(t, test.kind) })}
      </ButtonLink>
    )}
  </Panel>
)

interface Props {
  readonly here: Here
  readonly enrolmentId: string
  readonly tests: readonly TestCardView[]
}

/** The door to both tests, once the clock runs. */
export const TestsPage = ({ here, enrolmentId, tests }: Props) => {
  const { t, now } = here
  const last = Math.max(...tests.map((test) => test.dueAt))
  return (
    <Page here={here} title={t('delivery.testsTitle')} modules={['sitting-watch.js']}>
      <Heading
        title={t('delivery.testsTitle')}
        lead={t(tests.length > 1 ? 'delivery.testsLead' : 'delivery.testsLeadOne', { moment: longMoment(t, last) })}
        back={{ href: paths.candidate(), label: t('common.home') }}
      />
      <Cards>
        {tests.map((test) => (
          <TestCard t={t} test={test} now={now} />
        ))}
      </Cards>
      {tests.map((test) => (
        <Watch clock={paths.attemptClock(test.attemptId)} state={test.state} dueAt={test.dueAt} />
      ))}
      <p>
        <a href={paths.calendar(enrolmentId)}>{t('supervision.calendar.link')}</a>
      </p>
    </Page>
  )
}
