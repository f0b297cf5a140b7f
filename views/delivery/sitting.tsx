import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { duration, isoMoment, longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { Ring } from '../ui/progress.tsx'
import { QuestionPart, answerOf } from './question.tsx'
import type { Sitting } from './sitting-types.ts'

interface Props {
  readonly here: Here
  readonly sitting: Sitting
  /** Some of what was typed could not become the answer. */
  readonly refused?: 'stale' | 'late' | null
  readonly saved?: boolean
}

export const testTitle = (t: Translate, kind: 'case' | 'reflection'): string =>
  t(kind === 'case' ? 'delivery.caseTitle' : 'delivery.reflectionTitle')

/** The page of one test: the case beside its questions, and the clock always in sight. */
export function SittingPage({ here, sitting, refused = null, saved = false }: Props) {
  const { t } = here
  return (
    <Page here={here} title={`${testTitle(t, sitting.kind)}: ${sitting.title}`} width="full" modules={['sitting.js']} quiet>
      <form class="sitting" method="post" action={paths.answers(sitting.attemptId)} autocomplete="off" {...moduleTexts(here, sitting)}>
        <input type="hidden" name="window" value={sitting.windowId} />
        <Heading title={testTitle(t, sitting.kind)} lead={sitting.title} back={{ href: paths.tests(sitting.enrolmentId), label: t('delivery.testsTitle') }} />
        <Bar here={here} sitting={sitting} />
        {saved && <Done t={t}>{t('delivery.savedNotice')}</Done>}
        {refused && <Callout t={t} tone="bad" role="alert">{t(refused === 'stale' ? 'refusal.changedElsewhere' : 'refusal.timeIsUp')}</Callout>}
        <div class={sitting.caseHtml === null ? 'sitting-questions' : 'sitting-columns'}>
          {sitting.caseHtml !== null && (
            <section class="sitting-case" aria-labelledby="case-heading" tabindex={0}>
              <h2 id="case-heading">{sitting.caseTitle ?? t('delivery.caseHeading')}</h2>
              <Prose html={sitting.caseHtml} />
            </section>
          )}
          <div class="sitting-questions">
            <Panel title={t('delivery.instruction')}>
              <Prose html={sitting.instructionHtml} />
            </Panel>
            <QuestionList t={t} sitting={sitting} />
            {sitting.questions.map((question) => (
              <QuestionPart t={t} sitting={sitting} question={question} />
            ))}
            <div class="buttons">
              <Button kind="secondary" name="go" value="">
                {t('delivery.save')}
              </Button>
              <Button name="go" value="hand-in" attrs={{ 'data-hand-in': paths.handIn(sitting.attemptId) }}>
                {t('delivery.handIn')}
              </Button>
            </div>
          </div>
        </div>
      </form>
    </Page>
  )
}

/** The words that the module on this page needs; it has none of its own. */
const moduleTexts = ({ t, now }: Here, sitting: Sitting) => ({
  'data-sitting': sitting.attemptId,
  'data-clock': paths.attemptClock(sitting.attemptId),
  'data-left': String(sitting.dueAt - now),
  'data-grace': String(sitting.writableUntil - sitting.dueAt),
  'data-text-saving': t('delivery.saving'),
  'data-text-unsaved': t('delivery.unsaved'),
  'data-text-only-here': t('delivery.onlyHere'),
  'data-text-sign-in': t('delivery.signInAgain'),
  'data-text-sign-in-link': t('delivery.signInLink'),
  'data-sign-in': paths.signIn(paths.attempt(sitting.attemptId)),
  'data-text-download': t('delivery.download'),
  'data-text-waiting': t('delivery.waiting'),
  'data-text-not-yet-safe': t('delivery.notYetSafe'),
  'data-text-words': t('delivery.wordCount', { words: '{n}' }),
})

/** The deadline by the wall clock, and the time left. The module keeps the latter going; it is announced rarely. */
const Bar = ({ here, sitting }: { readonly here: Here; readonly sitting: Sitting }) => {
  const { t, now } = here
  return (
    <div class="sitting-bar">
      <div class="countdown">
        <Ring left={Math.max(0, Math.min(1, (sitting.dueAt - now) / (sitting.dueAt - sitting.startsAt)))} />
        <p>
          <strong data-countdown aria-hidden="true">
            {sitting.dueAt > now ? duration(t, sitting.dueAt - now) : t('delivery.timeIsUp')}
          </strong>
          <span class="visually-hidden">
            {sitting.dueAt > now ? t('delivery.timeLeft', { duration: duration(t, sitting.dueAt - now) }) : t('delivery.timeIsUp')}
          </span>
          <small>
            <time datetime={isoMoment(sitting.dueAt)} data-due>
              {t('delivery.until', { moment: longMoment(t, sitting.dueAt) })}
            </time>
          </small>
        </p>
      </div>
      <p role="status" class="visually-hidden" data-announce></p>
      <p class="sitting-state" role="status" data-overall></p>
      <Button name="go" value="hand-in" attrs={{ 'data-hand-in': paths.handIn(sitting.attemptId) }}>
        {t('delivery.handIn')}
      </Button>
    </div>
  )
}

const QuestionList = ({ t, sitting }: { readonly t: Translate; readonly sitting: Sitting }) => (
  <nav class="question-list" aria-label={t('delivery.overview')}>
    <ol>
      {sitting.questions.map((question) => {
        const answer = answerOf(sitting, question.id)
        const answered = answer.text.trim() !== '' || answer.choice.length > 0
        const marked = sitting.bookmarks.has(question.id)
        return (
          <li>
            <a href={`#question-${question.id}`} data-answered={String(answered)} data-marked={String(marked)} data-jump={question.id}>
              <span class="visually-hidden">{t('delivery.toQuestion', { number: question.number })}, </span>
              {question.number}
              <span class="visually-hidden">
                , {t(answered ? 'delivery.answered' : 'delivery.unanswered')}
                {marked && `, ${t('delivery.bookmarked')}`}
              </span>
            </a>
          </li>
        )
      })}
    </ol>
  </nav>
)

/** Before the clock starts: when it will. */
export const NotStartedPage = ({ here, startsAt, enrolmentId }: { readonly here: Here; readonly startsAt: number; readonly enrolmentId: string }) => (
  <Page here={here} title={here.t('delivery.notStartedTitle')} width="text">
    <Heading title={here.t('delivery.notStartedTitle')} lead={here.t('delivery.notStartedText', { moment: longMoment(here.t, startsAt) })} />
    <ButtonLink href={paths.enrolment(enrolmentId)} kind="secondary">
      {here.t('common.back')}
    </ButtonLink>
  </Page>
)
