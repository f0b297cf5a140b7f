import type { Here } from '../../src/http/env.ts'
import { euros } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout } from '../ui/panel.tsx'

interface Props {
  readonly here: Here
  readonly checkout: { readonly ref: string; readonly amountCents: number; readonly description: string; readonly isOpen: boolean }
  readonly returnTo: string
}

const endings = [
  { status: 'paid', key: 'payments.demoPaid', kind: 'primary' },
  { status: 'failed', key: 'payments.demoFailed', kind: 'secondary' },
  { status: 'cancelled', key: 'payments.demoCancelled', kind: 'secondary' },
  { status: 'expired', key: 'payments.demoExpired', kind: 'secondary' },
] as const

/** The stand-in for the bank: whoever tries the demonstration says how the payment ends. */
export const DemoCheckoutPage = ({ here, checkout, returnTo }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('payments.demoTitle')} width="text" quiet>
      <Heading title={t('payments.demoTitle')} lead={t('payments.demoLead')} />
      <p>
        <strong>{euros(t, checkout.amountCents)}</strong>, {checkout.description}
      </p>
      {checkout.isOpen ? (
        <Buttons>
          {endings.map(({ status, key, kind }) => (
            <ButtonForm action={paths.demoCheckout(checkout.ref)} hidden={{ status }} kind={kind}>
              {t(key)}
            </ButtonForm>
          ))}
        </Buttons>
      ) : (
        <>
          <Callout t={t} title={t('payments.demoDone')} />
          <ButtonLink href={returnTo}>{t('payments.demoBack')}</ButtonLink>
        </>
      )}
    </Page>
  )
}
