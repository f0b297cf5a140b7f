import type { Logger } from 'pino'
import type { Payment } from './payments.ts'
import type { PaymentPort, ProviderStatus } from './port.ts'
import { ProviderFailure } from './port.ts'

/** What the provider answered; `null` when it failed, which is logged by our own id of the payment. */
async function answered<T>(work: () => Promise<T>, about: { readonly paymentId: string; readonly asked: string }, log: Logger): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error
    log.warn({ ...about, cause: error.message }, 'payment provider failed')
    return null
  }
}

/**
 * How the provider says a payment stands.
 *
 * @returns `null` when it was not made there, or the provider did not answer
 */
export async function askStatus(port: PaymentPort, payment: Payment, log: Logger): Promise<ProviderStatus | null> {
  const { id, provider, providerRef } = payment
  if (providerRef === null || provider !== port.provider) return null
  return answered(() => port.status(providerRef), { paymentId: id, asked: 'status' }, log)
}

/** Makes a payment at the provider. @returns `null` when that failed: nobody can pay it */
export const askForCheckout = (port: PaymentPort, wanted: Parameters<PaymentPort['create']>[0], log: Logger) =>
  answered(() => port.create(wanted), { paymentId: wanted.paymentId, asked: 'create' }, log)

/** Pays back at the provider. @returns `null` when that failed, or when it was paid to another provider */
export async function askForRefund(port: PaymentPort, payment: Payment & { readonly providerRef: string }, log: Logger) {
  const { id, provider, providerRef, amountCents } = payment
  if (provider !== port.provider) return null
  return answered(() => port.refund(providerRef, amountCents), { paymentId: id, asked: 'refund' }, log)
}
