/** The program's sources as text, with what they import: the room rules read them so. */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface Import {
  /** As a path from the root of the project, or the name of a package. */
  readonly from: string
  /** `import type`: gone when the program runs. */
  readonly typeOnly: boolean
}

export interface Source {
  /** From the root of the project: `src/rounds/rounds.ts`. */
  readonly path: string
  readonly text: string
  /** The text without comments. */
  readonly code: string
  readonly imports: readonly Import[]
  readonly lines: number
}

/** Every TypeScript file under these folders. */
export const sourcesIn = (...folders: readonly string[]): Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => sourceOf(join(folder, name)))
      .toSorted((one, other) => one.path.localeCompare(other.path)),
  )

function sourceOf(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const code = withoutComments(text)
  return { path, text, code, imports: importsOf(path, code), lines: text.trimEnd().split('\n').length }
}

/** Good enough for sources without comment signs in their strings, but for the `//` of an address. */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`/])\/\/.*$/gm, '$1')

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g

function importsOf(path: string, code: string): Import[] {
  const found = [...code.matchAll(STATEMENT)].map(([, type, from = '']) => ({ from, typeOnly: type !== undefined }))
  const dynamic = [...code.matchAll(DYNAMIC)].map(([, from = '']) => ({ from, typeOnly: false }))
  return [...found, ...dynamic].map(({ from, typeOnly }) => ({ from: resolved(path, from), typeOnly }))
}

const resolved = (path: string, from: string): string =>
  from.startsWith('.') ? relative('.', normalize(join(dirname(path), from))) : from
