import type { FoundMail } from '../../src/demo/queries.ts'
import type { Here } from '../../src/http/env.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pager } from '../ui/pager.tsx'
import { Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Table } from '../ui/table.tsx'

interface Props {
  readonly here: Here
  readonly mails: readonly FoundMail[]
  readonly page: number
  readonly pages: number
  readonly total: number
  /** What was searched for. */
  readonly text: string
}

/** The mailbox of everybody in the demonstration. */
export function MailsPage({ here, mails, page, pages, total, text }: Props) {
  const { t } = here
  const back = { href: paths.demo(), label: t('demo.title') }
  return (
    <Page here={here} title={t('demo.mails.title')}>
      <Heading title={t('demo.mails.title')} lead={t('demo.mails.lead')} back={back} />
      <form class="filters" role="search" method="get" action={paths.demoMails()}>
        <TextField t={t} form={{ typed: { text }, problems: [], refusal: null }} name="text" label={t('demo.mails.search')} type="search" />
        <Button kind="secondary">{t('common.search')}</Button>
        {text !== '' && (
          <ButtonLink href={paths.demoMails()} kind="link">
            {t('demo.mails.clear')}
          </ButtonLink>
        )}
      </form>
      <Table
        t={t}
        caption={t('demo.mails.found', { count: total })}
        empty={t('demo.mails.none')}
        columns={[{ label: t('demo.mails.subject') }, { label: t('demo.mails.to') }, { label: t('demo.mails.at') }]}
        rows={mails.map(({ id, subject, name, recipient, createdAt }) => [
          <a href={paths.demoMail(id)}>{subject}</a>,
          name ?? recipient,
          <Moment t={t} at={createdAt} short />,
        ])}
      />
      <Pager t={t} page={page} pages={pages} href={(number) => `${paths.demoMails()}?${new URLSearchParams({ text, page: String(number) }).toString()}`} />
    </Page>
  )
}

/** A stretch of a mail: words, or an address one can follow. */
export interface MailPart {
  readonly text: string
  /** Where a link of our own leads; `null` for words. */
  readonly href: string | null
}

interface MailProps {
  readonly here: Here
  readonly mail: { readonly subject: string; readonly recipient: string; readonly createdAt: number }
  readonly parts: readonly MailPart[]
}

/** One mail, with its links working. */
export function MailPage({ here, mail, parts }: MailProps) {
  const { t } = here
  return (
    <Page here={here} title={mail.subject} width="text">
      <Heading title={mail.subject} back={{ href: paths.demoMails(), label: t('demo.mails.back') }} />
      <SummaryList
        rows={[
          { key: t('demo.mails.to'), value: mail.recipient },
          { key: t('demo.mails.at'), value: <Moment t={t} at={mail.createdAt} /> },
        ]}
      />
      <Panel>
        <div class="answer-read">{parts.map(({ text, href }) => (href === null ? text : <a href={href}>{text}</a>))}</div>
      </Panel>
    </Page>
  )
}
