/** How a payment stands at the provider. `unknown`: the provider does not know this payment. */
export type ProviderStatus = 'open' | 'paid' | 'failed' | 'cancelled' | 'expired' | 'unknown'

/** A payment to be made at the provider. */
export interface WantedPayment {
  /** whole euro cents */
  readonly amountCents: number
  /** What the payer reads at the bank. */
  readonly description: string
  readonly orderId: string
  /** Ours. Asked twice with the same one, the provider makes one payment. */
  readonly paymentId: string
  /** Where the payer comes back, whatever happened. */
  readonly returnUrl: string
  /** Where the provider reports a change. */
  readonly webhookUrl: string
}

/**
 * What we need of a payment provider: iDEAL, and paying back. Its functions use the network, so they are never called
 * inside a transaction. Every failure is a `ProviderFailure`.
 */
export interface PaymentPort {
  readonly provider: 'mollie' | 'demo'
  create(wanted: WantedPayment): Promise<{ readonly providerRef: string; readonly checkoutUrl: string }>
  status(providerRef: string): Promise<ProviderStatus>
  /** Pays the whole amount back; asked twice, the money moves once. @param amountCents whole euro cents */
  refund(providerRef: string, amountCents: number): Promise<{ readonly refundRef: string }>
}

/** The provider did not do what was asked: out of reach, or it said no. Its words go to the log, never to the page. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
}
