import type { Certificate } from '../../src/certificates/queries.ts'
import type { Translate } from '../../src/language/translate.ts'
import { dateOf } from '../format.ts'
import { paths } from '../paths.ts'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { longDay } from './day.ts'

interface Props {
  readonly t: Translate
  readonly certificates: readonly Certificate[]
  /** For the office: with a way to revoke. */
  readonly forStaff?: boolean | undefined
}

/** Somebody's certificates: which test, when, the number, and the download. */
export const CertificateList = ({ t, certificates, forStaff = false }: Props) => (
  <Table
    t={t}
    caption={t('certificates.title')}
    captionHidden
    columns={[
      { label: t('certificates.test') },
      { label: t('certificates.issued') },
      { label: t('certificates.number') },
      { label: t('certificates.status') },
      { label: t('common.table.actions') },
    ]}
    rows={certificates.map((one) => [
      t(one.kind === 'case' ? 'certificates.nameCase' : 'certificates.nameReflection'),
      longDay(t, one.issuedOn),
      <a href={paths.verifyNumber(one.number)}>{one.number}</a>,
      <Status t={t} certificate={one} />,
      one.revokedAt === null && <Ways t={t} certificate={one} forStaff={forStaff} />,
    ])}
    empty={t(forStaff ? 'certificates.none' : 'certificates.noneYet')}
  />
)

const Status = ({ t, certificate: { revokedAt } }: { readonly t: Translate; readonly certificate: Certificate }) =>
  revokedAt === null ? (
    <Tag tone="good">{t('certificates.valid')}</Tag>
  ) : (
    <Tag tone="bad">{t('certificates.revokedOn', { date: longDay(t, dateOf(revokedAt)) })}</Tag>
  )

const Ways = ({ t, certificate, forStaff }: { readonly t: Translate; readonly certificate: Certificate; readonly forStaff: boolean }) => {
  const of = t('certificates.revokeOf', { test: t(`certificates.${certificate.kind}`), number: certificate.number })
  return (
    <div class="line">
      <a href={paths.certificatePdf(certificate.id)}>
        {t('certificates.download')}
        <span class="visually-hidden"> {of}</span>
      </a>
      {forStaff && (
        <a href={paths.certificateRevocation(certificate.id)}>
          {t('certificates.revoke')}
          <span class="visually-hidden"> {of}</span>
        </a>
      )}
    </div>
  )
}
