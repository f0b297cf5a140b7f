import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import { isoMoment, longMoment, time, timeToTheSecond } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/panel.tsx'
import type { SittingQuestion } from './sitting-types.ts'

interface SavedProps {
  readonly t: Translate
  readonly savedAt: Instant | null
  readonly inGrace: boolean
}

/** When an answer was last saved, as its status line says it. */
export const Saved = ({ t, savedAt, inGrace }: SavedProps) =>
  savedAt === null ? (
    <span>{t('delivery.notSavedYet')}</span>
  ) : (
    <time datetime={isoMoment(savedAt)}>
      {t(inGrace ? 'delivery.savedInGrace' : 'delivery.savedAt', { time: timeToTheSecond(t, savedAt) })}
    </time>
  )

interface OtherTextProps {
  readonly t: Translate
  readonly question: SittingQuestion
  readonly standing: { readonly text: string; readonly choice: readonly string[]; readonly savedAt: Instant }
}

/** The text that another window saved, beside the one typed here: the candidate chooses. */
export const StaleText = ({ t, question, standing }: OtherTextProps) => (
  <Callout t={t} tone="warn" title={t('delivery.staleTitle')} role="alert">
    <p>{t('delivery.staleText', { time: time(t, standing.savedAt) })}</p>
    <h4>{t('delivery.staleOther')}</h4>
    {question.type === 'open' ? (
      <div class="answer-read" data-standing-text>
        {standing.text}
      </div>
    ) : (
      <ul>
        {question.options
          .filter((option) => standing.choice.includes(option.key))
          .map((option) => (
            <li>{option.text}</li>
          ))}
      </ul>
    )}
    <p>{t('delivery.staleChoose')}</p>
    <div class="buttons">
      <Button kind="secondary" attrs={{ 'data-keep': 'mine' }}>
        {t('delivery.keepMine')}
      </Button>
      <Button kind="secondary" name="theirs" value={question.id} attrs={{ 'data-keep': 'theirs' }}>
        {t('delivery.keepTheirs')}
      </Button>
    </div>
  </Callout>
)

/** A text that came too late: kept, not counted, and the person is told. */
export const LateText = ({ t, dueAt }: { readonly t: Translate; readonly dueAt: Instant }) => (
  <Callout t={t} tone="bad" title={t('delivery.late')} role="alert">
    <p>{t('delivery.lateText', { moment: longMoment(t, dueAt) })}</p>
  </Callout>
)

interface SaveReplyProps extends SavedProps {
  readonly outcome: 'saved' | 'stale' | 'late'
  readonly revision: number
  readonly question: SittingQuestion
  readonly standing: { readonly text: string; readonly choice: readonly string[] } | null
  readonly dueAt: Instant
  readonly now: Instant
}

/** What the server answers to one save of the module: the new state of that answer, and the true time left. */
export const SaveReply = ({ t, outcome, revision, savedAt, inGrace, question, standing, dueAt, now }: SaveReplyProps) => (
  <div data-outcome={outcome} data-revision={String(revision)} data-left={String(dueAt - now)}>
    <div data-part="status">{outcome === 'saved' ? <Saved t={t} savedAt={savedAt} inGrace={inGrace} /> : t(outcome === 'late' ? 'delivery.late' : 'delivery.staleTitle')}</div>
    <div data-part="conflict">
      {outcome === 'stale' && standing !== null && savedAt !== null && (
        <StaleText t={t} question={question} standing={{ ...standing, savedAt }} />
      )}
      {outcome === 'late' && <LateText t={t} dueAt={dueAt} />}
    </div>
    {standing !== null && outcome === 'stale' && (
      <template data-part="standing" data-choice={JSON.stringify(standing.choice)}>
        {standing.text}
      </template>
    )}
  </div>
)
