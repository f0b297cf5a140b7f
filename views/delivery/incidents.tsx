import type { Child } from 'hono/jsx'
import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longMoment, wholeNumber } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths, withQuery } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { DateField, Select, TextArea, TextField } from '../ui/field.tsx'
import { Figures } from '../ui/figures.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pager } from '../ui/pager.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

/** An incident as it was noted. */
export interface IncidentLine {
  readonly id: string
  readonly fromAt: Instant
  readonly untilAt: Instant
  /** `null` for all rounds. */
  readonly roundName: string | null
  readonly reason: string
  readonly attempts: number
  readonly madeAt: Instant
  readonly isApplied: boolean
}

interface Props {
  readonly here: Here
  readonly form: Form
  readonly rounds: readonly { readonly id: string; readonly name: string }[]
  readonly incidents: readonly IncidentLine[]
  readonly page: number
  readonly pages: number
}

const labelsOf = (t: Translate) => ({
  fromOn: t('supervision.incidents.fromOn'),
  fromTime: t('supervision.incidents.fromTime'),
  untilOn: t('supervision.incidents.untilOn'),
  untilTime: t('supervision.incidents.untilTime'),
  roundId: t('supervision.incidents.round'),
  reason: t('supervision.incidents.reason'),
})

const periodOf = (t: Translate, { fromAt, untilAt }: { readonly fromAt: Instant; readonly untilAt: Instant }): string =>
  t('supervision.incidents.fromUntil', { from: longMoment(t, fromAt), until: longMoment(t, untilAt) })

/** Where an outage is noted, and those that were. */
export const IncidentsPage = ({ here, form, rounds, incidents, page, pages }: Props) => {
  const { t } = here
  const title = t('supervision.incidents.title')
  const labels = labelsOf(t)
  return (
    <Page here={here} title={title} form={form}>
      <Heading title={title} lead={t('supervision.incidents.lead')} back={{ href: paths.staff(), label: t('common.nav.staff') }} />
      <ErrorSummary t={t} form={form} labels={labels} />
      <Panel title={t('supervision.incidents.new')}>
        <p>{t('supervision.incidents.ruling')}</p>
        <form method="post" action={paths.incidentConfirmation()}>
          <div class="fields">
            <DateField t={t} form={form} name="fromOn" label={labels.fromOn} />
            <TextField t={t} form={form} name="fromTime" label={labels.fromTime} type="time" width="short" />
          </div>
          <div class="fields">
            <DateField t={t} form={form} name="untilOn" label={labels.untilOn} />
            <TextField t={t} form={form} name="untilTime" label={labels.untilTime} type="time" width="short" />
          </div>
          <Select
            t={t}
            form={form}
            name="roundId"
            label={labels.roundId}
            empty={t('supervision.incidents.allRounds')}
            options={rounds.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextArea t={t} form={form} name="reason" label={labels.reason} hint={t('supervision.incidents.reasonHint')} rows={3} />
          <Button>{t('supervision.incidents.check')}</Button>
        </form>
      </Panel>
      <Panel title={t('supervision.incidents.known')}>
        <Table
          t={t}
          caption={t('supervision.incidents.known')}
          captionHidden
          empty={t('supervision.incidents.none')}
          columns={[
            { label: t('supervision.incidents.period') }, { label: t('supervision.incidents.round') }, { label: t('supervision.incidents.reason') },
            { label: t('supervision.incidents.attempts'), numeric: true }, { label: t('supervision.incidents.madeAt') },
          ]}
          rows={incidents.map((incident): Child[] => [
            periodOf(t, incident),
            incident.roundName ?? t('supervision.incidents.allRounds'),
            incident.reason,
            <>
              {wholeNumber(t, incident.attempts)} {!incident.isApplied && <Tag tone="accent">{t('supervision.incidents.busy')}</Tag>}
            </>,
            <Moment t={t} at={incident.madeAt} short />,
          ])}
        />
        <Pager t={t} page={page} pages={pages} href={(wanted) => withQuery(paths.incidents(), { page: String(wanted) })} />
      </Panel>
    </Page>
  )
}

/** What an incident would change. */
export interface Effects {
  readonly fromAt: Instant
  readonly untilAt: Instant
  readonly roundName: string | null
  readonly reason: string
  readonly extends: number
  readonly reopens: number
  readonly tooLate: readonly { readonly attemptId: string; readonly candidateNumber: string; readonly personName: string; readonly minutes: number }[]
}

/** Says whom it is for before anything is done: it reaches many people, and cannot be taken back. */
export const IncidentConfirmationPage = ({ here, effects, typed }: { readonly here: Here; readonly effects: Effects; readonly typed: Readonly<Record<string, string>> }) => {
  const { t } = here
  const title = t('supervision.incidents.checkTitle')
  const changes = effects.extends + effects.reopens > 0
  return (
    <Page here={here} title={title} width="text">
      <Heading title={title} lead={t('supervision.incidents.checkLead')} back={{ href: paths.incidents(), label: t('supervision.incidents.title') }} />
      <Panel>
        <SummaryList
          rows={[
            { key: t('supervision.incidents.period'), value: periodOf(t, effects) },
            { key: t('supervision.incidents.round'), value: effects.roundName ?? t('supervision.incidents.allRounds') },
            { key: t('supervision.incidents.reason'), value: effects.reason },
          ]}
        />
      </Panel>
      <Figures
        items={[
          { value: wholeNumber(t, effects.extends), label: t('supervision.incidents.extends') },
          { value: wholeNumber(t, effects.reopens), label: t('supervision.incidents.reopens') },
          { value: wholeNumber(t, effects.tooLate.length), label: t('supervision.incidents.tooLate') },
        ]}
      />
      {!changes && <Callout t={t} tone="warn"><p>{t('supervision.incidents.nobody')}</p></Callout>}
      {effects.tooLate.length > 0 && (
        <Panel title={t('supervision.incidents.tooLate')}>
          <p>{t('supervision.incidents.tooLateText')}</p>
          <ul class="list">
            {effects.tooLate.slice(0, MOST).map(({ attemptId, candidateNumber, personName, minutes }) => (
              <li>
                <a href={paths.attemptStaff(attemptId)}>{candidateNumber}</a>, {personName}: {t('supervision.extra.givenMinutes', { minutes })}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <form method="post" action={paths.incidents()}>
        {Object.entries(typed).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Buttons>
          {changes && <Button>{t('supervision.incidents.confirm')}</Button>}
          <ButtonLink href={`${paths.incidents()}?${new URLSearchParams(typed).toString()}`} kind="secondary">{t('supervision.incidents.change')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}

/** The most that stand on the page. */
const MOST = 50
