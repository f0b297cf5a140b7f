import { randomBytes } from 'node:crypto'
import type { Db } from '../../db/database.ts'
import { paths } from '../../views/paths.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import { DAY, wallClock } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { Role } from '../http/env.ts'
import { newId } from '../ids.ts'
import type { Language } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import { refuse } from '../refusal.ts'
import { LINK_LASTS, mustBeCompatible, normalEmail, recipientOf, roleDates, rolesOf } from './identity.ts'
import type { Person } from './identity.ts'
import {
  addAccount, addPerson, addVerification, findAccount, findAccountByEmail, findPersonByAccount, findPersonByEmail, getPerson,
  putAccount, putDetails, putPerson, removeAccount, removePasswordLinks, removeSecondFactor, removeSession, removeSessions,
} from './queries.ts'
import { forgetViewers } from './viewers.ts'

export interface NewPerson {
  readonly name: string
  readonly email: string
  readonly language: Language
  readonly roles: readonly Role[]
}

/**
 * Adds somebody the association knows. They cannot sign in yet: see `invite`.
 *
 * @throws Refusal `emailTaken`, `rolesConflict`
 */
export const createPerson = (tx: Db, given: NewPerson, by: Actor, now: Instant): Promise<Person> => makePerson(tx, given, by, now)

/** @param by `null` for who registers themselves */
async function makePerson(tx: Db, given: NewPerson, by: Actor | null, now: Instant): Promise<Person> {
  mustBeCompatible(given.roles)
  const email = normalEmail(given.email)
  if (await findPersonByEmail(tx, email)) refuse('emailTaken', {}, 'email')
  const { name, language, roles } = given
  const created = { id: newId(), accountId: null, name, email, language, ...roleDates(roles, now), invitedAt: null, createdAt: now }
  await addPerson(tx, created)
  const { id } = created
  await record(tx, { at: now, by: by ?? id, what: 'person.created', on: id, personId: id, after: { roles: [...roles] } })
  return created
}

export type Details = Partial<Pick<Person, 'name' | 'email' | 'language'>>

/**
 * Changes name, e-mail address or language; the log says which of them, not what they are. With a new address
 * whoever could sign in proves it first, and is signed out everywhere.
 *
 * @throws Refusal `notFound`, `emailTaken`
 */
export async function changeDetails(tx: Db, personId: string, given: Details, by: Actor, now: Instant): Promise<Person> {
  const before = await getPerson(tx, personId)
  const after = { ...before, ...given, email: normalEmail(given.email ?? before.email) }
  const fields = (['name', 'email', 'language'] as const).filter((field) => before[field] !== after[field])
  if (fields.length === 0) return before
  if (after.email !== before.email) await moveAddress(tx, before, after.email)
  const { name, email, language } = after
  await putDetails(tx, personId, { name, email, language })
  if (before.accountId !== null) {
    await putAccount(tx, before.accountId, { name, language })
    forgetViewers(before.accountId)
  }
  await record(tx, { at: now, by, what: 'person.changed', on: personId, personId, after: { fields } })
  return after
}

async function moveAddress(tx: Db, person: Person, email: string): Promise<void> {
  if (await findPersonByEmail(tx, email)) refuse('emailTaken', {}, 'email')
  // Without a person it was never verified: somebody typed the address and left it there.
  const unproven = await findAccountByEmail(tx, email)
  if (unproven) await removeAccount(tx, unproven.id)
  if (person.accountId === null) return
  await putAccount(tx, person.accountId, { email, emailVerified: false })
  await removeSessions(tx, person.accountId)
  await removePasswordLinks(tx, person.accountId)
}

/**
 * Sends a link with which somebody chooses a password, and so proves their address. Again and again if need be; an
 * earlier link stops working.
 *
 * @returns the path of the link, for who cannot wait for the mail
 * @throws Refusal `notFound`
 */
export async function invite(tx: Db, personId: string, by: Actor, now: Instant): Promise<string> {
  const person = await getPerson(tx, personId)
  const accountId = person.accountId ?? (await prepareAccount(tx, person))
  await removePasswordLinks(tx, accountId)
  const token = randomBytes(24).toString('base64url')
  // better-auth takes what is kept under this name for a link to choose a password. Links run by the machine's clock.
  const expiresAt = new Date(wallClock.now() + LINK_LASTS.invitation)
  await addVerification(tx, { id: newId(), identifier: `reset-password:${token}`, value: accountId, expiresAt })
  await putPerson(tx, personId, { invitedAt: now })
  const path = `${paths.resetPassword()}?token=${token}`
  const params = { path, days: LINK_LASTS.invitation / DAY }
  await sendMail(tx, { to: recipientOf(person), kind: 'invitation', params, secret: true }, now)
  const [before, after] = [{ invitedAt: person.invitedAt }, { invitedAt: now }]
  await record(tx, { at: now, by, what: 'person.invited', on: personId, personId, before, after })
  return path
}

/** An account that nobody can sign in with yet: no password, and an address that is not proven. */
async function prepareAccount(tx: Db, { name, email, language }: Person): Promise<string> {
  const known = await findAccountByEmail(tx, email)
  if (known) return known.id
  const id = newId()
  const at = new Date(wallClock.now())
  await addAccount(tx, { id, name, email, emailVerified: false, twoFactorEnabled: false, language, createdAt: at, updatedAt: at })
  return id
}

/**
 * Whoever reads this account's mail is at the keyboard: the account belongs to the person with that address from now
 * on. A new address is a new candidate. Doing it twice changes nothing.
 *
 * @returns the person; `undefined` when there is no such account
 */
export async function proveAddress(tx: Db, accountId: string, now: Instant): Promise<Person | undefined> {
  const account = await findAccount(tx, accountId)
  if (account === undefined) return undefined
  if (!account.emailVerified) await putAccount(tx, accountId, { emailVerified: true })
  const attached = await findPersonByAccount(tx, accountId)
  if (attached) return attached
  const { name, email, language } = account
  const person =
    (await findPersonByEmail(tx, email)) ?? (await makePerson(tx, { name, email, language, roles: ['candidate'] }, null, now))
  await putPerson(tx, person.id, { accountId })
  const [before, after] = [{ accountId: null }, { accountId }]
  await record(tx, { at: now, by: person.id, what: 'account.created', on: person.id, personId: person.id, before, after })
  return { ...person, accountId }
}

/** A password was chosen with a mailed link, and the address proven with it. */
export async function noteNewPassword(tx: Db, accountId: string, now: Instant): Promise<void> {
  const person = await proveAddress(tx, accountId, now)
  if (person === undefined) return
  await record(tx, { at: now, by: person.id, what: 'password.changed', on: person.id, personId: person.id })
}

/**
 * Gives somebody exactly these roles; it counts from their next request on.
 *
 * @throws Refusal `notFound`, `rolesConflict`, `ownRole` for administrators who would lose that role by their own hand
 */
export async function setRoles(tx: Db, personId: string, roles: readonly Role[], by: Actor, now: Instant): Promise<void> {
  mustBeCompatible(roles)
  const person = await getPerson(tx, personId)
  const before = rolesOf(person)
  if (by === personId && before.includes('administrator') && !roles.includes('administrator')) refuse('ownRole', {}, 'roles')
  const dates = roleDates(roles, now, person)
  const after = rolesOf(dates)
  if (after.join() === before.join()) return
  await putPerson(tx, personId, dates)
  if (person.accountId !== null) forgetViewers(person.accountId)
  await record(tx, { at: now, by, what: 'roles.changed', on: personId, personId, before: [...before], after: [...after] })
}

/**
 * Takes somebody's second factor away, for who lost the phone and the backup codes: they are signed out everywhere,
 * and whose role needs one sets it up anew.
 *
 * @throws Refusal `notFound`
 */
export async function dropSecondFactor(tx: Db, personId: string, by: Actor, now: Instant): Promise<void> {
  const { accountId } = await getPerson(tx, personId)
  if (accountId === null) refuse('notFound')
  await removeSecondFactor(tx, accountId)
  await removeSessions(tx, accountId)
  forgetViewers(accountId)
  await record(tx, { at: now, by, what: 'secondFactor.removed', on: personId, personId, before: { isOn: true }, after: { isOn: false } })
}

interface OwnSession {
  readonly accountId: string
  readonly personId: string
  readonly sessionId: string
}

/** Signs somebody out on one of their devices, at once. @throws Refusal `notFound` when the session is not theirs */
export async function endSession(tx: Db, { accountId, personId, sessionId }: OwnSession, now: Instant): Promise<void> {
  await removeSession(tx, sessionId, accountId)
  forgetViewers(accountId)
  await record(tx, { at: now, by: personId, what: 'sessions.ended', on: personId, personId, after: { count: 1 } })
}

/** Signs somebody out everywhere but here (`sessionId`), at once. */
export async function endOtherSessions(tx: Db, { accountId, personId, sessionId }: OwnSession, now: Instant): Promise<void> {
  const count = await removeSessions(tx, accountId, { id: sessionId })
  forgetViewers(accountId)
  await record(tx, { at: now, by: personId, what: 'sessions.ended', on: personId, personId, after: { count } })
}
