import { existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startBrowser } from './browser.ts'
import { packagedChromium } from './chromium.ts'

let cache: string
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'toetsronde-cache-'))
  vi.stubEnv('XDG_CACHE_HOME', cache)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true })
})

test('on a fresh machine several ask for the packaged browser at once, and each gets a whole one', async () => {
  const unfinished = join(cache, 'toetsronde/unpacking-killed')
  mkdirSync(unfinished, { recursive: true })
  utimesSync(unfinished, 0, 0)
  const launched = async () => {
    const { executablePath, env } = await packagedChromium()
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], env: { ...process.env, ...env } })
    const version = browser.version()
    await browser.close()
    return version
  }
  const versions = await Promise.all([launched(), launched(), launched()])
  expect(new Set(versions)).toEqual(new Set([expect.stringMatching(/^\d+\./)]))
  expect(existsSync(unfinished)).toBe(false)
  expect(readdirSync(join(cache, 'toetsronde'))).toEqual([expect.stringMatching(/^chromium-\d/)])
})

test('where no Chromium starts, a developer is told why; where CI is set, the run fails', async () => {
  vi.stubEnv('CHROMIUM_PATH', join(cache, 'none'))
  vi.stubEnv('CI', '')
  expect(await startBrowser()).toContain('none')
  vi.stubEnv('CI', '1')
  await expect(startBrowser()).rejects.toThrow('CI is set')
})
