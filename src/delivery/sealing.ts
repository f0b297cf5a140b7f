import { createHash, randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../clock.ts'

/** One answer as it was handed in. */
export interface SealedAnswer {
  readonly questionId: string
  readonly text: string
  readonly choice: readonly string[]
  readonly revision: number
  readonly savedAt: Instant
}

/** Everything that a seal covers. `answers` stand in the order of the form; a question never answered is absent. */
export interface Snapshot {
  readonly attemptId: string
  readonly formId: string
  readonly formDigest: string
  readonly sealedAt: Instant
  readonly answers: readonly SealedAnswer[]
}

/** The snapshot as one line of JSON with its fields in a fixed order. */
export function canonical(snapshot: Snapshot): string {
  const { attemptId, formId, formDigest, sealedAt } = snapshot
  const answers = snapshot.answers.map(({ questionId, text, choice, revision, savedAt }) => ({
    questionId,
    text,
    choice: [...choice].sort(),
    revision,
    savedAt,
  }))
  return JSON.stringify({ attemptId, formId, formDigest, sealedAt, answers })
}

const SnapshotJson = z.object({
  attemptId: z.string(),
  formId: z.string(),
  formDigest: z.string(),
  sealedAt: z.number(),
  answers: z.array(
    z.object({ questionId: z.string(), text: z.string(), choice: z.array(z.string()), revision: z.number(), savedAt: z.number() }),
  ),
})

/** A seal's snapshot, read back. @throws when it is no snapshot: the row was damaged. */
export const readSnapshot = (text: string): Snapshot => SnapshotJson.parse(JSON.parse(text))

/** SHA-256 (hex) of a canonical snapshot. */
export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

// No letters or figures that look alike when read aloud or written down.
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** `length` characters that nobody can guess or misread. */
export const code = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** A new receipt code, as `ABCD-EFGH-JKLM`. */
export const receiptCode = (): string => `${code(4)}-${code(4)}-${code(4)}`

/** A receipt code from however somebody typed it: capitals, spaces and hyphens do not matter. `null` when it can be none. */
export function readReceiptCode(typed: string): string | null {
  const signs = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return signs.length === 12 ? `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}` : null
}

/** A new candidate number, as `K4F7-Q2XD`: all that assessors see of somebody. */
export const candidateNumber = (): string => `${code(4)}-${code(4)}`

/** A candidate number as it is kept, or its beginning, from how somebody typed it; empty when it is too little to go by. */
export function asCandidateNumber(text: string): string {
  const signs = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  if (signs.length < 4) return ''
  return signs.length > 4 ? `${signs.slice(0, 4)}-${signs.slice(4)}` : signs
}
