import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { NumberField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Panel } from '../ui/panel.tsx'

interface FormProps {
  readonly t: Translate
  readonly personId: string
  readonly form: Form
}

/** Sets somebody's extra time. */
export const AccommodationForm = ({ t, personId, form }: FormProps) => (
  <form method="post" action={paths.personAccommodation(personId)}>
    <p>{t('delivery.accommodationHint')}</p>
    <NumberField t={t} form={form} name="extraPercent" label={t('delivery.extraPercent')} hint={t('delivery.extraPercentHint')} unit="%" />
    <NumberField t={t} form={form} name="extraMinutes" label={t('delivery.extraMinutes')} unit={t('delivery.minutesUnit')} />
    <Button kind="secondary">{t('delivery.accommodationSave')}</Button>
  </form>
)

/** The same on a page of its own: where the form comes back when something is wrong with it. */
export const AccommodationPage = ({ here, person, form }: { readonly here: Here; readonly person: { readonly id: string; readonly name: string }; readonly form: Form }) => {
  const { t } = here
  const title = t('delivery.accommodationOf', { name: person.name })
  return (
    <Page here={here} title={title} width="text" form={form}>
      <Heading title={title} back={{ href: paths.person(person.id), label: person.name }} />
      <ErrorSummary t={t} form={form} labels={{ extraPercent: t('delivery.extraPercent'), extraMinutes: t('delivery.extraMinutes') }} />
      <Panel>
        <AccommodationForm t={t} personId={person.id} form={form} />
      </Panel>
    </Page>
  )
}
