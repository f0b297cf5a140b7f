import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { formAttachment } from '../../db/schema/papers.ts'
import { importFramework } from '../../src/frameworks/actions.ts'
import { formIsIntact, importPaper, publishForm } from '../../src/papers/actions.ts'
import { LARGEST_ATTACHMENT } from '../../src/papers/attachments.ts'
import { getAttachedFile, getForm } from '../../src/papers/queries.ts'
import { freshDatabase } from '../support/database.ts'
import { attachedFiles, casePaper, seed } from '../support/papers.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
  await db.write((tx) => importFramework(tx, seed('frameworks/bcmb-framework.json'), 1))
})
afterEach(() => db.close())

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const PDF = new TextEncoder().encode('%PDF-1.7 …')
const SVG = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

const map = { key: 'kaart', title: 'Kaart', kind: 'image' as const, file: 'kaart.png', alt: 'Een kaart van de wijk.' }
const letter = { key: 'brief', title: 'Brief', kind: 'pdf' as const, file: 'brief.pdf', alt: 'Een brief van de gemeente.' }
const imported = (attachments: readonly unknown[], files: Record<string, Uint8Array>) =>
  db.write((tx) => importPaper(tx, { ...casePaper('x'), attachments }, 'staff', 5, new Map(Object.entries(files))))
const refusal = (detail: string) => ({ reason: 'paperInvalid', params: { detail } })

test('what goes with a case comes in with its file, in order, under the type that the file has', async () => {
  const id = await imported([map, letter], { 'kaart.png': PNG, 'brief.pdf': PDF })
  expect((await getForm(db.read, id)).attachments).toMatchObject([
    { key: 'kaart', kind: 'image', contentType: 'image/png', alt: 'Een kaart van de wijk.' },
    { key: 'brief', kind: 'pdf', contentType: 'application/pdf' },
  ])
  expect((await getAttachedFile(db.read, id, 'kaart')).bytes).toEqual(PNG)
  await expect(getAttachedFile(db.read, id, 'niets')).rejects.toMatchObject({ reason: 'notFound' })
})

test.each([
  ['a missing file', [map], {}, 'attachment kaart: the file kaart.png is missing'],
  ['an SVG under the name of a PNG', [map], { 'kaart.png': SVG }, 'attachment kaart: the file kaart.png is no PNG or JPEG image'],
  ['a picture that says it is a letter', [{ ...letter, file: 'kaart.png' }], { 'kaart.png': PNG }, 'attachment brief: the file kaart.png is no PDF'],
  ['two of one key', [map, map], { 'kaart.png': PNG }, 'attachment kaart occurs twice'],
])('%s is refused with what is wrong', async (_, attachments, files, detail) => {
  await expect(imported(attachments, files)).rejects.toMatchObject(refusal(detail))
})

test('a file that is too large is refused', async () => {
  const large = new Uint8Array(LARGEST_ATTACHMENT + 1)
  large.set(PNG)
  await expect(imported([map], { 'kaart.png': large })).rejects.toMatchObject(refusal(`attachment kaart: the file kaart.png is larger than ${LARGEST_ATTACHMENT} bytes`))
})

test('a picture says in words what it shows, and its file is no way into another folder', async () => {
  await expect(imported([{ ...map, alt: ' ' }], { 'kaart.png': PNG })).rejects.toMatchObject(refusal('attachments.0.alt: is empty'))
  await expect(imported([{ ...map, file: '../kaart.png' }], {})).rejects.toMatchObject(refusal('attachments.0.file: is no file name'))
})

test('the digest of a published form covers its files: another picture shows', async () => {
  const id = await imported([map], { 'kaart.png': PNG })
  await db.write((tx) => publishForm(tx, id, 'staff', 6))
  expect(await formIsIntact(db.read, id)).toBe(true)
  await db.write((tx) => tx.update(formAttachment).set({ base64: Buffer.from(PDF).toString('base64') }).where(eq(formAttachment.formId, id)))
  expect(await formIsIntact(db.read, id)).toBe(false)
  await db.write((tx) => tx.delete(formAttachment).where(eq(formAttachment.formId, id)))
  expect(await formIsIntact(db.read, id)).toBe(false)
})

test('the drawing of a seed case is a PNG with a description', async () => {
  const id = await db.write((tx) => importPaper(tx, seed('papers/casus-familie-yilmaz.json'), 'staff', 5, attachedFiles()))
  const [picture] = (await getForm(db.read, id)).attachments
  expect(picture).toMatchObject({ contentType: 'image/png' })
  expect(picture?.alt.length).toBeGreaterThan(300)
})
