import type { Ctx } from './env.ts'
import { typedIn } from './form.ts'
import type { Typed } from './typed.ts'

/** Names of fields that no page shows again. */
const SECRET = /password|code|token|secret/i

/**
 * The fields of a form that could not be taken in, so that they can be sent again from the page that says so.
 *
 * @returns `null` when no form was sent, when there is nothing in it, or when there is a secret in it
 */
export async function keptIn(c: Ctx): Promise<Typed | null> {
  if (c.req.method !== 'POST') return null
  const typed = await typedIn(c).catch(() => null)
  if (typed === null || Object.keys(typed).length === 0 || Object.keys(typed).some((name) => SECRET.test(name))) return null
  return typed
}
