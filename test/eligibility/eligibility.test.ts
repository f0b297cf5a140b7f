import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { mail } from '../../db/schema/mail.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { importExemptions, mustBeEligible, recordMasterclass, withdrawMasterclass } from '../../src/eligibility/actions.ts'
import { missingMasterclasses } from '../../src/eligibility/eligibility.ts'
import type { GivenMasterclass } from '../../src/eligibility/eligibility.ts'
import { listExemptionRules, listMasterclasses } from '../../src/eligibility/queries.ts'
import { createPerson } from '../../src/identity/actions.ts'
import { putPerson } from '../../src/identity/queries.ts'
import { freshDatabase } from '../support/database.ts'
import { seed } from '../support/papers.ts'

const NOW = Date.UTC(2026, 5, 15, 21, 59, 59)

let db: Database
let personId: string
beforeEach(async () => {
  db = await freshDatabase()
  await db.write((tx) => importExemptions(tx, seed('exemptions.json')))
  personId = await db.write(async (tx) => {
    const made = await createPerson(tx, { name: 'Kim', email: 'kim@voorbeeld.nl', language: 'nl', roles: ['candidate'] }, 'staff', NOW)
    return made.id
  })
})
afterEach(() => db.close())

const certificate = (masterclass: number, more: { obtainedOn?: string } = {}): GivenMasterclass => ({
  personId, masterclass, basis: 'certificate', programme: 'A', obtainedOn: '2026-01-10', ...more,
})
const exemption = (masterclass: number, exemptionRuleId: string): GivenMasterclass => ({
  personId, masterclass, basis: 'exemption', exemptionRuleId, grantedBy: 'Registerplein', obtainedOn: '2026-01-10',
})
const recorded = (given: GivenMasterclass) => db.write((tx) => recordMasterclass(tx, given, 'staff', NOW))

test('who has four masterclasses that were not withdrawn misses none', () => {
  const have = (...numbers: number[]) => numbers.map((masterclass) => ({ masterclass, withdrawnAt: null }))
  expect(missingMasterclasses([])).toEqual([1, 2, 3, 4])
  expect(missingMasterclasses(have(4, 1))).toEqual([2, 3])
  expect(missingMasterclasses(have(1, 2, 3, 4))).toEqual([])
  expect(missingMasterclasses([...have(1, 2, 3), { masterclass: 4, withdrawnAt: 5 }])).toEqual([4])
})

test('certificates of A and B programmes and exemptions make somebody eligible together', async () => {
  await expect(mustBeEligible(db.read, personId)).rejects.toMatchObject({ reason: 'notEligible', params: { missing: '1, 2, 3, 4' } })
  await recorded(certificate(1))
  await recorded(exemption(2, 'mantelzorgmakelaar'))
  await recorded({ ...certificate(3), basis: 'certificate', programme: 'B' })
  await expect(mustBeEligible(db.read, personId)).rejects.toMatchObject({ params: { missing: '4' } })
  await recorded(exemption(4, 'verpleegkundige'))
  await mustBeEligible(db.read, personId)
})

test('an informal-care broker is exempt from masterclass 2, a nurse from 4, and from no others', async () => {
  const rules = await listExemptionRules(db.read)
  expect(rules.map(({ id, masterclass }) => [id, masterclass])).toEqual([['mantelzorgmakelaar', 2], ['verpleegkundige', 4]])
  for (const rule of rules) {
    for (const masterclass of [1, 2, 3, 4].filter((one) => one !== rule.masterclass)) {
      await expect(recorded(exemption(masterclass, rule.id))).rejects.toMatchObject({ reason: 'exemptionNotFor', params: { covers: rule.masterclass }, field: 'basis' })
    }
  }
  await expect(recorded(exemption(2, 'leraar'))).rejects.toMatchObject({ reason: 'exemptionUnknown' })
})

test('the exemptions may be taken in again', async () => {
  await db.write((tx) => importExemptions(tx, seed('exemptions.json')))
  expect(await listExemptionRules(db.read)).toHaveLength(2)
})

test('a certificate is dated today at the latest, on the Dutch calendar', async () => {
  await expect(recorded(certificate(1, { obtainedOn: '2026-06-16' }))).rejects.toMatchObject({ reason: 'masterclassDateAhead', field: 'obtainedOn' })
  await recorded(certificate(1, { obtainedOn: '2026-06-15' }))
  await db.write((tx) => recordMasterclass(tx, certificate(2, { obtainedOn: '2026-06-16' }), 'staff', NOW + 1_000))
})

test('a masterclass is recorded once; of two racing records one is refused', async () => {
  const outcomes = await Promise.allSettled([recorded(certificate(1)), recorded(certificate(1))])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(recorded(certificate(1))).rejects.toMatchObject({ reason: 'masterclassTaken', params: { masterclass: 1 } })
  expect(await listMasterclasses(db.read, personId)).toHaveLength(1)
})

test('a withdrawn record stays, no longer counts, and can be made anew', async () => {
  const recordId = await recorded(certificate(1))
  const withdraw = (of = personId) => db.write((tx) => withdrawMasterclass(tx, { personId: of, recordId }, 'staff', NOW + 1))
  await expect(withdraw('somebody else')).rejects.toMatchObject({ reason: 'notFound' })
  await withdraw()
  await expect(withdraw()).rejects.toMatchObject({ reason: 'masterclassWithdrawn' })
  await recorded(certificate(1))
  expect((await listMasterclasses(db.read, personId)).map(({ withdrawnAt }) => withdrawnAt)).toEqual([NOW + 1, null])
})

test('recording and withdrawing are noted in the audit log, without who granted it', async () => {
  const recordId = await recorded(exemption(4, 'verpleegkundige'))
  await db.write((tx) => withdrawMasterclass(tx, { personId, recordId }, 'staff', NOW))
  const events = await listEvents(db.read, { subject: recordId }, 10)
  expect(events.map(({ what }) => what)).toEqual(['masterclass.withdrawn', 'masterclass.recorded'])
  expect(events[1]).toMatchObject({
    actor: 'staff', personId, after: { masterclass: 4, basis: 'exemption', exemptionRuleId: 'verpleegkundige', obtainedOn: '2026-01-10' },
  })
  expect(JSON.stringify(events)).not.toContain('Registerplein')
})

test('nobody’s masterclass is refused', async () => {
  await expect(recorded({ ...certificate(1), personId: 'nobody' })).rejects.toMatchObject({ reason: 'notFound' })
})

test.each([
  ['nl', 'Je kunt je inschrijven voor de toetsen', 'Je hebt alle vier de masterclasses'],
  ['en', 'You can enrol for the tests', 'You have all four masterclasses'],
] as const)('the fourth masterclass, whichever it is, invites its candidate to enrol, in their own language (%s)', async (language, subject, told) => {
  await db.write((tx) => putPerson(tx, personId, { language }))
  for (const masterclass of [4, 1, 3]) await recorded(certificate(masterclass))
  expect(await invitations()).toEqual([])
  await recorded(exemption(2, 'mantelzorgmakelaar'))
  expect(await invitations()).toMatchObject([{ recipient: 'kim@voorbeeld.nl', subject, body: expect.stringContaining(told) }])
})

test('the invitation comes once: not again when a record is taken back and made anew', async () => {
  for (const masterclass of [1, 2, 3, 4]) await recorded(certificate(masterclass))
  const fourth = (await listMasterclasses(db.read, personId)).find(({ masterclass }) => masterclass === 4)
  await db.write((tx) => withdrawMasterclass(tx, { personId, recordId: fourth?.id ?? '' }, 'staff', NOW))
  await recorded(exemption(4, 'verpleegkundige'))
  await mustBeEligible(db.read, personId)
  expect(await invitations()).toHaveLength(1)
})

test('what is refused invites nobody: the mail and the record stand or fall together', async () => {
  for (const masterclass of [1, 2, 3]) await recorded(certificate(masterclass))
  await expect(recorded(certificate(4, { obtainedOn: '2027-01-01' }))).rejects.toMatchObject({ reason: 'masterclassDateAhead' })
  const half = db.write(async (tx) => {
    await recordMasterclass(tx, certificate(4), 'staff', NOW)
    throw new Error('later in the same transaction')
  })
  await expect(half).rejects.toThrow('later in the same transaction')
  expect(await invitations()).toEqual([])
})

const invitations = async () => (await db.read.select().from(mail).where(eq(mail.personId, personId))).filter(({ kind }) => kind === 'eligible')
