import type { Certificate } from '../../src/certificates/queries.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { dateOf } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { longDay } from './day.ts'

/** Where anybody checks a certificate by its number. */
export const VerifyPage = ({ here, form }: { readonly here: Here; readonly form: Form }) => {
  const { t } = here
  const title = t('common.verifyCertificate')
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={t('certificates.verifyLead')} />
      <ErrorSummary t={t} form={form} labels={{ number: t('certificates.verifyNumber') }} />
      <NumberForm t={t} form={form} />
    </Page>
  )
}

const NumberForm = ({ t, form }: { readonly t: Translate; readonly form: Form }) => (
  <form method="get" action={paths.verify()}>
    <TextField t={t} form={form} name="number" label={t('certificates.verifyNumber')} hint={t('certificates.verifyHint')} autocomplete="off" maxlength={60} />
    <Buttons>
      <Button>{t('certificates.verifyButton')}</Button>
    </Buttons>
  </form>
)

/** What anybody who has the number may know. */
export type Shown = Pick<Certificate, 'number' | 'holderName' | 'kind' | 'issuedOn' | 'revokedAt'>

/** Genuine, revoked or unknown. @param typed the number as it was asked for */
export const VerifiedPage = ({ here, typed, found }: { readonly here: Here; readonly typed: string; readonly found: Shown | undefined }) => {
  const { t } = here
  const title = t('common.verifyCertificate')
  const form: Form = { typed: found ? {} : { number: typed }, problems: [], refusal: null }
  return (
    <Page here={here} title={`${title}: ${typed}`} width="text">
      <Heading title={title} />
      <Verdict t={t} typed={typed} found={found} />
      {found && <Known t={t} found={found} />}
      {found ? (
        <Panel title={t('certificates.verifyAnother')}>
          <NumberForm t={t} form={form} />
        </Panel>
      ) : (
        <NumberForm t={t} form={form} />
      )}
    </Page>
  )
}

const Verdict = ({ t, typed, found }: { readonly t: Translate; readonly typed: string; readonly found: Shown | undefined }) => {
  if (!found) {
    return (
      <Callout t={t} tone="bad" title={t('certificates.unknown')}>
        <p>{t('certificates.unknownText', { number: typed })}</p>
      </Callout>
    )
  }
  if (found.revokedAt !== null) {
    return (
      <Callout t={t} tone="bad" title={t('certificates.revokedTitle')}>
        <p>{t('certificates.revokedText', { date: longDay(t, dateOf(found.revokedAt)) })}</p>
      </Callout>
    )
  }
  return (
    <Callout t={t} tone="good" title={t('certificates.genuine')}>
      <p>{t('certificates.genuineText')}</p>
    </Callout>
  )
}

const Known = ({ t, found }: { readonly t: Translate; readonly found: Shown }) => (
  <SummaryList
    rows={[
      { key: t('certificates.holder'), value: found.holderName },
      { key: t('certificates.test'), value: t(found.kind === 'case' ? 'certificates.nameCase' : 'certificates.nameReflection') },
      { key: t('certificates.issued'), value: longDay(t, found.issuedOn) },
      { key: t('certificates.number'), value: found.number },
    ]}
  />
)
