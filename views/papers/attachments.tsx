import type { Translate } from '../../src/language/translate.ts'
import type { Attachment } from '../../src/papers/content.ts'
import { Button } from '../ui/button.tsx'

/** A picture or a letter that goes with the case, and where it is. */
export type ShownAttachment = Pick<Attachment, 'key' | 'title' | 'kind' | 'alt'> & { readonly href: string }

/** The module of every page that shows these. */
export const ENLARGE = 'enlarge.js'

/** What goes with a case: pictures in their place, letters as a link. */
const Files = ({ t, attachments, lang }: CaseProps) => (
  <>
    {attachments.map(({ title, kind, alt, href }) =>
      kind === 'image' ? (
        <figure class="attachment">
          <a href={href} target="_blank" rel="noopener">
            <img src={href} alt={alt} lang={lang} />
          </a>
          <figcaption>
            <span lang={lang}>{title}</span> <span class="hint" data-text-here={`(${t('papers.enlargeHere')})`}>({t('papers.enlarge')})</span>
          </figcaption>
          <dialog class="enlarged" aria-label={title} lang={lang}>
            <Button type="button" kind="secondary" attrs={{ lang: t.language }}>{t('papers.closeEnlarged')}</Button>
            <div tabindex={0} role="group" aria-label={title}>
              <img src={href} alt={alt} loading="lazy" />
            </div>
          </dialog>
        </figure>
      ) : (
        <p>
          <a href={href} target="_blank" rel="noopener">
            {t('papers.pdf', { title })}
          </a>{' '}
          <span class="hint" lang={lang}>{alt}</span>
        </p>
      ),
    )}
  </>
)

interface CaseProps {
  readonly t: Translate
  readonly attachments: readonly ShownAttachment[]
  /** Of their titles and descriptions. */
  readonly lang: string
}

/** The heading above them, where there are any. */
export const CaseAttachments = ({ t, attachments, lang }: CaseProps) =>
  attachments.length === 0 ? null : (
    <section class="stack">
      <h3>{t('papers.attachments')}</h3>
      <Files t={t} attachments={attachments} lang={lang} />
    </section>
  )
