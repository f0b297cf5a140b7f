import type { Child } from 'hono/jsx'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Key } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'

/** What each page with one form has. */
export interface FormPageProps {
  readonly here: Here
  readonly form: Form
}

type Hidden = Readonly<Record<string, string | null>>

interface Props extends FormPageProps {
  readonly title: Key
  readonly lead?: Child
  readonly action: string
  readonly submit: Key
  /** Sent along as they are; `null` is left out. */
  readonly hidden?: Hidden
  readonly labels: Readonly<Record<string, string>>
  /** Between the heading and the form. */
  readonly above?: Child
  /** Under the form. */
  readonly below?: Child
  readonly children?: Child
}

/** A page that is one form with one button. */
export function FormPage({ here, form, title, lead, action, submit, hidden = {}, labels, above, below, children }: Props) {
  const { t } = here
  return (
    <Page here={here} title={t(title)} form={form} width="text">
      <Heading title={t(title)} lead={lead} />
      {above}
      <ErrorSummary t={t} form={form} labels={labels} />
      <form method="post" action={action}>
        <HiddenFields hidden={hidden} />
        {children}
        <div class="form-actions">
          <Button>{t(submit)}</Button>
        </div>
      </form>
      {below}
    </Page>
  )
}

const HiddenFields = ({ hidden }: { readonly hidden: Hidden }) => (
  <>
    {Object.entries(hidden).map(([name, value]) => value !== null && <input type="hidden" name={name} value={value} />)}
  </>
)

type Part = FormPageProps

export const EmailField = ({ here: { t }, form }: Part) => (
  <TextField
    t={t}
    form={form}
    name="email"
    label={t('identity.email')}
    type="email"
    inputmode="email"
    autocomplete="username"
    width="full"
    maxlength={254}
  />
)

interface PasswordProps extends Part {
  readonly name?: string
  readonly label?: Key
  readonly hint?: Child
}

/** A password that exists, for password managers to fill in. */
export function PasswordField({ here: { t }, form, name = 'password', label = 'identity.password', hint }: PasswordProps) {
  return <TextField t={t} form={form} name={name} label={t(label)} hint={hint} type="password" autocomplete="current-password" width="full" />
}

/** A password to be chosen, for password managers to make up. */
export function NewPasswordField({ here: { t }, form, name = 'password', label = 'identity.password' }: PasswordProps) {
  const hint = t('identity.newPasswordHint')
  return <TextField t={t} form={form} name={name} label={t(label)} hint={hint} type="password" autocomplete="new-password" width="full" />
}

/** Digits are typed on the number keys, but a backup code holds letters too. */
export const CodeField = ({ here: { t }, form, label, hint }: Part & { readonly label: Key; readonly hint: Key }) => (
  <TextField t={t} form={form} name="code" label={t(label)} hint={t(hint)} autocomplete="one-time-code" width="short" maxlength={20} />
)
