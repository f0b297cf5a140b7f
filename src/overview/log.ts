import { theClock } from '../audit/audit.ts'
import { isKey } from '../language/translate.ts'
import type { Translate } from '../language/translate.ts'
import { changesOf, textNameOf } from './facts.ts'
import type { Change } from './facts.ts'

/** An event as its table keeps it, with the names that were looked up. */
export interface KnownEvent {
  readonly event: {
    readonly id: string
    readonly at: number
    readonly actor: string
    readonly what: string
    readonly personId: string | null
    readonly roundId: string | null
    readonly before: unknown
    readonly after: unknown
  }
  readonly roundName: string | null
  readonly personName: string | null
}

/** An event in words. */
export interface ToldEvent {
  readonly id: string
  readonly at: number
  readonly text: string
  readonly actor: string | null
  readonly person: { readonly id: string; readonly name: string } | null
  readonly round: { readonly id: string; readonly name: string } | null
  readonly changes: readonly Change[]
}

/**
 * An event as somebody reads it; what has no text goes by its own name.
 *
 * @param names of actors, by id
 */
export function toldEvent(t: Translate, { event, roundName, personName }: KnownEvent, names: ReadonlyMap<string, string>): ToldEvent {
  const key = `audit.${textNameOf(event.what)}`
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? t('overview.log.somebody') })
  return {
    id: event.id,
    at: event.at,
    text: isKey(key) ? t(key) : event.what,
    actor: event.actor === theClock ? null : (names.get(event.actor) ?? t('overview.log.somebody')),
    person: named(event.personId, personName),
    round: named(event.roundId, roundName),
    changes: changesOf(event.before, event.after),
  }
}
