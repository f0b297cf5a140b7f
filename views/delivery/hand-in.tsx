import type { Instant } from '../../src/clock.ts'
import type { SittingState } from '../../src/delivery/sitting.ts'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { LeftBehind, Standing, Watch } from './beside.tsx'
import { answerOf } from './question.tsx'
import type { Sitting } from './sitting-types.ts'

const testKeys = { case: 'common.caseTest', reflection: 'common.reflectionTest', practice: 'practice.name' } as const

/** Asks once more, and says what is empty or marked. */
export function HandInPage({ here, sitting }: { readonly here: Here; readonly sitting: Sitting }) {
  const { t } = here
  const test = t(testKeys[sitting.kind])
  const empty = sitting.questions.filter(({ id }) => {
    const { text, choice } = answerOf(sitting, id)
    return text.trim() === '' && choice.length === 0
  })
  const marked = sitting.questions.filter(({ id }) => sitting.bookmarks.has(id))
  const links = (questions: typeof empty) => (
    <ul class="list">
      {questions.map((question) => (
        <li>
          <a href={`${sitting.links.page}#question-${question.id}`}>{t('delivery.question', { number: question.number })}</a>
        </li>
      ))}
    </ul>
  )
  return (
    <Page here={here} title={t('delivery.handInTitle', { test })} width="text" modules={['sitting-unsent.js', 'sitting-watch.js']} quiet>
      <Heading title={t('delivery.handInTitle', { test })} lead={t(sitting.time === null ? 'practice.handInLead' : 'delivery.handInLead')} />
      <Unsent t={t} sitting={sitting} />
      {sitting.time !== null && <Watch {...sitting.time} state="writing" />}
      {empty.length > 0 ? (
        <Callout t={t} tone="warn" title={t('delivery.handInEmpty', { count: empty.length })}>
          {links(empty)}
        </Callout>
      ) : (
        <Callout t={t}>{t('delivery.handInComplete')}</Callout>
      )}
      {marked.length > 0 && <Callout t={t} title={t('delivery.handInBookmarked', { count: marked.length })}>{links(marked)}</Callout>}
      {sitting.time !== null && <p>{t('delivery.handInStays', { moment: longMoment(t, sitting.time.dueAt) })}</p>}
      <Buttons>
        <ButtonForm action={sitting.links.handIn} kind="primary">
          {t('delivery.handInConfirm', { test })}
        </ButtonForm>
        <ButtonLink href={sitting.links.page} kind="secondary">
          {t('delivery.handInBack')}
        </ButtonLink>
      </Buttons>
    </Page>
  )
}

/** What waits on this device and was never sent; only the module can know, so it shows this and leaves out what is safe. */
const Unsent = ({ t, sitting }: { readonly t: Translate; readonly sitting: Sitting }) => (
  <div hidden data-unsent={sitting.drawer}>
    <Callout t={t} tone="bad" title={t('delivery.unsentTitle')}>
      <p>{t('delivery.unsentText')}</p>
      <ul class="list">
        {sitting.questions.map((question) => (
          <li data-of={question.id}>
            <a href={`${sitting.links.page}#question-${question.id}`}>{t('delivery.question', { number: question.number })}</a>
          </li>
        ))}
      </ul>
    </Callout>
    <Standing sitting={sitting} />
  </div>
)

/** A seal as its receipt shows it. */
export interface ReceiptView {
  readonly receiptCode: string
  readonly at: Instant
  readonly by: 'candidate' | 'deadline' | 'staff'
  readonly sha256: string
  readonly answered: number
  readonly total: number
}

interface ReceiptProps {
  readonly here: Here
  readonly kind: 'case' | 'reflection'
  readonly enrolmentId: string
  readonly attemptId: string
  readonly sitting: Sitting
  readonly state: SittingState
  /** Of the paper. */
  readonly title: string
  readonly roundName: string
  readonly personName: string
  readonly receipt: ReceiptView
}

/** What was handed in, when and by whom, to keep or print. */
export function ReceiptPage({ here, kind, enrolmentId, attemptId, sitting, state, receipt, ...facts }: ReceiptProps) {
  const { t } = here
  const title = t('delivery.receiptTitle', { test: t(testKeys[kind]) })
  const by = { candidate: 'delivery.byCandidate', deadline: 'delivery.byDeadline', staff: 'delivery.byStaff' } as const
  return (
    <Page here={here} title={title} width="text" modules={['print.js', 'sitting-unsent.js', 'sitting-watch.js']}>
      <Heading title={title} lead={t(receipt.by === 'deadline' ? 'delivery.receiptByItself' : 'delivery.receiptLead')} />
      <LeftBehind t={t} sitting={sitting} />
      {sitting.time !== null && <Watch {...sitting.time} state={state} />}
      <Panel>
        <SummaryList
          rows={[
            { key: t('delivery.receiptCode'), value: <strong>{receipt.receiptCode}</strong> },
            { key: t('delivery.candidate'), value: facts.personName },
            { key: t('delivery.test'), value: facts.title },
            { key: t('delivery.placeRound'), value: facts.roundName },
            { key: t('delivery.receiptAt'), value: longMoment(t, receipt.at) },
            { key: t('delivery.receiptBy'), value: t(by[receipt.by]) },
            { key: t('delivery.receiptAnswers'), value: t('delivery.answeredOf', { answered: receipt.answered, total: receipt.total }) },
            { key: t('delivery.receiptHash'), value: <code>{receipt.sha256}</code> },
          ]}
        />
      </Panel>
      <p>{t('delivery.receiptPrint')}</p>
      <button type="button" class="button button-secondary" hidden data-print>
        {t('delivery.print')}
      </button>
      <h2>{t('delivery.receiptNext')}</h2>
      <p>{t('delivery.receiptNextText')}</p>
      <Buttons>
        <ButtonLink href={paths.tests(enrolmentId)}>{t('delivery.otherTest')}</ButtonLink>
        <ButtonLink href={paths.attempt(attemptId)} kind="secondary">
          {t('delivery.workAsSealed')}
        </ButtonLink>
      </Buttons>
    </Page>
  )
}
