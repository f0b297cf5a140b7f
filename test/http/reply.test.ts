/** Pages come compressed for who takes that, and are the same page. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const ask = (path: string, accepted?: string) => app.visitor()(path, { headers: accepted === undefined ? {} : { 'Accept-Encoding': accepted } })
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('a page', () => {
  test.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
  ])('asked with "%s" comes as %s, at less than half the size', async (accepted, coding, unpack) => {
    const plain = await bodyOf(await ask('/terms'))
    const response = await ask('/terms', accepted)
    expect(response.headers.get('Content-Encoding')).toBe(coding)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=UTF-8')
    const packed = await bodyOf(response)
    expect(Number(response.headers.get('Content-Length'))).toBe(packed.byteLength)
    expect(packed.byteLength).toBeLessThan(plain.byteLength / 2)
    expect(unpack(packed)).toEqual(plain)
  })

  test.each([undefined, 'identity', 'br;q=0'])('asked with "%s" comes as it is', async (accepted) => {
    const response = await ask('/terms', accepted)
    expect(response.headers.get('Content-Encoding')).toBeNull()
    expect((await bodyOf(response)).toString('utf8')).toMatch(/^<!doctype html>.*<\/html>$/s)
  })

  test('tells caches that it differs by what is accepted', async () => {
    for (const accepted of [undefined, 'br']) expect((await ask('/terms', accepted)).headers.get('Vary')).toBe('Accept-Encoding')
  })

  test('that refuses keeps its status when it is compressed', async () => {
    const response = await ask('/nowhere', 'br')
    expect(response.status).toBe(404)
    expect(response.headers.get('Content-Encoding')).toBe('br')
    expect(brotliDecompressSync(await bodyOf(response)).toString('utf8')).toContain('</html>')
  })
})
