import type { Child } from 'hono/jsx'
import type { Instant } from '../../src/clock.ts'
import type { KnownProblem } from '../../src/delivery/problem-queries.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { paths, withQuery } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextArea } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pager } from '../ui/pager.tsx'
import { Panel } from '../ui/panel.tsx'
import { Polled } from '../ui/polled.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { testTitle } from './sitting.tsx'

interface List {
  readonly problems: readonly KnownProblem[]
  readonly page: number
  readonly pages: number
}

/** What waits and what was answered, each with its own pages. */
export interface Lists {
  readonly open: List
  readonly answered: List
  readonly etag: string
  /** They were asked not to refresh themselves. */
  readonly still: boolean
}

const addressOf = ({ open, answered, still }: Lists, wanted: { readonly open?: number; readonly answered?: number; readonly still?: boolean } = {}): string =>
  withQuery(paths.problems(), {
    page: String(wanted.open ?? open.page),
    answered: String(wanted.answered ?? answered.page),
    still: (wanted.still ?? still) ? '1' : null,
  })

/** Every report of candidates, those that wait first. */
export const ProblemsPage = ({ here, lists }: { readonly here: Here; readonly lists: Lists }) => {
  const { t } = here
  const title = t('supervision.problems.title')
  return (
    <Page here={here} title={title} live showsReports>
      <Heading title={title} lead={t('supervision.problems.lead')} back={{ href: paths.staff(), label: t('common.nav.staff') }} />
      <ProblemLists t={t} lists={lists} />
    </Page>
  )
}

export const ProblemLists = ({ t, lists }: { readonly t: Translate; readonly lists: Lists }) => {
  const { open, answered, etag, still } = lists
  const page = { still: addressOf(lists, { still: true }), going: addressOf(lists, { still: false }) }
  return (
    <Polled t={t} id="problems" href={addressOf(lists)} etag={etag} still={still} page={page}>
      <Panel title={t('supervision.problems.open')}>
        <ProblemTable t={t} caption={t('supervision.problems.open')} empty={t('supervision.problems.none')} problems={open.problems} />
        <Pager t={t} {...open} of={t('supervision.problems.open')} href={(wanted) => addressOf(lists, { open: wanted })} />
      </Panel>
      <Panel title={t('supervision.problems.done')}>
        <ProblemTable t={t} caption={t('supervision.problems.done')} empty={t('supervision.problems.noneDone')} problems={answered.problems} />
        <Pager t={t} {...answered} of={t('supervision.problems.done')} href={(wanted) => addressOf(lists, { answered: wanted })} />
      </Panel>
    </Polled>
  )
}

/** How much of a report a list shows. */
const EXCERPT = 140

const excerptOf = (text: string): string => (text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()} …` : text)

interface TableProps {
  readonly t: Translate
  readonly caption: string
  readonly empty: string
  readonly problems: readonly KnownProblem[]
}

const ProblemTable = ({ t, caption, empty, problems }: TableProps) => (
  <Table
    t={t}
    caption={caption}
    captionHidden
    empty={empty}
    columns={[
      { label: t('supervision.problems.who') }, { label: t('supervision.problems.what') },
      { label: t('supervision.problems.test') }, { label: t('supervision.problems.when') },
    ]}
    rows={problems.map(({ problem, personName, roundName, kind }): Child[] => [
      <a href={paths.problem(problem.id)}>{personName}</a>,
      excerptOf(problem.text),
      `${testTitle(t, kind)}, ${roundName}`,
      <Moment t={t} at={problem.reportedAt} short />,
    ])}
  />
)

interface ProblemProps {
  readonly here: Here
  readonly known: KnownProblem
  readonly lastSaveAt: Instant | null
  readonly form: Form
}

/** One report with what was known then and what is known now; the answer goes from here. */
export const StaffProblemPage = ({ here, known, lastSaveAt, form }: ProblemProps) => {
  const { t } = here
  const { problem, personName, roundName, kind } = known
  const title = t('supervision.problems.of', { name: personName })
  const saved = (at: Instant | null) => (at === null ? t('supervision.problems.never') : <Moment t={t} at={at} />)
  return (
    <Page here={here} title={title} width="text" form={form}>
      <Heading title={title} back={{ href: paths.problems(), label: t('supervision.problems.title') }} />
      <ErrorSummary t={t} form={form} labels={{ text: t('supervision.problems.answer') }} />
      <Panel title={t('supervision.problems.what')}>
        <div class="answer-read">{problem.text}</div>
        <SummaryList
          rows={[
            { key: t('supervision.problems.who'), value: <a href={paths.person(problem.personId)}>{personName}</a> },
            { key: t('supervision.problems.test'), value: testTitle(t, kind) },
            { key: t('supervision.problems.round'), value: <a href={paths.roundBoard(problem.roundId)}>{roundName}</a> },
            { key: t('supervision.problems.when'), value: <Moment t={t} at={problem.reportedAt} /> },
            { key: t('supervision.problems.lastSave'), value: saved(problem.lastSavedAt) },
            { key: t('supervision.problems.lastSaveNow'), value: saved(lastSaveAt) },
            { key: t('supervision.problems.browser'), value: problem.userAgent },
          ]}
        />
        <ButtonLink href={paths.attemptStaff(problem.attemptId)} kind="secondary">{t('supervision.problems.toAttempt')}</ButtonLink>
      </Panel>
      {problem.answer === null ? <AnswerForm t={t} problemId={problem.id} form={form} /> : <Answered t={t} problem={problem} typed={form} />}
    </Page>
  )
}

const AnswerForm = ({ t, problemId, form }: { readonly t: Translate; readonly problemId: string; readonly form: Form }) => (
  <Panel>
    <form method="post" action={paths.problemAnswer(problemId)}>
      <TextArea t={t} form={form} name="text" label={t('supervision.problems.answer')} hint={t('supervision.problems.answerHint')} rows={6} />
      <Button>{t('supervision.problems.send')}</Button>
    </form>
  </Panel>
)

/** What was answered; what a second person typed meanwhile stays in sight. */
const Answered = ({ t, problem, typed }: { readonly t: Translate; readonly problem: KnownProblem['problem']; readonly typed: Form }) => (
  <Panel title={t('supervision.problems.done')}>
    {problem.answeredAt !== null && (
      <p>
        {t('supervision.problems.answeredAt')} <Moment t={t} at={problem.answeredAt} />
      </p>
    )}
    <div class="answer-read">{problem.answer}</div>
    {typeof typed.typed['text'] === 'string' && (
      <>
        <h3>{t('supervision.problems.answer')}</h3>
        <div class="answer-read">{typed.typed['text']}</div>
      </>
    )}
  </Panel>
)

interface NoticeProps {
  readonly t: Translate
  readonly count: number
  readonly etag: string
  readonly still: boolean
  /** On the office's front page, which can be asked to stand still; elsewhere it is a line above the page. */
  readonly onFront: boolean
}

/** How many reports wait, wherever the office looks: refreshes itself. */
export const ProblemsNotice = ({ t, count, etag, still, onFront }: NoticeProps) => (
  <Polled
    t={t}
    id="problems-notice"
    href={withQuery(paths.problemsNotice(), { front: onFront ? '1' : null })}
    etag={etag}
    still={still}
    page={onFront ? { still: withQuery(paths.staff(), { still: '1' }), going: paths.staff() } : null}
  >
    {/* Stands there before anything is in it, or it is not read aloud. */}
    <div role="status">
      {count > 0 && (
        <a href={paths.problems()}>
          <Tag tone="warn">{t('supervision.problems.notice', { count })}</Tag>
        </a>
      )}
    </div>
  </Polled>
)
