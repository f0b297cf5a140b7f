/**
 * `npm run gallery`: a picture of every page in gallery/, from a demonstration of its own, with an index.html that shows
 * them. Names of pages, or how they begin, on the command line take those alone; `--closer` takes everything also wide,
 * printed and at 200 %, which otherwise the sights marked so are.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { startDemonstration } from './demonstration.ts'
import type { Sight } from './sight.ts'
import { groups, sights } from './sights.ts'
import { LAPTOP, PHONE, walkAlong } from './walk.ts'
import type { Seen } from './walk.ts'

const folder = join(import.meta.dirname, '../../gallery')

const WIDE = { width: 1920, height: 1080 }
/** What is left of a laptop's window, in points, when everything is twice as large. */
const ZOOMED = { width: LAPTOP.width / 2, height: LAPTOP.height / 2 }

const { values, positionals } = parseArgs({ allowPositionals: true, options: { closer: { type: 'boolean', default: false } } })
const wanted = sights.filter(({ name }) => positionals.length === 0 || positionals.some((begin) => name.startsWith(begin)))
if (wanted.length === 0) {
  console.error(`no page is called ${positionals.join(' or ')}`)
  process.exit(2)
}

/** As large as the page is: what stays in sight while scrolling stands where it stands at the top. */
const take = (page: Page, name: string, look: string) => page.screenshot({ path: join(folder, `${name}.${look}.png`), fullPage: true })

async function takeAll({ page, sight }: Seen): Promise<void> {
  const { name } = sight
  // What comes when it is scrolled to is to be in the picture too.
  await page.evaluate(async () => {
    for (const image of document.images) image.loading = 'eager'
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))
  })
  for (const [size, viewport] of [['laptop', LAPTOP], ['phone', PHONE]] as const) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await take(page, name, `${size}-${colorScheme}`)
    }
  }
  if (sight.closer !== true && !values.closer) return
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(WIDE)
  await take(page, name, 'wide')
  await page.setViewportSize(ZOOMED)
  await take(page, name, 'zoom')
  await page.setViewportSize({ width: 794, height: 1123 })
  await page.emulateMedia({ media: 'print' })
  await take(page, name, 'print')
}

const LOOKS = ['laptop-light', 'laptop-dark', 'phone-light', 'phone-dark', 'wide', 'zoom', 'print']

/** Everything in the folder, so that taking a few anew leaves the others in sight. */
function index(): string {
  const taken = new Set(readdirSync(folder))
  const figure = ({ name, route, door }: Sight) => {
    const looks = LOOKS.filter((look) => taken.has(`${name}.${look}.png`))
    const pictures = looks.map((look) => `<a href="${name}.${look}.png"><img loading="lazy" src="${name}.${look}.png" alt="${look}" height="360"></a>`)
    return `<section id="${name}"><h3>${name}</h3><p><code>${route ?? ''}</code> ${door ?? 'niet ingelogd'}</p><div>${pictures.join('')}</div></section>`
  }
  const parts = Object.entries(groups).map(([title, all]) => `<h2>${title}</h2>${all.map(figure).join('\n')}`)
  return `<!doctype html><html lang="nl"><meta charset="utf-8"><title>Toetsronde in beeld</title><style>body{font:1rem system-ui;margin:2rem}section>div{display:flex;gap:.5rem;overflow-x:auto;background:#ddd;padding:.5rem}</style><h1>Toetsronde in beeld</h1>${parts.join('\n')}</html>`
}

// Date fields speak the language of the browser, not of the page.
process.env['LC_ALL'] = 'nl_NL.UTF-8'
const browser = await startBrowser()
if (typeof browser === 'string') throw new Error(`no browser: ${browser}`)
if (positionals.length === 0) rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const demonstration = await startDemonstration()
try {
  const wrong = await walkAlong(wanted, { browser, base: demonstration.base, abreast: 2, visit: takeAll })
  for (const line of wrong) console.error(line)
  if (wrong.length > 0) process.exitCode = 1
} finally {
  await browser.close()
  await demonstration.stop()
}
writeFileSync(join(folder, 'index.html'), index())
console.log(`${wanted.length} pages, in ${join(folder, 'index.html')}`)
