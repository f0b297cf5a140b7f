import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longMoment, timeToTheSecond } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { Panel } from '../ui/panel.tsx'
import { Tag } from '../ui/tag.tsx'
import { testTitle } from './sitting.tsx'
import type { Sitting, SittingQuestion } from './sitting-types.ts'

/** What somebody answered, to read and not to change. */
export const AnswerRead = ({ t, question, text, choice }: { readonly t: Translate; readonly question: SittingQuestion; readonly text: string; readonly choice: readonly string[] }) => {
  if (text.trim() === '' && choice.length === 0) return <p class="question-meta">{t('delivery.noAnswer')}</p>
  if (question.type === 'open') return <div class="answer-read">{text}</div>
  return (
    <ul>
      {question.options
        .filter((option) => choice.includes(option.key))
        .map((option) => (
          <li>{option.text}</li>
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
  readonly outcome: 'saved' | 'stale' | 'late'
  readonly at: Instant
}

/** Every question with what was answered to it. */
export const WorkRead = ({ t, sitting }: { readonly t: Translate; readonly sitting: Sitting }) => (
  <>
    {sitting.caseHtml !== null && (
      <Details summary={sitting.caseTitle ?? t('delivery.caseHeading')}>
        <Prose html={sitting.caseHtml} />
      </Details>
    )}
    {sitting.questions.map((question) => {
      const answer = sitting.answers.get(question.id)
      return (
        <article class="question" id={`question-${question.id}`}>
          <h3>{t('delivery.question', { number: question.number })}</h3>
          <Prose html={question.promptHtml} />
          <AnswerRead t={t} question={question} text={answer?.text ?? ''} choice={answer?.choice ?? []} />
        </article>
      )
    })}
  </>
)

/** What came late or stale: kept, shown, and said not to count. */
export const Uncounted = ({ t, sitting, revisions }: { readonly t: Translate; readonly sitting: Sitting; readonly revisions: readonly RevisionView[] }) => (
  <>
    {revisions.map((revision) => {
      const question = sitting.questions.find((one) => one.id === revision.questionId)
      return (
        question && (
          <Panel
            level={3}
            title={`${t('delivery.question', { number: question.number })}, ${longMoment(t, revision.at)}`}
            aside={<Tag tone="warn">{t(revision.outcome === 'late' ? 'delivery.historyLate' : 'delivery.historyStale')}</Tag>}
          >
            <AnswerRead t={t} question={question} text={revision.text} choice={revision.choice} />
          </Panel>
        )
      )
    })}
  </>
)

interface ReadProps {
  readonly here: Here
  readonly sitting: Sitting
  readonly late: readonly RevisionView[]
}

/** A test that was handed in, as its candidate reads it back. */
export const ReadPage = ({ here, sitting, late }: ReadProps) => {
  const { t } = here
  return (
    <Page here={here} title={`${testTitle(t, sitting.kind)}: ${sitting.title}`} width="text">
      <Heading title={testTitle(t, sitting.kind)} lead={t('delivery.readOnlyLead')} back={{ href: paths.tests(sitting.enrolmentId), label: t('delivery.testsTitle') }} />
      <WorkRead t={t} sitting={sitting} />
      {late.length > 0 && (
        <>
          <h2>{t('delivery.lateHeading')}</h2>
          <Uncounted t={t} sitting={sitting} revisions={late} />
        </>
      )}
    </Page>
  )
}

interface HistoryProps {
  readonly here: Here
  readonly sitting: Sitting
  readonly question: SittingQuestion
  readonly revisions: readonly RevisionView[]
  readonly currentId: string | null
  readonly writable: boolean
}

/** The history of one answer: look back, and put an earlier version back. */
export const HistoryPage = ({ here, sitting, question, revisions, currentId, writable }: HistoryProps) => {
  const { t } = here
  const outcome = { saved: 'delivery.historySaved', stale: 'delivery.historyStale', late: 'delivery.historyLate' } as const
  return (
    <Page here={here} title={t('delivery.historyTitle', { number: question.number })} width="text">
      <Heading
        title={t('delivery.historyTitle', { number: question.number })}
        lead={t('delivery.historyLead')}
        back={{ href: paths.attemptQuestion(sitting.attemptId, question.id), label: t('common.back') }}
      />
      {revisions.length === 0 && <p>{t('delivery.historyNone')}</p>}
      {revisions.map((revision) => (
        <Panel
          level={2}
          title={`${longMoment(t, revision.at)} (${timeToTheSecond(t, revision.at)})`}
          aside={
            revision.id === currentId ? (
              <Tag tone="good" icon="check">{t('delivery.current')}</Tag>
            ) : (
              <Tag tone={revision.outcome === 'saved' ? 'neutral' : 'warn'}>{t(outcome[revision.outcome])}</Tag>
            )
          }
        >
          {revision.text === '' && revision.choice.length === 0 ? (
            <p>{t('delivery.historyEmpty')}</p>
          ) : (
            <AnswerRead t={t} question={question} text={revision.text} choice={revision.choice} />
          )}
          {writable && revision.id !== currentId && (
            <ButtonForm action={paths.answerRestore(sitting.attemptId, question.id, revision.id)} of={longMoment(t, revision.at)}>
              {t('delivery.restore')}
            </ButtonForm>
          )}
        </Panel>
      ))}
    </Page>
  )
}
