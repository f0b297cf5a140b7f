import { z } from 'zod'
import { anyText, several, someText, wholeNumber } from '../http/form.ts'
import type { Typed } from '../http/typed.ts'
import { Refusal } from '../refusal.ts'
import { LONGEST_ANSWER, markOf } from './saving.ts'
import type { Draft } from './saving.ts'

const windowId = z.string().regex(/^[\w-]{8,64}$/)
const key = z.string().max(60)

/** A window and its count, as `name:12`. */
const forebear = z
  .string()
  .regex(/^[\w-]{8,64}:\d{1,9}$/)
  .transform((typed) => {
    const colon = typed.indexOf(':')
    return { windowId: typed.slice(0, colon), windowCount: Number(typed.slice(colon + 1)) }
  })

/** One save of the module. */
export const SaveForm = z.object({
  text: anyText(LONGEST_ANSWER).optional(),
  choice: several(key),
  window: windowId,
  heir: several(forebear).refine((all) => all.length <= 20),
  count: wholeNumber(0, 999_999_999),
  revision: wholeNumber(0, 999_999_999),
})

/** What a plain form sends about one question, when it stood on the page at all. */
const PlainAnswer = z.object({
  text: anyText(LONGEST_ANSWER).default(''),
  choice: several(key),
  windowId,
  baseRevision: wholeNumber(0, 999_999_999),
})

const list = (value: Typed[string] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value)

/** What one field of a plain form holds. */
interface Plain {
  readonly draft: Draft
  /** The mark of what the page showed in it, as the page sent it along. */
  readonly shown: string | null
  /** It cannot be saved as it is. */
  readonly refusal: Refusal | null
}

/** Whether somebody typed in this field at all: what came back unchanged says nothing about newer text from elsewhere. */
export const isTouched = ({ draft, shown }: Plain): boolean => {
  const isNothing = draft.text === '' && draft.choice.length === 0
  return shown === null ? !(isNothing && draft.baseRevision === 0) : shown !== markOf(draft)
}

/**
 * The drafts of a page that was sent as a whole: those questions whose revision field came along. What is wrong with
 * one of them keeps none of the others.
 *
 * @throws Refusal `invalid` for what no page of ours sends
 */
export function draftsOf(typed: Typed): Map<string, Plain> {
  const drafts = new Map<string, Plain>()
  for (const [name, revision] of Object.entries(typed)) {
    if (!name.startsWith('revision-')) continue
    const questionId = name.slice('revision-'.length)
    const fields = { text: typed[`text-${questionId}`], choice: list(typed[`choice-${questionId}`]), windowId: typed['window'], baseRevision: revision }
    const shown = typed[`shown-${questionId}`]
    drafts.set(questionId, { ...plainOf(fields), shown: typeof shown === 'string' ? shown : null })
  }
  return drafts
}

function plainOf(fields: Record<keyof z.input<typeof PlainAnswer>, unknown>): Pick<Plain, 'draft' | 'refusal'> {
  const parsed = PlainAnswer.safeParse(fields)
  if (parsed.success) return { draft: { ...parsed.data, windowCount: null }, refusal: null }
  const refusal = refusalOf(parsed.error)
  if (refusal.reason === 'invalid' || typeof fields.text !== 'string') throw refusal
  // A NUL cannot be shown either: it goes, everything else stays in the field.
  const text = fields.text.replaceAll('\r\n', '\n').replaceAll('\0', '')
  const { choice, windowId: window, baseRevision } = PlainAnswer.parse({ ...fields, text: '' })
  return { draft: { text, choice, windowId: window, baseRevision, windowCount: null }, refusal }
}

/** The refusal that fits what is wrong with an answer as it came. */
export function refusalOf(error: z.ZodError): Refusal {
  const messages = error.issues.map((issue) => issue.message)
  if (messages.includes('problem.tooLong')) return new Refusal('answerTooLong', { most: LONGEST_ANSWER })
  if (messages.includes('problem.nulCharacter')) return new Refusal('nulCharacter')
  return new Refusal('invalid')
}

export const ReasonForm = z.object({ reason: someText(1000) })

export const AccommodationForm = z.object({ extraPercent: wholeNumber(0, 200), extraMinutes: wholeNumber(0, 1440) })

export const PlaceForm = z.object({ roundId: z.string('problem.choose').min(1, 'problem.choose').max(60) })
