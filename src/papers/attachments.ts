import { createHash } from 'node:crypto'
import type { AttachmentInFile } from './content.ts'

/** The largest file that may go with a paper, in bytes: candidates read it over a telephone line too. */
export const LARGEST_ATTACHMENT = 2 * 1024 * 1024

/** The files that came with a paper, by the name that the paper gives them. */
export type PaperFiles = ReadonlyMap<string, Uint8Array>

/** How a file of each type begins. SVG is no picture here: it can carry scripts. */
const SIGNATURES = [
  { kind: 'image', contentType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'image', contentType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'pdf', contentType: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
] as const

/** The content type that fits both the kind named and what the file is. `undefined` for anything else, whatever it is called. */
export const contentTypeOf = (kind: AttachmentInFile['kind'], file: Uint8Array): string | undefined =>
  SIGNATURES.find((one) => one.kind === kind && one.bytes.every((byte, index) => file[index] === byte))?.contentType

/** Everything that is wrong with a paper's attachments, in plain English; empty when all is well. */
export function attachmentFaults(attachments: readonly AttachmentInFile[], files: PaperFiles): string[] {
  const keys = attachments.map(({ key }) => key)
  return attachments.flatMap(({ key, kind, file }, index) => [
    ...(keys.indexOf(key) === index ? [] : [`attachment ${key} occurs twice`]),
    ...fileFaults(kind, files.get(file)).map((fault) => `attachment ${key}: the file ${file} ${fault}`),
  ])
}

function fileFaults(kind: AttachmentInFile['kind'], file: Uint8Array | undefined): string[] {
  if (file === undefined) return ['is missing']
  if (file.byteLength > LARGEST_ATTACHMENT) return [`is larger than ${LARGEST_ATTACHMENT} bytes`]
  if (contentTypeOf(kind, file) === undefined) return [kind === 'image' ? 'is no PNG or JPEG image' : 'is no PDF']
  return []
}

/** SHA-256 (hex) of a file. */
export const hashOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex')
