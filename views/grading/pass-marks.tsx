import type { Instant } from '../../src/clock.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { points } from '../format.ts'
import { kindText } from '../papers/list.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { TextField, fieldId } from '../ui/field.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

/** The pass mark of one paper of a round; points in hundredths. */
export interface PassMarkView {
  readonly formId: string
  readonly title: string
  readonly kind: TestKind
  readonly maximumPoints: number
  readonly suggestedPassMark: number
  /** Newest first; empty as long as none was set. */
  readonly history: readonly { readonly points: number; readonly reason: string | null; readonly setAt: Instant; readonly sequence: number }[]
  /** Something was assessed already, so that a change needs a reason. */
  readonly assessed: boolean
  readonly locked: boolean
}

interface Props {
  readonly t: Translate
  readonly roundId: string
  readonly passMarks: readonly PassMarkView[]
  /** What was sent and did not fit. */
  readonly sent: { readonly formId: string; readonly form: Form } | null
}

/** The pass marks of a round, each with its form. */
export const PassMarks = ({ t, roundId, passMarks, sent }: Props) => (
  <Panel title={t('grading.passMarks')}>
    <p>{t('grading.passMarksLead')}</p>
    {passMarks.map((passMark) => (
      <OnePassMark t={t} roundId={roundId} passMark={passMark} sent={sent?.formId === passMark.formId ? sent.form : null} />
    ))}
  </Panel>
)

function OnePassMark({ t, roundId, passMark, sent }: { t: Translate; roundId: string; passMark: PassMarkView; sent: Form | null }) {
  const [now, ...earlier] = passMark.history
  return (
    <Panel
      level={3}
      title={`${passMark.title} (${kindText(t, passMark.kind)})`}
      aside={
        now ? <Tag tone="good">{t('grading.passMarkNow', { points: points(t, now.points) })}</Tag> : <Tag tone="warn">{t('grading.passMarkNone')}</Tag>
      }
    >
      {!passMark.locked && <SetPassMark t={t} roundId={roundId} passMark={passMark} sent={sent} />}
      {earlier.length > 0 && <History t={t} history={passMark.history} />}
    </Panel>
  )
}

/** The ids of the form that came back are those the error summary leads to; the others carry their paper. */
function SetPassMark({ t, roundId, passMark, sent }: { t: Translate; roundId: string; passMark: PassMarkView; sent: Form | null }) {
  const { formId, history, maximumPoints, suggestedPassMark, assessed } = passMark
  const form = sent ?? { typed: { points: points(t, history[0]?.points ?? suggestedPassMark) }, problems: [], refusal: null }
  const idOf = (name: string) => (sent ? fieldId(name) : `${fieldId(name)}-${formId}`)
  const hint = t('grading.passMarkHint', { maximum: points(t, maximumPoints), suggested: points(t, suggestedPassMark) })
  return (
    <form method="post" action={paths.roundPassMarks(roundId)}>
      <input type="hidden" name="formId" value={formId} />
      <input type="hidden" name="after" value={String(history[0]?.sequence ?? 0)} />
      <TextField t={t} form={form} name="points" id={idOf('points')} label={t('grading.passMark')} hint={hint} width="short" inputmode="decimal" />
      {(assessed || sent !== null) && (
        <TextField
          t={t} form={form} name="reason" id={idOf('reason')} label={t('common.reason')} width="full" optional={!assessed}
          hint={assessed ? t('grading.passMarkReasonHint') : undefined}
        />
      )}
      <Button kind="secondary">{t('grading.setPassMark')}</Button>
    </form>
  )
}

const History = ({ t, history }: { t: Translate; history: PassMarkView['history'] }) => (
  <Details summary={t('grading.passMarkHistory', { number: history.length })}>
    <Table
      t={t}
      caption={t('grading.passMarkHistory', { number: history.length })}
      captionHidden
      columns={[{ label: t('grading.when') }, { label: t('grading.points'), numeric: true }, { label: t('common.reason') }]}
      rows={history.map(({ points: given, reason, setAt }) => [<Moment t={t} at={setAt} short />, points(t, given), reason ?? ''])}
    />
  </Details>
)
