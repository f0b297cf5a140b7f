/** What changed, by name: `undefined` where one of the two says nothing about it. */
export interface Change {
  readonly name: string
  readonly before: unknown
  readonly after: unknown
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The values of an audit event side by side, those of `after` first. What is no record of named values is one line
 * without a name.
 */
export function changesOf(before: unknown, after: unknown): Change[] {
  if (before === null && after === null) return []
  if ((before !== null && !isRecord(before)) || (after !== null && !isRecord(after))) {
    return [{ name: '', before: before ?? undefined, after: after ?? undefined }]
  }
  const names = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])
  return [...names].map((name) => ({ name, before: before?.[name], after: after?.[name] }))
}

/** Begin the names of events that are about signing in and roles: for administrators alone. */
export const ACCOUNT_EVENTS = ['account', 'roles', 'secondFactor', 'session', 'password'] as const

/** The name of an event's text: `round.opened` → `roundOpened`. */
export const textNameOf = (what: string): string => what.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase())
