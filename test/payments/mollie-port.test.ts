import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { molliePort } from '../../src/payments/mollie-port.ts'
import { ProviderFailure } from '../../src/payments/port.ts'
import { fakeMollie } from './fake-mollie.ts'
import type { Asked } from './fake-mollie.ts'

const trusted = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
beforeAll(() => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
})
afterAll(() => {
  if (trusted === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = trusted
})

const KEY = `test_${'x'.repeat(30)}`
const wanted = {
  amountCents: 12_505, description: 'Toetsronde BCMB TR-2026-AAAA-BBBB', orderId: 'o1', paymentId: 'p1',
  returnUrl: 'https://toetsronde.example/orders/o1/return', webhookUrl: 'https://toetsronde.example/webhooks/payments',
}

let stop: (() => Promise<void>) | undefined
afterEach(async () => {
  await stop?.()
  stop = undefined
})

async function against(answerTo: (asked: Asked) => { status: number; json: unknown } | null) {
  const mollie = await fakeMollie(answerTo)
  stop = mollie.stop
  return { asked: mollie.asked, port: molliePort({ apiKey: KEY, endpoint: mollie.endpoint }) }
}

const paymentJson = (status: string) => ({
  resource: 'payment', id: 'tr_1', status, amount: { value: '125.05', currency: 'EUR' },
  _links: { checkout: { href: 'https://www.mollie.com/checkout/ideal/tr_1', type: 'text/html' } },
})

test('a payment is made with iDEAL alone, in whole cents, under a key that makes it once', async () => {
  const { asked, port } = await against(() => ({ status: 201, json: paymentJson('open') }))
  expect(await port.create(wanted)).toEqual({ providerRef: 'tr_1', checkoutUrl: 'https://www.mollie.com/checkout/ideal/tr_1' })
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject({
    method: 'POST', path: '/v2/payments', authorization: `Bearer ${KEY}`, idempotencyKey: 'p1',
    body: {
      amount: { currency: 'EUR', value: '125.05' }, description: wanted.description, method: 'ideal',
      redirectUrl: wanted.returnUrl, webhookUrl: wanted.webhookUrl, metadata: { orderId: 'o1', paymentId: 'p1' },
    },
  })
})

test.each([
  ['open', 'open'], ['pending', 'open'], ['authorized', 'open'], ['paid', 'paid'], ['failed', 'failed'], ['canceled', 'cancelled'], ['expired', 'expired'],
])('%s is %s to us', async (status, ours) => {
  const { port } = await against(() => ({ status: 200, json: paymentJson(status) }))
  expect(await port.status('tr_1')).toBe(ours)
})

test('a payment that Mollie does not know is unknown', async () => {
  const { port } = await against(() => ({ status: 404, json: { status: 404, title: 'Not Found', detail: 'No payment exists with token tr_1.' } }))
  expect(await port.status('tr_1')).toBe('unknown')
})

test('money goes back once: what Mollie has refunded already is not asked for again', async () => {
  const refunds: { id: string; status: string }[] = []
  const { asked, port } = await against(({ method }) => {
    if (method === 'POST') {
      refunds.push({ id: 're_1', status: 'pending' })
      return { status: 201, json: { resource: 'refund', id: 're_1', status: 'pending' } }
    }
    return { status: 200, json: { count: refunds.length, _embedded: { refunds: refunds.map((one) => ({ resource: 'refund', ...one })) }, _links: {} } }
  })
  expect(await port.refund('tr_1', 12_505)).toEqual({ refundRef: 're_1' })
  expect(await port.refund('tr_1', 12_505)).toEqual({ refundRef: 're_1' })
  const posts = asked.filter(({ method }) => method === 'POST')
  expect(posts).toHaveLength(1)
  expect(posts[0]).toMatchObject({ path: '/v2/payments/tr_1/refunds', idempotencyKey: 'refund-tr_1', body: { amount: { currency: 'EUR', value: '125.05' } } })
})

test('a refund that Mollie let fail does not count as one', async () => {
  const { port } = await against(({ method }) =>
    method === 'POST'
      ? { status: 201, json: { resource: 'refund', id: 're_2', status: 'pending' } }
      : { status: 200, json: { count: 1, _embedded: { refunds: [{ resource: 'refund', id: 're_1', status: 'failed' }] }, _links: {} } },
  )
  expect(await port.refund('tr_1', 12_505)).toEqual({ refundRef: 're_2' })
})

test('a refusal of Mollie and a line that is cut are failures of the provider, without its words', async () => {
  const refused = await against(() => ({ status: 422, json: { status: 422, title: 'Unprocessable', detail: 'The amount is lower than 0.01' } }))
  const error = await refused.port.create(wanted).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ProviderFailure)
  expect(error).toMatchObject({ message: 'mollie: 422' })
  await stop?.()
  const cut = await against(() => null)
  await expect(cut.port.status('tr_1')).rejects.toMatchObject({ name: 'ProviderFailure', message: 'mollie: no answer' })
})
