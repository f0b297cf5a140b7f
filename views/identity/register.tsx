import type { Here } from '../../src/http/env.ts'
import type { Key } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import type { FormPageProps } from './form.tsx'
import { EmailField, FormPage, NewPasswordField, PasswordField } from './form.tsx'

export function RegisterPage({ here, form }: FormPageProps) {
  const { t } = here
  return (
    <FormPage
      here={here}
      form={form}
      title="identity.register.title"
      lead={t('identity.register.lead')}
      action={paths.register()}
      submit="identity.register.submit"
      labels={{ name: t('identity.name'), email: t('identity.email'), password: t('identity.password') }}
      below={
        <p>
          {t('identity.register.terms')}
          <a href={paths.privacy()}>{t('common.privacyInline')}</a>.
        </p>
      }
    >
      <TextField t={t} form={form} name="name" label={t('identity.name')} hint={t('identity.nameHint')} autocomplete="name" width="full" maxlength={100} />
      <EmailField here={here} form={form} />
      <NewPasswordField here={here} form={form} />
    </FormPage>
  )
}

/** Says the same whether there is an account with that address or not. */
export const MailSentPage = ({ here, text }: { readonly here: Here; readonly text: Key }) => (
  <Page here={here} title={here.t('identity.register.sentTitle')} width="text">
    <Heading title={here.t('identity.register.sentTitle')} lead={here.t(text)} />
    <p><a href={paths.signIn()}>{here.t('identity.toSignIn')}</a></p>
  </Page>
)

const Forgot = ({ here: { t } }: { readonly here: Here }) => (
  <p><a href={paths.forgotPassword()}>{t('identity.forgot')}</a></p>
)

/** The link shows who reads the mail, the password who registered. */
export const VerifyEmailPage = ({ here, form, token, email }: FormPageProps & { readonly token: string; readonly email: string }) => (
  <FormPage
    here={here}
    form={form}
    title="identity.verify.title"
    lead={here.t('identity.verify.lead')}
    action={paths.verifyEmail()}
    submit="identity.verify.submit"
    hidden={{ token }}
    labels={{ password: here.t('identity.password') }}
    below={<Forgot here={here} />}
  >
    <input type="hidden" name="email" value={email} autocomplete="username" />
    <PasswordField here={here} form={form} />
  </FormPage>
)

export const ForgotPasswordPage = ({ here, form }: FormPageProps) => (
  <FormPage
    here={here}
    form={form}
    title="identity.reset.askTitle"
    lead={here.t('identity.reset.askLead')}
    action={paths.forgotPassword()}
    submit="identity.reset.askSubmit"
    labels={{ email: here.t('identity.email') }}
  >
    <EmailField here={here} form={form} />
  </FormPage>
)

/** Chooses a password with the link of a mail: a new one, or the first one of an invitation. */
export const ResetPasswordPage = ({ here, form, token }: FormPageProps & { readonly token: string }) => (
  <FormPage
    here={here}
    form={form}
    title="identity.reset.title"
    action={paths.resetPassword()}
    submit="identity.reset.submit"
    hidden={{ token }}
    labels={{ password: here.t('identity.newPassword') }}
    below={<p><a href={paths.forgotPassword()}>{here.t('identity.reset.again')}</a></p>}
  >
    <NewPasswordField here={here} form={form} label="identity.newPassword" />
  </FormPage>
)
