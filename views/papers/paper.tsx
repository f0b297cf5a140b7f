import type { Framework } from '../../src/frameworks/frameworks.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { DraftForm } from '../../src/papers/content.ts'
import type { BlueprintRow } from '../../src/papers/papers.ts'
import { testTitle } from '../delivery/sitting.tsx'
import { shortDate } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { NextStep, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { CaseAttachments, ENLARGE } from './attachments.tsx'
import { Blueprint } from './blueprint.tsx'
import { PaperState, pointsText } from './list.tsx'
import { QuestionWithAnswers } from './question.tsx'

interface Props {
  readonly here: Here
  readonly form: DraftForm
  readonly frameworkName: string
  /** Of the names of its clusters and competences; the page around them may be in another. */
  readonly frameworkLanguage: string
  readonly clusters: readonly Pick<Framework['clusters'][number], 'code' | 'name' | 'competences'>[]
  readonly rows: readonly BlueprintRow[]
  readonly total: BlueprintRow
  /** Markdown in, sanitised HTML out. */
  readonly html: (markdown: string) => string
}

/** A whole paper, with the right answers, the model answers and the rubric: for staff alone. */
export const PaperPage = ({ here, form, frameworkName, frameworkLanguage, clusters, rows, total, html }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={form.title} modules={[ENLARGE]}>
      <Heading title={form.title} lead={t('papers.versionOf', { version: form.version })} back={{ href: paths.papers(), label: t('papers.title') }} />
      {form.publishedAt === null && <Publish t={t} formId={form.id} />}
      <Facts here={here} form={form} frameworkName={frameworkName} />
      <Panel title={t('papers.blueprint')}>
        <p>{t('papers.blueprintHint')}</p>
        <Blueprint t={t} rows={rows} total={total} />
        <Details summary={t('papers.coverage')}>
          <ul lang={frameworkLanguage}>
            {clusters.map(({ code, name, competences }) => (
              <li>
                {code}. {name}
                <ul>{competences.map((one) => <li>{one.code} {one.label}</li>)}</ul>
              </li>
            ))}
          </ul>
        </Details>
      </Panel>
      <Panel title={t('papers.instruction')}>
        <Prose html={html(form.instruction)} lang={form.language} />
      </Panel>
      {form.caseText !== null && (
        <Panel title={t('papers.caseText', { title: form.caseTitle ?? '' })}>
          <Prose html={html(form.caseText)} lang={form.language} />
          <CaseAttachments t={t} attachments={form.attachments.map((one) => ({ ...one, href: paths.paperAttachment(form.id, one.key) }))} lang={form.language} />
        </Panel>
      )}
      <h2>{t('papers.questions')}</h2>
      {form.questions.map((question) => <QuestionWithAnswers t={t} lang={form.language} question={question} html={html} />)}
    </Page>
  )
}

const Publish = ({ t, formId }: { readonly t: Translate; readonly formId: string }) => {
  const button = (
    <ButtonForm kind="primary" action={paths.paperPublication(formId)}>
      {t('papers.publish')}
    </ButtonForm>
  )
  return (
    <NextStep t={t} title={t('papers.publish')} action={button}>
      <p>{t('papers.publishHint')}</p>
    </NextStep>
  )
}

const Facts = ({ here: { t }, form, frameworkName }: Pick<Props, 'here' | 'form' | 'frameworkName'>) => (
  <Panel title={t('papers.facts')}>
    <SummaryList
      rows={[
        { key: t('papers.kind'), value: testTitle(t, form.kind) },
        { key: t('papers.state'), value: <PaperState t={t} publishedAt={form.publishedAt} /> },
        { key: t('papers.caseOf'), value: form.caseTitle ?? t('papers.noCase') },
        { key: t('papers.maximum'), value: pointsText(t, form.maximumPoints) },
        { key: t('papers.suggestedPassMark'), value: pointsText(t, form.suggestedPassMark) },
        { key: t('papers.asOf'), value: shortDate(t, form.asOf) },
        { key: t('papers.language'), value: t(form.language === 'nl' ? 'common.dutch' : 'common.english') },
        { key: t('papers.framework'), value: frameworkName },
        ...(form.digest === null ? [] : [{ key: t('papers.digest'), value: <code>{form.digest}</code> }]),
      ]}
    />
  </Panel>
)
