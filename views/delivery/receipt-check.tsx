import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Icon } from '../ui/icon.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { sealedBy } from './staff-attempt.tsx'
import type { SealView } from './staff-attempt.tsx'
import { testTitle } from './sitting.tsx'

/** Where staff type the code of a receipt. */
export const ReceiptSearchPage = ({ here, form }: { readonly here: Here; readonly form: Form }) => {
  const { t } = here
  return (
    <Page here={here} title={t('delivery.checkReceipt')} width="text" form={form}>
      <Heading title={t('delivery.checkReceipt')} lead={t('delivery.checkReceiptLead')} back={{ href: paths.staff(), label: t('common.nav.staff') }} />
      <ErrorSummary t={t} form={form} labels={{ code: t('delivery.receiptCode') }} />
      <form method="get" action={paths.receipts()}>
        <TextField t={t} form={form} name="code" label={t('delivery.receiptCode')} hint={t('delivery.receiptCodeHint')} width="medium" autocomplete="off" maxlength={40} />
        <Button>{t('delivery.checkButton')}</Button>
      </form>
    </Page>
  )
}

/** A receipt that exists, checked. */
export interface CheckedReceipt extends SealView {
  readonly attemptId: string
  readonly kind: 'case' | 'reflection'
  readonly candidateNumber: string
  readonly personName: string
  /** A later seal of the same test counts instead. */
  readonly superseded: boolean
  readonly answered: number
  readonly total: number
  /** What is wrong with it: the work and its hash differ, or the audit log says otherwise. */
  readonly fault: 'altered' | 'unknown' | 'logBroken' | null
  /** SHA-256 (hex) of the work as it lies here now. */
  readonly computed: string
}

export const ReceiptCheckPage = ({ here, receipt }: { readonly here: Here; readonly receipt: CheckedReceipt }) => {
  const { t } = here
  const title = t('delivery.receiptOf', { code: receipt.receiptCode })
  return (
    <Page here={here} title={title} width="text">
      <Heading title={title} back={{ href: paths.receipts(), label: t('delivery.checkReceipt') }} />
      <section class={`verdict ${receipt.fault === null ? 'verdict-good' : 'verdict-bad'}`}>
        <div class="verdict-head">
          <Icon name={receipt.fault === null ? 'check' : 'cross'} />
          <h2>{t(receipt.fault === null ? 'delivery.sealIntact' : faults[receipt.fault])}</h2>
        </div>
        <SummaryList rows={factsOf(t, receipt)} />
      </section>
      {receipt.superseded && <p>{t('delivery.superseded')}</p>}
      <Buttons>
        <ButtonLink href={paths.attemptStaff(receipt.attemptId)}>{t('delivery.toAttempt')}</ButtonLink>
        <ButtonLink href={paths.receipts()} kind="secondary">{t('delivery.checkAnother')}</ButtonLink>
      </Buttons>
    </Page>
  )
}

const faults = { altered: 'delivery.sealBroken', unknown: 'delivery.sealUnknown', logBroken: 'delivery.sealLogBroken' } as const

const factsOf = (t: Translate, receipt: CheckedReceipt) => [
  { key: t('delivery.candidate'), value: receipt.personName },
  { key: t('delivery.candidateNumber'), value: <span class="number-code">{receipt.candidateNumber}</span> },
  { key: t('delivery.test'), value: testTitle(t, receipt.kind) },
  { key: t('delivery.receiptAt'), value: longMoment(t, receipt.at) },
  { key: t('delivery.receiptBy'), value: sealedBy(t, receipt.by) },
  { key: t('delivery.receiptAnswers'), value: t('delivery.answeredOf', { answered: receipt.answered, total: receipt.total }) },
  { key: t('delivery.receiptHash'), value: <code>{receipt.sha256}</code> },
  { key: t('delivery.computedHash'), value: <code>{receipt.computed}</code> },
]
