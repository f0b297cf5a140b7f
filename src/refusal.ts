import type { Singular } from './language/translate.ts'
import type { nl } from './language/nl/index.ts'

/** Why the domain says no. Each has a text in both languages (`language/nl/refusal.ts`) and an HTTP status (`http/errors.tsx`). */
export type Reason = Singular<keyof typeof nl.refusal>

/** What fills a text. For a refusal, `…At` is an instant and `…On` a local date: `views/format.ts` writes them out. */
export type Params = Readonly<Record<string, string | number>>

/**
 * The domain says no, and the person is told what happened, why and what to do now.
 * `params` fill the text of the reason; `field` names the form field it belongs to, where there is one.
 */
export class Refusal extends Error {
  readonly reason: Reason
  readonly params: Params
  readonly field: string | undefined

  constructor(reason: Reason, params: Params = {}, field?: string) {
    super(reason)
    this.name = 'Refusal'
    this.reason = reason
    this.params = params
    this.field = field
  }
}

/** Why this is refused; `null` when it is not. Any other error goes through. */
export const refusalOf = (work: Promise<unknown>): Promise<Refusal | null> =>
  work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error
      throw error
    },
  )

/** @throws Refusal always; an expression, so that it can stand behind `??`. */
export function refuse(reason: Reason, params: Params = {}, field?: string): never {
  throw new Refusal(reason, params, field)
}
