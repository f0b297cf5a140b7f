import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import type { FormPageProps } from './form.tsx'
import { CodeField, FormPage, PasswordField } from './form.tsx'

interface SetupProps extends FormPageProps {
  readonly isOn: boolean
  /** Whether the role leaves no choice. */
  readonly isRequired: boolean
  readonly hasPassword: boolean
}

/** Begins with the password; or, once it is on, says so. */
export function SecondFactorPage({ here, form, isOn, isRequired, hasPassword }: SetupProps) {
  const { t } = here
  const title = t('identity.factor.title')
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={t('identity.factor.lead')} back={{ href: paths.account(), label: t('identity.account.title') }} />
      <ErrorSummary t={t} form={form} labels={{ password: t('identity.password') }} />
      {isOn && <Callout t={t} tone="good"><p>{t('identity.factor.isOn')}</p></Callout>}
      {!isOn && isRequired && <Callout t={t} tone="warn"><p>{t('identity.factor.due')}</p></Callout>}
      {!hasPassword && <Callout t={t}><p>{t('identity.factor.noPassword')}</p><p><a href={paths.forgotPassword()}>{t('identity.factor.choosePassword')}</a></p></Callout>}
      {!isOn && hasPassword && <PasswordForm here={here} form={form} off={false} />}
      {isOn && !isRequired && <Panel title={t('identity.factor.offTitle')}><PasswordForm here={here} form={form} off /></Panel>}
    </Page>
  )
}

const PasswordForm = ({ here, form, off }: { readonly here: Here; readonly form: Form; readonly off: boolean }) => (
  <form method="post" action={off ? paths.secondFactorRemoval() : paths.secondFactorSetup()}>
    <PasswordField here={here} form={form} hint={here.t('identity.factor.passwordHint')} />
    <div class="form-actions">
      <Button kind={off ? 'danger' : 'primary'}>{here.t(off ? 'identity.factor.off' : 'identity.factor.begin')}</Button>
    </div>
  </form>
)

/** A QR code as one path in a square of `size` modules, its quiet border included. */
export interface QrCode {
  readonly size: number
  readonly path: string
}

/** Black on white whatever the colours of the page are: that is what readers expect. */
const Square = ({ qr: { size, path }, label }: { readonly qr: QrCode; readonly label: string }) => (
  <svg width="240" height="240" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
    <rect width={size} height={size} fill="#fff" />
    <path d={path} fill="#000" />
  </svg>
)

/** Scan, and type a first code. The secret travels in the form, so that a wrong code brings the same one back. */
export function ScanPage({ here, form, secret, qr }: FormPageProps & { readonly secret: string; readonly qr: QrCode }) {
  const { t } = here
  return (
    <FormPage
      here={here}
      form={form}
      title="identity.factor.scanTitle"
      lead={t('identity.factor.scanLead')}
      action={paths.secondFactorVerification()}
      submit="identity.factor.confirm"
      hidden={{ secret }}
      labels={{ code: t('identity.factor.confirmLabel') }}
      below={<p><a href={paths.secondFactorSetup()}>{t('identity.factor.again')}</a></p>}
      above={
        <Panel>
          <Square qr={qr} label={t('identity.factor.qr')} />
          <p>
            {t('identity.factor.key')} <span class="number-code">{secret.match(/.{1,4}/g)?.join(' ')}</span>
          </p>
        </Panel>
      }
    >
      <CodeField here={here} form={form} label="identity.factor.confirmLabel" hint="identity.factor.confirmHint" />
    </FormPage>
  )
}

/** The only time they are shown. */
export function BackupCodesPage({ here, codes, next }: { readonly here: Here; readonly codes: readonly string[]; readonly next: string }) {
  const { t } = here
  return (
    <Page here={here} title={t('identity.factor.doneTitle')} width="text">
      <Heading title={t('identity.factor.doneTitle')} />
      <Done t={t}>{t('identity.factor.isOn')}</Done>
      <Panel title={t('identity.factor.codesTitle')}>
        <p>{t('identity.factor.codesLead')}</p>
        <ul class="list">
          {codes.map((code) => (
            <li class="number-code">{code}</li>
          ))}
        </ul>
      </Panel>
      <Buttons>
        <ButtonLink href={next}>{t('common.continue')}</ButtonLink>
      </Buttons>
    </Page>
  )
}
