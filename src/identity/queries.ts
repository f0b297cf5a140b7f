import { and, asc, desc, eq, gt, isNotNull, like, lt, ne, notInArray, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { account, credential, person, session, twoFactor, verification } from '../../db/schema/identity.ts'
import { fromNearerEnd, partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'
import type { Person } from './identity.ts'
import { normalEmail, searchTextOf, searchable } from './identity.ts'

/** How many people a page of `searchPeople` holds. */
const PAGE = 25

const personById = prepared('person_by_id', (db, value: Values<{ id: string }>) => db.select().from(person).where(eq(person.id, value('id'))))

/** @throws Refusal `notFound` */
export async function getPerson(db: Db, id: string): Promise<Person> {
  const [found] = await personById(db, { id })
  return found ?? refuse('notFound')
}

export async function findPersonByEmail(db: Db, email: string): Promise<Person | undefined> {
  const [found] = await db.select().from(person).where(eq(person.email, normalEmail(email)))
  return found
}

export async function findPersonByAccount(db: Db, accountId: string): Promise<Person | undefined> {
  const [found] = await db.select().from(person).where(eq(person.accountId, accountId))
  return found
}

/**
 * People by part of their name or e-mail address, in order of name; everybody when `text` is empty.
 *
 * @param search `page` counts from 1; a page too far is the last one
 */
export async function searchPeople(db: Db, search: { readonly text: string; readonly page: number }) {
  const text = search.text.trim()
  const wanted = text === '' ? undefined : isNamedLike(text)
  const total = await db.$count(person, wanted)
  const part = partOf(search.page, total, PAGE)
  const { isFromEnd, limit, offset } = fromNearerEnd(part, total)
  const people: Person[] = await db
    .select()
    .from(person)
    .where(wanted)
    .orderBy(...byName(isFromEnd))
    .limit(limit)
    .offset(offset)
  return { people: isFromEnd ? people.toReversed() : people, page: part.page, pages: part.pages, total }
}

/** People in order of name, as a reader sorts them: whatever their capitals and accents. */
export const byName = (isFromEnd = false): SQL[] => (isFromEnd ? [desc(person.searchText), desc(person.id)] : [asc(person.searchText), asc(person.id)])

/** A pattern for `like … escape '\'` that finds this text anywhere. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** People whose name or e-mail address has this text in it, whatever its capitals and accents. */
export const isNamedLike = (text: string): SQL => sql`${person.searchText} like ${containing(searchable(text))} escape '\\'`

/** The ids of those people, for a query in which they are not read. */
export const idsNamedLike = (db: Db, text: string) => db.select({ id: person.id }).from(person).where(isNamedLike(text))

export async function addPerson(tx: Db, row: Person): Promise<void> {
  await tx.insert(person).values({ ...row, searchText: searchTextOf(row) })
}

/** Changes what is given of a person. */
export async function putPerson(tx: Db, id: string, values: Partial<Omit<Person, 'id' | 'name' | 'email'>>): Promise<void> {
  await tx.update(person).set(values).where(eq(person.id, id))
}

/** Changes how somebody is called and reached. */
export async function putDetails(tx: Db, id: string, details: Pick<Person, 'name' | 'email' | 'language'>): Promise<void> {
  await tx.update(person).set({ ...details, searchText: searchTextOf(details) }).where(eq(person.id, id))
}

export async function findAccount(db: Db, id: string) {
  const [found] = await db.select().from(account).where(eq(account.id, id))
  return found
}

export async function findAccountByEmail(db: Db, email: string) {
  const [found] = await db.select().from(account).where(eq(account.email, normalEmail(email)))
  return found
}

export async function addAccount(tx: Db, row: typeof account.$inferInsert): Promise<void> {
  await tx.insert(account).values(row)
}

/** Changes what is given of an account. */
export async function putAccount(tx: Db, id: string, values: Partial<typeof account.$inferInsert>): Promise<void> {
  await tx.update(account).set(values).where(eq(account.id, id))
}

/** Takes an account away with everything that hangs on it. */
export async function removeAccount(tx: Db, id: string): Promise<void> {
  await tx.delete(account).where(eq(account.id, id))
}

/** Takes away accounts from before this moment whose address nobody ever proved, and that are no person's. */
export async function removeUnprovenAccounts(tx: Db, before: Date): Promise<void> {
  const attached = tx.select({ id: person.accountId }).from(person).where(isNotNull(person.accountId))
  await tx.delete(account).where(and(eq(account.emailVerified, false), lt(account.createdAt, before), notInArray(account.id, attached)))
}

/** The hash of an account's password; `undefined` when it has none. */
export async function findPasswordHash(db: Db, accountId: string): Promise<string | undefined> {
  const [found] = await db
    .select({ password: credential.password })
    .from(credential)
    .where(and(eq(credential.userId, accountId), eq(credential.providerId, 'credential')))
  return found?.password ?? undefined
}

/** The session, its account and its person by the token of the cookie: every signed-in request asks this. */
export const findSession = prepared('find_session', (db, value: Values<{ token: string }>) =>
  db
    .select({
      sessionId: session.id,
      accountId: session.userId,
      expiresAt: session.expiresAt,
      twoFactorEnabled: account.twoFactorEnabled,
      personId: person.id,
      name: person.name,
      language: person.language,
      candidateSince: person.candidateSince,
      assessorSince: person.assessorSince,
      staffSince: person.staffSince,
      administratorSince: person.administratorSince,
    })
    .from(session)
    .innerJoin(account, eq(account.id, session.userId))
    .innerJoin(person, eq(person.accountId, session.userId))
    .where(eq(session.token, value('token'))),
)

/** Where an account is signed in, the latest first. */
export async function listSessions(db: Db, accountId: string, at: Date) {
  return db
    .select({ id: session.id, userAgent: session.userAgent, createdAt: session.createdAt })
    .from(session)
    .where(and(eq(session.userId, accountId), gt(session.expiresAt, at)))
    .orderBy(sql`${session.createdAt} desc`)
}

export async function addSession(tx: Db, row: typeof session.$inferInsert): Promise<void> {
  await tx.insert(session).values(row)
}

/** Ends one session of this account. @throws Refusal `notFound` when it is not theirs. */
export async function removeSession(tx: Db, id: string, accountId: string): Promise<void> {
  const gone = await tx.delete(session).where(and(eq(session.id, id), eq(session.userId, accountId))).returning({ id: session.id })
  if (gone.length === 0) refuse('notFound')
}

/** Ends every session of an account, but for the one that stays. @returns how many */
export async function removeSessions(tx: Db, accountId: string, staying: { id?: string; token?: string } = {}): Promise<number> {
  const { id, token } = staying
  const which = and(
    eq(session.userId, accountId),
    id === undefined ? undefined : ne(session.id, id),
    token === undefined ? undefined : ne(session.token, token),
  )
  return (await tx.delete(session).where(which).returning({ id: session.id })).length
}

export async function removeExpiredSessions(tx: Db, at: Date): Promise<void> {
  await tx.delete(session).where(lt(session.expiresAt, at))
}

/** Keeps the hash or name of something that works once or for a while. better-auth reads the same table. */
export async function addVerification(tx: Db, row: typeof verification.$inferInsert): Promise<void> {
  await tx.insert(verification).values(row)
}

/** What is kept under this name, unless it ran out. */
export async function findVerification(db: Db, identifier: string, at: Date) {
  const [found] = await db.select().from(verification).where(and(eq(verification.identifier, identifier), gt(verification.expiresAt, at)))
  return found
}

/** Takes away every link to choose a password that this account was sent. */
export async function removePasswordLinks(tx: Db, accountId: string): Promise<void> {
  await tx.delete(verification).where(and(eq(verification.value, accountId), like(verification.identifier, 'reset-password:%')))
}

/**
 * Takes a one-time code for whoever comes first.
 *
 * @param id of this code of this account
 * @returns whether it was free: nobody had taken it, or so long ago that it is another code by now
 */
export async function takeCode(tx: Db, id: string, at: Date, until: Date): Promise<boolean> {
  const row = { id, identifier: id, value: 'used', expiresAt: until, createdAt: at, updatedAt: at }
  const taken = await tx
    .insert(verification)
    .values(row)
    .onConflictDoUpdate({ target: verification.id, set: { expiresAt: until }, setWhere: lt(verification.expiresAt, at) })
    .returning({ id: verification.id })
  return taken.length > 0
}

export async function removeExpiredVerifications(tx: Db, at: Date): Promise<void> {
  await tx.delete(verification).where(lt(verification.expiresAt, at))
}

/** Takes the second factor away. */
export async function removeSecondFactor(tx: Db, accountId: string): Promise<void> {
  await tx.delete(twoFactor).where(eq(twoFactor.userId, accountId))
  await tx.update(account).set({ twoFactorEnabled: false }).where(eq(account.id, accountId))
}

/** Everybody with a role in the office or in assessing, at most twenty. */
export async function listOfficials(db: Db): Promise<Person[]> {
  return db
    .select()
    .from(person)
    .where(or(isNotNull(person.assessorSince), isNotNull(person.staffSince), isNotNull(person.administratorSince)))
    .orderBy(asc(person.id))
    .limit(20)
}
