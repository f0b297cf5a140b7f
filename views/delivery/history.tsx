import type { Piece } from '../../src/delivery/difference.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { exactMoment, sentence } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Heading } from '../ui/heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { Panel } from '../ui/panel.tsx'
import { Tag } from '../ui/tag.tsx'
import { Difference } from './difference.tsx'
import { AnswerRead, OutcomeTag } from './reading.tsx'
import type { RevisionView } from './reading.tsx'
import type { SittingQuestion } from './sitting-types.ts'

interface Shown {
  readonly here: Here
  readonly attemptId: string
  readonly question: SittingQuestion
  /** Of the version that is the answer now. */
  readonly currentId: string | null
  readonly writable: boolean
}

interface HistoryProps extends Shown {
  readonly revisions: readonly RevisionView[]
  readonly page: number
  readonly pages: number
}

/** To the second: within a minute there can be two. */
const momentOf = (t: Translate, { at }: RevisionView): string => exactMoment(t, at)

/** The history of one answer: look back, compare, and put an earlier version back. */
export const HistoryPage = ({ here, attemptId, question, revisions, currentId, writable, page, pages }: HistoryProps) => {
  const { t } = here
  const title = t('delivery.historyTitle', { number: question.number })
  return (
    <Page here={here} title={title} width="text">
      <Heading title={title} lead={t('delivery.historyLead')} back={{ href: paths.attemptQuestion(attemptId, question.id), label: t('delivery.backToTest') }} />
      {revisions.length === 0 && <p>{t('delivery.historyNone')}</p>}
      {revisions.map((revision) => (
        <Panel title={sentence(momentOf(t, revision))} aside={<VersionTag t={t} revision={revision} currentId={currentId} />}>
          <VersionText t={t} question={question} revision={revision} />
          {revision.id !== currentId && (
            <Buttons>
              {question.type === 'open' && (
                <ButtonLink kind="secondary" href={paths.answerVersion(attemptId, question.id, revision.id)}>
                  {t('delivery.compare')}
                  <span class="visually-hidden"> {momentOf(t, revision)}</span>
                </ButtonLink>
              )}
              {writable && <Restore t={t} attemptId={attemptId} question={question} revision={revision} />}
            </Buttons>
          )}
        </Panel>
      ))}
      <Pager t={t} page={page} pages={pages} href={(to) => `${paths.answerHistory(attemptId, question.id)}?page=${to}`} />
    </Page>
  )
}

interface VersionProps extends Shown {
  readonly revision: RevisionView
  /** From this version to the answer of now. */
  readonly difference: readonly Piece[]
}

/** One earlier version beside the answer of now. */
export const VersionPage = ({ here, attemptId, question, currentId, writable, revision, difference }: VersionProps) => {
  const { t } = here
  const title = t('delivery.versionTitle', { number: question.number })
  const legend = { removed: t('delivery.onlyVersion'), added: t('delivery.onlyNow') }
  return (
    <Page here={here} title={title} width="text">
      <Heading
        title={title}
        lead={sentence(momentOf(t, revision))}
        back={{ href: paths.answerHistory(attemptId, question.id), label: t('delivery.history') }}
        tag={<VersionTag t={t} revision={revision} currentId={currentId} />}
      />
      <Panel title={t('delivery.difference')}>
        {difference.length === 0 ? <p>{t('delivery.noDifference')}</p> : <Difference t={t} pieces={difference} legend={legend} />}
      </Panel>
      <Details summary={t('delivery.wholeVersion')}>
        <VersionText t={t} question={question} revision={revision} />
      </Details>
      {writable && revision.id !== currentId && <Restore t={t} attemptId={attemptId} question={question} revision={revision} />}
    </Page>
  )
}

const VersionTag = ({ t, revision, currentId }: { readonly t: Translate; readonly revision: RevisionView; readonly currentId: string | null }) =>
  revision.id === currentId ? (
    <Tag tone="good" icon="check">
      {t('delivery.current')}
    </Tag>
  ) : (
    <OutcomeTag t={t} revision={revision} />
  )

const VersionText = ({ t, question, revision }: { readonly t: Translate; readonly question: SittingQuestion; readonly revision: RevisionView }) =>
  revision.text === '' && revision.choice.length === 0 ? (
    <p>{t('delivery.historyEmpty')}</p>
  ) : (
    <AnswerRead t={t} question={question} text={revision.text} choice={revision.choice} />
  )

type RestoreProps = { readonly t: Translate; readonly attemptId: string; readonly question: SittingQuestion; readonly revision: RevisionView }

const Restore = ({ t, attemptId, question, revision }: RestoreProps) => (
  <ButtonForm action={paths.answerVersion(attemptId, question.id, revision.id)} of={momentOf(t, revision)}>
    {t('delivery.restore')}
  </ButtonForm>
)
