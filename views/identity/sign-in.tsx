import type { Key } from '../../src/language/translate.ts'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Panel } from '../ui/panel.tsx'
import type { FormPageProps } from './form.tsx'
import { CodeField, EmailField, FormPage, PasswordField } from './form.tsx'

interface SignInProps extends FormPageProps {
  /** Where to go then. */
  readonly next: string | null
  /** What was done just before. */
  readonly done: Key | null
}

export function SignInPage({ here, form, next, done }: SignInProps) {
  const { t } = here
  return (
    <FormPage
      here={here}
      form={form}
      title="identity.signIn.title"
      action={paths.signIn()}
      submit="identity.signIn.submit"
      hidden={{ next }}
      labels={{ email: t('identity.email'), password: t('identity.password') }}
      above={done && <Done t={t}>{t(done)}</Done>}
      below={
        <Panel title={t('identity.signIn.otherTitle')}>
          <ul class="list">
            <li><a href={paths.forgotPassword()}>{t('identity.forgot')}</a></li>
            <li><a href={paths.magicLink()}>{t('identity.signIn.magicLink')}</a></li>
            <li><a href={paths.register()}>{t('identity.signIn.register')}</a></li>
          </ul>
        </Panel>
      }
    >
      <EmailField here={here} form={form} />
      <PasswordField here={here} form={form} />
    </FormPage>
  )
}

/** The second step of signing in. */
export const CodePage = ({ here, form, next }: FormPageProps & { readonly next: string | null }) => (
  <FormPage
    here={here}
    form={form}
    title="identity.code.title"
    lead={here.t('identity.code.lead')}
    action={paths.secondFactor()}
    submit="identity.code.submit"
    hidden={{ next }}
    labels={{ code: here.t('identity.code.label') }}
    below={<p><a href={paths.signIn()}>{here.t('identity.toSignIn')}</a></p>}
  >
    <CodeField here={here} form={form} label="identity.code.label" hint="identity.code.hint" />
  </FormPage>
)

/** Asks for a link that signs in. */
export const MagicLinkPage = ({ here, form }: FormPageProps) => (
  <FormPage
    here={here}
    form={form}
    title="identity.magicLink.title"
    lead={here.t('identity.magicLink.lead')}
    action={paths.magicLink()}
    submit="identity.magicLink.submit"
    labels={{ email: here.t('identity.email') }}
  >
    <EmailField here={here} form={form} />
  </FormPage>
)

/** The link leads to a button: programs that look into mails open links, but press nothing. */
export const UseMagicLinkPage = ({ here, form, token }: FormPageProps & { readonly token: string }) => (
  <FormPage
    here={here}
    form={form}
    title="identity.magicLink.useTitle"
    lead={here.t('identity.magicLink.useLead')}
    action={paths.magicLinkUse()}
    submit="identity.magicLink.useSubmit"
    hidden={{ token }}
    labels={{}}
    below={<p><a href={paths.signIn()}>{here.t('identity.toSignIn')}</a></p>}
  />
)
