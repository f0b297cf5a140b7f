import type { Translate } from '../../src/language/translate.ts'
import { points } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Prose } from '../ui/markdown.tsx'
import { LateText, Saved, StaleText, StandingText } from './saved.tsx'
import type { Sitting, SittingAnswer, SittingQuestion } from './sitting-types.ts'

interface Props {
  readonly t: Translate
  readonly sitting: Sitting
  readonly question: SittingQuestion
}

const untouched: SittingAnswer = { text: '', choice: [], revision: 0, savedAt: null, inGrace: false, mark: '', typed: null }

export const answerOf = (sitting: Sitting, questionId: string): SittingAnswer => sitting.answers.get(questionId) ?? untouched

/** One question with its answer, its own state of saving, and the button that needs no JavaScript. */
export function QuestionPart({ t, sitting, question }: Props) {
  const answer = answerOf(sitting, question.id)
  const marked = sitting.bookmarks.has(question.id)
  return (
    <article
      class="question"
      id={`question-${question.id}`}
      aria-labelledby={`heading-${question.id}`}
      data-question={question.id}
      data-save={sitting.links.answer(question.id)}
      data-revision={String(answer.revision)}
      data-typed={answer.typed?.outcome}
    >
      <div class="question-head">
        <h3 id={`heading-${question.id}`}>{t('delivery.question', { number: question.number })}</h3>
        <span class="question-meta">
          {question.masterclass !== null && <>{t('delivery.masterclass', { number: question.masterclass })} · </>}
          {t('delivery.worth', { count: question.maximumPoints / 100, points: points(t, question.maximumPoints) })}
        </span>
      </div>
      <Prose html={question.promptHtml} lang={question.language} />
      <input type="hidden" name={`revision-${question.id}`} value={String(answer.revision)} />
      {answer.mark !== '' && <input type="hidden" name={`shown-${question.id}`} value={answer.mark} />}
      {question.type === 'open' ? <OpenAnswer t={t} question={question} answer={answer} /> : <ChoiceAnswer t={t} question={question} answer={answer} />}
      <div data-conflict>
        {answer.typed?.outcome === 'stale' && answer.savedAt !== null && (
          <StaleText
            t={t}
            question={question}
            standing={{ ...answer, savedAt: answer.savedAt }}
            difference={answer.typed.difference}
            isKept={sitting.links.history !== null}
          />
        )}
        {answer.typed?.outcome === 'stale' && <StandingText text={answer.text} choice={answer.choice} />}
        {answer.typed?.outcome === 'late' && <LateText t={t} dueAt={sitting.time?.dueAt ?? null} handedInAt={sitting.time?.handedInAt ?? null} />}
      </div>
      <div class="answer-foot">
        <p class="saved" data-status data-state={answer.savedAt === null ? '' : 'saved'} id={`status-${question.id}`}>
          <Saved t={t} savedAt={answer.savedAt} inGrace={answer.inGrace} />
        </p>
        <div class="buttons">
          <Button kind="secondary" name="go" value={question.id}>
            {t('delivery.save')}
            <span class="visually-hidden"> {t('delivery.question', { number: question.number })}</span>
          </Button>
          {sitting.links.history && (
            <a href={sitting.links.history(question.id)}>
              {t('delivery.history')}
              <span class="visually-hidden"> {t('delivery.question', { number: question.number })}</span>
            </a>
          )}
          <label class="bookmark">
            <input type="checkbox" name={`mark-${question.id}`} checked={marked} data-mark={sitting.links.bookmark(question.id)} />{' '}
            {t('delivery.bookmark')}
          </label>
        </div>
      </div>
    </article>
  )
}

interface AnswerProps {
  readonly t: Translate
  readonly question: SittingQuestion
  readonly answer: SittingAnswer
}

/** How many words a text has: runs of anything but white space. */
export const countWords = (text: string): number => text.trim().split(/\s+/u).filter((word) => word !== '').length

const OpenAnswer = ({ t, question, answer }: AnswerProps) => {
  const text = answer.typed?.text ?? answer.text
  const refusal = answer.typed?.refusal ?? null
  const described = [`advice-${question.id}`, ...(refusal ? [`problem-${question.id}`] : []), `status-${question.id}`]
  return (
    <div class={refusal ? 'field field-wrong' : 'field'}>
      <label for={`answer-${question.id}`}>
        {t('delivery.yourAnswer')}
        <span class="visually-hidden"> {t('delivery.question', { number: question.number })}</span>
      </label>
      <p class="hint" id={`advice-${question.id}`}>
        {question.adviceWords !== null && <>{t('delivery.adviceWords', { words: question.adviceWords })} </>}
        <span data-words>{t('delivery.wordCount', { count: countWords(text), words: countWords(text) })}</span>
      </p>
      {refusal && (
        <p class="problem" id={`problem-${question.id}`}>
          <span class="visually-hidden">{t('common.errorPrefix')}: </span>
          {t(`refusal.${refusal.reason}`, refusal.params)}
        </p>
      )}
      {/* A text area drops one leading line break when it is parsed: this one is given to be dropped. */}
      <textarea
        id={`answer-${question.id}`}
        name={`text-${question.id}`}
        rows={10}
        class="answer-text"
        spellcheck={true}
        lang={question.language}
        aria-invalid={refusal ? 'true' : undefined}
        aria-describedby={described.join(' ')}
      >
        {`\n${text}`}
      </textarea>
    </div>
  )
}

const ChoiceAnswer = ({ t, question, answer }: AnswerProps) => {
  const choice = answer.typed?.choice ?? answer.choice
  return (
    <fieldset class="field" aria-describedby={`status-${question.id}`}>
      <legend>
        {t(question.several ? 'delivery.chooseSeveral' : 'delivery.chooseOne')}
        <span class="visually-hidden"> {t('delivery.question', { number: question.number })}</span>
      </legend>
      <div class="choices">
        {question.options.map((option) => (
          <div class="choice">
            <input
              type={question.several ? 'checkbox' : 'radio'}
              id={`option-${question.id}-${option.key}`}
              name={`choice-${question.id}`}
              value={option.key}
              checked={choice.includes(option.key)}
            />
            <label for={`option-${question.id}-${option.key}`} lang={question.language}>{option.text}</label>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
