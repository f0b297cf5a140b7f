import type { Translate } from '../../src/language/translate.ts'
import type { ChoiceQuestion, Criterion, OpenQuestion, Question } from '../../src/papers/content.ts'
import { points } from '../format.ts'
import { Prose } from '../ui/markdown.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { pointsText } from './list.tsx'

interface Props<Q> {
  readonly t: Translate
  /** Of the paper. */
  readonly lang: string
  readonly question: Q
  /** Markdown in, sanitised HTML out. */
  readonly html: (markdown: string) => string
}

/** A whole question as staff see it: with the answers, the model and the rubric. */
export const QuestionWithAnswers = ({ t, lang, question, html }: Props<Question>) => (
  <Panel
    id={`question-${question.number}`}
    level={3}
    title={t('papers.question', { number: question.number })}
    aside={<Tag>{pointsText(t, question.maximumPoints)}</Tag>}
  >
    <p class="hint">{[...tagsOf(t, question)].join(' · ')}</p>
    <Prose html={html(question.prompt)} lang={lang} />
    {question.type === 'choice' ? (
      <ChoiceAnswers t={t} lang={lang} question={question} html={html} />
    ) : (
      <OpenAnswers t={t} lang={lang} question={question} html={html} />
    )}
  </Panel>
)

const tagsOf = (t: Translate, { masterclass, type, competences, tasks }: Question) => [
  ...(masterclass === null ? [] : [t('papers.masterclass', { number: masterclass })]),
  t(type === 'choice' ? 'papers.choice' : 'papers.open'),
  `${t('papers.competences')} ${competences.join(', ')}`,
  ...(tasks.length === 0 ? [] : [`${t('papers.tasks')} ${tasks.join(', ')}`]),
]

const ChoiceAnswers = ({ t, lang, question, html }: Props<ChoiceQuestion>) => (
  <>
    {question.several && <p>{t('papers.severalRight')}</p>}
    <Table
      t={t}
      caption={t('papers.options')}
      captionHidden
      columns={[{ label: t('papers.option') }, { label: t('papers.right') }]}
      rows={question.options.map(({ key, text, correct }) => [
        <>
          {key}. <span class="regular" lang={lang}>{text}</span>
        </>,
        correct ? (
          <Tag tone="good" icon="check">
            {t('papers.right')}
          </Tag>
        ) : (
          t('papers.wrong')
        ),
      ])}
    />
    <h4>{t('papers.explanation')}</h4>
    <Prose html={html(question.explanation)} lang={lang} />
  </>
)

const OpenAnswers = ({ t, lang, question, html }: Props<OpenQuestion>) => (
  <>
    {question.adviceWords !== null && <p class="hint">{t('papers.adviceWords', { count: question.adviceWords })}</p>}
    <h4>{t('papers.modelAnswer')}</h4>
    <Prose html={html(question.modelAnswer)} lang={lang} />
    <h4>{t('papers.rubric')}</h4>
    {question.criteria.map((criterion) => (
      <CriterionLevels t={t} lang={lang} criterion={criterion} />
    ))}
  </>
)

const CriterionLevels = ({ t, lang, criterion }: { readonly t: Translate; readonly lang: string; readonly criterion: Criterion }) => (
  <>
    <p lang={lang}>
      <strong>{criterion.title}</strong> ({criterion.competences.join(', ')}). {criterion.description}
    </p>
    <Table
      t={t}
      caption={criterion.title}
      captionLang={lang}
      captionHidden
      columns={[{ label: t('papers.level') }, { label: t('papers.levelPoints'), numeric: true }, { label: t('papers.levelText') }]}
      rows={criterion.levels.map((level) => [<span lang={lang}>{level.label}</span>, points(t, level.points), <span lang={lang}>{level.description}</span>])}
    />
  </>
)
