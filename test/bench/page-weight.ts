/** What a browser fetches for a page when it has nothing yet: found by reading what it would read. */
import { packFast } from '../../src/http/coding.ts'
import type { Got, PageVisitor } from './page-client.ts'

/** Names of files under `/assets/` in a text. */
const referredIn = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))]

const IN_PAGE = /(?:href|src)="\/assets\/([^"]+)"/g
const IN_MODULE = /(?:from|import)\s*\(?\s*["']\.\/([^"']+)["']/g
const FACE = /@font-face\s*{([^}]*)}/g

interface Face {
  readonly file: string
  readonly isItalic: boolean
  readonly covers: (code: number) => boolean
}

function facesOf(css: string): Face[] {
  return [...css.matchAll(FACE)].flatMap(([, body = '']) => {
    const file = /url\(["']?\.\/([^"')]+)/.exec(body)?.[1]
    if (file === undefined) return []
    const ranges = (/unicode-range:([^;]+)/.exec(body)?.[1] ?? 'U+0-10FFFF').split(',').map((range) => {
      const [from = '0', to = from] = range.trim().slice(2).split('-')
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
    })
    return [{ file, isItalic: /font-style:\s*italic/.test(body), covers: (code) => ranges.some(([from, to]) => code >= from && code <= to) }]
  })
}

/** The text that is drawn: what stands between tags. */
const shownIn = (html: string): string => html.replace(/<(script|style|title)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')

/** What a page weighs on its way without the answers that its candidate wrote: texts of any length, that are theirs. */
export async function bytesWithoutAnswers({ bytes, text }: Got): Promise<number> {
  const emptied = text.replace(/(<textarea[^>]*>)[^<]*(?=<\/textarea>)/g, '$1')
  if (emptied === text) return bytes
  const [whole, rest] = await Promise.all([text, emptied].map((html) => packFast.br(Buffer.from(html))))
  return bytes - (whole?.length ?? 0) + (rest?.length ?? 0)
}

/** Bytes that come over the line for a first visit: the page, and every style, script, picture of the frame and font that it uses. */
export function weigher(visitor: PageVisitor) {
  const kept = new Map<string, Promise<Got>>()
  const fetched = (file: string): Promise<Got> => {
    const got = kept.get(file) ?? visitor.get(`/assets/${file}`)
    kept.set(file, got)
    return got
  }
  return async (page: Got): Promise<number> => {
    const files = new Set(referredIn(page.text, IN_PAGE))
    for (const file of files) {
      if (file.endsWith('.js')) for (const other of referredIn((await fetched(file)).text, IN_MODULE)) files.add(other)
      if (!file.endsWith('.css')) continue
      const codes = [...new Set(shownIn(page.text))].map((sign) => sign.codePointAt(0) ?? 0)
      const hasItalic = /<(?:em|i|cite|blockquote)[\s>]/.test(page.text)
      for (const face of facesOf((await fetched(file)).text)) {
        if ((hasItalic || !face.isItalic) && codes.some((code) => face.covers(code))) files.add(face.file)
      }
    }
    let bytes = await bytesWithoutAnswers(page)
    for (const file of files) bytes += (await fetched(file)).bytes
    return bytes
  }
}
