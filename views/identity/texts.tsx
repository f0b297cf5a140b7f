import type { Here } from '../../src/http/env.ts'
import type { Key } from '../../src/language/translate.ts'
import { Page } from '../layout.tsx'
import { Heading } from '../ui/heading.tsx'

interface Section {
  readonly title: Key
  /** A paragraph each. */
  readonly texts: readonly Key[]
}

const terms: readonly Section[] = [
  { title: 'terms.placeTitle', texts: ['terms.place'] },
  { title: 'terms.momentTitle', texts: ['terms.moment'] },
  { title: 'terms.rulesTitle', texts: ['terms.rules'] },
  { title: 'terms.resultTitle', texts: ['terms.result'] },
  { title: 'terms.retakeTitle', texts: ['terms.retake'] },
  { title: 'terms.cancelTitle', texts: ['terms.cancel'] },
]

const privacy: readonly Section[] = [
  { title: 'privacy.whatTitle', texts: ['privacy.what'] },
  { title: 'privacy.whyTitle', texts: ['privacy.why'] },
  { title: 'privacy.whoTitle', texts: ['privacy.who'] },
  { title: 'privacy.longTitle', texts: ['privacy.long'] },
  { title: 'privacy.cookiesTitle', texts: ['privacy.cookies'] },
  { title: 'privacy.rightsTitle', texts: ['privacy.rights'] },
]

/** In the order of the Dutch model statement. */
const accessibility: readonly Section[] = [
  { title: 'accessibility.scopeTitle', texts: ['accessibility.scope'] },
  { title: 'accessibility.statusTitle', texts: ['accessibility.status'] },
  { title: 'accessibility.testedTitle', texts: ['accessibility.testedAxe', 'accessibility.testedPages', 'accessibility.testedKeyboard'] },
  { title: 'accessibility.untestedTitle', texts: ['accessibility.untested'] },
  { title: 'accessibility.madeTitle', texts: ['accessibility.made'] },
  { title: 'accessibility.timeTitle', texts: ['accessibility.time'] },
  { title: 'accessibility.helpTitle', texts: ['accessibility.help'] },
  { title: 'accessibility.complaintTitle', texts: ['accessibility.complaint'] },
]

type Props = { readonly here: Here; readonly version: string }

export const TermsPage = ({ here, version }: Props) => (
  <TextPage here={here} title={here.t('terms.title')} lead={here.t('terms.version', { version })} sections={terms} />
)

export const PrivacyPage = ({ here, version }: Props) => (
  <TextPage here={here} title={here.t('privacy.title')} lead={here.t('privacy.version', { version })} sections={privacy} />
)

export const AccessibilityPage = ({ here }: { readonly here: Here }) => (
  <TextPage here={here} title={here.t('accessibility.title')} lead={here.t('accessibility.lead')} sections={accessibility} />
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
          {section.texts.map((text) => (
            <p>{here.t(text)}</p>
          ))}
        </section>
      ))}
    </div>
  </Page>
)
