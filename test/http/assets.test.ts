import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetRoutes, loadAssets } from '../../src/http/assets.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assets-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function publicFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const made = await mkdtemp(join(folder, 'public-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(made, name), text)
  return made
}

async function serving(files: Readonly<Record<string, string>>) {
  const assets = await loadAssets(await publicFolder(files))
  const app = assetRoutes(assets)
  const get = (name: string, headers: Record<string, string> = {}) => app.request(assets.asset(name), { headers })
  return { assets, app, get }
}

describe('the real public files', () => {
  test('the stylesheet points at fingerprinted fonts that are served', async () => {
    const assets = await loadAssets()
    const app = assetRoutes(assets)
    const css = await (await app.request(assets.asset('style.css'))).text()
    const fonts = [...css.matchAll(/url\(["']?\.\/([^"')]+\.woff2)/g)].map(([, file]) => `/assets/${file}`)
    expect(fonts).toHaveLength(4)
    // A font that takes the place of another moves what somebody reads.
    expect([...css.matchAll(/font-display:\s*(\w+)/g)].map(([, how]) => how)).toEqual(fonts.map(() => 'optional'))
    for (const font of fonts) {
      const reply = await app.request(font)
      expect(reply.status).toBe(200)
      expect(reply.headers.get('Content-Type')).toBe('font/woff2')
    }
  })

  test('htmx comes from its npm package', async () => {
    const assets = await loadAssets()
    const reply = await assetRoutes(assets).request(assets.asset('htmx.js'))
    expect(reply.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    expect(await reply.text()).toContain('htmx')
  })
})

test('an address changes with the content and only then', async () => {
  const one = await serving({ 'style.css': 'a{}' })
  const same = await serving({ 'style.css': 'a{}' })
  const other = await serving({ 'style.css': 'b{}' })
  expect(one.assets.asset('style.css')).toMatch(/^\/assets\/style-[0-9a-f]{16}\.css$/)
  expect(same.assets.asset('style.css')).toBe(one.assets.asset('style.css'))
  expect(other.assets.asset('style.css')).not.toBe(one.assets.asset('style.css'))
})

test('a file may be kept for good, and says so', async () => {
  const { get } = await serving({ 'style.css': 'a{}' })
  const reply = await get('style.css')
  expect(reply.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
  expect(reply.headers.get('Content-Type')).toBe('text/css; charset=utf-8')
})

test('brotli goes before gzip, gzip before nothing, and weight zero is a no', async () => {
  const text = 'a { color: red }\n'.repeat(50)
  const { get } = await serving({ 'style.css': text })
  const bytes = async (reply: Response) => Buffer.from(await reply.arrayBuffer())
  const brotli = await get('style.css', { 'Accept-Encoding': 'gzip, deflate, br' })
  expect(brotli.headers.get('Content-Encoding')).toBe('br')
  expect(brotli.headers.get('Vary')).toBe('Accept-Encoding')
  expect(brotliDecompressSync(await bytes(brotli)).toString()).toBe(text)
  const gzip = await get('style.css', { 'Accept-Encoding': 'br;q=0, gzip;q=0.5' })
  expect(gzip.headers.get('Content-Encoding')).toBe('gzip')
  expect(gunzipSync(await bytes(gzip)).toString()).toBe(text)
  const plain = await get('style.css')
  expect(plain.headers.get('Content-Encoding')).toBeNull()
  expect(await plain.text()).toBe(text)
})

test('each coding has an ETag of its own, and what the browser has is not sent again', async () => {
  const { get } = await serving({ 'style.css': 'a{}' })
  const plain = (await get('style.css')).headers.get('ETag') ?? ''
  const brotli = (await get('style.css', { 'Accept-Encoding': 'br' })).headers.get('ETag') ?? ''
  expect(plain).not.toBe(brotli)
  const again = await get('style.css', { 'Accept-Encoding': 'br', 'If-None-Match': `"old", W/${brotli}` })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  expect((await get('style.css', { 'Accept-Encoding': 'br', 'If-None-Match': plain })).status).toBe(200)
})

test('modules import each other by their fingerprinted names', async () => {
  const { assets, get } = await serving({
    'answer.js': "import { wait } from './wait.js'\nimport './clock.js'\nwait(() => import('./clock.js'))\nimport 'package'\n",
    'wait.js': "export { wait } from './clock.js'\n",
    'clock.js': 'export const wait = setTimeout\n',
  })
  const name = (file: string) => `./${assets.asset(file).slice('/assets/'.length)}`
  expect(await (await get('answer.js')).text()).toBe(
    `import { wait } from '${name('wait.js')}'\nimport '${name('clock.js')}'\nwait(() => import('${name('clock.js')}'))\nimport 'package'\n`,
  )
})

test('a module has another address when what it imports changes', async () => {
  const answer = "import './clock.js'\n"
  const one = await serving({ 'answer.js': answer, 'clock.js': '1' })
  const other = await serving({ 'answer.js': answer, 'clock.js': '2' })
  expect(one.assets.asset('answer.js')).not.toBe(other.assets.asset('answer.js'))
})

test.each([
  ['a stylesheet that needs a missing file', { 'style.css': 'a { background: url(gone.svg) }' }, 'There is no public file gone.svg'],
  ['a module that needs a missing file', { 'a.js': "import './gone.js'" }, 'There is no public file gone.js'],
  ['modules in a circle', { 'a.js': "import './b.js'", 'b.js': "import './a.js'" }, 'a.js → b.js → a.js'],
])('%s stops the program at its start', async (_, files, message) => {
  await expect(loadAssets(await publicFolder(files))).rejects.toThrow(message)
})

test('an unknown name is a mistake of the page, an unknown file a 404 of the visitor', async () => {
  const { assets, app } = await serving({ 'style.css': 'a{}' })
  expect(() => assets.asset('gone.css')).toThrow('There is no public file gone.css')
  const refused: unknown[] = []
  app.onError((error, c) => {
    refused.push(error)
    return c.body(null, 404)
  })
  for (const path of ['/assets/style.css', '/assets/style-0000000000000000.css', '/assets/..%2Fpackage.json']) {
    expect((await app.request(path)).status).toBe(404)
  }
  expect(refused).toHaveLength(3)
  expect(refused[0]).toMatchObject({ reason: 'notFound' })
})
