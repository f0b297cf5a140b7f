/** Candidates, rounds and a bank for tests of enrolling and paying. */
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { mail } from '../../db/schema/mail.ts'
import { release, result } from '../../db/schema/results.ts'
import type { round } from '../../db/schema/rounds.ts'
import { DAY } from '../../src/clock.ts'
import { recordMasterclass } from '../../src/eligibility/actions.ts'
import { masterclasses } from '../../src/eligibility/eligibility.ts'
import { newId } from '../../src/ids.ts'
import type { TestKind } from '../../src/papers/content.ts'
import type { PaymentPort, ProviderStatus, WantedPayment } from '../../src/payments/port.ts'
import { ProviderFailure } from '../../src/payments/port.ts'
import { listRoundForms } from '../../src/rounds/queries.ts'
import type { Browser, startApp } from './app.ts'
import { NOW, aPerson, aRound } from './builders.ts'
import { casePaper, publishedPaper, reflectionPaper } from './papers.ts'

/** Somebody with all four masterclasses, or all but some. The invitation that they got is long read and gone. */
export async function aCandidate(db: Database, without: readonly number[] = []) {
  const person = await aPerson(db)
  for (const masterclass of masterclasses.filter((one) => !without.includes(one))) {
    const given = { personId: person.id, masterclass, basis: 'certificate', programme: 'A', obtainedOn: '2026-06-01' } as const
    await db.write((tx) => recordMasterclass(tx, given, 'staff', NOW))
  }
  await db.write((tx) => tx.delete(mail).where(eq(mail.personId, person.id)))
  return person
}

let papers = 0

/** A round that is open, with a paper of each kind; the window is 4 to 16 November 2026. */
export async function anOpenRound(db: Database, values: Partial<typeof round.$inferInsert> = {}) {
  papers += 1
  const caseForm = await db.write((tx) => publishedPaper(tx, casePaper(`c${papers}`), NOW))
  const reflectionForm = await db.write((tx) => publishedPaper(tx, reflectionPaper(`r${papers}`), NOW))
  return aRound(db, [caseForm, reflectionForm], values)
}

let attempts = 0

/** An attempt of this enrolment, with a released result or without. @returns its id */
export async function anAttempt(
  db: Database,
  { id: enrolmentId, personId, roundId }: { readonly id: string; readonly personId: string; readonly roundId: string },
  { kind, sufficient, voided }: { readonly kind: TestKind; readonly sufficient?: boolean; readonly voided?: boolean },
): Promise<string> {
  const form = (await listRoundForms(db.read, roundId)).find((one) => one.kind === kind)
  const attemptId = newId()
  attempts += 1
  await db.write(async (tx) => {
    await tx.insert(attempt).values({
      id: attemptId, enrolmentId, personId, roundId, formId: form?.formId ?? '', kind, candidateNumber: `n${attempts}`, startsAt: NOW - 5 * DAY,
      workingHours: 72, extraMinutes: 0, incidentMinutes: 0, voidedAt: voided === true ? NOW - DAY : null,
    })
    if (sufficient === undefined) return
    const releaseId = newId()
    await tx.insert(release).values({ id: releaseId, roundId, digest: 'd', proposedAt: NOW, proposedBy: 'a', agreedAt: NOW, agreedBy: 'b' })
    await tx.insert(result).values({
      id: newId(), attemptId, releaseId, sequence: 1, points: 10, maximumPoints: 20, passMark: 11, mark: 50, sufficient, detail: {}, releasedAt: NOW,
    })
  })
  return attemptId
}

/** A payment provider in memory: the test says how each payment stands there, and sees what was asked. */
export function aBank() {
  const payments = new Map<string, { wanted: WantedPayment; status: ProviderStatus; refundedCents: number }>()
  const refundOf = new Map<string, string>()
  const bank = {
    /** Every call fails while this is set. */
    isDown: false,
    asked: 0,
    /** The newest payment's id at the bank. */
    last: () => [...payments.keys()].at(-1) ?? '',
    set(ref: string, status: ProviderStatus) {
      const known = payments.get(ref)
      if (known) known.status = status
    },
    payments,
    /** What has been paid back, in cents. */
    refundedCents: () => [...payments.values()].reduce((sum, { refundedCents }) => sum + refundedCents, 0),
  }
  const answer = () => {
    if (bank.isDown) throw new ProviderFailure('down')
  }
  const port: PaymentPort = {
    provider: 'mollie',
    async create(wanted) {
      answer()
      const providerRef = `tr_${wanted.paymentId}`
      if (!payments.has(providerRef)) payments.set(providerRef, { wanted, status: 'open', refundedCents: 0 })
      return { providerRef, checkoutUrl: `https://bank.example/pay/${providerRef}` }
    },
    async status(ref) {
      answer()
      bank.asked += 1
      return payments.get(ref)?.status ?? 'unknown'
    },
    async refund(ref, amountCents) {
      answer()
      const known = payments.get(ref)
      if (known === undefined) throw new ProviderFailure('unknown')
      if (!refundOf.has(ref)) {
        known.refundedCents += amountCents
        refundOf.set(ref, `re_${ref}`)
      }
      return { refundRef: refundOf.get(ref) ?? '' }
    },
  }
  return { bank, port }
}

/** What a page says, white space folded. */
export const saysOf = async (response: Response) => (await response.text()).replace(/[\s\u00a0]+/g, ' ')

/** Where a reply leads. */
export const goesTo = (response: Response) => response.headers.get('Location') ?? ''

/** Enrols over the form. @returns the address of the order */
export async function enrolled(browser: Browser, roundId: string): Promise<string> {
  const response = await browser(`/rounds/${roundId}/enrolment`, { form: { agree: 'on' } })
  expect(response.status).toBe(303)
  return goesTo(response)
}

/** Begins a payment. @returns the bank's id for it */
export async function paying(bank: ReturnType<typeof aBank>['bank'], browser: Browser, orderPath: string): Promise<string> {
  expect((await browser(`${orderPath}/payments`, { form: {} })).status).toBe(303)
  return bank.last()
}

/** The provider says that something happened to a payment. */
export const webhook = ({ app }: Awaited<ReturnType<typeof startApp>>, id: string) =>
  app.request('/webhooks/payments', { method: 'POST', body: new URLSearchParams({ id }) })
