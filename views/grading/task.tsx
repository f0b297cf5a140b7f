import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { OpenQuestion } from '../../src/papers/content.ts'
import { longMoment, points } from '../format.ts'
import { Page } from '../layout.tsx'
import { pointsText } from '../papers/list.tsx'
import { CaseAttachments, ENLARGE } from '../papers/attachments.tsx'
import type { ShownAttachment } from '../papers/attachments.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { FieldProblem, TextArea, fieldId, problemOf, valueOf } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { Callout } from '../ui/panel.tsx'
import { ScoreHistory } from './history.tsx'
import type { GivenMark } from './history.tsx'

/** One answer beside its rubric. Nothing in it leads to a person. */
export interface TaskView {
  readonly taskId: string
  readonly roundId: string
  readonly sealId: string
  readonly candidateNumber: string
  readonly question: OpenQuestion
  /** Of the paper, as the language is. */
  readonly title: string
  readonly language: string
  readonly promptHtml: string
  readonly modelAnswerHtml: string
  readonly caseTitle: string | null
  readonly caseHtml: string | null
  readonly attachments: readonly ShownAttachment[]
  /** As it was handed in. */
  readonly text: string
  readonly words: number
  readonly finished: boolean
  readonly locked: boolean
  readonly hasPassMark: boolean
  /** The marks given so far, newest first. */
  readonly scores: readonly GivenMark[]
  /** Where it lies in its pile. */
  readonly place: number
  readonly total: number
  readonly previousId: string | null
  readonly followingId: string | null
}

interface Props {
  readonly here: Here
  readonly task: TaskView
  readonly form: Form
}

/** Assessing one answer: a plain form, without scripts too. */
export const TaskPage = ({ here, task, form }: Props) => {
  const { t } = here
  const title = t('grading.candidate', { number: task.candidateNumber })
  const labels = Object.fromEntries(task.question.criteria.map(({ key, title: label }) => [`level-${key}`, label]))
  return (
    <Page here={here} title={title} width="full" form={form} modules={['assessing.js', ENLARGE]}>
      <Heading
        title={title}
        lead={`${t('grading.pileTitle', { number: task.question.number, title: task.title })}. ${t('grading.place', { place: task.place, total: task.total })}`}
        back={{ href: paths.pile(task.roundId, task.question.id), label: t('grading.toPile') }}
        actions={<Around t={t} task={task} />}
      />
      <ErrorSummary t={t} form={form} labels={{ ...labels, comment: t('grading.comment') }} />
      {task.locked && <Callout t={t}><p>{t('grading.locked')}</p></Callout>}
      {!task.locked && !task.hasPassMark && <Callout t={t} tone="warn"><p>{t('grading.passMarkFirst')}</p></Callout>}
      <div class="assessing">
        <Answer t={t} task={task} />
        <Rubric t={t} task={task} form={form} />
      </div>
      {task.scores.length > 0 && <ScoreHistory t={t} lang={task.language} question={task.question} scores={task.scores} />}
    </Page>
  )
}

const Around = ({ t, task: { previousId, followingId } }: { readonly t: Translate; readonly task: TaskView }) => (
  <>
    {previousId !== null && <ButtonLink kind="secondary" href={paths.task(previousId)}>{t('grading.previous')}</ButtonLink>}
    {followingId !== null && <ButtonLink kind="secondary" href={paths.task(followingId)}>{t('grading.following')}</ButtonLink>}
  </>
)

function Answer({ t, task }: { readonly t: Translate; readonly task: TaskView }) {
  const { adviceWords } = task.question
  const words = t('grading.words', { count: task.words })
  return (
    <div class="assessing-answer" tabindex={0} role="region" aria-label={t('grading.theAnswer')}>
      {task.caseHtml !== null && (
        <Details level={2} summary={t('grading.theCase', { title: task.caseTitle ?? '' })}>
          <Prose html={task.caseHtml} lang={task.language} />
          <CaseAttachments t={t} attachments={task.attachments} lang={task.language} />
        </Details>
      )}
      <Details level={2} summary={t('grading.theQuestion')} open>
        <Prose html={task.promptHtml} lang={task.language} />
      </Details>
      <section>
        <h2>{t('grading.theAnswer')}</h2>
        <p class="question-meta">{adviceWords === null ? words : `${words}, ${t('grading.adviceWords', { words: adviceWords })}`}</p>
        <div class="answer-read" lang={task.language}>{task.text}</div>
      </section>
      <Details level={2} summary={t('grading.modelAnswer')} open>
        <Prose html={task.modelAnswerHtml} lang={task.language} />
      </Details>
    </div>
  )
}

function Rubric({ t, task, form }: { readonly t: Translate; readonly task: TaskView; readonly form: Form }) {
  const open = !task.locked && task.hasPassMark
  const isRefused = form.problems.length > 0 || form.refusal !== null
  return (
    <form method="post" action={paths.taskScores(task.taskId)} class="assessing-rubric" data-unkept={isRefused ? true : undefined}>
      <div>
        <h2>{t('grading.rubric')}</h2>
        <p class="hint">{t('grading.rubricLead')}</p>
        <Kept t={t} last={task.scores[0]} />
      </div>
      <input type="hidden" name="sealId" value={task.sealId} />
      <input type="hidden" name="after" value={String(task.scores[0]?.sequence ?? 0)} />
      {task.question.criteria.map((criterion) => (
        <Criterion t={t} lang={task.language} criterion={criterion} form={form} disabled={!open} />
      ))}
      <ScoreTotal t={t} task={task} />
      <TextArea t={t} form={form} name="comment" label={t('grading.comment')} hint={t('grading.commentHint')} optional rows={5} disabled={!open} />
      {open && <Keep t={t} task={task} />}
    </form>
  )
}

/** When what stands in the form was kept. */
const Kept = ({ t, last }: { readonly t: Translate; readonly last: GivenMark | undefined }) =>
  last && <p>{t(last.finished ? 'grading.kept' : 'grading.keptDraft', { moment: longMoment(t, last.givenAt) })}</p>

type CriterionProps = {
  readonly t: Translate
  /** Of the paper. */
  readonly lang: string
  readonly criterion: OpenQuestion['criteria'][number]
  readonly form: Form
  readonly disabled: boolean
}

/** The first radio carries the id that the error summary leads to. */
function Criterion({ t, lang, criterion: { key, title, description, levels }, form, disabled }: CriterionProps) {
  const name = `level-${key}`
  const chosen = valueOf(form, name)
  const id = fieldId(name)
  const wrong = problemOf(t, form, name) !== null
  const described = `${id}-hint${wrong ? ` ${id}-problem` : ''}`
  return (
    <fieldset class="criterion" role="radiogroup" aria-describedby={described} aria-invalid={wrong ? 'true' : undefined} disabled={disabled}>
      <legend lang={lang}>{title}</legend>
      <p class="hint" id={`${id}-hint`} lang={lang}>{description}</p>
      <FieldProblem t={t} form={form} name={name} />
      <div class="levels">
        {levels.map((level, index) => (
          <label class="level">
            <input
              type="radio"
              name={name}
              value={level.key}
              checked={chosen === level.key}
              id={index === 0 ? id : undefined}
              data-points={String(level.points)}
            />
            <span class="level-title" lang={lang}>{level.label}</span>
            <span class="level-points">{pointsText(t, level.points)}</span>
            <span class="level-text" lang={lang}>{level.description}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** What was kept; the small module keeps it up to date with what is chosen. */
const ScoreTotal = ({ t, task }: { readonly t: Translate; readonly task: TaskView }) => (
  <p class="score-total">
    <span>{t('grading.scoreTotal')}</span>
    <span>
      <span data-score-total aria-live="polite">{points(t, task.scores[0]?.points ?? 0)}</span> / {points(t, task.question.maximumPoints)}
    </span>
  </p>
)

const Keep = ({ t, task }: { readonly t: Translate; readonly task: TaskView }) => (
  <div class="form-actions">
    <Button name="finished" value="1">{t(task.finished ? 'grading.finishAgain' : 'grading.finishNext')}</Button>
    <Button name="finished" value="0" kind="secondary">{t('grading.keepDraft')}</Button>
    {!task.finished && <a href={paths.taskConflict(task.taskId)}>{t('grading.conflict')}</a>}
  </div>
)
