import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { isKey } from '../language/translate.ts'
import { Refusal, refuse } from '../refusal.ts'
import type { Ctx } from './env.ts'
import { statusOf } from './errors.tsx'
import { page } from './reply.tsx'
import type { Form, Problem, Typed } from './typed.ts'

/** Text as people type it: kept exactly, but for line ends; a NUL character is refused by name. */
export const anyText = (maximum: number) =>
  z
    .string('problem.required')
    .refine((text) => !text.includes('\0'), 'problem.nulCharacter')
    .transform((text) => text.replaceAll('\r\n', '\n'))
    .refine((text) => text.length <= maximum, 'problem.tooLong')

/** Text that must say something; outer white space goes. */
export const someText = (maximum = 200) => anyText(maximum).transform((text) => text.trim()).refine((text) => text !== '', 'problem.required')

/** A field that may stay empty: `null` then. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : (value ?? null)), schema.nullable())

/** A local date as browsers send it, `yyyy-mm-dd`; of this time, because a year like 0202 or 9999 is a slip of the finger. */
export const localDate = () => z.iso.date('problem.date').refine((date) => date >= '1900' && date < '2200', 'problem.date')

/** The id of something that was chosen from a list. Whether it exists, the domain says. */
export const chosenId = () =>
  z.string('problem.choose').min(1, 'problem.choose').max(100, 'problem.choose').refine((id) => !id.includes('\0'), 'problem.choose')

/** A whole number typed in a field. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string('problem.required')
    .trim()
    .regex(/^-?\d{1,9}$/, 'problem.wholeNumber')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, 'problem.wholeNumber')

/** A box that is ticked or not. */
export const ticked = () => z.preprocess((value) => value === 'on' || value === 'true' || value === '1', z.boolean())

/** A field that may be sent several times (checkboxes): always a list. */
export const several = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(schema))

/** The fields of the form as they came. @throws Refusal `wrongBody` (415) when the body is no form. */
export async function typedIn(c: Ctx): Promise<Typed> {
  const type = c.req.header('Content-Type') ?? ''
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return collected(fieldsOf(await c.req.text().catch(() => refuse('wrongBody'))))
  if (/^multipart\/form-data\b/i.test(type)) return collected(await c.req.formData().catch(() => refuse('wrongBody')))
  return refuse('wrongBody')
}

/** As URLSearchParams reads it, in a fifth of the time: an answer is long, and comes with every save. */
function fieldsOf(body: string): Iterable<readonly [string, string]> {
  const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
  try {
    return body.split('&').filter((pair) => pair !== '').map((pair) => {
      const end = pair.indexOf('=')
      return end < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, end)), decoded(pair.slice(end + 1))]
    })
  } catch {
    // Percent signs that encode nothing: it knows what to make of them.
    return new URLSearchParams(body)
  }
}

/** Text alone, by the name of its field; a list where a name came more than once. Files are left out. */
function collected(fields: Iterable<readonly [string, string | File]>): Typed {
  const typed = new Map<string, string | string[]>()
  for (const [name, value] of fields) {
    if (typeof value !== 'string') continue
    const before = typed.get(name)
    if (before === undefined) typed.set(name, value)
    else if (Array.isArray(before)) before.push(value)
    else typed.set(name, [before, value])
  }
  return Object.fromEntries(typed)
}

/** A form that nobody has sent yet, filled with what is known. */
export const emptyForm = (typed: Typed = {}): Form => ({ typed, problems: [], refusal: null })

const problemsOf = (error: z.ZodError): Problem[] =>
  error.issues.map((issue) => ({ field: String(issue.path[0] ?? ''), key: isKey(issue.message) ? issue.message : 'problem.invalid' }))

/** The parsed values of a small form. @throws Refusal `invalid` (422), `wrongBody`. */
export async function parseForm<S extends z.ZodType>(c: Ctx, schema: S): Promise<z.output<S>> {
  const parsed = schema.safeParse(await typedIn(c))
  return parsed.success ? parsed.data : refuse('invalid')
}

/**
 * The way of a form with fields: parse, act, go on. What does not fit, or is refused by the domain, comes back
 * as the same page with everything typed still in it, under the status of the refusal.
 *
 * @param act does it with the parsed values; may throw a Refusal
 * @param done where to go then (303), or the answer itself for what may be shown only once
 * @param again the page with the form, problems and refusal in it
 */
export async function submit<S extends z.ZodType, R>(
  c: Ctx,
  schema: S,
  steps: {
    act: (values: z.output<S>) => Promise<R>
    done: (result: R) => string | Response | Promise<Response>
    again: (form: Form) => Child | Promise<Child>
  },
): Promise<Response> {
  const typed = await typedIn(c)
  const parsed = schema.safeParse(typed)
  if (!parsed.success) {
    return page(c, await steps.again({ typed: withoutNul(typed), problems: problemsOf(parsed.error), refusal: null }), 422)
  }
  try {
    const next = await steps.done(await steps.act(parsed.data))
    return typeof next === 'string' ? c.redirect(next, 303) : next
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason === 'notFound') throw error
    const { reason, params, field } = error
    const status = statusOf(reason)
    return page(c, await steps.again({ typed, problems: [], refusal: { reason, params, field: field ?? null, status } }), status)
  }
}

/** NUL cannot be shown either: it goes, everything else stays. */
const withoutNul = (typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '') : value.filter((one) => !one.includes('\0')),
    ]),
  )
