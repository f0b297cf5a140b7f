import type { Child } from 'hono/jsx'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { duration, isoMoment, longMoment } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Ring } from '../ui/progress.tsx'
import { answerOf } from './question.tsx'
import type { Sitting, SittingTime } from './sitting-types.ts'

interface Props {
  readonly here: Here
  readonly sitting: Sitting
}

/** What is always in sight: the time, whether all is saved, the way to every question, and handing in. */
export const Bar = ({ here, sitting }: Props) => {
  const { t } = here
  return (
    <div class="sitting-bar">
      {sitting.time === null ? <p class="no-clock">{t('practice.noClock')}</p> : <Countdown here={here} time={sitting.time} />}
      <p class="saved sitting-state" data-overall></p>
      {/* What is said aloud: trouble with saving, and the time at a few moments. */}
      <p role="status" class="visually-hidden" data-announce></p>
      <Button name="go" value="hand-in" attrs={{ 'data-hand-in': sitting.links.handIn }}>
        {t('delivery.handIn')}
      </Button>
      <div class="places">
        {sitting.caseHtml !== null && (
          <nav class="tabs" aria-label={t('delivery.parts')}>
            <a href="#case" data-tab="case">{t('delivery.caseTab')}</a>
            <a href="#questions" data-tab="questions">{t('delivery.questions')}</a>
          </nav>
        )}
        <QuestionList t={t} sitting={sitting} />
      </div>
    </div>
  )
}

/** The deadline by the wall clock, and the time left. The module keeps the latter going; it is announced rarely. */
const Countdown = ({ here: { t, now }, time }: { readonly here: Here; readonly time: SittingTime }) => (
  <div class="countdown">
    <Ring left={Math.max(0, Math.min(1, (time.dueAt - now) / (time.dueAt - time.startsAt)))} />
    <p>
      <strong data-countdown aria-hidden="true">
        {time.dueAt > now ? duration(t, time.dueAt - now) : t('delivery.timeIsUp')}
      </strong>
      <span class="visually-hidden" data-left-said>
        {timeLeft(t, time.dueAt - now)}
      </span>
      <small>
        <Due t={t} dueAt={time.dueAt} />
      </small>
    </p>
  </div>
)

const timeLeft = (t: Translate, left: number): string => (left > 0 ? t('delivery.announce', { duration: duration(t, left) }) : t('delivery.timeIsUp'))

const Due = ({ t, dueAt }: { readonly t: Translate; readonly dueAt: number }) => (
  <time datetime={isoMoment(dueAt)} data-due>
    {t('delivery.until', { moment: longMoment(t, dueAt) })}
  </time>
)

interface ClockReplyProps {
  readonly t: Translate
  readonly state: 'notStarted' | 'writing' | 'handedIn' | 'timeIsUp'
  readonly dueAt: number
  readonly now: number
  /** What the office has to say. */
  readonly children?: Child
}

/** What the server answers to the question how much time is left: also when the deadline has moved. */
export const ClockReply = ({ t, state, dueAt, now, children }: ClockReplyProps) => (
  <div data-left={String(dueAt - now)} data-state={state}>
    <Due t={t} dueAt={dueAt} />
    <span data-left-said>{timeLeft(t, dueAt - now)}</span>
    <div data-news>{children}</div>
  </div>
)

const HOUR = 3_600_000
const MINUTE = 60_000

/** When the time left is said aloud, in seconds before the deadline, and in which words. */
export const announcements = (t: Translate): readonly (readonly [seconds: number, text: string])[] =>
  [24 * HOUR, 4 * HOUR, HOUR, 15 * MINUTE, 5 * MINUTE].map((left) => [left / 1000, timeLeft(t, left)])

const QuestionList = ({ t, sitting }: { readonly t: Translate; readonly sitting: Sitting }) => (
  <nav class="question-list" aria-label={t('delivery.overview')}>
    <ol>
      {sitting.questions.map((question) => {
        const answer = answerOf(sitting, question.id)
        const answered = answer.text.trim() !== '' || answer.choice.length > 0
        const marked = sitting.bookmarks.has(question.id)
        const state = [t(answered ? 'delivery.answered' : 'delivery.unanswered'), ...(marked ? [t('delivery.bookmarked')] : [])]
        return (
          <li>
            <a href={`#question-${question.id}`} data-answered={String(answered)} data-marked={String(marked)} data-jump={question.id}>
              <span class="visually-hidden">{t('delivery.toQuestion', { number: question.number })}, </span>
              <span aria-hidden="true">{question.number}</span>
              <span class="visually-hidden" data-jump-state>
                {state.join(', ')}
              </span>
            </a>
          </li>
        )
      })}
    </ol>
  </nav>
)
