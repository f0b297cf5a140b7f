import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import type { Sheet } from './pdf.ts'

type Doc = PDFKit.PDFDocument
type Box = readonly [left: number, top: number, right: number, bottom: number]

/** A full TrueType font, so that every European name has its letters. */
const font = (name: string): string => createRequire(import.meta.url).resolve(`@expo-google-fonts/source-sans-3/${name}.ttf`)
const REGULAR = font('400Regular/SourceSans3_400Regular')
const BOLD = font('600SemiBold/SourceSans3_600SemiBold')

/** The product's colours. */
const ACCENT = '#5c1d49'
const DEEP = '#43112f'
const SOFT = '#f8f0f5'
const INK = '#241a20'
const QUIET = '#5f5159'

/** A4 in points, and the margin left and right. */
const WIDTH = 595.28
const HEIGHT = 841.89
const LEFT = 72
const INNER = WIDTH - 2 * LEFT

/** A round of three days: the three arcs of the product's mark, on a field of 32 by 32. */
const ARCS = ['M18.6 4.8a11.5 11.5 0 0 1 8.5 13.9', 'M23.8 24.4a11.5 11.5 0 0 1-16.2-.6', 'M4.7 18a11.5 11.5 0 0 1 7.8-13']

/** What pdfkit knows and its types do not yet. */
const UNIVERSAL_ACCESS: object = { subset: 'PDF/UA' }

/** A certificate as a tagged PDF (PDF/UA): one page of A4. */
export async function drawSheet(sheet: Sheet): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    lang: sheet.language === 'nl' ? 'nl-NL' : 'en-GB',
    displayTitle: true,
    font: REGULAR,
    info: { Title: sheet.title, Author: sheet.issuer, Creator: sheet.issuer, CreationDate: new Date(sheet.issuedAt) },
    ...UNIVERSAL_ACCESS,
  })
  const finished = bytesOf(doc)
  drawGround(doc)
  const root = doc.struct('Document')
  doc.addStructure(root)
  drawHead(doc, root, sheet)
  drawDeclaration(doc, root, sheet)
  drawCheck(doc, root, sheet)
  root.end()
  doc.end()
  return finished
}

function bytesOf(doc: Doc): Promise<Uint8Array> {
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))))
    doc.on('error', reject)
  })
}

/** Shapes that mean nothing to a reader. */
function decorate(doc: Doc, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' })
  doc.save()
  draw()
  doc.restore()
  doc.endMarkedContent()
}

/** The mark, drawn large and pale off the right edge, and a band along the left. */
const drawGround = (doc: Doc): void =>
  decorate(doc, () => {
    doc.rect(0, 0, 14, HEIGHT).fill(ACCENT)
    drawMark(doc, { left: 372, top: -136, size: 380, colour: SOFT, stroke: 3.2 })
  })

function drawMark(doc: Doc, look: { left: number; top: number; size: number; colour: string; stroke: number }): void {
  doc.save()
  doc.translate(look.left, look.top).scale(look.size / 32)
  doc.lineWidth(look.stroke).lineCap('round').strokeColor(look.colour)
  for (const arc of ARCS) doc.path(arc).stroke()
  doc.restore()
}

/** One tagged piece of text. */
function write(
  doc: Doc,
  parent: PDFKit.PDFStructureElement,
  type: 'H1' | 'H2' | 'P',
  text: string,
  look: { top: number; size: number; left?: number; width?: number; colour?: string; bold?: boolean; gap?: number },
): void {
  const { top, size, left = LEFT, width = INNER, colour = INK, bold = false, gap = 0 } = look
  parent.add(
    doc.struct(type, {}, () => {
      doc.font(bold ? BOLD : REGULAR).fontSize(size).fillColor(colour).text(text, left, top, { width, lineGap: gap })
    }),
  )
}

function drawHead(doc: Doc, root: PDFKit.PDFStructureElement, sheet: Sheet): void {
  decorate(doc, () => drawMark(doc, { left: LEFT - 4, top: 66, size: 44, colour: ACCENT, stroke: 4.5 }))
  write(doc, root, 'P', sheet.issuer, { top: 68, left: 124, size: 19, colour: DEEP, bold: true, width: 300 })
  write(doc, root, 'P', sheet.programme, { top: 92, left: 124, size: 11, colour: QUIET, width: 300 })
  write(doc, root, 'H1', sheet.heading, { top: 206, size: 40, colour: ACCENT, bold: true })
}

function drawDeclaration(doc: Doc, root: PDFKit.PDFStructureElement, sheet: Sheet): void {
  write(doc, root, 'P', sheet.declares, { top: 284, size: 14, colour: QUIET })
  const size = sizeOf(doc, sheet.holder)
  write(doc, root, 'P', sheet.holder, { top: 308, size, colour: INK, bold: true })
  const below = 320 + doc.font(BOLD).fontSize(size).heightOfString(sheet.holder, { width: INNER })
  decorate(doc, () => doc.rect(LEFT, below, 56, 2.5).fill(ACCENT))
  write(doc, root, 'P', sheet.achieved, { top: below + 22, size: 14, width: 400, gap: 4 })
  sheet.facts.forEach(({ name, value }, line) => {
    const top = below + 96 + line * 25
    root.add(
      doc.struct('P', {}, () => {
        doc.font(REGULAR).fontSize(12).fillColor(QUIET).text(`${name} `, LEFT, top, { width: 110 })
        doc.font(BOLD).fillColor(INK).text(value, LEFT + 116, top, { width: INNER - 116 })
      }),
    )
  })
}

/** A name stays on one line as long as it can be read well; a very long one takes two. */
function sizeOf(doc: Doc, name: string): number {
  const fits = [32, 28, 24, 21].find((size) => doc.font(BOLD).fontSize(size).widthOfString(name) <= INNER)
  return fits ?? 21
}

function drawCheck(doc: Doc, root: PDFKit.PDFStructureElement, { check, closing }: Sheet): void {
  const top = 604
  const side = 112
  decorate(doc, () => doc.roundedRect(LEFT, top, INNER, side + 40, 10).fill(SOFT))
  const box: Box = [LEFT + 20, top + 20, LEFT + 20 + side, top + 20 + side]
  const column = { left: LEFT + side + 44, width: INNER - side - 64 }
  write(doc, root, 'H2', check.heading, { ...column, top: top + 18, size: 13, colour: DEEP, bold: true })
  write(doc, root, 'P', check.number, { ...column, top: top + 40, size: 20, colour: INK, bold: true })
  write(doc, root, 'P', check.text, { ...column, top: top + 72, size: 11, colour: INK, gap: 1.5 })
  root.add(
    doc.struct('P', {}, [
      doc.struct('Link', { alt: check.shownAddress }, () => {
        doc.font(BOLD).fontSize(11).fillColor(ACCENT)
        doc.text(check.shownAddress, column.left, top + 120, { link: check.address, width: column.width, height: 16 })
      }),
    ]),
  )
  const place: object = { bbox: box, placement: 'Block' }
  root.add(doc.struct('Figure', { alt: check.codeAlt, ...place }, () => drawCode(doc, check.address, box)))
  write(doc, root, 'P', closing, { top: 776, size: 10, colour: QUIET })
}

/** A QR code as squares; those beside each other in a row are drawn as one, so that no hairline comes between. */
function drawCode(doc: Doc, address: string, [left, top, right]: Box): void {
  const { data, size } = encode(address, { ecc: 'M', border: 0 })
  const square = (right - left) / size
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      doc.rect(left + from * square, top + y * square, (x - from + 1) * square, square)
    }
  })
  doc.fill(DEEP)
}
