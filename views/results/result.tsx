import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { ReleasedResult } from '../../src/results/queries.ts'
import type { QuestionResult } from '../../src/results/results.ts'
import { longMoment, mark, percentage, points } from '../format.ts'
import { Page } from '../layout.tsx'
import { kindText } from '../papers/list.tsx'
import { paths } from '../paths.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Contact } from '../ui/contact.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { Meter } from '../ui/progress.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { Term } from '../ui/term.tsx'

interface Props {
  readonly here: Here
  readonly result: ReleasedResult
  /** They enrolled for this test again since: there is nothing left to be done about this result. */
  readonly takenAgain: boolean
  readonly questions: readonly QuestionResult[]
  /** Of the framework, so of the names of its clusters. */
  readonly frameworkLanguage: string | undefined
  /** Points in hundredths. */
  readonly clusters: readonly { readonly code: string; readonly name: string; readonly points: number; readonly maximumPoints: number }[]
}

/** A candidate's own result, with what the assessors wrote. */
export const ResultPage = ({ here, result, takenAgain, questions, frameworkLanguage, clusters }: Props) => {
  const { t } = here
  const title = t('results.title', { test: kindText(t, result.kind) })
  return (
    <Page here={here} title={title} width="text">
      <Heading
        title={title}
        lead={t('results.releasedAt', { moment: longMoment(t, result.releasedAt) })}
        back={{ href: paths.candidate(), label: t('common.nav.start') }}
      />
      <Verdict t={t} result={result} takenAgain={takenAgain} />
      <SummaryList
        rows={[
          { key: <Term id="what-mark" word={t('results.mark')}>{t('results.markMeans')}</Term>, value: <strong>{mark(t, result.mark)}</strong> },
          { key: t('results.score'), value: ofMaximum(t, result) },
          { key: <Term id="what-pass-mark" word={t('results.passMark')}>{t('results.passMarkMeans')}</Term>, value: points(t, result.passMark) },
          { key: t('results.paper'), value: <span lang={result.language}>{result.title}</span> },
          { key: t('results.round'), value: result.roundName },
        ]}
      />
      {clusters.length > 0 && <Clusters t={t} lang={frameworkLanguage} clusters={clusters} />}
      <ChoiceQuestions t={t} questions={questions.filter(({ type }) => type === 'choice')} />
      <h2>{t('results.openQuestions')}</h2>
      {questions.filter(({ type }) => type === 'open').map((question) => (
        <OpenQuestion t={t} lang={result.language} question={question} />
      ))}
      <Panel title={t('results.objectTitle')}>
        <p>{t('results.objectText')}</p>
        <Contact t={t} office={here.office} />
      </Panel>
    </Page>
  )
}

const ofMaximum = (t: Translate, part: { readonly points: number; readonly maximumPoints: number }): string =>
  t('results.scoreOf', { points: points(t, part.points), maximum: points(t, part.maximumPoints) })

/** What it comes to, and what can still be done: an insufficient retake is final. */
function Verdict({ t, result: { sufficient, enrolmentKind }, takenAgain }: Pick<Props, 'result' | 'takenAgain'> & { readonly t: Translate }) {
  if (sufficient) {
    return (
      <Callout t={t} tone="good" title={t('results.sufficientTitle')}>
        <p>{t('results.sufficientText')}</p>
      </Callout>
    )
  }
  const way = enrolmentKind === 'retake' ? 'results.finalText' : 'results.insufficientText'
  return (
    <Callout t={t} tone="bad" title={t('results.insufficientTitle')}>
      <p>{t(takenAgain ? 'results.takenAgainText' : way)}</p>
      {!takenAgain && enrolmentKind !== 'retake' && (
        <Buttons>
          <ButtonLink href={paths.retakes()} kind="secondary">
            {t('overview.step.retakeButton')}
          </ButtonLink>
        </Buttons>
      )}
    </Callout>
  )
}

type ClustersProps = { readonly t: Translate; readonly lang: string | undefined; readonly clusters: Props['clusters'] }

const Clusters = ({ t, lang, clusters }: ClustersProps) => (
  <Panel title={t('results.byCluster')}>
    <p>{t('results.byClusterHint')}</p>
    {clusters.map((cluster) => (
      <Meter
        label={<>{cluster.code}. <span lang={lang}>{cluster.name}</span></>}
        value={cluster.points}
        max={cluster.maximumPoints}
        text={`${ofMaximum(t, cluster)} (${percentage(t, cluster.maximumPoints > 0 ? cluster.points / cluster.maximumPoints : 0)})`}
      />
    ))}
  </Panel>
)

/** Right or wrong only: papers are used again. */
const ChoiceQuestions = ({ t, questions }: { readonly t: Translate; readonly questions: readonly QuestionResult[] }) =>
  questions.length > 0 && (
    <Panel title={t('results.choiceQuestions')}>
      <Table
        t={t}
        caption={t('results.choiceQuestions')}
        captionHidden
        columns={[{ label: t('results.question') }, { label: t('results.result') }, { label: t('results.points'), numeric: true }]}
        rows={questions.map((question) => [
          t('results.questionNumber', { number: question.number }),
          <Tag tone={question.points > 0 ? 'good' : 'bad'}>{t(question.points > 0 ? 'results.choiceRight' : 'results.choiceWrong')}</Tag>,
          ofMaximum(t, question),
        ])}
      />
    </Panel>
  )

/** What was assessed and what the assessor wrote, in the language of the paper. */
type OpenProps = { readonly t: Translate; readonly lang: string; readonly question: QuestionResult }

const OpenQuestion = ({ t, lang, question }: OpenProps) => (
  <Panel level={3} title={t('results.questionNumber', { number: question.number })} aside={<span>{ofMaximum(t, question)}</span>}>
    {question.criteria.length === 0 ? <p>{t('results.notAnswered')}</p> : <Criteria t={t} lang={lang} question={question} />}
    {question.comment.trim() !== '' && (
      <>
        <h4>{t('results.comment')}</h4>
        <div class="answer-read" lang={lang}>{question.comment}</div>
      </>
    )}
  </Panel>
)

const Criteria = ({ t, lang, question }: OpenProps) => (
  <Table
    t={t}
    caption={t('results.questionNumber', { number: question.number })}
    captionHidden
    columns={[
      { label: t('results.criterion') },
      { label: t('results.level') },
      { label: t('results.meaning') },
      { label: t('results.points'), numeric: true },
    ]}
    rows={question.criteria.map((criterion) => [
      <span lang={lang}>{criterion.title}</span>,
      <span lang={lang}>{criterion.level?.label ?? ''}</span>,
      <span lang={lang}>{criterion.level?.description ?? ''}</span>,
      ofMaximum(t, criterion),
    ])}
  />
)
