import type { Instant } from '../../src/clock.ts'
import type { SittingState } from '../../src/delivery/sitting.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { Details } from '../ui/details.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { Tag } from '../ui/tag.tsx'
import { CaseAttachments, ENLARGE } from '../papers/attachments.tsx'
import { LeftBehind, Watch } from './beside.tsx'
import { ProblemAnswers } from './problem.tsx'
import type { ProblemView } from './problem.tsx'
import { testTitle } from './sitting.tsx'
import type { Sitting, SittingQuestion } from './sitting-types.ts'

/** What somebody answered, to read and not to change. */
export const AnswerRead = ({ t, question, text, choice }: { readonly t: Translate; readonly question: SittingQuestion; readonly text: string; readonly choice: readonly string[] }) => {
  if (text.trim() === '' && choice.length === 0) return <p class="question-meta">{t('delivery.noAnswer')}</p>
  if (question.type === 'open') return <div class="answer-read" lang={question.language}>{text}</div>
  return (
    <ul class="list">
      {question.options
        .filter((option) => choice.includes(option.key))
        .map((option) => (
          <li lang={question.language}>{option.text}</li>
        ))}
    </ul>
  )
}

/** A text that is kept beside the answer. */
export interface RevisionView {
  readonly id: string
  readonly questionId: string
  readonly text: string
  readonly choice: readonly string[]
  readonly outcome: 'saved' | 'stale' | 'late' | 'early'
  readonly at: Instant
  /** Staff let this late text count after all. */
  readonly acceptedAt: Instant | null
}

interface WorkProps {
  readonly t: Translate
  readonly sitting: Sitting
  /** Of its own headings where nothing stands above it: 3 under a heading of the page. */
  readonly level?: 2 | 3 | undefined
}

/** Every question with what was answered to it. */
export const WorkRead = ({ t, sitting, level = 2 }: WorkProps) => (
  <>
    {sitting.caseHtml !== null && (
      <Details level={level} summary={sitting.caseTitle === null ? t('delivery.caseHeading') : <span lang={sitting.language}>{sitting.caseTitle}</span>}>
        <Prose html={sitting.caseHtml} lang={sitting.language} />
        <CaseAttachments t={t} attachments={sitting.attachments} lang={sitting.language} />
      </Details>
    )}
    {level === 2 && <h2 class="visually-hidden">{t('delivery.questions')}</h2>}
    {sitting.questions.map((question) => {
      const answer = sitting.answers.get(question.id)
      return (
        <article class="question" id={`question-${question.id}`}>
          <h3>{t('delivery.question', { number: question.number })}</h3>
          <Prose html={question.promptHtml} lang={question.language} />
          <AnswerRead t={t} question={question} text={answer?.text ?? ''} choice={answer?.choice ?? []} />
        </article>
      )
    })}
  </>
)

/** What became of a text that could not become the answer. */
export const OutcomeTag = ({ t, revision }: { readonly t: Translate; readonly revision: RevisionView }) => {
  if (revision.acceptedAt !== null) return <Tag tone="good">{t('supervision.late.accepted')}</Tag>
  const texts = { saved: 'delivery.historySaved', stale: 'delivery.historyStale', late: 'delivery.historyLate', early: 'supervision.early.history' } as const
  return <Tag tone={revision.outcome === 'saved' ? 'neutral' : 'warn'}>{t(texts[revision.outcome])}</Tag>
}

interface UncountedProps {
  readonly t: Translate
  readonly sitting: Sitting
  readonly revisions: readonly RevisionView[]
  /** Where staff let a late text count; nothing where they cannot. */
  readonly acceptance?: ((revisionId: string) => string) | undefined
}

/** What came late, stale or early: kept, shown, and said not to count. */
export const Uncounted = ({ t, sitting, revisions, acceptance }: UncountedProps) => (
  <>
    {revisions.map((revision) => {
      const question = sitting.questions.find((one) => one.id === revision.questionId)
      return (
        question && (
          <Panel
            level={3}
            title={`${t('delivery.question', { number: question.number })}, ${longMoment(t, revision.at)}`}
            aside={<OutcomeTag t={t} revision={revision} />}
          >
            <AnswerRead t={t} question={question} text={revision.text} choice={revision.choice} />
            {acceptance && revision.outcome === 'late' && revision.acceptedAt === null && (
              <p>
                <a href={acceptance(revision.id)}>
                  {t('supervision.late.accept')}
                  <span class="visually-hidden"> {t('delivery.question', { number: question.number })}</span>
                </a>
              </p>
            )}
          </Panel>
        )
      )
    })}
  </>
)

interface ReadProps {
  readonly here: Here
  readonly sitting: Sitting
  readonly state: SittingState
  readonly late: readonly RevisionView[]
  /** What was reported about it, with the answers. */
  readonly problems?: readonly ProblemView[]
}

/** A test that was handed in, as its candidate reads it back. */
export const ReadPage = ({ here, sitting, state, late, problems = [] }: ReadProps) => {
  const { t } = here
  return (
    <Page here={here} title={`${testTitle(t, sitting.kind)}: ${sitting.title}`} width="text" modules={['sitting-unsent.js', 'sitting-watch.js', ENLARGE]}>
      <Heading
        title={testTitle(t, sitting.kind)}
        lead={t('delivery.readOnlyLead')}
        back={{ href: sitting.links.back.href, label: t(sitting.links.back.label) }}
      />
      <LeftBehind t={t} sitting={sitting} />
      {sitting.time !== null && <Watch {...sitting.time} state={state} />}
      {late.length > 0 && (
        <Callout t={t} tone="warn">
          <p>
            <a href="#late">{t('delivery.lateNotice')}</a>
          </p>
        </Callout>
      )}
      {sitting.attemptId !== null && <ProblemAnswers t={t} attemptId={sitting.attemptId} problems={problems} />}
      <WorkRead t={t} sitting={sitting} />
      {late.length > 0 && (
        <>
          <h2 id="late">{t('delivery.lateHeading')}</h2>
          <Uncounted t={t} sitting={sitting} revisions={late} />
        </>
      )}
      {sitting.links.problem !== undefined && (
        <p>
          <a href={sitting.links.problem}>{t('supervision.problem.button')}</a>
        </p>
      )}
    </Page>
  )
}
