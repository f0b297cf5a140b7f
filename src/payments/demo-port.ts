import type { Database } from '../../db/database.ts'
import { paths } from '../../views/paths.ts'
import type { PaymentPort } from './port.ts'
import { ProviderFailure } from './port.ts'
import { addDemoCheckout, findDemoCheckout, putDemoRefund } from './queries.ts'

/**
 * The stand-in for the bank in the demonstration: a page of our own with four buttons, and a table that remembers what
 * was pressed, for every process that shares the database. No money moves.
 */
export function demoPort(db: Database): PaymentPort {
  return {
    provider: 'demo',
    async create({ amountCents, description, paymentId, returnUrl }) {
      const providerRef = `demo_${paymentId}`
      const row = { id: providerRef, amountCents, description, status: 'open', returnUrl, refundRef: null } as const
      await db.write((tx) => addDemoCheckout(tx, row))
      return { providerRef, checkoutUrl: paths.demoCheckout(providerRef) }
    },
    async status(providerRef) {
      return (await findDemoCheckout(db.read, providerRef))?.status ?? 'unknown'
    },
    async refund(providerRef) {
      const refundRef = `demo_re_${providerRef.slice('demo_'.length)}`
      const known = await findDemoCheckout(db.read, providerRef)
      if (known?.status !== 'paid') throw new ProviderFailure('the demonstration knows no such paid payment')
      await db.write((tx) => putDemoRefund(tx, providerRef, refundRef))
      return { refundRef }
    },
  }
}
