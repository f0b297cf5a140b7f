/** The guides of `docs/handleiding`, as the pages under Help show them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { paths } from '../../views/paths.ts'
import { toHtml } from '../papers/markdown.ts'

/** By the file's name, in the order in which they are offered. */
const guideNames = ['kandidaat', 'beoordelaar', 'toetsbureau'] as const

/** A stretch of text, or a picture of the screen. */
export type Part =
  | { readonly kind: 'text'; readonly html: string }
  | { readonly kind: 'picture'; readonly href: string; readonly alt: string; readonly width: number; readonly height: number }

export interface Section {
  /** Unique on its page. */
  readonly id: string
  readonly title: string
  readonly parts: readonly Part[]
}

export interface Guide {
  readonly name: string
  readonly title: string
  /** What stands before the first section. */
  readonly lead: readonly Part[]
  readonly sections: readonly Section[]
}

export interface Help {
  readonly guides: readonly Guide[]
  /** PNG files by name. */
  readonly pictures: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/** Pictures are taken at three dots for every two points of the page. */
const DOTS = 1.5

/** Reads the guides and their pictures. A picture that is not there is left out: the words do without. */
export function readHelp(folder = join(programFolder(), 'docs/handleiding')): Help {
  const shelf = join(folder, 'pictures')
  const names = existsSync(shelf) ? readdirSync(shelf).filter((name) => name.endsWith('.png')) : []
  const pictures = new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(shelf, name)))]))
  const guides = guideNames.map((name) => guideOf(name, readFileSync(join(folder, `${name}.md`), 'utf8'), pictures))
  return { guides, pictures }
}

/** Where package.json lies, from the sources as well as from compiled files. */
function programFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
}

function guideOf(name: string, text: string, pictures: Help['pictures']): Guide {
  const [top = '', ...rest] = text.split(/^## /m)
  const [heading = '', ...lead] = top.split('\n')
  const sections = rest.map((section) => {
    const [title = '', ...body] = section.split('\n')
    return { id: idOf(title), title: title.trim(), parts: partsOf(body.join('\n'), pictures) }
  })
  return { name, title: heading.replace(/^#\s*/, ''), lead: partsOf(lead.join('\n'), pictures), sections }
}

/** "Na de ronde: je uitslag" → `na-de-ronde-je-uitslag`. */
const idOf = (title: string): string =>
  title.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')

/** A picture stands on a line of its own. */
const PICTURE = /^!\[([^\]]*)\]\(pictures\/([\w-]+\.png)\)$/

function partsOf(text: string, pictures: Help['pictures']): readonly Part[] {
  const parts: Part[] = []
  let words: string[] = []
  const close = () => {
    const html = toHtml(inHelp(words.join('\n')))
    if (html.trim() !== '') parts.push({ kind: 'text', html })
    words = []
  }
  for (const line of text.split('\n')) {
    const [, alt = '', file = ''] = PICTURE.exec(line.trim()) ?? []
    if (file === '') words.push(line)
    else {
      close()
      const picture = pictures.get(file)
      if (picture !== undefined) parts.push({ kind: 'picture', href: paths.helpPicture(file), alt, ...sizeOf(picture) })
    }
  }
  close()
  return parts
}

/** Guides refer to each other by file; and `###`, which stands in a section, becomes a heading right below it. */
const inHelp = (text: string): string =>
  text.replaceAll(/\]\(([a-z]+)\.md\)/g, (_, name: string) => `](${paths.helpGuide(name)})`).replaceAll(/^### /gm, '## ')

/** In points of the page; width and height stand at the same place in every PNG file. */
function sizeOf(picture: Uint8Array): { width: number; height: number } {
  const view = new DataView(picture.buffer, picture.byteOffset)
  return { width: Math.round(view.getUint32(16) / DOTS), height: Math.round(view.getUint32(20) / DOTS) }
}
