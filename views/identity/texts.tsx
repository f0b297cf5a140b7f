import type { Here } from '../../src/http/env.ts'
import type { Key } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { Heading } from '../ui/heading.tsx'

interface Section {
  readonly title: Key
  readonly text: Key
}

const terms: readonly Section[] = [
  { title: 'terms.placeTitle', text: 'terms.place' },
  { title: 'terms.momentTitle', text: 'terms.moment' },
  { title: 'terms.rulesTitle', text: 'terms.rules' },
  { title: 'terms.resultTitle', text: 'terms.result' },
  { title: 'terms.retakeTitle', text: 'terms.retake' },
  { title: 'terms.cancelTitle', text: 'terms.cancel' },
]

const privacy: readonly Section[] = [
  { title: 'privacy.whatTitle', text: 'privacy.what' },
  { title: 'privacy.whyTitle', text: 'privacy.why' },
  { title: 'privacy.whoTitle', text: 'privacy.who' },
  { title: 'privacy.longTitle', text: 'privacy.long' },
  { title: 'privacy.cookiesTitle', text: 'privacy.cookies' },
  { title: 'privacy.rightsTitle', text: 'privacy.rights' },
]

const accessibility: readonly Section[] = [
  { title: 'accessibility.aimTitle', text: 'accessibility.aim' },
  { title: 'accessibility.timeTitle', text: 'accessibility.time' },
  { title: 'accessibility.helpTitle', text: 'accessibility.help' },
]

type Props = { readonly here: Here; readonly version: string }

export const TermsPage = ({ here, version }: Props) => (
  <TextPage here={here} title={here.t('terms.title')} lead={here.t('terms.version', { version })} sections={terms} />
)

export const PrivacyPage = ({ here, version }: Props) => (
  <TextPage here={here} title={here.t('privacy.title')} lead={here.t('privacy.version', { version })} sections={privacy} />
)

export const AccessibilityPage = ({ here }: { readonly here: Here }) => (
  <TextPage here={here} title={here.t('accessibility.title')} sections={accessibility} />
)

interface TextProps {
  readonly here: Here
  readonly title: string
  readonly lead?: string
  readonly sections: readonly Section[]
}

const TextPage = ({ here, title, lead, sections }: TextProps) => (
  <Page here={here} title={title} width="text">
    <Heading title={title} lead={lead} />
    <div class="prose">
      {sections.map((section) => (
        <section>
          <h2>{here.t(section.title)}</h2>
          <p>{here.t(section.text)}</p>
        </section>
      ))}
    </div>
  </Page>
)
