import { inflateSync } from 'node:zlib'
import { afterAll, expect, test, vi } from 'vitest'
import { openPdfMaker } from '../../src/certificates/pdf.ts'
import { translator } from '../../src/language/translate.ts'
import { sheetOf } from '../../views/certificates/sheet.ts'

const certificate = {
  id: 'c1', number: 'BCMB-2026-7KQ4-M2XD', personId: 'p1', resultId: 'r1', kind: 'case' as const, holderName: 'Şükrü Łukasiewicz-Őry', issuedOn: '2026-11-25',
  issuedAt: 1_795_600_000_000, revokedAt: null, revokedBy: null, revokeReason: null, roundName: '4e toetsronde 2026',
}
const sheet = (language: 'nl' | 'en', values: Partial<typeof certificate> = {}) =>
  sheetOf(translator(language), { ...certificate, ...values }, 'https://toetsen.example/verify/BCMB-2026-7KQ4-M2XD')

// A thread takes a second to start, and more while everything else is tested too.
vi.setConfig({ testTimeout: 30_000 })

const maker = openPdfMaker()
afterAll(() => maker.close())

/** The file as text, with what is compressed in it unpacked. */
function unpacked(pdf: Uint8Array): string {
  const file = Buffer.from(pdf)
  const parts = [file.toString('latin1')]
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 1)) {
    const end = file.indexOf('endstream', at)
    try {
      parts.push(inflateSync(file.subarray(at + 7, end)).toString('latin1'))
    } catch {
      // Not a compressed stream, or the word was found inside another.
    }
  }
  return parts.join('\n')
}
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1')

test('a certificate is a tagged PDF with a language, a title to show, headings and a described figure', async () => {
  const text = unpacked(await maker.make(sheet('nl')))
  expect(text).toMatch(/^%PDF-1\.7/)
  expect(text).toContain('/Marked true')
  expect(text).toContain('/Lang (nl-NL)')
  expect(text).toContain('/DisplayDocTitle true')
  expect(text).toMatch(/pdfuaid:part>1</)
  for (const tag of ['Document', 'H1', 'H2', 'P', 'Figure', 'Link']) expect(text).toContain(`/S /${tag}\n`)
  expect(text).toMatch(/\/Alt \(QR-code die leidt naar https:\/\/toetsen\.example\/verify\/BCMB-2026-7KQ4-M2XD\)/)
  expect(text).toContain(utf16('Certificaat casustoets – Şükrü Łukasiewicz-Őry').slice(2, 40))
})

test('its fonts are embedded and no other font is used', async () => {
  const text = unpacked(await maker.make(sheet('nl')))
  const fonts = [...text.matchAll(/\/BaseFont \/(?:[A-Z]{6}\+)?([\w-]+)/g)].map(([, name]) => name)
  expect([...new Set(fonts)].sort()).toEqual(['SourceSans3-Regular', 'SourceSans3-SemiBold'])
  expect(text.match(/\/FontFile2 /g)).toHaveLength(2)
})

test('it reads in the language of its holder', async () => {
  expect(sheet('en')).toMatchObject({ heading: 'Certificate case test', facts: [{}, { value: '25 November 2026' }] })
  expect(sheet('nl')).toMatchObject({ heading: 'Certificaat casustoets', facts: [{ value: '4e toetsronde 2026' }, { value: '25 november 2026' }] })
  expect(unpacked(await maker.make(sheet('en')))).toContain('/Lang (en-GB)')
})

test('the address to type leaves the number out', () => {
  expect(sheet('nl').check).toMatchObject({ shownAddress: 'toetsen.example/verify', number: 'BCMB-2026-7KQ4-M2XD' })
})

test('the same certificate is the same file, however many are asked for at once, and fits one page with a long name', async () => {
  const [one, other, long] = await Promise.all([
    maker.make(sheet('nl')),
    maker.make(sheet('nl')),
    maker.make(sheet('nl', { holderName: 'Maria-Magdalena van der Meulen-Achterberg tot Oosterwijk-Zuylen van Nijevelt' })),
  ])
  expect(Buffer.compare(one, other)).toBe(0)
  expect(unpacked(long).match(/\/Type \/Page\n/g)).toHaveLength(1)
})

test('after the thread ended the next certificate gets a new one', async () => {
  const other = openPdfMaker()
  const first = await other.make(sheet('nl'))
  await other.close()
  expect(Buffer.compare(await other.make(sheet('nl')), first)).toBe(0)
  await other.close()
})
