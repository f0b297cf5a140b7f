import { Hono } from 'hono'
import { z } from 'zod'
import { RevocationPage } from '../../views/certificates/revocation.tsx'
import { sheetOf } from '../../views/certificates/sheet.ts'
import { VerifiedPage, VerifyPage } from '../../views/certificates/verify.tsx'
import { paths } from '../../views/paths.ts'
import type { Config } from '../config.ts'
import type { Env } from '../http/env.ts'
import { emptyForm, someText, submit } from '../http/form.ts'
import { clientOf, limit } from '../http/limits.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import { translator } from '../language/translate.ts'
import { Refusal } from '../refusal.ts'
import { lapseRelease } from '../results/actions.ts'
import { mustBeReleaseOf, releaseRound, revokeCertificate } from './actions.ts'
import { readNumber } from './number.ts'
import { openPdfMaker } from './pdf.ts'
import type { PdfMaker } from './pdf.ts'
import { findByNumber, getCertificate, getOwnCertificate } from './queries.ts'

/** Enough for who checks a pile of certificates, far too few for guessing. */
const CHECKS_A_MINUTE = 30

const RevocationForm = z.object({ reason: someText(500) })

/** @param deps `pdf`: draws the sheets; a thread of its own unless told */
export const certificateRoutes = ({ config, pdf = openPdfMaker() }: { config: Pick<Config, 'baseUrl' | 'trustProxy'>; pdf?: PdfMaker }) => {
  const checks = limit(CHECKS_A_MINUTE, 60)
  return new Hono<Env>()
    .get('/certificates/:id/pdf', allow('candidate', 'staff'), async (c) => {
      const { personId, roles } = viewerOf(c)
      const { read } = c.var.db
      const id = c.req.param('id')
      const found = roles.includes('staff') ? await getCertificate(read, id) : await getOwnCertificate(read, id, personId)
      if (found.certificate.revokedAt !== null) throw new Refusal('certificateRevoked')
      const address = `${config.baseUrl}${paths.verifyNumber(found.certificate.number)}`
      const bytes = await pdf.make(sheetOf(translator(found.language), { ...found.certificate, roundName: found.roundName }, address))
      return c.body(bytes, 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename="${found.certificate.number}.pdf"`,
        'Cache-Control': 'private, no-store',
      })
    })
    .get('/verify', async (c) => {
      const typed = c.req.query('number')?.slice(0, 100).trim()
      if (typed) return c.redirect(paths.verifyNumber(readNumber(typed) ?? typed), 303)
      const problems = typed === '' ? [{ field: 'number', key: 'problem.required' as const }] : []
      return page(c, <VerifyPage here={here(c)} form={{ ...emptyForm(), problems }} />, typed === '' ? 422 : 200)
    })
    .get('/verify/:number', async (c) => {
      await checks.spend(c, clientOf(c, config.trustProxy))
      const typed = c.req.param('number').slice(0, 100)
      const number = readNumber(typed)
      const found = number === null ? undefined : await findByNumber(c.var.db.read, number)
      return page(c, <VerifiedPage here={here(c)} typed={number ?? typed} found={found} />, found ? 200 : 404)
    })
    .get('/staff/certificates/:id/revocation', allow('staff'), async (c) => {
      const { certificate } = await getCertificate(c.var.db.read, c.req.param('id'))
      return page(c, <RevocationPage here={here(c)} form={emptyForm()} certificate={certificate} />)
    })
    .post('/staff/certificates/:id/revocation', allow('staff'), async (c) => {
      const { db, now } = c.var
      const { certificate } = await getCertificate(db.read, c.req.param('id'))
      return submit(c, RevocationForm, {
        act: ({ reason }) =>
          db.write((tx) => revokeCertificate(tx, { certificateId: certificate.id, reason }, viewerOf(c).personId, now)),
        done: () => paths.person(certificate.personId),
        again: (form) => <RevocationPage here={here(c)} form={form} certificate={certificate} />,
      })
    })
    .post('/staff/rounds/:id/release/:releaseId/agreement', allow('staff'), async (c) => {
      const { db, now } = c.var
      const { id: roundId, releaseId } = c.req.param()
      const { personId } = viewerOf(c)
      await mustBeReleaseOf(db.read, releaseId, roundId)
      try {
        await db.write((tx) => releaseRound(tx, releaseId, personId, now))
      } catch (error) {
        // The refusal took everything back; that the proposal is over must stay.
        if (error instanceof Refusal && error.reason === 'releaseChanged') await db.write((tx) => lapseRelease(tx, releaseId, personId, now))
        throw error
      }
      return c.redirect(paths.roundRelease(roundId), 303)
    })
}
