import { PaymentMethod, PaymentStatus, RefundStatus, createMollieClient } from '@mollie/api-client'
import type { PaymentPort, ProviderStatus } from './port.ts'
import { ProviderFailure } from './port.ts'

export interface MollieSettings {
  /** `test_…` or `live_…` */
  readonly apiKey: string
  /** The root of the API, https; Mollie's own without it. */
  readonly endpoint?: string | undefined
}

/** No answer within this time counts as a failure, ms. */
const PATIENCE = 10_000

const STATUS: Readonly<Record<PaymentStatus, ProviderStatus>> = {
  [PaymentStatus.open]: 'open',
  [PaymentStatus.pending]: 'open',
  [PaymentStatus.authorized]: 'open',
  [PaymentStatus.paid]: 'paid',
  [PaymentStatus.failed]: 'failed',
  [PaymentStatus.canceled]: 'cancelled',
  [PaymentStatus.expired]: 'expired',
}

/** 12500 → { currency: 'EUR', value: '125.00' } */
const euros = (cents: number) => ({ currency: 'EUR', value: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}` })

const statusCodeOf = (error: unknown): number | null =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : null

async function asking<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProviderFailure('mollie did not answer in time')), PATIENCE)
  })
  try {
    return await Promise.race([work(), tooLate])
  } catch (error) {
    if (error instanceof ProviderFailure) throw error
    throw new ProviderFailure(`mollie: ${statusCodeOf(error) ?? 'no answer'}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** iDEAL through Mollie. Everything that goes wrong there is a `ProviderFailure`. */
export function molliePort({ apiKey, endpoint }: MollieSettings): PaymentPort {
  const mollie = createMollieClient({ apiKey, ...(endpoint === undefined ? {} : { apiEndpoint: endpoint }) })

  // Its idempotency keys last an hour; asking first whether there is a refund holds for good.
  const refundOf = async (paymentId: string): Promise<string | undefined> => {
    const refunds = await mollie.paymentRefunds.page({ paymentId })
    return refunds.find(({ status }) => status !== RefundStatus.failed && status !== RefundStatus.canceled)?.id
  }

  return {
    provider: 'mollie',
    create: ({ amountCents, description, orderId, paymentId, returnUrl, webhookUrl }) =>
      asking(async () => {
        const made = await mollie.payments.create({
          amount: euros(amountCents),
          description,
          redirectUrl: returnUrl,
          webhookUrl,
          method: PaymentMethod.ideal,
          metadata: { orderId, paymentId },
          idempotencyKey: paymentId,
        })
        const checkoutUrl = made.getCheckoutUrl()
        if (!checkoutUrl) throw new ProviderFailure('mollie gave no checkout')
        return { providerRef: made.id, checkoutUrl }
      }),
    status: (providerRef) =>
      asking(async () => STATUS[(await mollie.payments.get(providerRef)).status]).catch((error: unknown) => {
        if (error instanceof ProviderFailure && statusCodeOf(error.cause) === 404) return 'unknown'
        throw error
      }),
    refund: (providerRef, amountCents) =>
      asking(async () => {
        const already = await refundOf(providerRef)
        if (already !== undefined) return { refundRef: already }
        const made = await mollie.paymentRefunds.create({ paymentId: providerRef, amount: euros(amountCents), idempotencyKey: `refund-${providerRef}` })
        return { refundRef: made.id }
      }),
  }
}
