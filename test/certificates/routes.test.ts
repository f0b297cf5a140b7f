import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { certificate } from '../../db/schema/certificates.ts'
import { release } from '../../db/schema/results.ts'
import { setPassMark } from '../../src/grading/actions.ts'
import { listCertificates } from '../../src/certificates/queries.ts'
import { HOUR } from '../../src/clock.ts'
import { paths } from '../../views/paths.ts'
import { startApp } from '../support/app.ts'
import { aPerson } from '../support/builders.ts'
import { AFTER, aStaffMember } from '../support/grading.ts'
import { aProposedRelease, aReleasedRound } from '../support/release.ts'
import type { Passes } from '../support/release.ts'

// The drawing thread takes a second to start, and more while everything else is tested too.
vi.setConfig({ testTimeout: 30_000 })

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp({ now: AFTER + HOUR })
})
afterEach(() => app.stop())

async function holder(passes: Passes = 'case') {
  const { people, proposer } = await aReleasedRound(app.db, [passes])
  const person = people[0]?.person
  if (!person) throw new Error('one person was expected')
  const [first] = await listCertificates(app.db.read, person.id)
  if (!first) throw new Error('a certificate was expected')
  return { person, staff: proposer, first }
}

test('a holder downloads their own certificate, staff too, somebody else finds nothing', async () => {
  const { person, staff, first } = await holder()
  for (const who of [person, staff]) {
    const answer = await app.as(who)(paths.certificatePdf(first.id))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('application/pdf')
    expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename="${first.number}.pdf"`)
    expect(answer.headers.get('Cache-Control')).toContain('no-store')
    expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-')
  }
  const other = await aPerson(app.db)
  expect((await app.as(other)(paths.certificatePdf(first.id))).status).toBe(404)
  expect((await app.visitor()(paths.certificatePdf(first.id))).status).toBe(401)
})

test('anybody checks a number, however it is typed, and sees holder, test and date', async () => {
  const { first } = await holder()
  const typed = ` ${first.number.toLowerCase().replaceAll('-', ' ')} `
  const there = await app.visitor()(`${paths.verify()}?number=${encodeURIComponent(typed)}`)
  expect([there.status, there.headers.get('Location')]).toEqual([303, paths.verifyNumber(first.number)])
  const shown = await app.visitor()(paths.verifyNumber(first.number))
  expect(shown.status).toBe(200)
  const html = await shown.text()
  expect(html).toContain('Dit certificaat is echt en geldig')
  expect(html).toContain(first.holderName)
  expect(html).toContain('25 november 2026')
})

test('an unknown number is not found, says so, and keeps what was typed', async () => {
  const answer = await app.visitor()(paths.verifyNumber('bcmb 2026 <b>'))
  expect(answer.status).toBe(404)
  const html = await answer.text()
  expect(html).toContain('Dit nummer kennen wij niet')
  expect(html).toContain('value="bcmb 2026 &lt;b&gt;"')
  expect((await app.visitor()(`${paths.verify()}?number=`)).status).toBe(422)
  expect((await app.visitor()(paths.verify())).status).toBe(200)
})

test('who keeps guessing numbers is asked to wait', async () => {
  const visit = app.visitor()
  for (let count = 0; count < 30; count++) expect((await visit(paths.verifyNumber('x'))).status).toBe(404)
  const answer = await visit(paths.verifyNumber('x'))
  expect(answer.status).toBe(429)
  expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/)
})

test('staff revoke with a reason: checking says so, the download stops', async () => {
  const { person, staff, first } = await holder()
  const office = app.as(staff)
  expect((await office(paths.certificateRevocation(first.id))).status).toBe(200)
  const without = await office(paths.certificateRevocation(first.id), { form: { reason: '  ' } })
  expect(without.status).toBe(422)
  const done = await office(paths.certificateRevocation(first.id), { form: { reason: 'Op verkeerde naam' } })
  expect([done.status, done.headers.get('Location')]).toEqual([303, paths.person(person.id)])
  const again = await office(paths.certificateRevocation(first.id), { form: { reason: 'Nog eens' } })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('Nog eens')
  expect(await (await app.visitor()(paths.verifyNumber(first.number))).text()).toContain('niet meer geldig')
  expect((await app.as(person)(paths.certificatePdf(first.id))).status).toBe(409)
  expect((await app.as(person)(paths.certificateRevocation(first.id))).status).toBe(403)
})

test('a second staff member agrees on the page: everything is out at once', async () => {
  const { round, releaseId, proposer, agreer } = await aProposedRelease(app.db, ['both'])
  const path = paths.releaseAgreement(round.id, releaseId)
  expect((await app.as(proposer)(path, { form: {} })).status).toBe(409)
  expect((await app.as(agreer)(paths.releaseAgreement('another', releaseId), { form: {} })).status).toBe(404)
  const done = await app.as(agreer)(path, { form: {} })
  expect([done.status, done.headers.get('Location')]).toEqual([303, paths.roundRelease(round.id)])
  expect(await app.db.read.select().from(certificate)).toHaveLength(2)
  const mails = (await app.mails()).filter(({ kind }) => kind === 'results' || kind === 'retakeOffer')
  expect(mails.map(({ kind }) => kind)).toEqual(['results'])
  expect(mails[0]?.body).toContain(`${app.config.baseUrl}/results/`)
})

test('a proposal that was overtaken is refused and noted as over', async () => {
  const { round, forms, releaseId, agreer } = await aProposedRelease(app.db, ['both'])
  const third = await aStaffMember(app.db, 'Derde')
  await app.db.write((tx) => setPassMark(tx, { roundId: round.id, formId: forms[0].id, points: 1900, reason: 'anders' }, third.id, AFTER))
  const answer = await app.as(agreer)(paths.releaseAgreement(round.id, releaseId), { form: {} })
  expect(answer.status).toBe(409)
  expect((await app.db.read.select().from(release))[0]).toMatchObject({ agreedAt: null, lapsedAt: AFTER + HOUR })
  expect(await app.db.read.select().from(certificate)).toEqual([])
})
