import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Change } from '../../src/overview/facts.ts'
import { euros, points, shortMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Select, valueOf as valueOfField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Table } from '../ui/table.tsx'

/** One event of the log, in words. */
export interface LogLine {
  readonly id: string
  readonly at: Instant
  /** What happened, in the reader's language. */
  readonly text: string
  /** A name; `null` for the clock. */
  readonly actor: string | null
  readonly person: { readonly id: string; readonly name: string } | null
  readonly round: { readonly id: string; readonly name: string } | null
  readonly changes: readonly Change[]
}

interface TableProps {
  readonly t: Translate
  readonly lines: readonly LogLine[]
  /** On a person's own page, whom it is about goes without saying. */
  readonly ofPerson?: boolean | undefined
  /** Whoever may not open the pages of persons and rounds is led to their part of the log. */
  readonly toLog?: boolean | undefined
}

/** Events with what changed, the newest first. */
export const LogTable = ({ t, lines, ofPerson = false, toLog = false }: TableProps) => (
  <Table
    t={t}
    caption={t('overview.log.title')}
    captionHidden
    empty={t('overview.log.none')}
    columns={[{ label: t('overview.log.what') }, { label: t('overview.log.when') }, { label: t('overview.log.who') }, { label: t('overview.log.about') }]}
    rows={lines.map((line) => [
      <>
        {line.text}
        {line.changes.length > 0 && (
          <Details summary={t('overview.log.shown')}>
            <Changes t={t} changes={line.changes} />
          </Details>
        )}
      </>,
      <Moment t={t} at={line.at} short />,
      line.actor ?? t('overview.log.clock'),
      <About line={line} ofPerson={ofPerson} toLog={toLog} />,
    ])}
  />
)

type AboutProps = { readonly line: LogLine; readonly ofPerson: boolean; readonly toLog: boolean }

const About = ({ line: { person, round }, ofPerson, toLog }: AboutProps) => (
  <div>
    {person && !ofPerson && <a href={toLog ? `${paths.audit()}?person=${person.id}` : paths.person(person.id)}>{person.name}</a>}
    {person && !ofPerson && round && ', '}
    {round && <a href={toLog ? `${paths.audit()}?round=${round.id}` : paths.round(round.id)}>{round.name}</a>}
  </div>
)

const Changes = ({ t, changes }: { readonly t: Translate; readonly changes: readonly Change[] }) => (
  <Table
    t={t}
    caption={t('overview.log.values')}
    captionHidden
    columns={[{ label: t('overview.log.name') }, { label: t('overview.log.before') }, { label: t('overview.log.after') }]}
    rows={changes.map(({ name, before, after }) => [<code>{name}</code>, valueOf(t, name, before), valueOf(t, name, after)])}
  />
)

/** A value of the log as somebody reads it: moments, money and points by the name they have. */
function valueOf(t: Translate, name: string, value: unknown): string {
  if (value === undefined || value === null) return t('overview.log.nothing')
  if (typeof value === 'boolean') return t(value ? 'overview.log.yes' : 'overview.log.no')
  if (typeof value === 'number') {
    if (name.endsWith('At') || name === 'heldUntil') return shortMoment(t, value)
    if (name.endsWith('Cents')) return euros(t, value)
    return /^(points|passMark)$/.test(name) ? points(t, value) : String(value)
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

interface Props {
  readonly here: Here
  readonly lines: readonly LogLine[]
  /** The name of the person or round it is about; `null` for everything. */
  readonly of: string | null
  /** The rounds to choose from, and the one that was chosen. */
  readonly rounds: readonly { readonly id: string; readonly name: string }[]
  readonly filter: Form
  /** Where the next, older page is. */
  readonly older: string | null
  readonly newest: string | null
}

/** The audit log. */
export const LogPage = ({ here, lines, of, rounds, filter, older, newest }: Props) => {
  const { t } = here
  const title = of === null ? t('overview.log.title') : t('overview.log.of', { name: of })
  return (
    <Page here={here} title={title} width="full">
      <Heading title={title} lead={t('overview.log.lead')} actions={of !== null && <ButtonLink href={paths.audit()} kind="secondary">{t('overview.log.everything')}</ButtonLink>} />
      <form method="get" action={paths.audit()} class="filters">
        {valueOfField(filter, 'person') !== '' && <input type="hidden" name="person" value={valueOfField(filter, 'person')} />}
        <Select t={t} form={filter} name="round" label={t('overview.log.round')} empty={t('overview.log.everyRound')} options={rounds.map(({ id, name }) => ({ value: id, label: name }))} />
        <Button kind="secondary">{t('overview.log.filter')}</Button>
      </form>
      <LogTable t={t} lines={lines} toLog={here.viewer?.roles.includes('staff') !== true} />
      <Buttons>
        {newest !== null && <ButtonLink href={newest} kind="secondary">{t('overview.log.newest')}</ButtonLink>}
        {older !== null && <ButtonLink href={older} kind="secondary">{t('overview.log.older')}</ButtonLink>}
      </Buttons>
    </Page>
  )
}
