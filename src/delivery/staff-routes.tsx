import { Hono } from 'hono'
import { AccommodationPage } from '../../views/delivery/accommodation.tsx'
import { ReceiptCheckPage, ReceiptSearchPage } from '../../views/delivery/receipt-check.tsx'
import { StaffAttemptPage } from '../../views/delivery/staff-attempt.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, submit } from '../http/form.ts'
import { allow, here, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { getPerson } from '../identity/queries.ts'
import { getPublishedForm } from '../papers/queries.ts'
import { listRounds } from '../rounds/queries.ts'
import { windowOf } from '../rounds/rounds.ts'
import { placeAgain, setAccommodation, voidAttempt } from './exceptions.ts'
import { AccommodationForm, PlaceForm, ReasonForm } from './forms.ts'
import { receiptOf, sittingOf, testCardOf } from './presenting.ts'
import { faultOfSeal } from './proving.ts'
import { findAccommodation, findSealByReceipt, getAttempt, hasResult, lastSealOf, listAnswers, listSeals, listUncounted } from './queries.ts'
import type { SealRow } from './queries.ts'
import { isEmpty } from './saving.ts'
import { digestOf, readReceiptCode, readSnapshot } from './sealing.ts'
import { limitsOf } from './sitting.ts'
import { supervisionOf } from './supervising.ts'

interface Settings {
  /** How long after the deadline a save still counts, ms. */
  readonly graceMs: number
}

const sealView = ({ receiptCode, sequence, at, by, sha256, snapshot }: SealRow) => ({
  receiptCode, sequence, at, by, sha256, intact: digestOf(snapshot) === sha256,
})

/** What was handed in where there is a readable seal, and else the work as it stands. */
function workOf(seal: SealRow | undefined, answers: Awaited<ReturnType<typeof listAnswers>>) {
  if (seal === undefined) return answers
  try {
    return readSnapshot(seal.snapshot).answers
  } catch {
    // A damaged snapshot is said to be broken beside its seal; the page still opens.
    return answers
  }
}

async function attemptPage(c: Ctx, { graceMs }: Settings, form: Form) {
  const { db: { read }, now } = c.var
  const timed = await getAttempt(read, c.req.param('id') ?? '')
  const { attempt } = timed
  const paper = await getPublishedForm(read, attempt.formId)
  const person = await getPerson(read, attempt.personId)
  const seals = await listSeals(read, attempt.id)
  const answers = await listAnswers(read, attempt.id)
  const rounds = attempt.voidedAt === null ? [] : (await listRounds(read)).filter((round) => round.calledOffAt === null && now < windowOf(round).endAt)
  const limits = limitsOf(timed, graceMs)
  const work = workOf(attempt.sealedAt === null ? undefined : seals[0], answers)
  const released = await hasResult(read, attempt.id)
  const counts = { answered: work.filter((answer) => !isEmpty(answer)).length, total: paper.questions.length }
  const shown = {
    sitting: sittingOf(paper, timed, limits, { answers: work, attachment: (key) => paths.paperAttachment(paper.id, key) }),
    card: testCardOf({ ...timed, title: paper.title }, limits, counts, now),
    candidateNumber: attempt.candidateNumber,
    person,
    round: { id: attempt.roundId, name: timed.roundName },
    startsAt: attempt.startsAt,
    extraMinutes: attempt.extraMinutes,
    incidentMinutes: attempt.incidentMinutes,
    openedAt: attempt.openedAt,
    lastSaveAt: answers.length === 0 ? null : Math.max(...answers.map(({ savedAt }) => savedAt)),
    seals: seals.map(sealView),
    uncounted: await listUncounted(read, attempt.id),
    voided: attempt.voidedAt === null ? null : { at: attempt.voidedAt, reason: attempt.voidReason ?? '', placed: attempt.placedEnrolmentId !== null },
    released,
    supervision: await supervisionOf(read, timed, released, now),
    rounds,
  }
  return <StaffAttemptPage here={here(c)} attempt={shown} form={form} />
}

/** The check of a code that was typed: on to its page, or the field again with what was typed. */
async function searchReceipt(c: Ctx) {
  const typed = c.req.query('code')
  if (typed === undefined) return page(c, <ReceiptSearchPage here={here(c)} form={emptyForm()} />)
  const code = readReceiptCode(typed)
  if (code !== null && (await findSealByReceipt(c.var.db.read, code))) return c.redirect(paths.receiptCheck(code), 303)
  return unknownReceipt(c, typed)
}

const unknownReceipt = (c: Ctx, code: string) => {
  const refusal = { reason: 'receiptUnknown', params: { code }, field: 'code', status: 404 } as const
  return page(c, <ReceiptSearchPage here={here(c)} form={{ typed: { code }, problems: [], refusal }} />, 404)
}

async function receiptPage(c: Ctx) {
  const { read } = c.var.db
  const typed = c.req.param('code') ?? ''
  const found = await findSealByReceipt(read, readReceiptCode(typed) ?? typed)
  if (found === undefined) return unknownReceipt(c, typed)
  const { seal, attempt } = found
  const paper = await getPublishedForm(read, attempt.formId)
  const { name: personName } = await getPerson(read, attempt.personId)
  const view = sealView(seal)
  const fault = await faultOfSeal(read, seal)
  const counts = view.intact ? receiptOf(seal, paper) : { answered: 0, total: paper.questions.length }
  const receipt = {
    ...view,
    fault,
    attemptId: attempt.id,
    kind: attempt.kind,
    candidateNumber: attempt.candidateNumber,
    personName,
    superseded: (await lastSealOf(read, attempt.id))?.id !== seal.id,
    answered: counts.answered,
    total: counts.total,
    computed: digestOf(seal.snapshot),
  }
  return page(c, <ReceiptCheckPage here={here(c)} receipt={receipt} />)
}

async function accommodationPage(c: Ctx, form: Form | null) {
  const { read } = c.var.db
  const person = await getPerson(read, c.req.param('id') ?? '')
  const known = await findAccommodation(read, person.id)
  const typed = { extraPercent: String(known?.extraPercent ?? 0), extraMinutes: String(known?.extraMinutes ?? 0) }
  return <AccommodationPage here={here(c)} person={person} form={form ?? emptyForm(typed)} />
}

/** What the office does about one test, and about somebody's extra time. */
export const deliveryStaffRoutes = (settings: Settings) =>
  new Hono<Env>()
    .get('/staff/attempts/:id', allow('staff'), async (c) => page(c, await attemptPage(c, settings, emptyForm())))
    .post('/staff/attempts/:id/voiding', allow('staff'), async (c) => {
      const { db, now } = c.var
      const attemptId = c.req.param('id')
      await getAttempt(db.read, attemptId)
      return submit(c, ReasonForm, {
        act: ({ reason }) => db.write((tx) => voidAttempt(tx, { attemptId, reason }, viewerOf(c).personId, now)),
        done: () => paths.attemptStaff(attemptId),
        again: (form) => attemptPage(c, settings, form),
      })
    })
    .post('/staff/attempts/:id/place', allow('staff'), async (c) => {
      const { db, now } = c.var
      const attemptId = c.req.param('id')
      const { attempt } = await getAttempt(db.read, attemptId)
      return submit(c, PlaceForm, {
        act: ({ roundId }) => db.write((tx) => placeAgain(tx, { attemptId, roundId }, viewerOf(c).personId, now)),
        done: () => paths.person(attempt.personId),
        again: (form) => attemptPage(c, settings, form),
      })
    })
    .get('/receipts', allow('staff'), searchReceipt)
    .get('/receipts/:code', allow('staff'), receiptPage)
    .get('/staff/people/:id/accommodation', allow('staff'), async (c) => page(c, await accommodationPage(c, null)))
    .post('/staff/people/:id/accommodation', allow('staff'), async (c) => {
      const { db, now } = c.var
      const { id: personId } = await getPerson(db.read, c.req.param('id'))
      return submit(c, AccommodationForm, {
        act: (values) => db.write((tx) => setAccommodation(tx, { personId, ...values }, viewerOf(c).personId, now)),
        done: () => paths.person(personId),
        again: (form) => accommodationPage(c, form),
      })
    })
