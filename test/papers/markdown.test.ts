import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHtml } from '../../src/papers/markdown.ts'

test('paragraphs, lists, emphasis and tables become HTML; headings one level lower, under the page’s own', () => {
  expect(toHtml('## Kop\n\nTekst met **nadruk**.\n\n- een\n- twee')).toBe(
    '<h3>Kop</h3>\n<p>Tekst met <strong>nadruk</strong>.</p>\n<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n',
  )
  expect(toHtml('| a |\n|---|\n| 1 |')).toContain('<td>1</td>')
})

test('HTML in the text is shown, never run', () => {
  expect(toHtml('<script>alert(1)</script>')).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n')
  expect(toHtml('<img src=x onerror=alert(1)> ![x](http://a/b.png)')).not.toContain('<img')
})

test('a link goes to the web or to a mail address, nowhere else', () => {
  expect(toHtml('[a](https://bcmb.nl)')).toContain('<a href="https://bcmb.nl">a</a>')
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', '//evil.example']) expect(toHtml(`[a](${bad})`)).not.toMatch(/href="(javascript|data|\/\/)/)
})

test('whatever is written, no tag comes out that was not allowed', () => {
  const pieces = fc.constantFrom('<', '>', '"', '`', '*', '[', '](', ')', '!', 'script', 'onerror=', 'javascript:', '\n', ' ', '&lt;', 'a', '<svg>', '<!--')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const html = toHtml(parts.join(''))
      const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name)
      expect(tags.filter((name) => !/^(p|br|hr|h[2-6]|ul|ol|li|blockquote|pre|code|strong|em|a|table|thead|tbody|tr|th|td)$/.test(name ?? ''))).toEqual([])
      expect(html).not.toMatch(/<[^>]*\son\w+=/i)
    }),
  )
})
