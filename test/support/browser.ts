/** A real Chromium for tests: `CHROMIUM_PATH`, else the system's, else the one that an npm package carries. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { folded } from './visitor.ts'
import type { Visitor } from './visitor.ts'

const ON_THIS_SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

interface Installed {
  readonly executablePath: string
  readonly env: Record<string, string>
}

/** Where a Chromium is, and what it must be told; throws with the reason when there is none. */
async function findChromium(): Promise<Installed> {
  const named = process.env['CHROMIUM_PATH']
  const own = named ?? ON_THIS_SYSTEM.find((path) => existsSync(path))
  return own === undefined ? packagedChromium() : { executablePath: own, env: {} }
}

/** The packaged browser unpacks itself and the libraries that a bare Debian lacks; it crashes without a font. */
async function packagedChromium(): Promise<Installed> {
  const cache = join(homedir(), '.cache', 'toetsronde-chromium')
  mkdirSync(cache, { recursive: true })
  const before = { TMPDIR: process.env['TMPDIR'], AWS_EXECUTION_ENV: process.env['AWS_EXECUTION_ENV'] }
  Object.assign(process.env, { TMPDIR: cache, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' })
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    const executablePath = await packaged.executablePath()
    const fonts = join(cache, 'fonts.conf')
    const folder = new URL('../../node_modules/@expo-google-fonts/source-sans-3', import.meta.url).pathname
    writeFileSync(fonts, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}</dir><cachedir>${cache}/fontconfig</cachedir></fontconfig>`)
    return { executablePath, env: { LD_LIBRARY_PATH: join(cache, 'al2023', 'lib'), FONTCONFIG_FILE: fonts } }
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** A running browser, or the reason why there is none. */
export async function startBrowser(): Promise<Browser | string> {
  try {
    const { executablePath, env } = await findChromium()
    return await chromium.launch({ executablePath, args: ARGS, env: { ...process.env, ...env } })
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'unknown') : 'unknown'
  }
}

/** Somebody in a browser window of their own. */
export async function browserVisitor(browser: Browser, base: string): Promise<Visitor & { page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const starting = (text: string) => new RegExp(`^\\s*${escaped(text)}`)
  const part = (inside?: string): Locator =>
    inside === undefined
      ? page.locator('body')
      : page.locator('section, article, fieldset').filter({ has: page.locator('h1, h2, h3, h4, legend').filter({ hasText: starting(inside) }) }).last()
  const control = async (text: string, inside?: string): Promise<Locator> => {
    const label = part(inside).locator('label').filter({ hasText: starting(text) }).first()
    const id = await label.getAttribute('for')
    return id === null ? label.locator('input') : page.locator(`[id="${id}"]`)
  }
  const pressable = (where: Locator, text: string) => where.locator('a, button:not([type="button"])').filter({ hasText: starting(text) })
  return {
    page,
    context,
    open: async (path) => void (await page.goto(base + path)),
    fill: async (text, value, inside) => (await control(text, inside)).fill(value),
    tick: async (text, inside) => (await control(text, inside)).check(),
    select: async (text, option) => {
      const list = await control(text)
      const labels = await list.locator('option').allTextContents()
      await list.selectOption({ label: labels.find((one) => folded(one).includes(option)) ?? option })
    },
    press: async (text, inside) => {
      const inMain = pressable(inside === undefined ? page.locator('main') : part(inside), text)
      const target = (await inMain.count()) > 0 ? inMain : pressable(page.locator('body'), text)
      await target.first().click()
      await page.waitForLoadState('load')
    },
    read: async () => folded(await page.locator('body').innerText()),
    where: () => page.url().slice(base.length),
    close: () => context.close(),
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+')
