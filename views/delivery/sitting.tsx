import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longMoment, refusalText } from '../format.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { CaseAttachments, ENLARGE } from '../papers/attachments.tsx'
import { Bar, announcements } from './bar.tsx'
import { ProblemAnswers } from './problem.tsx'
import type { ProblemView } from './problem.tsx'
import { answerOf, QuestionPart } from './question.tsx'
import type { Sitting, SittingQuestion } from './sitting-types.ts'

const refusals = { stale: 'changedElsewhere', late: 'timeIsUp', handedIn: 'handedIn', early: 'notStarted' } as const

interface Props {
  readonly here: Here
  readonly sitting: Sitting
  /** Some of what was typed could not become the answer. */
  readonly refused?: keyof typeof refusals | null
  readonly saved?: boolean
  /** What was reported from this page, with the answers. */
  readonly problems?: readonly ProblemView[]
}

const titles = { case: 'delivery.caseTitle', reflection: 'delivery.reflectionTitle', practice: 'practice.title' } as const

export const testTitle = (t: Translate, kind: Sitting['kind']): string => t(titles[kind])

/** The page of one test: the case beside its questions, and the clock always in sight. */
export function SittingPage({ here, sitting, refused = null, saved = false, problems = [] }: Props) {
  const { t } = here
  const wrong = sitting.questions.filter(({ id }) => answerOf(sitting, id).typed?.outcome === 'refused')
  const form = { typed: {}, problems: wrong.map(({ id }) => ({ field: id, key: 'problem.invalid' as const })), refusal: null }
  return (
    <Page here={here} title={`${testTitle(t, sitting.kind)}: ${sitting.title}`} width="full" modules={['sitting.js', ENLARGE]} form={form} quiet>
      <form class="sitting" method="post" action={sitting.links.answers} autocomplete="off" {...moduleTexts(here, sitting)}>
        <input type="hidden" name="window" value={sitting.windowId} />
        {/* The Enter key presses the first button of a form: that may not be the one that hands in. */}
        <button class="visually-hidden" name="go" value="" tabindex={-1} aria-hidden="true"></button>
        <Heading title={testTitle(t, sitting.kind)} lead={<span lang={sitting.language}>{sitting.title}</span>} back={{ href: sitting.links.back.href, label: t(sitting.links.back.label) }} />
        <Bar here={here} sitting={sitting} />
        <div data-news role="status">
          {sitting.attemptId !== null && <ProblemAnswers t={t} attemptId={sitting.attemptId} problems={problems} />}
        </div>
        <Wrong t={t} sitting={sitting} questions={wrong} isRestSaved={refused === null} />
        {saved && <Done t={t}>{t('delivery.savedNotice')}</Done>}
        {refused && <Callout t={t} tone="bad" role="alert">{refusalText(t, { reason: refusals[refused], params: sitting.time ? { dueAt: sitting.time.dueAt } : {} })}</Callout>}
        <div class={sitting.caseHtml === null ? 'sitting-questions' : 'sitting-columns'}>
          {sitting.caseHtml !== null && (
            <section class="sitting-case" id="case" aria-labelledby="case-heading" tabindex={0}>
              <h2 id="case-heading">{sitting.caseTitle === null ? t('delivery.caseHeading') : <span lang={sitting.language}>{sitting.caseTitle}</span>}</h2>
              <Prose html={sitting.caseHtml} lang={sitting.language} />
              <CaseAttachments t={t} attachments={sitting.attachments} lang={sitting.language} />
            </section>
          )}
          <div class="sitting-questions" id="questions">
            <Panel title={t('delivery.instruction')}>
              <Prose html={sitting.instructionHtml} lang={sitting.language} />
            </Panel>
            <h2 class="visually-hidden">{t('delivery.questions')}</h2>
            {sitting.questions.map((question) => (
              <QuestionPart t={t} sitting={sitting} question={question} />
            ))}
            <p class="hint on-screen">{t('delivery.saveHint')}</p>
            <div class="buttons">
              <Button kind="secondary" name="go" value="">
                {t('delivery.saveAll')}
              </Button>
              <Button name="go" value="hand-in" attrs={{ 'data-hand-in': sitting.links.handIn }}>
                {t('delivery.handIn')}
              </Button>
              {sitting.links.problem !== undefined && (
                <Button kind="link" name="go" value="problem" attrs={{ 'data-problem': sitting.links.problem }}>
                  {t('supervision.problem.button')}
                </Button>
              )}
              <button type="button" class="button button-link" hidden data-download={`${t(downloads[sitting.kind])}.txt`}>
                {t('delivery.download')}
              </button>
            </div>
          </div>
        </div>
      </form>
    </Page>
  )
}

type WrongProps = { readonly t: Translate; readonly sitting: Sitting; readonly questions: readonly SittingQuestion[]; readonly isRestSaved: boolean }

/** The answers that cannot be saved as they are, above the rest, with the way to each. */
const Wrong = ({ t, sitting, questions, isRestSaved }: WrongProps) =>
  questions.length === 0 ? null : (
    <div class="error-summary" role="alert" tabindex={-1} autofocus aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{t('common.errorSummary', { count: questions.length })}</h2>
      <ul>
        {questions.map(({ id, number }) => {
          const refusal = answerOf(sitting, id).typed?.refusal
          return (
            <li>
              <a href={`#answer-${id}`}>
                {t('delivery.question', { number })}: {refusal && t(`refusal.${refusal.reason}`, refusal.params)}
              </a>
            </li>
          )
        })}
      </ul>
      {isRestSaved && <p>{t('delivery.restIsSaved')}</p>}
    </div>
  )

const downloads = { case: 'common.caseTest', reflection: 'common.reflectionTest', practice: 'practice.name' } as const

/** The words that the module on this page needs; it has none of its own. */
const moduleTexts = ({ t, now }: Here, { drawer, time }: Sitting) => ({
  'data-sitting': drawer,
  ...(time && {
    'data-clock': time.clock,
    'data-left': String(time.dueAt - now),
    'data-grace': String(time.writableUntil - time.dueAt),
    'data-announcements': JSON.stringify(announcements(t)),
  }),
  'data-sign-in': paths.signIn(paths.signedInAgain()),
  'data-text-saving': t('delivery.saving'),
  'data-text-unsaved-device': t('delivery.unsaved'),
  'data-text-unsaved-window': t('delivery.unsavedInWindow'),
  'data-text-only-device': t('delivery.onlyHere'),
  'data-text-only-window': t('delivery.onlyInWindow'),
  'data-text-sign-in': t('delivery.signInAgain'),
  'data-text-sign-in-link': t('delivery.signInLink'),
  'data-text-download': t('delivery.download'),
  'data-text-waiting': t('delivery.waiting'),
  'data-text-not-yet-safe': t('delivery.notYetSafe'),
  'data-text-all-saved': t('delivery.allSaved'),
  'data-text-some-unsaved': t('delivery.someUnsaved'),
  'data-text-some-only-device': t('delivery.someOnlyHere'),
  'data-text-some-only-window': t('delivery.someOnlyInWindow'),
  'data-text-some-refused': t('delivery.someRefused'),
  'data-text-time-is-up-device': t('delivery.timeIsUpOnDevice'),
  'data-text-time-is-up-window': t('delivery.timeIsUpInWindow'),
  'data-text-over': t(time === null ? 'practice.over' : 'delivery.over'),
  'data-text-choose': t('delivery.chooseFirst'),
  'data-text-answered': t('delivery.answered'),
  'data-text-unanswered': t('delivery.unanswered'),
  'data-text-marked': t('delivery.bookmarked'),
  'data-text-word': t('delivery.wordCount', { count: 1, words: '{n}' }),
  'data-text-words': t('delivery.wordCount', { count: 2, words: '{n}' }),
})

/** Before the clock starts: when it will. */
export const NotStartedPage = ({ here, startsAt, enrolmentId }: { readonly here: Here; readonly startsAt: number; readonly enrolmentId: string }) => (
  <Page here={here} title={here.t('delivery.notStartedTitle')} width="text">
    <Heading title={here.t('delivery.notStartedTitle')} lead={here.t('delivery.notStartedText', { moment: longMoment(here.t, startsAt) })} />
    <ButtonLink href={paths.enrolment(enrolmentId)} kind="secondary">
      {here.t('common.back')}
    </ButtonLink>
  </Page>
)

/** Where signing in again beside a test ends: a second window of the test would only be in the way. */
export const SignedInAgainPage = ({ here }: { readonly here: Here }) => (
  <Page here={here} title={here.t('delivery.signedInAgainTitle')} width="text" quiet>
    <Heading title={here.t('delivery.signedInAgainTitle')} lead={here.t('delivery.signedInAgainText')} />
    <p>
      <a href={paths.candidate()}>{here.t('common.notice.toHome')}</a>
    </p>
  </Page>
)
