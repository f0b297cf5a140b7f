import { randomInt } from 'node:crypto'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import { theClock } from '../audit/audit.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { newId } from '../ids.ts'
import { dateAt } from '../local-time.ts'
import { Refusal, refuse } from '../refusal.ts'
import { agreeRelease } from '../results/actions.ts'
import type { Released } from '../results/actions.ts'
import { getRelease } from '../results/queries.ts'
import { offerRetakes } from '../retakes/actions.ts'
import { getRound } from '../rounds/queries.ts'
import { mailResults } from './mails.ts'
import { drawNumber } from './number.ts'
import { addCertificate, findByNumber, findNames, getCertificate, listLive, putRevoked } from './queries.ts'

/**
 * Issues a certificate for each sufficient result, in the name its holder has now. Who has one for that test already
 * gets no second one.
 */
export async function issueCertificates(tx: Db, results: readonly Released[], now: Instant, by: Actor = theClock): Promise<void> {
  const sufficient = results.filter((one) => one.sufficient)
  const personIds = [...new Set(sufficient.map(({ personId }) => personId))]
  const names = await findNames(tx, personIds)
  const has = new Set((await listLive(tx, personIds)).map(({ personId, kind }) => `${personId} ${kind}`))
  const issuedOn = dateAt(now)
  for (const { resultId, personId, roundId, kind } of sufficient) {
    if (has.has(`${personId} ${kind}`)) continue
    has.add(`${personId} ${kind}`)
    const [id, number] = [newId(), await drawFreeNumber(tx, Number(issuedOn.slice(0, 4)))]
    const holderName = names.get(personId) ?? refuse('notFound')
    await addCertificate(tx, { id, number, personId, resultId, kind, holderName, issuedOn, issuedAt: now })
    await record(tx, { at: now, by, what: 'certificate.issued', on: id, personId, roundId, after: { number, resultId, kind } })
  }
}

/** A number that no certificate has; the unique index stands behind it. */
async function drawFreeNumber(tx: Db, year: number): Promise<string> {
  const number = drawNumber(year, (below) => randomInt(below))
  return (await findByNumber(tx, number)) === undefined ? number : drawFreeNumber(tx, year)
}

/**
 * Revokes a certificate. It stays, and shows as revoked to whoever checks it.
 *
 * @param revoked `reason` is kept beside the certificate, not in the audit log
 * @throws Refusal `notFound`, `certificateRevoked` when it was revoked before
 */
export async function revokeCertificate(
  tx: Db, revoked: { readonly certificateId: string; readonly reason: string }, by: Actor, now: Instant,
): Promise<void> {
  const { certificate: { id, personId }, roundId } = await getCertificate(tx, revoked.certificateId)
  const isRevoked = await putRevoked(tx, id, { revokedAt: now, revokedBy: by, revokeReason: revoked.reason })
  if (!isRevoked) throw new Refusal('certificateRevoked')
  await record(tx, { at: now, by, what: 'certificate.revoked', on: id, personId, roundId, before: { revokedAt: null }, after: { revokedAt: now } })
}

/**
 * A second staff member agrees to a release, and everything that follows happens with it: the results are out, every
 * sufficient one has its certificate, who may retake is told so, and everybody gets one mail that the results are there.
 *
 * @throws Refusal what `agreeRelease` refuses
 */
export async function releaseRound(tx: Db, releaseId: string, by: string, now: Instant): Promise<void> {
  const { roundId, results } = await agreeRelease(tx, releaseId, by, now)
  await issueCertificates(tx, results, now, by)
  const { name } = await getRound(tx, roundId)
  await mailResults(tx, { releaseId, roundName: name, results }, now)
  await offerRetakes(tx, results, now)
}

/** @throws Refusal `notFound` unless this release is of this round */
export async function mustBeReleaseOf(db: Db, releaseId: string, roundId: string): Promise<void> {
  if ((await getRelease(db, releaseId)).roundId !== roundId) refuse('notFound')
}
