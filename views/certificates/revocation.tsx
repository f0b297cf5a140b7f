import type { Certificate } from '../../src/certificates/queries.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { TextArea } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { longDay } from './day.ts'

/** Revoking a certificate, with a reason. */
export const RevocationPage = ({ here, form, certificate }: { readonly here: Here; readonly form: Form; readonly certificate: Certificate }) => {
  const { t } = here
  const title = t('certificates.revokeTitle')
  const person = paths.person(certificate.personId)
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} lead={t('certificates.revokeLead')} back={{ href: person, label: certificate.holderName }} />
      <ErrorSummary t={t} form={form} labels={{ reason: t('certificates.revokeReason') }} />
      <SummaryList
        rows={[
          { key: t('certificates.test'), value: t(certificate.kind === 'case' ? 'certificates.nameCase' : 'certificates.nameReflection') },
          { key: t('certificates.number'), value: certificate.number },
          { key: t('certificates.holder'), value: certificate.holderName },
          { key: t('certificates.issued'), value: longDay(t, certificate.issuedOn) },
        ]}
      />
      <form method="post" action={paths.certificateRevocation(certificate.id)}>
        <TextArea t={t} form={form} name="reason" label={t('certificates.revokeReason')} hint={t('certificates.revokeReasonHint')} rows={3} />
        <Buttons>
          <Button kind="danger">{t('certificates.revoke')}</Button>
          <ButtonLink href={person} kind="secondary">
            {t('common.cancel')}
          </ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}
