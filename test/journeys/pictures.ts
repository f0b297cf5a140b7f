/**
 * `npm run pictures`: takes every picture of the guides and of the README from a demonstration of its own. Names of
 * pictures on the command line take those alone.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { toPalette } from '../support/palette.ts'
import { spawnServer } from '../support/server.ts'
import { shots } from './shots.ts'
import type { Shot } from './shots.ts'
import { signInAs } from './ways.ts'

const docs = join(import.meta.dirname, '../../docs')

/** The guides and the README are to open fast, and a clone is to stay small. */
const MOST_BYTES = 120 * 1024

const SIZES = { phone: { width: 390, height: 760 }, laptop: { width: 1000, height: 620 }, wide: { width: 1100, height: 640 } } as const

/** As `src/overview/help.ts` shows them. */
const DOTS = 1.5

/** The guides are about the program, not about its demonstration. Nothing may move while the picture is taken. */
const WITHOUT_DEMO = '.demo { display: none !important } * { animation: none !important; transition: none !important; caret-color: transparent !important }'

const fileOf = ({ name, readme = false }: Shot): string => join(docs, readme ? 'pictures' : 'handleiding/pictures', `${name}.png`)

/** The window as it stands, or the part of the page that is wanted. */
async function frameOf(page: Page, { size, of, tall, asItStands = false }: Shot) {
  const { width, height } = SIZES[size]
  if (asItStands) return { clip: { x: 0, y: 0, width, height: tall ?? height } }
  const box = of === undefined ? null : await page.locator(of).first().boundingBox()
  if (box === null) return { fullPage: true, clip: { x: 0, y: 0, width, height: tall ?? height } }
  // The main part has room of its own around it; a panel has not.
  const room = of === 'main' ? 0 : 16
  const y = box.y + (await page.evaluate(() => window.scrollY)) - room
  return { fullPage: true, clip: { x: 0, y: Math.max(0, y), width, height: Math.min(tall ?? height, box.height + 2 * room) } }
}

async function take(browser: Browser, base: string, shot: Shot): Promise<number> {
  const context = await browser.newContext({
    locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', viewport: SIZES[shot.size], deviceScaleFactor: DOTS, bypassCSP: true,
    colorScheme: shot.dark === true ? 'dark' : 'light',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  try {
    if (shot.door !== null) await signInAs(page, base, shot.door)
    await shot.go(page, base)
    await page.addStyleTag({ content: WITHOUT_DEMO })
    await page.evaluate(() => document.fonts.ready)
    const path = fileOf(shot)
    mkdirSync(dirname(path), { recursive: true })
    const picture = toPalette(await page.screenshot(await frameOf(page, shot)))
    writeFileSync(path, picture)
    return picture.byteLength
  } finally {
    await context.close()
  }
}

const wanted = process.argv.slice(2)
// Date fields speak the language of the browser, not of the page.
process.env['LC_ALL'] = 'nl_NL.UTF-8'
const browser = await startBrowser()
if (typeof browser === 'string') throw new Error(`no browser: ${browser}`)
const folder = mkdtempSync(join(tmpdir(), 'toetsronde-pictures-'))
const server = await spawnServer({ NODE_ENV: 'development', DATABASE_URL: join(folder, 'demo.sqlite') })
let tooLarge = 0
try {
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const bytes = await take(browser, server.base, shot)
    if (bytes > MOST_BYTES) tooLarge += 1
    console.log(`${shot.name}: ${Math.round(bytes / 1024)} kB${bytes > MOST_BYTES ? ', which is too large' : ''}`)
  }
  const guides = ['kandidaat', 'beoordelaar', 'toetsbureau'].map((name) => readFileSync(join(docs, `handleiding/${name}.md`), 'utf8')).join()
  for (const { name, readme } of shots) if (readme !== true && !guides.includes(`pictures/${name}.png`)) console.log(`${name}: no guide shows it`)
} finally {
  await browser.close()
  await server.end('SIGTERM')
  rmSync(folder, { recursive: true })
}
process.exitCode = tooLarge > 0 ? 1 : 0
