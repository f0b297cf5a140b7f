import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import { certificate } from '../../db/schema/certificates.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { person } from '../../db/schema/identity.ts'
import { result } from '../../db/schema/results.ts'
import { round } from '../../db/schema/rounds.ts'
import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'

export type Certificate = typeof certificate.$inferSelect

/** Somebody's certificates, revoked ones too, the newest first. */
export const listCertificates = async (db: Db, personId: string): Promise<Certificate[]> =>
  db.select().from(certificate).where(eq(certificate.personId, personId)).orderBy(desc(certificate.issuedAt), asc(certificate.kind))

const withRound = (db: Db) =>
  db
    .select({ certificate, roundId: round.id, roundName: round.name, language: person.language })
    .from(certificate)
    .innerJoin(result, eq(result.id, certificate.resultId))
    .innerJoin(attempt, eq(attempt.id, result.attemptId))
    .innerJoin(round, eq(round.id, attempt.roundId))
    .innerJoin(person, eq(person.id, certificate.personId))

/** A certificate with its round and its holder's language, for staff. @throws Refusal `notFound` */
export async function getCertificate(db: Db, id: string) {
  const [found] = await withRound(db).where(eq(certificate.id, id))
  return found ?? refuse('notFound')
}

/** The same, if it is this person's. @throws Refusal `notFound` otherwise */
export async function getOwnCertificate(db: Db, id: string, personId: string) {
  const [found] = await withRound(db).where(and(eq(certificate.id, id), eq(certificate.personId, personId)))
  return found ?? refuse('notFound')
}

/** What anybody who has the number may know. */
export async function findByNumber(db: Db, number: string) {
  const { holderName, kind, issuedOn, revokedAt } = certificate
  const [found] = await db
    .select({ number: certificate.number, holderName, kind, issuedOn, revokedAt })
    .from(certificate)
    .where(eq(certificate.number, number))
  return found
}

/** How many values a statement takes at once. */
const SOME = 500

/** The names of these people by id, as they are now. */
export async function findNames(db: Db, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (let from = 0; from < personIds.length; from += SOME) {
    const some = personIds.slice(from, from + SOME)
    for (const { id, name } of await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, some))) {
      names.set(id, name)
    }
  }
  return names
}

/** Which tests of these people have a certificate that was not revoked. */
export async function listLive(db: Db, personIds: readonly string[]) {
  const live: Pick<Certificate, 'personId' | 'kind'>[] = []
  for (let from = 0; from < personIds.length; from += SOME) {
    const ofSome = inArray(certificate.personId, personIds.slice(from, from + SOME))
    const { personId, kind } = certificate
    live.push(...(await db.select({ personId, kind }).from(certificate).where(and(ofSome, isNull(certificate.revokedAt)))))
  }
  return live
}

export async function addCertificate(tx: Db, row: typeof certificate.$inferInsert): Promise<void> {
  await tx.insert(certificate).values(row)
}

/** Revokes a certificate, once. @returns whether it was this call */
export async function putRevoked(tx: Db, id: string, revoked: { revokedAt: Instant; revokedBy: string; revokeReason: string }): Promise<boolean> {
  const rows = await tx
    .update(certificate)
    .set(revoked)
    .where(and(eq(certificate.id, id), isNull(certificate.revokedAt)))
    .returning({ id: certificate.id })
  return rows.length === 1
}
