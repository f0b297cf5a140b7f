import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextArea } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { Tag } from '../ui/tag.tsx'

/** A report as its candidate sees it. */
export interface ProblemView {
  readonly id: string
  readonly text: string
  readonly reportedAt: Instant
  readonly answer: string | null
  readonly answeredAt: Instant | null
}

interface Props {
  readonly here: Here
  readonly attemptId: string
  readonly form: Form
  readonly problems: readonly ProblemView[]
  readonly sent: boolean
}

/** Where a candidate says what is wrong, and reads what the office answers. A page of its own: it needs no script. */
export const ProblemPage = ({ here, attemptId, form, problems, sent }: Props) => {
  const { t } = here
  const title = t('supervision.problem.title')
  return (
    <Page here={here} title={title} width="text" form={form} quiet>
      <Heading title={title} lead={t('supervision.problem.lead')} back={{ href: paths.attempt(attemptId), label: t('supervision.problem.back') }} />
      {sent && <Done t={t}>{t('supervision.problem.sent')}</Done>}
      <ErrorSummary t={t} form={form} labels={{ text: t('supervision.problem.text') }} />
      <form method="post" action={paths.attemptProblems(attemptId)} class="stack">
        <TextArea t={t} form={form} name="text" label={t('supervision.problem.text')} hint={t('supervision.problem.textHint')} rows={6} />
        <p class="hint">{t('supervision.problem.known')}</p>
        <Buttons>
          <Button>{t('supervision.problem.send')}</Button>
          <ButtonLink href={paths.attempt(attemptId)} kind="secondary">{t('supervision.problem.back')}</ButtonLink>
        </Buttons>
      </form>
      {problems.length > 0 && (
        <>
          <h2>{t('supervision.problem.earlier')}</h2>
          {problems.map((problem) => (
            <ProblemPanel t={t} problem={problem} />
          ))}
        </>
      )}
    </Page>
  )
}

const ProblemPanel = ({ t, problem }: { readonly t: Translate; readonly problem: ProblemView }) => (
  <Panel
    level={3}
    title={t('supervision.problem.reportedAt', { moment: longMoment(t, problem.reportedAt) })}
    aside={problem.answer === null ? <Tag tone="accent">{t('supervision.problem.waiting')}</Tag> : <Tag tone="good">{t('supervision.problem.answered')}</Tag>}
  >
    <div class="answer-read">{problem.text}</div>
    {problem.answer !== null && (
      <>
        <h4>{t('supervision.problem.answered')}</h4>
        <div class="answer-read">{problem.answer}</div>
      </>
    )}
  </Panel>
)

interface AnswersProps {
  readonly t: Translate
  readonly attemptId: string
  readonly problems: readonly ProblemView[]
}

/** What the office answered, on the page of the test: the newest answer, the way to all of them. Nothing before that. */
export const ProblemAnswers = ({ t, attemptId, problems }: AnswersProps) => {
  const newest = problems.filter(({ answer }) => answer !== null).toSorted((one, other) => (other.answeredAt ?? 0) - (one.answeredAt ?? 0))[0]
  return (
    newest !== undefined && (
      <Callout t={t} title={t('supervision.problem.answerOf', { moment: longMoment(t, newest.reportedAt) })}>
        <div class="answer-read">{newest.answer}</div>
        <p>
          <a href={paths.attemptProblem(attemptId)}>{t('supervision.problem.toAll')}</a>
        </p>
      </Callout>
    )
  )
}
