import type { Translate } from '../../src/language/translate.ts'
import type { ShownAttachment } from './sitting-types.ts'

/** What goes with a case: pictures in their place, letters as a link. */
export const Attachments = ({ t, attachments }: { readonly t: Translate; readonly attachments: readonly ShownAttachment[] }) => (
  <>
    {attachments.map(({ title, kind, alt, href }) =>
      kind === 'image' ? (
        <figure class="picture">
          <a href={href} target="_blank" rel="noopener">
            <img src={href} alt={alt} />
          </a>
          <figcaption>
            {title} <span class="hint">({t('delivery.enlarge')})</span>
          </figcaption>
        </figure>
      ) : (
        <p>
          <a href={href} target="_blank" rel="noopener">
            {t('delivery.pdf', { title })}
          </a>{' '}
          <span class="hint">{alt}</span>
        </p>
      ),
    )}
  </>
)

interface CaseProps {
  readonly t: Translate
  readonly attachments: readonly ShownAttachment[]
}

/** The heading above them, where there are any. */
export const CaseAttachments = ({ t, attachments }: CaseProps) =>
  attachments.length === 0 ? null : (
    <section class="stack">
      <h3>{t('delivery.attachments')}</h3>
      <Attachments t={t} attachments={attachments} />
    </section>
  )
