/** Running text. The html must have been sanitised by whoever made it from Markdown. */
export const Prose = ({ html }: { readonly html: string }) => <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
