import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { Tag } from '../ui/tag.tsx'
import { answerOf } from './question.tsx'
import { AnswerRead } from './reading.tsx'
import type { Sitting, SittingQuestion } from './sitting-types.ts'

/** What a question's answer should be, once the practice test was handed in. */
export interface Explained {
  /** Of a choice question. */
  readonly rightKeys: readonly string[]
  /** The explanation of a choice question, the model answer of an open one. Already sanitised. */
  readonly html: string
}

interface Props {
  readonly here: Here
  readonly sitting: Sitting
  readonly explained: ReadonlyMap<string, Explained>
}

/** The practice test after handing in: one's own answers, what they could have been, and the way to begin again. */
export const PracticeDonePage = ({ here, sitting, explained }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('practice.doneTitle')} width="text">
      <Heading title={t('practice.doneTitle')} lead={t('practice.doneLead')} />
      {sitting.caseHtml !== null && (
        <Details level={2} summary={sitting.caseTitle === null ? t('delivery.caseHeading') : <span lang={sitting.language}>{sitting.caseTitle}</span>}>
          <Prose html={sitting.caseHtml} lang={sitting.language} />
        </Details>
      )}
      {sitting.questions.map((question) => {
        const one = explained.get(question.id)
        return one && <Looked t={t} sitting={sitting} question={question} explained={one} />
      })}
      <Buttons>
        <ButtonForm action={paths.practiceBeginning()}>{t('practice.again')}</ButtonForm>
        <ButtonLink href={sitting.links.back.href} kind="secondary">
          {t(sitting.links.back.label)}
        </ButtonLink>
      </Buttons>
      <p class="hint">{t('practice.againHint')}</p>
    </Page>
  )
}

type LookedProps = { readonly t: Translate; readonly sitting: Sitting; readonly question: SittingQuestion; readonly explained: Explained }

const Looked = ({ t, sitting, question, explained }: LookedProps) => {
  const { text, choice } = answerOf(sitting, question.id)
  const isRight = choice.length === explained.rightKeys.length && choice.every((key) => explained.rightKeys.includes(key))
  const verdict = <Tag tone={isRight ? 'good' : 'warn'} icon={isRight ? 'check' : 'cross'}>{t(isRight ? 'practice.chosenRight' : 'practice.chosenWrong')}</Tag>
  return (
    <Panel title={t('delivery.question', { number: question.number })} aside={question.type === 'choice' && verdict}>
      <Prose html={question.promptHtml} lang={question.language} />
      {question.type === 'choice' ? (
        <Options t={t} question={question} chosen={choice} right={explained.rightKeys} />
      ) : (
        <>
          <h3>{t('practice.yours')}</h3>
          <AnswerRead t={t} question={question} text={text} choice={choice} />
        </>
      )}
      <h3>{t(question.type === 'choice' ? 'practice.explanation' : 'practice.modelAnswer')}</h3>
      <Prose html={explained.html} lang={question.language} />
    </Panel>
  )
}

interface OptionsProps {
  readonly t: Translate
  readonly question: SittingQuestion
  readonly chosen: readonly string[]
  readonly right: readonly string[]
}

/** All of them with their letters: the explanation speaks of "a" and "b". */
const Options = ({ t, question, chosen, right }: OptionsProps) => (
  <>
    <ul class="choices">
      {question.options.map(({ key, text }) => (
        <li>
          <span lang={question.language}>
            <strong>{key}.</strong> {text}
          </span>{' '}
          {chosen.includes(key) && <Tag tone={right.includes(key) ? 'good' : 'warn'} icon={right.includes(key) ? 'check' : 'cross'}>{t('practice.yours')}</Tag>}{' '}
          {right.includes(key) && <Tag tone="good">{t('practice.right')}</Tag>}
        </li>
      ))}
    </ul>
    {chosen.length === 0 && <p class="question-meta">{t('delivery.noAnswer')}</p>}
  </>
)

/** The way to the practice test, where a real one is near. */
export const PracticeInvitation = ({ t }: { readonly t: Translate }) => (
  <Callout t={t} title={t('practice.invite')}>
    <p>{t('practice.inviteText')}</p>
    <Buttons>
      <ButtonLink href={paths.practice()} kind="secondary">
        {t('practice.title')}
      </ButtonLink>
    </Buttons>
  </Callout>
)
