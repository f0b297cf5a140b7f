import type { Office } from '../../src/config.ts'
import type { Translate } from '../../src/language/translate.ts'
import { officeHours } from '../format.ts'
import { ButtonLink } from './button.tsx'

interface Props {
  readonly t: Translate
  readonly office: Office
}

const mailto = ({ email }: Office): string => `mailto:${email}`

/** Digits alone, and the plus before them: what stands between is for people. */
const tel = ({ phone }: Office): string => `tel:${phone.replace(/\(0\)|[^\d+]/g, '')}`

/** How one reaches the test office: by mail, by telephone, and when. */
export const Contact = ({ t, office }: Props) => (
  <ul class="contact">
    <li>
      <span class="visually-hidden">{t('common.contact.email')}: </span>
      <a href={mailto(office)}>{office.email}</a>
    </li>
    <li>
      <span class="visually-hidden">{t('common.contact.phone')}: </span>
      <a href={tel(office)}>{office.phone}</a>
    </li>
    {office.hours !== null && <li>{officeHours(t, office.hours)}</li>}
  </ul>
)

/** The same as what to do now: the number and the address are the buttons. */
export const ContactButtons = ({ t, office }: Props) => (
  <>
    <ButtonLink href={tel(office)}>{t('common.contact.call', { phone: office.phone })}</ButtonLink>
    <ButtonLink href={mailto(office)} kind="secondary">
      {t('common.contact.write', { email: office.email })}
    </ButtonLink>
    {office.hours !== null && <span>{officeHours(t, office.hours)}</span>}
  </>
)
