import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Key } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonForm, ButtonLink } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { NewPasswordField, PasswordField } from './form.tsx'

/** A browser that is signed in. */
export interface Device {
  readonly id: string
  /** `null` when it did not say what it is. */
  readonly browser: string | null
  readonly system: string | null
  readonly since: Instant
  readonly isThis: boolean
}

export interface AccountProps {
  readonly here: Here
  readonly email: string
  /** The form with name and language. */
  readonly details: Form
  /** The form to change the password. */
  readonly password: Form
  readonly hasPassword: boolean
  readonly hasSecondFactor: boolean
  readonly devices: readonly Device[]
  readonly done: Key | null
}

export function AccountPage(props: AccountProps) {
  const { here, details, password, done } = props
  const { t } = here
  const wrong = password.problems.length > 0 || password.refusal !== null ? password : details
  const labels = {
    name: t('identity.name'), language: t('identity.language'),
    currentPassword: t('identity.currentPassword'), newPassword: t('identity.newPassword'),
  }
  return (
    <Page here={here} title={t('identity.account.title')} form={wrong} width="text">
      <Heading title={t('identity.account.title')} lead={props.email} />
      {done && <Done t={t}>{t(done)}</Done>}
      <ErrorSummary t={t} form={wrong} labels={labels} />
      <Details {...props} />
      <Password {...props} />
      <Panel title={t('identity.account.factorTitle')}>
        <p>{t(props.hasSecondFactor ? 'identity.factor.isOn' : 'identity.factor.isOff')}</p>
        <ButtonLink href={paths.secondFactorSetup()} kind="secondary">{t('identity.factor.title')}</ButtonLink>
      </Panel>
      <Devices {...props} />
    </Page>
  )
}

const Details = ({ here: { t }, details }: AccountProps) => (
  <Panel title={t('identity.account.detailsTitle')}>
    <form method="post" action={paths.account()}>
      <TextField t={t} form={details} name="name" label={t('identity.name')} hint={t('identity.nameHint')} autocomplete="name" width="full" maxlength={100} />
      <RadioGroup
        t={t}
        form={details}
        name="language"
        label={t('identity.language')}
        inline
        options={[{ value: 'nl', label: t('common.dutch') }, { value: 'en', label: t('common.english') }]}
      />
      <p class="hint">{t('identity.account.emailHint')}</p>
      <div class="form-actions"><Button>{t('common.save')}</Button></div>
    </form>
  </Panel>
)

const Password = ({ here, password, hasPassword }: AccountProps) => (
  <Panel title={here.t('identity.account.passwordTitle')}>
    {hasPassword ? (
      <form method="post" action={paths.accountPassword()}>
        <p>{here.t('identity.account.passwordLead')}</p>
        <PasswordField here={here} form={password} name="currentPassword" label="identity.currentPassword" />
        <NewPasswordField here={here} form={password} name="newPassword" label="identity.newPassword" />
        <div class="form-actions"><Button>{here.t('identity.account.passwordSubmit')}</Button></div>
      </form>
    ) : (
      <>
        <p>{here.t('identity.factor.noPassword')}</p>
        <p><a href={paths.forgotPassword()}>{here.t('identity.factor.choosePassword')}</a></p>
      </>
    )}
  </Panel>
)

function Devices({ here: { t }, devices }: AccountProps) {
  const nameOf = ({ browser, system }: Device) =>
    browser !== null && system !== null ? t('identity.account.on', { browser, system }) : (browser ?? system ?? t('identity.account.unknownDevice'))
  return (
    <Panel title={t('identity.account.sessionsTitle')}>
      <Table
        t={t}
        caption={t('identity.account.sessionsTitle')}
        captionHidden
        columns={[{ label: t('identity.account.device') }, { label: t('identity.account.since') }, { label: t('identity.account.end') }]}
        rows={devices.map((device) => [
          nameOf(device),
          <Moment t={t} at={device.since} short />,
          device.isThis ? (
            <Tag tone="accent">{t('identity.account.thisDevice')}</Tag>
          ) : (
            <ButtonForm action={paths.sessionRevocation(device.id)} of={nameOf(device)}>{t('identity.account.end')}</ButtonForm>
          ),
        ])}
      />
      {devices.length > 1 && <ButtonForm action={paths.accountSessions()}>{t('identity.account.endOthers')}</ButtonForm>}
    </Panel>
  )
}
