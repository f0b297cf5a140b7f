import type { Instant } from '../../src/clock.ts'
import type { Settled } from '../../src/delivery/saving.ts'
import type { Piece } from '../../src/delivery/difference.ts'
import type { Translate } from '../../src/language/translate.ts'
import { isoMoment, longMoment, time, timeToTheSecond } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Callout } from '../ui/panel.tsx'
import { Difference } from './difference.tsx'
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
      {t(inGrace ? 'delivery.savedInGrace' : 'delivery.savedAt', { time: timeToTheSecond(savedAt) })}
    </time>
  )

interface OtherTextProps {
  readonly t: Translate
  readonly question: SittingQuestion
  readonly standing: { readonly text: string; readonly choice: readonly string[]; readonly savedAt: Instant }
  /** From the text that stands to the one typed here. */
  readonly difference: readonly Piece[]
  /** Whether what was typed here is in the history too. */
  readonly isKept: boolean
}

/** The text that another window saved, beside the one typed here: the candidate chooses. */
export const StaleText = ({ t, question, standing, difference, isKept }: OtherTextProps) => (
  <Callout t={t} tone="warn" title={t('delivery.staleTitle')} role="alert">
    <p>{t(isKept ? 'delivery.staleText' : 'practice.staleText', { time: time(t, standing.savedAt) })}</p>
    {question.type === 'open' ? <OtherText t={t} lang={question.language} text={standing.text} difference={difference} /> : <OtherChoice t={t} question={question} choice={standing.choice} />}
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

const OtherText = ({ t, lang, text, difference }: { readonly t: Translate; readonly lang: string; readonly text: string; readonly difference: readonly Piece[] }) => (
  <>
    <h4>{t('delivery.difference')}</h4>
    <Difference t={t} pieces={difference} legend={{ removed: t('delivery.onlyOther'), added: t('delivery.onlyMine') }} />
    <Details summary={t('delivery.staleOther')}>
      <div class="answer-read">{text.trim() === '' ? t('delivery.historyEmpty') : <span lang={lang}>{text}</span>}</div>
    </Details>
  </>
)

const OtherChoice = ({ t, question, choice }: { readonly t: Translate; readonly question: SittingQuestion; readonly choice: readonly string[] }) => (
  <>
    <h4>{t('delivery.staleOtherChoice')}</h4>
    {choice.length === 0 && <p>{t('delivery.historyEmpty')}</p>}
    <ul class="list">
      {question.options
        .filter((option) => choice.includes(option.key))
        .map((option) => (
          <li lang={question.language}>{option.text}</li>
        ))}
    </ul>
  </>
)

type LateProps = { readonly t: Translate; readonly dueAt: Instant | null; readonly handedInAt: Instant | null }

/** A text that came too late: kept, not counted, and the person is told. @param dueAt `null` in the practice test, which keeps nothing then */
export const LateText = ({ t, dueAt, handedInAt }: LateProps) =>
  dueAt === null ? (
    <Callout t={t} tone="warn" title={t('practice.over')} role="alert">
      <p>{t('practice.overText')}</p>
    </Callout>
  ) : (
    <Callout t={t} tone="bad" title={t('delivery.late')} role="alert">
      <p>{handedInAt === null ? t('delivery.lateText', { moment: longMoment(t, dueAt) }) : t('delivery.afterHandIn', { moment: longMoment(t, handedInAt) })}</p>
    </Callout>
  )

/** For the module, to the letter: what stands, where something else was typed. */
export const StandingText = ({ text, choice }: { readonly text: string; readonly choice: readonly string[] }) => (
  <template data-part="standing" data-choice={JSON.stringify(choice)}>
    {text}
  </template>
)

interface SaveReplyProps extends SavedProps {
  readonly outcome: 'saved' | 'stale' | 'late' | 'early'
  /** Of a stale text that leaves nothing to choose: why. */
  readonly settled: Settled | null
  readonly revision: number
  readonly question: SittingQuestion
  readonly standing: { readonly text: string; readonly choice: readonly string[] } | null
  readonly difference: readonly Piece[]
  /** `null`: no clock runs, and no earlier versions are kept. */
  readonly dueAt: Instant | null
  /** `null`: it was not handed in before its time was up. */
  readonly handedInAt: Instant | null
  readonly now: Instant
}

const refusedTexts = { stale: 'delivery.staleTitle', late: 'delivery.late', early: 'supervision.early.status' } as const

/** What the server answers to one save of the module: the new state of that answer, and the true time left. */
export const SaveReply = ({ t, outcome, settled, revision, savedAt, inGrace, question, standing, difference, dueAt, handedInAt, now }: SaveReplyProps) => (
  <div data-outcome={outcome} data-settled={settled ?? undefined} data-revision={String(revision)} data-left={dueAt === null ? undefined : String(dueAt - now)}>
    <div data-part="status">
      {outcome === 'saved' ? <Saved t={t} savedAt={savedAt} inGrace={inGrace} /> : t(outcome === 'late' && dueAt === null ? 'practice.over' : refusedTexts[outcome])}
    </div>
    <div data-part="conflict">
      {outcome === 'stale' && standing !== null && savedAt !== null && (
        <StaleText t={t} question={question} standing={{ ...standing, savedAt }} difference={difference} isKept={dueAt !== null} />
      )}
      {outcome === 'late' && <LateText t={t} dueAt={dueAt} handedInAt={handedInAt} />}
      {outcome === 'early' && <Callout t={t} tone="warn" role="alert"><p>{t('refusal.notStarted')}</p></Callout>}
    </div>
    {standing !== null && outcome === 'stale' && <StandingText text={standing.text} choice={standing.choice} />}
  </div>
)
