import { z } from 'zod'
import { anyText, several, someText, wholeNumber } from '../http/form.ts'
import type { Typed } from '../http/typed.ts'
import { Refusal } from '../refusal.ts'
import { LONGEST_ANSWER } from './saving.ts'
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

/**
 * The drafts of a page that was sent as a whole: those questions whose revision field came along.
 *
 * @throws Refusal `answerTooLong`, `nulCharacter`, `invalid`
 */
export function draftsOf(typed: Typed): Map<string, Draft> {
  const drafts = new Map<string, Draft>()
  for (const [name, revision] of Object.entries(typed)) {
    if (!name.startsWith('revision-')) continue
    const questionId = name.slice('revision-'.length)
    const parsed = PlainAnswer.safeParse({
      text: typed[`text-${questionId}`],
      choice: list(typed[`choice-${questionId}`]),
      windowId: typed['window'],
      baseRevision: revision,
    })
    if (!parsed.success) throw refusalOf(parsed.error)
    drafts.set(questionId, { ...parsed.data, windowCount: null })
  }
  return drafts
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
