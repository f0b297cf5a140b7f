import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { RoundSelect } from '../enrolment/move.tsx'
import type { RoundChoice } from '../enrolment/stage.tsx'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Columns, Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'

export interface Enrolled {
  readonly personId: string
  readonly personName: string
  readonly isPaid: boolean
  readonly startsAt: Instant | null
}

interface Props {
  readonly here: Here
  readonly form: Form
  readonly round: { readonly id: string; readonly name: string }
  readonly enrolled: readonly Enrolled[]
  /** The rounds to move to. */
  readonly rounds: readonly RoundChoice[]
}

/** Calling a round off: who it touches, and what becomes of those who paid. */
export const CallingOffPage = ({ here, form, round, enrolled, rounds }: Props) => {
  const { t } = here
  const title = t('payments.callOffTitle', { round: round.name })
  return (
    <Page here={here} title={title} form={form}>
      <Heading title={title} lead={t('payments.callOffLead')} back={{ href: paths.round(round.id), label: round.name }} />
      <ErrorSummary t={t} form={form} labels={{ roundId: t('enrolment.moveTo') }} />
      <Panel title={t('payments.callOffWho')}>
        <Table
          t={t}
          caption={t('payments.callOffWho')}
          captionHidden
          empty={t('payments.callOffNobody')}
          columns={[{ label: t('payments.candidate') }, { label: t('payments.state') }, { label: t('payments.start') }]}
          rows={enrolled.map((one) => [
            <a href={paths.person(one.personId)}>{one.personName}</a>,
            t(one.isPaid ? 'payments.callOffPaid' : 'payments.callOffUnpaid'),
            one.startsAt === null ? t('enrolment.noStart') : <Moment t={t} at={one.startsAt} short />,
          ])}
        />
      </Panel>
      <Columns>
        <Panel title={t('payments.callOffMove')}>
          <p>{t('payments.callOffMoveText')}</p>
          <form method="post" action={paths.roundCallingOff(round.id)}>
            <input type="hidden" name="way" value="move" />
            <RoundSelect t={t} form={form} rounds={rounds} />
            <Buttons>
              <Button kind="danger">{t('payments.callOffMoveButton')}</Button>
            </Buttons>
          </form>
        </Panel>
        <Panel title={t('payments.callOffRefund')}>
          <p>{t('payments.callOffRefundText')}</p>
          <form method="post" action={paths.roundCallingOff(round.id)}>
            <input type="hidden" name="way" value="refund" />
            <Buttons>
              <Button kind="danger">{t('payments.callOffRefundButton')}</Button>
            </Buttons>
          </form>
        </Panel>
      </Columns>
    </Page>
  )
}
