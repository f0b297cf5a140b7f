import type { Translate } from '../../src/language/translate.ts'

interface Props {
  readonly t: Translate
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** What is paged, where a page has two of these. */
  readonly of?: string | undefined
  readonly href: (page: number) => string
}

/** Earlier and later pages of a long list; nothing when there is only one. */
export function Pager({ t, page, pages, of, href }: Props) {
  if (pages <= 1) return null
  return (
    <nav class="pager" aria-label={of === undefined ? t('common.pages') : `${t('common.pages')}: ${of}`}>
      {page > 1 && (
        <a class="button button-secondary" href={href(page - 1)} rel="prev">
          {t('common.previousPage')}
        </a>
      )}
      <span>{t('common.page', { page, pages })}</span>
      {page < pages && (
        <a class="button button-secondary" href={href(page + 1)} rel="next">
          {t('common.nextPage')}
        </a>
      )}
    </nav>
  )
}
