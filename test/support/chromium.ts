/** Where a Chromium is: `CHROMIUM_PATH`, else the system's, else the one that an npm package carries. */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { MINUTE, wallClock } from '../../src/clock.ts'

const ON_THIS_SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

/** It crashes without any. */
const FONT = new URL('../../node_modules/@expo-google-fonts/source-sans-3', import.meta.url).pathname

const root = join(import.meta.dirname, '../..')

interface Installed {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/** Where a Chromium is, and what it must be told. @throws with the reason when there is none */
export async function findChromium(): Promise<Installed> {
  const named = process.env['CHROMIUM_PATH']
  const own = named ?? ON_THIS_SYSTEM.find((path) => existsSync(path))
  return own === undefined ? packagedChromium() : { executablePath: own, env: {} }
}

/**
 * The packaged browser, with the libraries and the font that a bare Debian lacks. It is unpacked beside its place and
 * put there in one step: what stands there is whole, however many ask at once and whoever was killed half way.
 */
export async function packagedChromium(): Promise<Installed> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'toetsronde')
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'))
  const place = join(cache, `chromium-${version}`)
  if (!existsSync(place)) await unpack(cache, place)
  return {
    executablePath: join(place, 'chromium'),
    env: { LD_LIBRARY_PATH: join(place, 'al2023/lib'), FONTCONFIG_FILE: join(place, 'fonts.conf') },
  }
}

async function unpack(cache: string, place: string): Promise<void> {
  mkdirSync(cache, { recursive: true })
  removeLeftOver(cache)
  const beside = mkdtempSync(join(cache, UNPACKING))
  const env = { ...process.env, TMPDIR: beside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  try {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'unpack-chromium.ts')], { cwd: root, env })
    cpSync(FONT, join(beside, 'source-sans-3'), { recursive: true })
    writeFileSync(
      join(beside, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${place}/source-sans-3</dir><cachedir>${place}/fontconfig</cachedir></fontconfig>`,
    )
    renameSync(beside, place)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    // Somebody else was first: theirs is as good.
    if (!existsSync(place)) throw error
  }
}

const UNPACKING = 'unpacking-'

/** What killed runs left behind; unpacking takes seconds. */
function removeLeftOver(cache: string): void {
  for (const name of readdirSync(cache).filter((one) => one.startsWith(UNPACKING))) {
    const folder = join(cache, name)
    const madeAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (wallClock.now() - madeAt > 10 * MINUTE) rmSync(folder, { recursive: true, force: true })
  }
}
