import MarkdownIt from 'markdown-it'
import sanitize from 'sanitize-html'

// No HTML, no images, no links made of bare addresses: what a paper's texts need and nothing else.
const markdown = new MarkdownIt('commonmark', { html: false }).enable('table').disable(['image', 'html_block', 'html_inline'])

const blocks = ['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'strong', 'em', 'a']
const tables = ['table', 'thead', 'tbody', 'tr', 'th', 'td']

const allowed: sanitize.IOptions = {
  allowedTags: [...blocks, ...tables],
  allowedAttributes: { a: ['href'], ol: ['start'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
}

/** Texts of papers do not change and are read by everybody who sits them: what was made of the last ones is kept. */
const made = new Map<string, string>()
const MOST_KEPT = 500

/**
 * The HTML of a Markdown text, safe to put into a page. Headings come one level lower than written, because a page
 * has its own `h1` and `h2`: `##` becomes `h3`.
 */
export function toHtml(text: string): string {
  const known = made.get(text)
  if (known !== undefined) return known
  if (made.size >= MOST_KEPT) made.clear()
  const html = htmlOf(text)
  made.set(text, html)
  return html
}

function htmlOf(text: string): string {
  const tokens = markdown.parse(text, {})
  for (const token of tokens) {
    if (token.type.startsWith('heading_')) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`
  }
  return sanitize(markdown.renderer.render(tokens, markdown.options, {}), allowed)
}
