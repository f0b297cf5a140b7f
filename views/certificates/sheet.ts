import type { Sheet } from '../../src/certificates/pdf.ts'
import type { Certificate } from '../../src/certificates/queries.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longDay } from './day.ts'

/**
 * What stands on a certificate.
 *
 * @param t in its holder's language
 * @param address the full address where its number is checked
 */
export function sheetOf(t: Translate, certificate: Certificate & { readonly roundName: string }, address: string): Sheet {
  const { kind, holderName, number, issuedOn, issuedAt, roundName } = certificate
  const heading = t(`certificates.${kind}`)
  return {
    language: t.language,
    title: t('certificates.sheetTitle', { heading, name: holderName }),
    issuedAt,
    issuer: t('certificates.sheetIssuer'),
    programme: t('certificates.sheetProgramme'),
    heading,
    declares: t('certificates.sheetDeclares'),
    holder: holderName,
    achieved: t(kind === 'case' ? 'certificates.sheetCase' : 'certificates.sheetReflection'),
    facts: [
      { name: t('certificates.sheetRound'), value: roundName },
      { name: t('certificates.sheetDate'), value: longDay(t, issuedOn) },
    ],
    check: {
      heading: t('certificates.sheetCheck'),
      text: t('certificates.sheetCheckText'),
      number,
      address,
      shownAddress: address.replace(/^https?:\/\//, '').replace(/\/[^/]*$/, ''),
      codeAlt: t('certificates.sheetCode', { address }),
    },
    closing: t('certificates.sheetClosing'),
  }
}
