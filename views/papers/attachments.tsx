import type { Translate } from '../../src/language/translate.ts'
import type { Attachment } from '../../src/papers/content.ts'

/** A picture or a letter that goes with the case, and where it is. */
export type ShownAttachment = Pick<Attachment, 'key' | 'title' | 'kind' | 'alt'> & { readonly href: string }

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
            <span lang={lang}>{title}</span> <span class="hint">({t('papers.enlarge')})</span>
          </figcaption>
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
