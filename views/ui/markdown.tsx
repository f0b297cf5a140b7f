interface Props {
  /** Sanitised by whoever made it from Markdown. */
  readonly html: string
  /** Of the text: a paper keeps its own where the page around it is in another. */
  readonly lang?: string | undefined
}

/** Running text. */
export const Prose = ({ html, lang }: Props) => <div class="prose" lang={lang} dangerouslySetInnerHTML={{ __html: html }} />
