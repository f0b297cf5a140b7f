import type { Here, Role } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Checkbox, CheckboxGroup, RadioGroup } from '../ui/choice.tsx'
import { Email } from '../ui/email.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

const roles: readonly Role[] = ['candidate', 'assessor', 'staff', 'administrator']

/** Somebody in the list. */
export interface AccountLine {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly access: Access
}

export type Access = 'canSignIn' | 'invited' | 'notInvited'

interface AccountsProps {
  readonly here: Here
  /** What was searched for. */
  readonly search: Form
  readonly text: string
  readonly lines: readonly AccountLine[]
  readonly total: number
  readonly page: number
  readonly pages: number
}

export function AccountsPage({ here, search, text, lines, total, page, pages }: AccountsProps) {
  const { t } = here
  const hrefOf = (number: number) => `${paths.accounts()}?${new URLSearchParams({ text, page: String(number) }).toString()}`
  return (
    <Page here={here} title={t('identity.accounts.title')}>
      <Heading title={t('identity.accounts.title')} actions={<ButtonLink href={paths.newAccount()}>{t('identity.accounts.new')}</ButtonLink>} />
      <form method="get" action={paths.accounts()} class="filters" role="search">
        <TextField t={t} form={search} name="text" label={t('identity.accounts.searchLabel')} type="search" maxlength={100} />
        <Button kind="secondary">{t('common.search')}</Button>
      </form>
      <p role="status">{t('identity.accounts.found', { count: total })}</p>
      <Table
        t={t}
        caption={t('identity.accounts.caption')}
        captionHidden
        columns={[{ label: t('identity.name') }, { label: t('identity.email') }, { label: t('identity.roles.label') }, { label: t('identity.accounts.access') }]}
        rows={lines.map((line) => [
          <a href={paths.accountRoles(line.id)}>{line.name}</a>,
          <Email address={line.email} />,
          line.roles.map((role) => t(`identity.roles.${role}`)).join(', ') || t('common.none'),
          <AccessTag t={t} access={line.access} />,
        ])}
      />
      <Pager t={t} page={page} pages={pages} href={hrefOf} />
    </Page>
  )
}

const tones = { canSignIn: 'good', invited: 'accent', notInvited: 'neutral' } as const

const AccessTag = ({ t, access }: { readonly t: Translate; readonly access: Access }) => (
  <Tag tone={tones[access]}>{t(`identity.accounts.${access}`)}</Tag>
)

const Roles = ({ t, form }: { readonly t: Translate; readonly form: Form }) => (
  <CheckboxGroup
    t={t}
    form={form}
    name="roles"
    label={t('identity.roles.label')}
    options={roles.map((role) => ({ value: role, label: t(`identity.roles.${role}`), hint: t(`identity.roles.${role}Hint`) }))}
  />
)

export function NewAccountPage({ here, form }: { readonly here: Here; readonly form: Form }) {
  const { t } = here
  const labels = { name: t('identity.name'), email: t('identity.email'), language: t('identity.language'), roles: t('identity.roles.label') }
  return (
    <Page here={here} title={t('identity.accounts.newTitle')} form={form} width="text">
      <Heading title={t('identity.accounts.newTitle')} back={{ href: paths.accounts(), label: t('identity.accounts.title') }} />
      <ErrorSummary t={t} form={form} labels={labels} />
      <form method="post" action={paths.newAccount()}>
        <TextField t={t} form={form} name="name" label={labels.name} autocomplete="off" width="full" maxlength={100} />
        <TextField t={t} form={form} name="email" label={labels.email} type="email" autocomplete="off" width="full" maxlength={254} />
        <RadioGroup
          t={t}
          form={form}
          name="language"
          label={labels.language}
          inline
          options={[{ value: 'nl', label: t('common.dutch') }, { value: 'en', label: t('common.english') }]}
        />
        <Roles t={t} form={form} />
        <Checkbox t={t} form={form} name="invite" label={t('identity.accounts.invite')} />
        <Buttons>
          <Button>{t('identity.accounts.submit')}</Button>
          <ButtonLink href={paths.accounts()} kind="secondary">{t('common.cancel')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}

interface RolesProps {
  readonly here: Here
  readonly form: Form
  readonly person: AccountLine
  readonly hasSecondFactor: boolean
  readonly done: boolean
}

/** What somebody may do, and their way in. */
export function RolesPage({ here, form, person, hasSecondFactor, done }: RolesProps) {
  const { t } = here
  const title = t('identity.accounts.rolesTitle', { name: person.name })
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={person.email} back={{ href: paths.accounts(), label: t('identity.accounts.title') }} />
      {done && <Done t={t}>{t('identity.accounts.done')}</Done>}
      <ErrorSummary t={t} form={form} labels={{ roles: t('identity.roles.label') }} />
      <form method="post" action={paths.accountRoles(person.id)}>
        <Roles t={t} form={form} />
        <div class="form-actions"><Button>{t('identity.accounts.saveRoles')}</Button></div>
      </form>
      <Panel title={t('identity.accounts.access')}>
        <p><AccessTag t={t} access={person.access} /></p>
        {hasSecondFactor && <p>{t('identity.accounts.dropFactorText')}</p>}
        <Buttons>
          <ButtonForm action={paths.accountInvitation(person.id)} of={person.name}>{t('identity.accounts.sendInvitation')}</ButtonForm>
          {hasSecondFactor && (
            <ButtonForm action={paths.accountSecondFactorRemoval(person.id)} kind="danger" of={person.name}>{t('identity.accounts.dropFactor')}</ButtonForm>
          )}
        </Buttons>
      </Panel>
    </Page>
  )
}
