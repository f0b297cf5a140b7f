import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { certificate } from '../../db/schema/certificates.ts'
import { person } from '../../db/schema/identity.ts'
import { mail } from '../../db/schema/mail.ts'
import { result } from '../../db/schema/results.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { issueCertificates, releaseRound, revokeCertificate } from '../../src/certificates/actions.ts'
import { readNumber } from '../../src/certificates/number.ts'
import { findByNumber, getOwnCertificate, listCertificates } from '../../src/certificates/queries.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER } from '../support/grading.ts'
import { aProposedRelease, aReleasedRound } from '../support/release.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const idOf = (people: readonly { person: { id: string } }[], index: number) => people[index]?.person.id ?? ''

test('a release issues one certificate for each sufficient test, in the name of that day', async () => {
  const { people } = await aReleasedRound(db, ['both', 'case', 'none'])
  const [both, one, none] = [0, 1, 2].map((index) => listCertificates(db.read, idOf(people, index)))
  expect((await both)?.map(({ kind }) => kind)).toEqual(['case', 'reflection'])
  expect(await one).toMatchObject([{ kind: 'case', holderName: 'Kandidaat Achternaam1', issuedOn: '2026-11-25', issuedAt: AFTER, revokedAt: null }])
  expect(await none).toEqual([])
  await db.write((tx) => tx.update(person).set({ name: 'Andere Naam' }).where(eq(person.id, idOf(people, 1))))
  expect((await listCertificates(db.read, idOf(people, 1)))[0]?.holderName).toBe('Kandidaat Achternaam1')
})

test('every certificate has a number of its own that checks, and an event', async () => {
  await aReleasedRound(db, ['both', 'both'])
  const rows = await db.read.select().from(certificate)
  expect(new Set(rows.map(({ number }) => number)).size).toBe(4)
  for (const { number, id, personId } of rows) {
    expect(readNumber(number)).toBe(number)
    expect((await listEvents(db.read, { subject: id }, 5))[0]).toMatchObject({ what: 'certificate.issued', personId })
  }
  expect(await checkChains(db.read)).toEqual([])
})

test('everybody gets one mail for both tests, which leads to the results and names none', async () => {
  const { people, round } = await aReleasedRound(db, ['both', 'none'])
  const mails = (await db.read.select().from(mail)).filter(({ kind }) => kind === 'results')
  expect(mails.map(({ personId }) => personId).sort()).toEqual([idOf(people, 0), idOf(people, 1)].sort())
  for (const { body, subject } of mails) {
    expect(subject).toContain(round.name)
    expect(body.match(/\{site\}\/results\//g)).toHaveLength(2)
    expect(body).not.toMatch(/voldoende|punten|cijfer/)
  }
})

test('of two staff members who agree at the same time one releases: no second certificate, no second mail', async () => {
  const { releaseId, agreer } = await aProposedRelease(db, ['both'])
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => db.write((tx) => releaseRound(tx, releaseId, agreer.id, AFTER))))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.read.select().from(certificate)).toHaveLength(2)
  expect((await db.read.select().from(mail)).filter(({ kind }) => kind === 'results')).toHaveLength(1)
})

test('who proposed cannot agree, and then nothing happened', async () => {
  const { releaseId, proposer } = await aProposedRelease(db, ['both'])
  await expect(db.write((tx) => releaseRound(tx, releaseId, proposer.id, AFTER))).rejects.toThrow('secondPersonNeeded')
  expect(await db.read.select().from(certificate)).toEqual([])
  expect((await db.read.select().from(mail)).filter(({ kind }) => kind === 'results' || kind === 'retakeOffer')).toEqual([])
  expect(await db.read.select().from(result)).toEqual([])
})

test('who has a certificate for a test gets no second one; after revoking one may be issued again', async () => {
  const { people, round } = await aReleasedRound(db, ['case'])
  const personId = idOf(people, 0)
  const [first] = await listCertificates(db.read, personId)
  const released = (await db.read.select().from(result)).filter(({ sufficient }) => !sufficient)[0]
  if (!first || !released) throw new Error('a certificate and a second result were expected')
  const again = [{ resultId: released.id, attemptId: released.attemptId, personId, enrolmentId: 'e', roundId: round.id, kind: 'case' as const, sufficient: true }]
  await db.write((tx) => issueCertificates(tx, again, AFTER))
  expect(await listCertificates(db.read, personId)).toHaveLength(1)
  await db.write((tx) => revokeCertificate(tx, { certificateId: first.id, reason: 'vergissing' }, 's1', AFTER))
  await db.write((tx) => issueCertificates(tx, again, AFTER))
  expect(await listCertificates(db.read, personId)).toHaveLength(2)
})

test('a certificate is revoked once; the reason stays out of the audit log', async () => {
  const { people } = await aReleasedRound(db, ['case'])
  const [first] = await listCertificates(db.read, idOf(people, 0))
  if (!first) throw new Error('a certificate was expected')
  const revoke = () => db.write((tx) => revokeCertificate(tx, { certificateId: first.id, reason: 'geheime reden' }, 's1', AFTER))
  const outcomes = await Promise.allSettled([revoke(), revoke()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await findByNumber(db.read, first.number)).toMatchObject({ revokedAt: AFTER })
  const events = await listEvents(db.read, { subject: first.id }, 9)
  expect(events.map(({ what }) => what)).toEqual(['certificate.revoked', 'certificate.issued'])
  expect(JSON.stringify(events)).not.toContain('geheime')
})

test('a certificate is its holder’s alone', async () => {
  const { people } = await aReleasedRound(db, ['case', 'none'])
  const [first] = await listCertificates(db.read, idOf(people, 0))
  await expect(getOwnCertificate(db.read, first?.id ?? '', idOf(people, 1))).rejects.toThrow('notFound')
})
