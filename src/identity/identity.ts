import type { Instant } from '../clock.ts'
import { DAY, HOUR, MINUTE } from '../clock.ts'
import type { Role } from '../http/env.ts'
import type { Language } from '../language/translate.ts'
import type { Recipient } from '../mail/mail.ts'
import { refuse } from '../refusal.ts'

/** Somebody the association knows. A role is the instant since when it is held, `null` when it is not. */
export interface Person {
  readonly id: string
  /** Filled once they proved their e-mail address and can sign in. */
  readonly accountId: string | null
  readonly name: string
  /** In lower case, unique. */
  readonly email: string
  readonly language: Language
  readonly candidateSince: Instant | null
  readonly assessorSince: Instant | null
  readonly staffSince: Instant | null
  readonly administratorSince: Instant | null
  readonly invitedAt: Instant | null
  readonly createdAt: Instant
}

export type RoleDates = Pick<Person, 'candidateSince' | 'assessorSince' | 'staffSince' | 'administratorSince'>

/** How long each link works, in ms of real time. */
export const LINK_LASTS = { invitation: 14 * DAY, verification: 24 * HOUR, passwordReset: HOUR, magicLink: 15 * MINUTE } as const

/** How long a session lasts at most, in ms of real time: the demonstration's clock does not end it. */
export const SESSION_LASTS = 7 * DAY

export const PASSWORD_LENGTH = { least: 10, most: 200 } as const

/** The roles somebody holds. */
export const rolesOf = (dates: RoleDates): readonly Role[] =>
  (
    [
      ['candidate', dates.candidateSince],
      ['assessor', dates.assessorSince],
      ['staff', dates.staffSince],
      ['administrator', dates.administratorSince],
    ] as const
  ).flatMap(([role, since]) => (since === null ? [] : [role]))

/** Since when each role is held if `roles` are held from `now` on; who had a role keeps its date. */
export function roleDates(roles: readonly Role[], now: Instant, before?: RoleDates): RoleDates {
  const since = (role: Role, was: Instant | null | undefined) => (roles.includes(role) ? (was ?? now) : null)
  return {
    candidateSince: since('candidate', before?.candidateSince),
    assessorSince: since('assessor', before?.assessorSince),
    staffSince: since('staff', before?.staffSince),
    administratorSince: since('administrator', before?.administratorSince),
  }
}

/**
 * Who assesses does not also decide.
 *
 * @throws Refusal `rolesConflict` for assessor together with staff or administrator
 * @source domain.md, "Decisions where the organisation is silent", People
 */
export function mustBeCompatible(roles: readonly Role[]): void {
  if (roles.includes('assessor') && (roles.includes('staff') || roles.includes('administrator'))) {
    refuse('rolesConflict', {}, 'roles')
  }
}

/** Whether somebody with these roles signs in with a code besides the password (outside the demonstration). */
export const needsSecondFactor = (roles: readonly Role[]): boolean => roles.some((role) => role !== 'candidate')

/** E-mail addresses are kept and compared like this. */
export const normalEmail = (email: string): string => email.trim().toLowerCase()

/** Whom a mail to this person goes to. */
export const recipientOf = (person: Pick<Person, 'id' | 'name' | 'email' | 'language'>): Recipient => ({
  personId: person.id,
  name: person.name,
  email: person.email,
  language: person.language,
})

/** A text as it is searched: small letters, without accents. SQLite's own small letters are those of English alone. */
export const searchable = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** What of a person is searched: see `isNamedLike`. */
export const searchTextOf = ({ name, email }: Pick<Person, 'name' | 'email'>): string => searchable(`${name} ${email}`)
