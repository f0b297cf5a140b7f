import type { Role } from '../../src/http/env.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Checkbox, RadioGroup } from '../ui/choice.tsx'
import { Email } from '../ui/email.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'

/** Somebody in the list. */
export interface PersonLine {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly round: { readonly id: string; readonly name: string } | null
}

interface ListProps {
  readonly here: Here
  readonly search: Form
  readonly text: string
  readonly lines: readonly PersonLine[]
  readonly total: number
  readonly page: number
  readonly pages: number
}

/** Finds people by whatever they say over the telephone. */
export const PeoplePage = ({ here, search, text, lines, total, page, pages }: ListProps) => {
  const { t } = here
  const hrefOf = (wanted: number) => `${paths.people()}?${new URLSearchParams({ text, page: String(wanted) }).toString()}`
  return (
    <Page here={here} title={t('overview.people.title')}>
      <Heading title={t('overview.people.title')} actions={<ButtonLink href={paths.newPerson()}>{t('overview.people.new')}</ButtonLink>} />
      <form method="get" action={paths.people()} class="filters" role="search">
        <TextField t={t} form={search} name="text" label={t('overview.people.search')} type="search" maxlength={100} />
        <Button kind="secondary">{t('common.search')}</Button>
      </form>
      <p role="status">{t('overview.people.found', { count: total })}</p>
      <Table
        t={t}
        caption={t('overview.people.title')}
        captionHidden
        empty={t('overview.people.none')}
        columns={[
          { label: t('overview.people.name') }, { label: t('overview.people.email') }, { label: t('overview.people.roles') }, { label: t('overview.people.round') },
        ]}
        rows={lines.map(({ id, name, email, roles, round }) => [
          <a href={paths.person(id)}>{name}</a>,
          <Email address={email} />,
          roles.map((role) => t(`identity.roles.${role}`)).join(', ') || t('common.none'),
          round && <a href={paths.round(round.id)}>{round.name}</a>,
        ])}
      />
      <Pager t={t} page={page} pages={pages} href={hrefOf} />
    </Page>
  )
}

const labelsOf = (t: Translate) => ({ name: t('overview.people.name'), email: t('overview.people.email'), language: t('overview.people.language') })

const DetailFields = ({ t, form }: { readonly t: Translate; readonly form: Form }) => {
  const labels = labelsOf(t)
  return (
    <>
      <TextField t={t} form={form} name="name" label={labels.name} hint={t('overview.people.nameHint')} autocomplete="off" width="full" maxlength={100} />
      <TextField t={t} form={form} name="email" label={labels.email} type="email" autocomplete="off" width="full" maxlength={254} />
      <RadioGroup
        t={t}
        form={form}
        name="language"
        label={labels.language}
        inline
        options={[{ value: 'nl', label: t('common.dutch') }, { value: 'en', label: t('common.english') }]}
      />
    </>
  )
}

/** Adds a candidate. */
export const NewPersonPage = ({ here, form }: { readonly here: Here; readonly form: Form }) => {
  const { t } = here
  return (
    <Page here={here} title={t('overview.people.newTitle')} form={form} width="text">
      <Heading title={t('overview.people.newTitle')} lead={t('overview.people.newLead')} back={{ href: paths.people(), label: t('overview.people.title') }} />
      <ErrorSummary t={t} form={form} labels={labelsOf(t)} />
      <form method="post" action={paths.newPerson()}>
        <DetailFields t={t} form={form} />
        <Checkbox t={t} form={form} name="invite" label={t('overview.people.invite')} />
        <Buttons>
          <Button>{t('overview.people.make')}</Button>
          <ButtonLink href={paths.people()} kind="secondary">{t('common.cancel')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}

interface DetailsProps {
  readonly here: Here
  readonly person: { readonly id: string; readonly name: string }
  readonly form: Form
}

/** Changes name, e-mail address or language. */
export const PersonDetailsPage = ({ here, person, form }: DetailsProps) => {
  const { t } = here
  const title = t('overview.person.editTitle', { name: person.name })
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={t('overview.person.editHint')} back={{ href: paths.person(person.id), label: person.name }} />
      <ErrorSummary t={t} form={form} labels={labelsOf(t)} />
      <form method="post" action={paths.personDetails(person.id)}>
        <DetailFields t={t} form={form} />
        <Buttons>
          <Button>{t('common.save')}</Button>
          <ButtonLink href={paths.person(person.id)} kind="secondary">{t('common.cancel')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}
