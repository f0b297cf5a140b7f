import type { Key } from '../language/translate.ts'
import type { Params, Reason } from '../refusal.ts'

/** The fields of a form as somebody typed them. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

/** Something wrong with one field; `key` is a key of the catalogue. */
export interface Problem {
  readonly field: string
  readonly key: Key
}

/** What a page with a form shows: what was typed, what is wrong with it, and why the domain said no, with the HTTP status of that. */
export interface Form {
  readonly typed: Typed
  readonly problems: readonly Problem[]
  readonly refusal: { readonly reason: Reason; readonly params: Params; readonly field: string | null; readonly status: number } | null
}
