import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { Hono } from 'hono'
import { refuse } from '../refusal.ts'
import { codingFor, codings, packWell } from './coding.ts'
import type { Coding } from './coding.ts'
import type { Ctx, Env } from './env.ts'

interface Asset {
  /** What follows `/assets/`: name, fingerprint, extension. */
  readonly file: string
  readonly type: string
  readonly fingerprint: string
  readonly plain: Uint8Array<ArrayBuffer>
  /** Compressed copies; none for what is compressed already. */
  readonly packed: ReadonlyMap<Coding, Uint8Array<ArrayBuffer>>
}

export interface Assets {
  /** The fingerprinted address of a file by its plain name. @throws Error for a name that does not exist. */
  readonly asset: (name: string) => string
  /** The file behind `/assets/`, by its fingerprinted name. */
  readonly find: (file: string) => Asset | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.woff2': 'font/woff2',
}

const FONTS = ['latin-wght-normal', 'latin-ext-wght-normal', 'latin-wght-italic', 'latin-ext-wght-italic']

/**
 * Reads every public file into memory: `public/`, htmx and the fonts from their npm packages. Each gets an address
 * with the SHA-256 of its content in it; references in stylesheets and modules are rewritten to those addresses.
 *
 * @param folder where the public files are
 * @throws Error when a stylesheet or module refers to a file that does not exist, or modules import in a circle
 */
export async function loadAssets(folder = join(packageRoot(), 'public')): Promise<Assets> {
  const sources = await sourcesIn(folder)
  const made = new Map<string, Asset>()
  for (const name of sources.keys()) await make(name, sources, made, [])
  const byFile = new Map([...made.values()].map((asset) => [asset.file, asset]))
  return {
    asset: (name) => `/assets/${(made.get(name) ?? missing(name)).file}`,
    find: (file) => byFile.get(file),
  }
}

/** Where package.json lies, from the sources as well as from compiled files. */
function packageRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
}

type Sources = ReadonlyMap<string, Buffer>

async function sourcesIn(folder: string): Promise<Sources> {
  const resolve = createRequire(import.meta.url).resolve
  const names = (await readdir(folder)).filter((name) => TYPES[extname(name)])
  const fonts = FONTS.map((font) => `source-sans-3-${font}.woff2`)
  const files = [
    ...names.map((name) => ({ name, path: join(folder, name) })),
    ...fonts.map((name) => ({ name, path: resolve(`@fontsource-variable/source-sans-3/files/${name}`) })),
    { name: 'htmx.js', path: resolve('htmx.org/dist/htmx.min.js') },
  ]
  return new Map(await Promise.all(files.map(async ({ name, path }) => [name, await readFile(path)] as const)))
}

const missing = (name: string): never => {
  throw new Error(`There is no public file ${name}`)
}

/** Makes one file, after the files it refers to: their fingerprints are part of its content. */
async function make(name: string, sources: Sources, made: Map<string, Asset>, above: readonly string[]): Promise<Asset> {
  const known = made.get(name)
  if (known) return known
  if (above.includes(name)) throw new Error(`Public files refer to each other in a circle: ${[...above, name].join(' → ')}`)
  const source = sources.get(name) ?? missing(name)
  const references = REFERENCES[extname(name)]
  const fileOf = async (other: string) => (await make(other, sources, made, [...above, name])).file
  const content = references ? Buffer.from(await rewrite(source.toString('utf8'), references, fileOf)) : source
  const asset = await assetOf(name, content)
  made.set(name, asset)
  return asset
}

/** The second group is the file referred to. Only neighbours count: `data:`, `#…` and packages stay. */
const REFERENCES: Readonly<Record<string, RegExp>> = {
  '.css': /(url\(\s*["']?)(?:\.\/)?([\w.-]+\.\w+)(["']?\s*\))/g,
  '.js': /(\b(?:from|import)\s*\(?\s*["'])\.\/([\w.-]+\.js)(["'])/g,
}

async function rewrite(text: string, references: RegExp, fileOf: (name: string) => Promise<string>): Promise<string> {
  const files = new Map<string, string>()
  for (const [, , name = ''] of text.matchAll(references)) files.set(name, await fileOf(name))
  return text.replace(references, (_, before: string, name: string, after: string) => `${before}./${files.get(name)}${after}`)
}

async function assetOf(name: string, content: Buffer): Promise<Asset> {
  const extension = extname(name)
  const fingerprint = createHash('sha256').update(content).digest('hex').slice(0, 16)
  const packed = new Map<Coding, Uint8Array<ArrayBuffer>>()
  if (extension !== '.woff2') {
    for (const coding of codings) packed.set(coding, new Uint8Array(await packWell[coding](content)))
  }
  return {
    file: `${name.slice(0, -extension.length)}-${fingerprint}${extension}`,
    type: TYPES[extension] ?? 'application/octet-stream',
    fingerprint,
    plain: new Uint8Array(content),
    packed,
  }
}

/** GET /assets/:file. An address never changes its content, so browsers keep it for good. */
export const assetRoutes = (assets: Assets) =>
  new Hono<Env>().get('/assets/:file', (c) => serve(c, assets.find(c.req.param('file')) ?? refuse('notFound')))

function serve(c: Ctx, { type, fingerprint, plain, packed }: Asset): Response {
  const coding = codingFor(c.req.header('Accept-Encoding'), [...packed.keys()])
  const etag = `"${fingerprint}${coding ? `-${coding}` : ''}"`
  c.header('Cache-Control', 'public, max-age=31536000, immutable')
  c.header('ETag', etag)
  if (packed.size > 0) c.header('Vary', 'Accept-Encoding')
  const known = (c.req.header('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag)) return c.body(null, 304)
  c.header('Content-Type', type)
  const body = (coding && packed.get(coding)) ?? plain
  if (coding) c.header('Content-Encoding', coding)
  c.header('Content-Length', String(body.byteLength))
  return c.body(body)
}
