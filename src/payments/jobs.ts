import { MINUTE } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { expireHolds, giveUpStillborn, takeReport } from './actions.ts'
import { askStatus } from './asking.ts'
import type { PaymentPort } from './port.ts'
import { listOpenPayments } from './queries.ts'

/** How many payments one run asks about: a provider that does not answer keeps it for minutes, not longer. */
const ASKED_AT_ONCE = 20

/** Asks about payments that nobody reported, with growing pauses; no answer counts as asked. */
const reconcile = (port: PaymentPort) => async ({ db, now, log }: JobDeps): Promise<void> => {
  for (const payment of await listOpenPayments(db.read, now, ASKED_AT_ONCE)) {
    if (await db.write((tx) => giveUpStillborn(tx, payment, now))) continue
    const reported = await askStatus(port, payment, log)
    await db.write((tx) => takeReport(tx, payment.id, reported ?? 'open', now))
  }
}

export const paymentJobs = (port: PaymentPort): readonly Job[] => [
  { name: 'payments.reconcile', everyMs: MINUTE, run: reconcile(port) },
  {
    name: 'payments.expire',
    everyMs: MINUTE,
    run: async ({ db, now }) => {
      while ((await db.write((tx) => expireHolds(tx, now))) > 0);
    },
  },
]
