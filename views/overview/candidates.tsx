import type { Child } from 'hono/jsx'
import type { Instant } from '../../src/clock.ts'
import type { Deadline, Stage } from '../../src/enrolment/enrolment.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Show } from '../../src/overview/round-queries.ts'
import { testTitle } from '../delivery/sitting.tsx'
import type { TestCardView } from '../delivery/tests.tsx'
import { StateTag } from '../delivery/tests.tsx'
import { StageTag } from '../enrolment/stage.tsx'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { RoundNav } from './round-nav.tsx'

/** One candidate of a round. */
export interface CandidateLine {
  readonly personId: string
  readonly name: string
  readonly hasAccount: boolean
  readonly stage: Stage
  readonly startsAt: Instant | null
  readonly deadlines: readonly Deadline[]
  readonly tests: readonly TestCardView[]
  readonly lastSaveAt: Instant | null
}

interface Props {
  readonly here: Here
  readonly round: { readonly id: string; readonly name: string }
  readonly search: Form
  readonly text: string
  readonly show: Show
  readonly shows: readonly Show[]
  readonly lines: readonly CandidateLine[]
  readonly page: number
  readonly pages: number
  readonly total: number
}

/** The candidates of a round: who is where, and whether all goes well. */
export const CandidatesPage = ({ here, round, search, text, show, shows, lines, page, pages, total }: Props) => {
  const { t } = here
  const hrefOf = (wanted: number) => `${paths.roundCandidates(round.id)}?${new URLSearchParams({ text, show, page: String(wanted) }).toString()}`
  const title = t('overview.candidates.title', { round: round.name })
  return (
    <Page here={here} title={title} width="full" nav={<RoundNav t={t} roundId={round.id} current="candidates" />}>
      <Heading title={title} back={{ href: paths.round(round.id), label: round.name }} />
      <form method="get" action={paths.roundCandidates(round.id)} class="filters" role="search">
        <TextField t={t} form={search} name="text" label={t('overview.candidates.search')} type="search" maxlength={100} />
        <Select t={t} form={search} name="show" label={t('overview.candidates.show')} options={shows.map((value) => ({ value, label: t(`overview.candidates.${value}`) }))} />
        <Button kind="secondary">{t('common.search')}</Button>
      </form>
      <p role="status">{t('overview.candidates.found', { count: total })}</p>
      <Table
        t={t}
        caption={title}
        captionHidden
        empty={t(text === '' && show === 'all' ? 'overview.candidates.nobody' : 'overview.candidates.none')}
        columns={[
          { label: t('overview.candidates.name') }, { label: t('overview.candidates.start') }, { label: t('overview.candidates.deadline') },
          { label: t('overview.candidates.tests') }, { label: t('overview.candidates.lastSave') },
        ]}
        rows={lines.map((line) => rowOf(t, line))}
      />
      <Pager t={t} page={page} pages={pages} href={hrefOf} />
    </Page>
  )
}

const rowOf = (t: Translate, line: CandidateLine): Child[] => [
  <>
    <a href={paths.person(line.personId)}>{line.name}</a> {!line.hasAccount && <Tag tone="warn">{t('overview.candidates.neverSignedIn')}</Tag>}
  </>,
  line.startsAt === null ? <StageTag t={t} stage={line.stage} /> : <Moment t={t} at={line.startsAt} short />,
  <Deadlines t={t} deadlines={line.deadlines} />,
  line.tests.length === 0 ? '–' : <div>{line.tests.map((test) => <TestLine t={t} test={test} />)}</div>,
  line.lastSaveAt === null ? '–' : <Moment t={t} at={line.lastSaveAt} short />,
]

/** Once when both tests end together. */
const Deadlines = ({ t, deadlines }: { readonly t: Translate; readonly deadlines: readonly Deadline[] }) => {
  const moments = [...new Set(deadlines.map(({ dueAt }) => dueAt))]
  if (moments.length === 0) return <>–</>
  return (
    <div>
      {moments.map((at) => (
        <div>
          <Moment t={t} at={at} short />
        </div>
      ))}
    </div>
  )
}

const TestLine = ({ t, test }: { readonly t: Translate; readonly test: TestCardView }) => (
  <div class="line">
    <a href={paths.attemptStaff(test.attemptId)}>{testTitle(t, test.kind)}</a>
    <StateTag t={t} state={test.state} />
    <span>{t('overview.candidates.answers', { answered: test.answered, total: test.total })}</span>
    {test.state === 'writing' && !test.opened && <Tag tone="warn">{t('overview.candidates.neverOpened')}</Tag>}
  </div>
)
